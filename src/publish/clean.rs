//! Taking a published site away again.
//!
//! The same rule as everywhere in this room: what the manifest names is removed, and nothing else. A
//! run that dies halfway leaves marker and manifest standing, so the next one goes on.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::disk::{Disk, RealDisk};
use super::live::Live;
use super::manifest::MARKER;
use super::place::Place;
use super::{Destination, Result, exists, in_place, lock, recover, tree};

/// What cleaning did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// How many published files were removed.
    pub removed: usize,
    /// What was kept, since it is not mend's.
    pub foreign: Vec<PathBuf>,
}

/// Removes the published site and everything mend keeps beside it; what is foreign stays.
///
/// # Errors
///
/// When the folder is not mend's, another build is at work, or the disk fails.
pub fn clean(to: &Destination) -> Result<Cleaned> {
    clean_on(&RealDisk, to)
}

/// [`clean`] on a disk of the caller's.
///
/// # Errors
///
/// As [`clean`].
pub fn clean_on(disk: &dyn Disk, to: &Destination) -> Result<Cleaned> {
    let place = Place::of(disk, to)?;
    if !exists(disk, &place.beside)? {
        Live::survey(disk, &place, false)?;
        return Ok(Cleaned::default());
    }
    let _lock = lock::take(disk, &place, to)?;
    recover::recover(disk, &place, to.durable)?;
    let live = Live::survey(disk, &place, false)?;
    in_place::remove_old(disk, &place, &live.tree, &live.manifest, |_| true)?;
    in_place::remove_old_folders(disk, &place, &live.tree, &live.manifest, |_| true)?;
    let (foreign, _) = live.foreign();
    let mut foreign: Vec<PathBuf> = foreign.iter().map(|path| place.live.join(path)).collect();
    // The marker goes after all it vouches for, and the manifest after the marker.
    if live.tree.kind(MARKER).is_some() {
        tree::remove_file(disk, &place.real.join(MARKER))?;
    }
    if !place.is_link && live.swappable {
        tree::remove_if_empty(disk, &place.real, &[OsStr::new("")])?;
    }
    if exists(disk, &place.manifest)? {
        tree::remove_file(disk, &place.manifest)?;
    }
    if exists(disk, &place.kept)? {
        let kept = tree::Tree::walk(disk, &place.kept)?;
        foreign.extend(kept.files.iter().map(|(path, _)| place.kept.join(path)));
    } else {
        tree::remove_file(disk, &place.lock)?;
        tree::remove_if_empty(disk, &place.beside, &[OsStr::new("")])?;
    }
    Ok(Cleaned {
        removed: live.manifest.entries().len(),
        foreign,
    })
}
