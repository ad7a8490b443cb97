//! Surveys the published folder: its current contents, and which of its files are ours.
//!
//! A folder is ours if its marker names the manifest beside it. In such a folder a file is ours if the manifest names it;
//! everything else is **foreign** and belongs to others. Foreign files are always kept; there is no option to delete them.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::disk::{Disk, Kind};
use super::layout::Layout;
use super::manifest::{MARKER, Manifest, marker_id};
use super::steps::{Result, doing, exists, look};
use super::tree::Tree;
use crate::diag::Error;
use crate::files::PublishedFile;
use crate::memo::Fingerprint;

/// The published folder before this run.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Whether the folder exists.
    pub(super) exists: bool,
    /// Its permission bits.
    pub(super) mode: u32,
    /// Whether another folder can take its place: it is not a mount point, a symbolic link or git's working folder, and everything
    /// in it can be carried over.
    pub(super) swappable: bool,
    /// Its contents.
    pub(super) tree: Tree,
    /// The manifest of our files in it; empty if it is not ours.
    pub(super) manifest: Manifest,
    /// When the manifest was written. A newer file was changed by hand or by another program.
    pub(super) written: i128,
}

/// A manifest on disk.
pub(super) enum StoredManifest {
    Missing,
    Damaged(String),
    Good(Manifest),
}

impl StoredManifest {
    /// Reads a manifest; damage is not an error.
    pub(super) fn read(disk: &dyn Disk, path: &Path) -> Result<Self> {
        if !exists(disk, path)? {
            return Ok(Self::Missing);
        }
        let bytes = disk.read(path).map_err(doing("cannot read", path))?;
        Ok(match Manifest::parse(&bytes) {
            Ok(manifest) => Self::Good(manifest),
            Err(why) => Self::Damaged(why),
        })
    }

    /// The manifest, if it is a good one.
    pub(super) fn good(&self) -> Option<&Manifest> {
        match self {
            Self::Good(manifest) => Some(manifest),
            Self::Missing | Self::Damaged(_) => None,
        }
    }
}

impl Survey {
    /// Surveys the folder, and refuses one that is not ours, unless it is to be adopted.
    pub(super) fn take(disk: &dyn Disk, layout: &Layout, adopt: bool) -> Result<Self> {
        let Some(found) = look(disk, &layout.real)? else {
            if layout.is_link {
                let public = layout.public.display();
                return Err(Error::new(format!("`{public}` is a broken symbolic link")));
            }
            return Ok(Self::default());
        };
        if found.kind != Kind::Folder {
            return Err(Error::new(format!(
                "`{}` is not a folder",
                layout.public.display()
            )));
        }
        let tree = Tree::walk_around_locked(disk, &layout.real)?;
        let above = layout.real.parent().map(|above| look(disk, above));
        let above = above.transpose()?.flatten();
        let has_git = tree.kind(".git").is_some() || tree.folders.iter().any(|path| path == ".git");
        let is_mount = above.is_none_or(|above| above.identity.0 != found.identity.0);
        let mut survey = Self {
            exists: true,
            mode: found.mode,
            swappable: !layout.is_link && !is_mount && !has_git && tree.locked.is_empty(),
            tree,
            ..Self::default()
        };
        if !survey.tree.is_empty() {
            survey.recognise(disk, layout, adopt)?;
            survey
                .tree
                .refuse_locked(&layout.real, &[&survey.manifest])?;
        }
        Ok(survey)
    }

    /// Finds the manifest of the folder, or says why the folder must not be touched.
    fn recognise(&mut self, disk: &dyn Disk, layout: &Layout, adopt: bool) -> Result<()> {
        let marker = read_marker(disk, &layout.real)?;
        let stored = StoredManifest::read(disk, &layout.manifest)?;
        let folder = layout.public.display();
        let list = layout.manifest.display();
        let why = match (marker, stored) {
            (Some(marker), StoredManifest::Good(manifest)) if manifest.id() == marker => {
                let found = look(disk, &layout.manifest)?;
                self.written = found.map_or(i128::MIN, |found| found.modified);
                self.manifest = manifest;
                return Ok(());
            }
            _ if adopt => return Ok(()),
            (None, _) => format!("`{folder}` is not empty, and mend did not create it"),
            (Some(_), StoredManifest::Good(_)) => {
                format!("the list of files in `{list}` belongs to another state of `{folder}`")
            }
            (Some(_), StoredManifest::Missing) => {
                format!("mend created `{folder}`, but the list of its files, `{list}`, is missing")
            }
            (Some(_), StoredManifest::Damaged(why)) => {
                format!("the list of files in `{list}` is damaged: {why}")
            }
        };
        Err(Error::new(why).help(
            "nothing was changed; choose another folder, empty this one, or pass --adopt to publish into \
             it and keep its present files",
        ))
    }

    /// Whether a path of the tree is ours.
    pub(super) fn is_ours(&self, path: &OsStr, kind: Kind) -> bool {
        path == MARKER || (kind == Kind::File && names(&self.manifest, path))
    }

    /// Whether a published file is there, with the contents it was published with.
    pub(super) fn is_whole(
        &self,
        disk: &dyn Disk,
        layout: &Layout,
        entry: &PublishedFile,
    ) -> Result<bool> {
        if self.tree.kind(&*entry.path) != Some(Kind::File) {
            return Ok(false);
        }
        let path = layout.real.join(&*entry.path);
        let bytes = disk.read(&path).map_err(doing("cannot read", &path))?;
        Ok(Fingerprint::of_bytes(&bytes).to_hex() == *entry.hash)
    }

    /// The foreign files, and the foreign folders.
    pub(super) fn foreign(&self) -> (Vec<&OsString>, Vec<&OsString>) {
        let files = self.tree.files.iter();
        let ours = self.manifest.folders();
        let folders = self.tree.folders.iter();
        (
            files
                .filter(|(path, kind)| !self.is_ours(path, *kind))
                .map(|(path, _)| path)
                .collect(),
            folders
                .filter(|path| !path.to_str().is_some_and(|path| ours.contains(path)))
                .collect(),
        )
    }
}

/// Whether a manifest names a path, which need not be UTF-8.
pub(super) fn names(manifest: &Manifest, path: &OsStr) -> bool {
    path.to_str()
        .is_some_and(|path| manifest.get(path).is_some())
}

/// The id in the marker of a folder; none if it is missing or damaged.
pub(super) fn read_marker(disk: &dyn Disk, folder: &Path) -> Result<Option<String>> {
    let path = folder.join(MARKER);
    let found = look(disk, &path)?;
    if found.is_none_or(|found| found.kind != Kind::File || found.length > 1_000) {
        return Ok(None);
    }
    let bytes = disk.read(&path).map_err(doing("cannot read", &path))?;
    Ok(marker_id(&bytes))
}
