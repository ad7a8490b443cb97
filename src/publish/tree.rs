//! The contents of a folder, and the removal of trees.
//!
//! A tree is found by walking, never by joining names from a list to a path, so no symbolic link is followed, and nothing outside
//! the folder can be reached, whatever a manifest says.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::disk::{Disk, Kind};
use super::manifest::{HALF_DONE, Manifest};
use super::steps::{Result, doing};
use crate::diag::Error;

/// Everything below a folder, as paths relative to it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Everything that is not a folder, sorted by bytes. Links are not followed.
    pub(super) files: Vec<(OsString, Kind)>,
    /// Every folder, each after its parent.
    pub(super) folders: Vec<OsString>,
    /// The folders that we have no permission to list, such as the `lost+found` of a separate disk.
    pub(super) locked: Vec<OsString>,
}

impl Tree {
    /// Walks a folder.
    pub(super) fn walk(disk: &dyn Disk, top: &Path) -> Result<Self> {
        let tree = Self::walk_around_locked(disk, top)?;
        match tree.locked.first() {
            Some(folder) => Err(locked(top, folder)),
            None => Ok(tree),
        }
    }

    /// Walks a folder, level by level, and collects the locked folders in it.
    pub(super) fn walk_around_locked(disk: &dyn Disk, top: &Path) -> Result<Self> {
        let mut tree = Self::default();
        let mut level = vec![OsString::new()];
        while !level.is_empty() {
            let lists = level.par_iter().map(|folder| {
                let path = under(top, folder);
                match disk.list(&path) {
                    Err(error) if is_locked(&error) && !folder.is_empty() => Ok((folder, None)),
                    list => Ok((folder, Some(list.map_err(doing("cannot list", &path))?))),
                }
            });
            let lists = lists.collect::<Result<Vec<_>>>()?;
            let mut deeper = Vec::new();
            for (folder, list) in lists {
                let Some(list) = list else {
                    tree.locked.push(folder.clone());
                    continue;
                };
                for (name, kind) in list {
                    let path = join(folder, &name);
                    match kind {
                        Kind::Folder => deeper.push(path),
                        Kind::File | Kind::Link | Kind::Other => tree.files.push((path, kind)),
                    }
                }
            }
            tree.folders.extend(deeper.iter().cloned());
            level = deeper;
        }
        tree.files
            .sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        Ok(tree)
    }

    /// An error if one of the locked folders belongs to one of these sites.
    pub(super) fn refuse_locked(&self, top: &Path, sites: &[&Manifest]) -> Result<()> {
        let is_ours = |folder: &&OsString| {
            let is_of_a_site = |folder: &str| {
                let mut sites = sites.iter();
                sites.any(|site| site.folders().contains(folder))
            };
            Path::new(folder).starts_with(HALF_DONE) || folder.to_str().is_some_and(is_of_a_site)
        };
        match self.locked.iter().find(is_ours) {
            Some(folder) => Err(locked(top, folder)),
            None => Ok(()),
        }
    }

    /// Whether it is empty, apart from the `lost+found` of a separate disk.
    pub(super) fn is_empty(&self) -> bool {
        let is_below = |path: &OsString| Path::new(path).starts_with("lost+found");
        self.files.iter().all(|(path, _)| is_below(path)) && self.folders.iter().all(is_below)
    }

    /// The kind of the file at a path; none for a folder.
    pub(super) fn kind(&self, path: impl AsRef<OsStr>) -> Option<Kind> {
        self.files
            .binary_search_by(|(name, _)| name.as_os_str().cmp(path.as_ref()))
            .ok()
            .map(|at| self.files[at].1)
    }
}

fn is_locked(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}

fn locked(top: &Path, folder: &OsStr) -> Error {
    let folder = under(top, folder);
    Error::new(format!("no permission to list `{}`", folder.display()))
        .help("give yourself permission to read it")
}

/// Removes a folder with everything in it. Only for folders that nothing but this program has filled.
pub(super) fn remove_whole(disk: &dyn Disk, top: &Path) -> Result<()> {
    let tree = Tree::walk(disk, top)?;
    // The marker is removed last: until then the next run can tell that the folder is ours.
    let marker = OsStr::new(super::manifest::MARKER);
    tree.files
        .par_iter()
        .filter(|(path, _)| path != marker)
        .try_for_each(|(path, _)| remove_file(disk, &under(top, path)))?;
    remove_folders(disk, top, &tree.folders)?;
    if tree.kind(marker).is_some() {
        remove_file(disk, &top.join(marker))?;
    }
    disk.remove_folder(top).map_err(doing("cannot remove", top))
}

/// Removes folders, the deepest first; one that is not empty is an error.
pub(super) fn remove_folders(disk: &dyn Disk, top: &Path, folders: &[OsString]) -> Result<()> {
    for level in levels(folders.iter().map(OsString::as_os_str)).iter().rev() {
        level.par_iter().try_for_each(|folder| {
            let path = under(top, folder);
            disk.remove_folder(&path)
                .map_err(doing("cannot remove", &path))
        })?;
    }
    Ok(())
}

/// Removes those folders that exist and are empty, the deepest first.
pub(super) fn remove_if_empty(disk: &dyn Disk, top: &Path, folders: &[&OsStr]) -> Result<()> {
    for level in levels(folders.iter().copied()).iter().rev() {
        level.par_iter().try_for_each(|folder| {
            let path = under(top, folder);
            match disk.remove_folder(&path) {
                Err(error) if is_full_or_gone(&error) => Ok(()),
                removed => removed.map_err(doing("cannot remove", &path)),
            }
        })?;
    }
    Ok(())
}

/// Whether a folder was not removed because it is not empty or does not exist. Systems have two codes for "not empty".
fn is_full_or_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
    )
}

/// Folders by depth: those of one level are independent of each other.
pub(super) fn levels<'a>(folders: impl Iterator<Item = &'a OsStr>) -> Vec<Vec<&'a OsStr>> {
    let mut levels: Vec<Vec<&OsStr>> = Vec::new();
    for folder in folders {
        let bytes = folder.as_encoded_bytes().iter();
        let depth = bytes.filter(|&&byte| byte == b'/').count();
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(folder);
    }
    levels
}

/// Removes a file.
pub(super) fn remove_file(disk: &dyn Disk, path: &Path) -> Result<()> {
    disk.remove_file(path).map_err(doing("cannot remove", path))
}

/// A path of a tree as a path on the disk.
pub(super) fn under(top: &Path, path: &OsStr) -> std::path::PathBuf {
    if path.is_empty() {
        top.to_owned()
    } else {
        top.join(path)
    }
}

fn join(folder: &OsStr, name: &OsStr) -> OsString {
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.push(folder);
        path.push("/");
    }
    path.push(name);
    path
}
