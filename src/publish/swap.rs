//! The swap, and the removal of the old site.
//!
//! One `renameat2(RENAME_EXCHANGE)` exchanges the stage and the published folder: before it readers get the old site, after it
//! the new one, with no moment in between. The old tree is then at the path of the stage and is removed by its manifest. A file
//! that no manifest names is never deleted, unless it has another name in the published folder.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::{Access, Disk, Kind, is_unsupported};
use super::layout::Layout;
use super::manifest::{MARKER, Manifest};
use super::steps::{Result, doing, exists, look};
use super::survey::names;
use super::tree::{Tree, remove_file, remove_folders, under};
use crate::diag::Error;

/// Puts the stage in place of the published folder. Returns false, with nothing changed, if the file system cannot do it.
pub(super) fn swap(disk: &dyn Disk, layout: &Layout, exists: bool) -> Result<bool> {
    let swapped = if exists {
        disk.exchange(&layout.stage, &layout.public)
    } else {
        disk.rename_new(&layout.stage, &layout.public)
    };
    match swapped {
        Ok(()) => Ok(true),
        Err(error) if exists && is_unsupported(&error) => Ok(false),
        Err(error) => Err(doing("cannot move the new site to", &layout.public)(error)),
    }
}

/// After the swap: removes the old tree, then makes the new manifest the current one.
///
/// The order matters. While the old tree exists, the old manifest must exist to say which of its files are ours; and while the
/// old manifest is the current one, the marker in the published folder says that the next one describes it.
pub(super) fn finish(disk: &dyn Disk, layout: &Layout, old: &Manifest) -> Result<Vec<PathBuf>> {
    let aside = match look(disk, &layout.stage)? {
        Some(found) if found.kind == Kind::Folder => retire(disk, layout, old)?,
        // Something else took the place of the published folder just before the swap.
        Some(_) => vec![put_aside(disk, layout, OsStr::new(""))?],
        None => Vec::new(),
    };
    disk.rename(&layout.next, &layout.manifest)
        .map_err(doing("cannot write", &layout.manifest))?;
    Ok(aside)
}

/// Removes an old tree at the path of the stage. Returns the new paths of foreign files that could not stay.
pub(super) fn retire(disk: &dyn Disk, layout: &Layout, old: &Manifest) -> Result<Vec<PathBuf>> {
    let tree = Tree::walk(disk, &layout.stage)?;
    let marker = OsStr::new(MARKER);
    let (ours, foreign): (Vec<_>, Vec<_>) = tree
        .files
        .iter()
        .filter(|(path, _)| path != marker)
        .partition(|(path, kind)| *kind == Kind::File && names(old, path));
    ours.par_iter()
        .try_for_each(|(path, _)| remove_file(disk, &under(&layout.stage, path)))?;
    let mut aside = Vec::new();
    for (path, _) in foreign {
        aside.extend(bring_back(disk, layout, path)?);
    }
    remove_folders(disk, &layout.stage, &tree.folders)?;
    if tree.kind(marker).is_some() {
        remove_file(disk, &under(&layout.stage, marker))?;
    }
    disk.remove_folder(&layout.stage)
        .map_err(doing("cannot remove", &layout.stage))?;
    Ok(aside)
}

/// Keeps a foreign file of the old tree: it was carried over already, or is moved back or put aside.
fn bring_back(disk: &dyn Disk, layout: &Layout, path: &OsStr) -> Result<Option<PathBuf>> {
    let old = under(&layout.stage, path);
    let public = under(&layout.public, path);
    let (was, is) = (look(disk, &old)?, look(disk, &public)?);
    if let (Some(was), Some(is)) = (was, is)
        && was.identity == is.identity
    {
        remove_file(disk, &old)?;
        return Ok(None);
    }
    if is.is_some() || !exists(disk, &layout.public)? {
        return put_aside(disk, layout, path).map(Some);
    }
    // It was added to the published folder while the stage was being built.
    make_parents(disk, &public)?;
    disk.rename_new(&old, &public)
        .map_err(doing("cannot restore", &public))?;
    Ok(None)
}

/// Moves a file of the old tree to an unused name in our own folder.
fn put_aside(disk: &dyn Disk, layout: &Layout, path: &OsStr) -> Result<PathBuf> {
    for number in 1_u32.. {
        let to = under(&layout.kept.join(number.to_string()), path);
        if !exists(disk, &to)? {
            make_parents(disk, &to)?;
            disk.rename_new(&under(&layout.stage, path), &to)
                .map_err(doing("cannot move aside", &to))?;
            return Ok(to);
        }
    }
    Err(Error::new(format!("`{}` is full", layout.kept.display())))
}

/// Creates the missing folders above a path.
pub(super) fn make_parents(disk: &dyn Disk, path: &Path) -> Result<()> {
    let mut missing = Vec::new();
    for folder in path.ancestors().skip(1) {
        if exists(disk, folder)? {
            break;
        }
        missing.push(folder);
    }
    for folder in missing.into_iter().rev() {
        disk.make_folder(folder, Access::Default)
            .map_err(doing("cannot make", folder))?;
    }
    Ok(())
}
