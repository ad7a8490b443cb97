//! The paths of a destination: the published folder, and what mend keeps beside it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::danger::{Folder, danger_of, dangerous};
use super::destination::Destination;
use super::disk::Disk;
use super::steps::Result;

/// The paths of one destination, all absolute, all but the last part without symbolic links.
#[derive(Debug)]
pub(super) struct Layout {
    /// The published folder as it was named; may be a symbolic link.
    pub(super) public: PathBuf,
    /// The folder itself, without symbolic links.
    pub(super) real: PathBuf,
    /// Whether `public` is a symbolic link to `real`.
    pub(super) is_link: bool,
    /// Our own folder beside it. The following paths are in it.
    pub(super) beside: PathBuf,
    pub(super) lock: PathBuf,
    pub(super) manifest: PathBuf,
    pub(super) next: PathBuf,
    pub(super) stage: PathBuf,
    pub(super) journal: PathBuf,
    /// Foreign files that could not stay where they were.
    pub(super) kept: PathBuf,
}

impl Layout {
    /// Works out the paths, and refuses a dangerous destination. Changes nothing.
    pub(super) fn of(disk: &dyn Disk, to: &Destination) -> Result<Self> {
        let Folder {
            root,
            public,
            real,
            is_link,
        } = Folder::of(disk, to)?;
        let named: &[&Path] = if is_link { &[&real, &public] } else { &[&real] };
        for folder in named {
            if let Some(why) = danger_of(disk, to, &root, folder)? {
                return Err(dangerous(folder, &why));
            }
        }
        let Some(beside) = beside(&public) else {
            return Err(dangerous(&public, "it is the root of the disk"));
        };
        Ok(Self {
            is_link,
            lock: beside.join("lock"),
            manifest: beside.join("manifest"),
            next: beside.join("manifest.next"),
            stage: beside.join("stage"),
            journal: beside.join("journal"),
            kept: beside.join("kept"),
            beside,
            public,
            real,
        })
    }
}

/// Our own folder beside a published one: `.public.mend` beside `public`.
pub(super) fn beside(public: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(public.file_name()?);
    name.push(".mend");
    Some(public.with_file_name(name))
}

/// The folders that publishing writes to: the site, and the folder of mend beside it. A watcher of the sources ignores them.
pub fn traces(folder: &Path) -> Vec<PathBuf> {
    [Some(folder.to_owned()), beside(folder)]
        .into_iter()
        .flatten()
        .collect()
}
