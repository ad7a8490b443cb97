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
use super::live::names;
use super::manifest::{MARKER, Manifest};
use super::place::Place;
use super::tree::{Tree, remove_file, remove_folders, under};
use super::{Result, doing, exists, look};
use crate::diag::Error;

/// Puts the stage into its place; false, with nothing changed, where the file system cannot do it.
pub(super) fn swap(disk: &dyn Disk, place: &Place, exists: bool) -> Result<bool> {
    let swapped = if exists {
        disk.exchange(&place.stage, &place.live)
    } else {
        disk.rename_new(&place.stage, &place.live)
    };
    match swapped {
        Ok(()) => Ok(true),
        Err(error) if exists && is_unsupported(&error) => Ok(false),
        Err(error) => Err(doing("cannot put the new site into", &place.live)(error)),
    }
}

/// After the swap: takes the old tree down, then lets the new manifest be the manifest.
///
/// The order matters. As long as the old tree stands, the old manifest must be there to say what of
/// it is ours; and as long as the manifest is the old one, the marker in the published folder says
/// that the next one belongs to it.
pub(super) fn finish(disk: &dyn Disk, place: &Place, old: &Manifest) -> Result<Vec<PathBuf>> {
    let aside = match look(disk, &place.stage)? {
        Some(found) if found.kind == Kind::Folder => retire(disk, place, old)?,
        // The published folder was replaced by something else in the last moment.
        Some(_) => vec![put_aside(disk, place, OsStr::new(""))?],
        None => Vec::new(),
    };
    disk.rename(&place.next, &place.manifest)
        .map_err(doing("cannot write", &place.manifest))?;
    Ok(aside)
}

/// Takes down an old tree that stands where the stage stood; returns where foreign files went that
/// could not stay where they were.
pub(super) fn retire(disk: &dyn Disk, place: &Place, old: &Manifest) -> Result<Vec<PathBuf>> {
    let tree = Tree::walk(disk, &place.stage)?;
    let marker = OsStr::new(MARKER);
    let (ours, foreign): (Vec<_>, Vec<_>) = tree
        .files
        .iter()
        .filter(|(path, _)| path != marker)
        .partition(|(path, kind)| *kind == Kind::File && names(old, path));
    ours.par_iter()
        .try_for_each(|(path, _)| remove_file(disk, &under(&place.stage, path)))?;
    let mut aside = Vec::new();
    for (path, _) in foreign {
        aside.extend(bring_back(disk, place, path)?);
    }
    remove_folders(disk, &place.stage, &tree.folders)?;
    if tree.kind(marker).is_some() {
        remove_file(disk, &under(&place.stage, marker))?;
    }
    disk.remove_folder(&place.stage)
        .map_err(doing("cannot remove", &place.stage))?;
    Ok(aside)
}

/// A foreign file of the old tree: carried over already, or put back, or put aside.
fn bring_back(disk: &dyn Disk, place: &Place, path: &OsStr) -> Result<Option<PathBuf>> {
    let old = under(&place.stage, path);
    let live = under(&place.live, path);
    let (was, is) = (look(disk, &old)?, look(disk, &live)?);
    if let (Some(was), Some(is)) = (was, is)
        && was.identity == is.identity
    {
        remove_file(disk, &old)?;
        return Ok(None);
    }
    if is.is_some() || !exists(disk, &place.live)? {
        return put_aside(disk, place, path).map(Some);
    }
    // It came into the published folder while the stage was being built.
    make_parents(disk, &live)?;
    disk.rename_new(&old, &live)
        .map_err(doing("cannot bring back", &live))?;
    Ok(None)
}

/// Moves something of the old tree to a name in our own folder that nothing has yet.
fn put_aside(disk: &dyn Disk, place: &Place, path: &OsStr) -> Result<PathBuf> {
    for number in 1_u32.. {
        let to = under(&place.kept.join(number.to_string()), path);
        if !exists(disk, &to)? {
            make_parents(disk, &to)?;
            disk.rename_new(&under(&place.stage, path), &to)
                .map_err(doing("cannot put aside", &to))?;
            return Ok(to);
        }
    }
    Err(Error::new(format!("`{}` is full", place.kept.display())))
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
