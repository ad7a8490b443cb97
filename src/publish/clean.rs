//! Removing a published site.
//!
//! As everywhere in this room, only files that the manifest names are removed. A file that was changed after it was published
//! stays, because the changes can be an author's work. A run that dies halfway leaves the marker and the manifest, so the next run
//! continues.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::PathBuf;

use rayon::prelude::*;

use super::destination::Destination;
use super::disk::{Disk, Kind, RealDisk};
use super::layout::Layout;
use super::manifest::MARKER;
use super::steps::{Result, exists};
use super::survey::Survey;
use super::{in_place, lock, recover, tree};
use crate::files::PublishedFile;

/// The result of cleaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// How many published files were removed.
    pub removed: usize,
    /// The foreign files, which were kept.
    pub foreign: Vec<PathBuf>,
    /// Published files that were kept because they were changed afterwards.
    pub changed: Vec<PathBuf>,
}

/// Removes the published site and everything mend keeps beside it. Foreign files stay.
///
/// # Errors
///
/// When the folder is not mend's, another build is at work, or the disk fails.
pub fn clean(to: &Destination) -> Result<Cleaned> {
    clean_on(&RealDisk, to)
}

/// [`clean`] on another disk.
///
/// # Errors
///
/// As [`clean`].
pub fn clean_on(disk: &dyn Disk, to: &Destination) -> Result<Cleaned> {
    let layout = Layout::of(disk, to)?;
    if !exists(disk, &layout.beside)? {
        Survey::take(disk, &layout, false)?;
        return Ok(Cleaned::default());
    }
    let _lock = lock::take(disk, &layout, to)?;
    recover::recover(disk, &layout, to.durable)?;
    let survey = Survey::take(disk, &layout, false)?;
    let changed = changed(disk, &layout, &survey)?;
    in_place::remove_old(disk, &layout, &survey.tree, &survey.manifest, |path| {
        !changed.contains(path)
    })?;
    in_place::remove_old_folders(disk, &layout, &survey.tree, &survey.manifest, |_| true)?;
    let (foreign, _) = survey.foreign();
    let mut foreign: Vec<PathBuf> = foreign
        .iter()
        .map(|path| layout.public.join(path))
        .collect();
    // The marker is removed after the files it vouches for, and the manifest after the marker.
    if survey.tree.kind(MARKER).is_some() {
        tree::remove_file(disk, &layout.real.join(MARKER))?;
    }
    if !layout.is_link && survey.swappable {
        tree::remove_if_empty(disk, &layout.real, &[OsStr::new("")])?;
    }
    if exists(disk, &layout.manifest)? {
        tree::remove_file(disk, &layout.manifest)?;
    }
    if exists(disk, &layout.kept)? {
        let kept = tree::Tree::walk(disk, &layout.kept)?;
        foreign.extend(kept.files.iter().map(|(path, _)| layout.kept.join(path)));
    } else {
        tree::remove_file(disk, &layout.lock)?;
        tree::remove_if_empty(disk, &layout.beside, &[OsStr::new("")])?;
    }
    Ok(Cleaned {
        removed: survey.manifest.entries().len() - changed.len(),
        foreign,
        changed: changed
            .iter()
            .map(|path| layout.public.join(path))
            .collect(),
    })
}

/// The published files whose contents have changed.
fn changed<'a>(disk: &dyn Disk, layout: &Layout, survey: &'a Survey) -> Result<BTreeSet<&'a str>> {
    let is_changed = |entry: &PublishedFile| {
        let is_there = survey.tree.kind(&*entry.path) == Some(Kind::File);
        Ok(is_there && !survey.is_whole(disk, layout, entry)?)
    };
    let entries = survey.manifest.entries().par_iter();
    entries
        .filter_map(|entry| match is_changed(entry) {
            Ok(true) => Some(Ok(&*entry.path)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        })
        .collect()
}
