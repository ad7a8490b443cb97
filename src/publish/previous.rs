//! The site as it was published last, for those who want to compare. It changes nothing.

use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::layout::beside;
use super::manifest::Manifest;

/// A published site, as its manifest describes it.
#[derive(Debug)]
pub struct Previous {
    folder: PathBuf,
    manifest: Manifest,
}

impl Previous {
    /// The site in a folder; `None` if mend has published none there, or what it kept about it cannot be read.
    pub fn of(folder: &Path) -> Option<Self> {
        let manifest = RealDisk.read(&beside(folder)?.join("manifest")).ok()?;
        Some(Self {
            folder: folder.to_owned(),
            manifest: Manifest::parse(&manifest).ok()?,
        })
    }

    /// The paths of its files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.manifest.entries().iter().map(|entry| &*entry.path)
    }

    /// A file as it is in the folder now; `None` if it was not published or cannot be read.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.manifest.get(path)?;
        RealDisk.read(&self.folder.join(path)).ok()
    }
}
