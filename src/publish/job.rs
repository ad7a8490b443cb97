//! What every step of publishing needs to know.

use std::path::Path;

use super::destination::Destination;
use super::disk::Disk;
use super::layout::Layout;
use super::manifest::Manifest;
use super::steps::{Result, doing};
use super::survey::Survey;
use crate::files::Content;

/// What every step of publishing needs to know.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) disk: &'a dyn Disk,
    pub(super) layout: &'a Layout,
    pub(super) to: &'a Destination,
    pub(super) plan: &'a Manifest,
    pub(super) survey: &'a Survey,
}

impl Job<'_> {
    pub(super) fn write(&self, path: &Path, content: &Content) -> Result<()> {
        self.disk
            .write(path, content)
            .map_err(doing("cannot write", path))
    }

    /// Called when all new files are written: from here on, a file that is newer than the manifest was changed by another program and
    /// will be restored.
    pub(super) fn seal(&self, folder: &Path) -> Result<()> {
        let next = &self.layout.next;
        self.disk.touch(next).map_err(doing("cannot write", next))?;
        if self.to.durable {
            self.disk
                .sync_disk(folder)
                .map_err(doing("cannot save", folder))?;
        }
        Ok(())
    }
}
