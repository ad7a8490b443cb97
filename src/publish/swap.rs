//! The swap, and the old site's way out.
//!
//! One `renameat2(RENAME_EXCHANGE)` lets the stage and the published folder change places: before it
//! readers get the old site, after it the new one, and there is no moment between. The old tree then
//! stands where the stage stood and is taken down by its manifest; a file that is in no manifest is
//! never deleted unless it has another name in the published folder.

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

/// Puts the stage into its place; false, with nothing changed, where the file system cannot do it.
pub(super) fn swap(disk: &dyn Disk, layout: &Layout, exists: bool) -> Result<bool> {
    let swapped = if exists {
        disk.exchange(&layout.stage, &layout.public)
    } else {
        disk.rename_new(&layout.stage, &layout.public)
    };
    match swapped {
        Ok(()) => Ok(true),
        Err(error) if exists && is_unsupported(&error) => Ok(false),
        Err(error) => Err(doing("cannot put the new site into", &layout.public)(error)),
    }
}

/// After the swap: takes the old tree down, then lets the new manifest be the manifest.
///
/// The order matters. As long as the old tree stands, the old manifest must be there to say what of
/// it is ours; and as long as the manifest is the old one, the marker in the published folder says
/// that the next one belongs to it.
pub(super) fn finish(disk: &dyn Disk, layout: &Layout, old: &Manifest) -> Result<Vec<PathBuf>> {
    let aside = match look(disk, &layout.stage)? {
        Some(found) if found.kind == Kind::Folder => retire(disk, layout, old)?,
        // The published folder was replaced by something else in the last moment.
        Some(_) => vec![put_aside(disk, layout, OsStr::new(""))?],
        None => Vec::new(),
    };
    disk.rename(&layout.next, &layout.manifest)
        .map_err(doing("cannot write", &layout.manifest))?;
    Ok(aside)
}

/// Takes down an old tree that stands where the stage stood; returns where foreign files went that
/// could not stay where they were.
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

/// A foreign file of the old tree: carried over already, or put back, or put aside.
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
    // It came into the published folder while the stage was being built.
    make_parents(disk, &public)?;
    disk.rename_new(&old, &public)
        .map_err(doing("cannot bring back", &public))?;
    Ok(None)
}

/// Moves something of the old tree to a name in our own folder that nothing has yet.
fn put_aside(disk: &dyn Disk, layout: &Layout, path: &OsStr) -> Result<PathBuf> {
    for number in 1_u32.. {
        let to = under(&layout.kept.join(number.to_string()), path);
        if !exists(disk, &to)? {
            make_parents(disk, &to)?;
            disk.rename_new(&under(&layout.stage, path), &to)
                .map_err(doing("cannot put aside", &to))?;
            return Ok(to);
        }
    }
    Err(Error::new(format!("`{}` is full", layout.kept.display())))
}

/// Makes the folders a path lies in, as far as they are missing.
pub(super) fn make_parents(disk: &dyn Disk, path: &Path) -> Result<()> {
    let mut missing = Vec::new();
    for folder in path.ancestors().skip(1) {
        if exists(disk, folder)? {
            break;
        }
        missing.push(folder);
    }
    for folder in missing.into_iter().rev() {
        disk.make_folder(folder, Access::Usual)
            .map_err(doing("cannot make", folder))?;
    }
    Ok(())
}
