//! A published site, opened to be carried further, such as by a deployment: what it holds, and that it is whole.

use std::path::PathBuf;

use rayon::prelude::*;

use super::destination::Destination;
use super::disk::{Lock, RealDisk};
use super::layout::Layout;
use super::steps::{Result, exists};
use super::survey::Survey;
use super::{lock, recover};
use crate::diag::Error;
use crate::files::PublishedFile;

/// A published site. While this is held, no build changes it.
#[derive(Debug)]
pub struct OpenedSite {
    /// The folder that holds it.
    pub folder: PathBuf,
    /// The id that changes with any of its files.
    pub id: String,
    /// Its files, sorted by path.
    pub files: Vec<PublishedFile>,
    _lock: Lock,
}

/// Opens a published site, after reading every file of it.
///
/// # Errors
///
/// When nothing is published there, a file was changed or removed since, a build is at work, or the disk fails.
pub fn open(from: &Destination) -> Result<OpenedSite> {
    let disk = &RealDisk;
    let layout = Layout::of(disk, from)?;
    let public = layout.public.display();
    if !exists(disk, &layout.beside)? {
        return Err(Error::new(format!("no site is published in `{public}`"))
            .help("run `mend build` first"));
    }
    let lock = lock::take(disk, &layout, from)?;
    recover::recover(disk, &layout, from.durable)?;
    let survey = Survey::take(disk, &layout, false)?;
    let entries = survey.manifest.entries();
    let damaged =
        entries
            .par_iter()
            .find_map_first(|entry| match survey.is_whole(disk, &layout, entry) {
                Ok(true) => None,
                Ok(false) => Some(Ok(entry)),
                Err(error) => Some(Err(error)),
            });
    if let Some(entry) = damaged.transpose()? {
        return Err(Error::new(format!(
            "`{}` in `{public}` was changed or removed after the build",
            entry.path
        ))
        .help("run `mend build` again, which puts it back"));
    }
    Ok(OpenedSite {
        folder: layout.real.clone(),
        id: survey.manifest.id().to_owned(),
        files: entries.to_vec(),
        _lock: lock,
    })
}
