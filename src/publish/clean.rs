//! Taking a published site away again.
//!
//! The same rule as everywhere in this room: what the manifest names is removed, and nothing else. A file that is not
//! as it was published stays, since its changes may be an author's work. A run that dies halfway leaves marker and manifest
//! standing, so the next one goes on.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::PathBuf;

use rayon::prelude::*;

use super::disk::{Disk, Kind, RealDisk};
use super::live::Live;
use super::manifest::{Entry, MARKER};
use super::place::Place;
use super::{Destination, Result, doing, exists, in_place, lock, recover, tree};
use crate::memo::Fingerprint;

/// What cleaning did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// How many published files were removed.
    pub removed: usize,
    /// What was kept, since it is not mend's.
    pub foreign: Vec<PathBuf>,
    /// Published files that were kept, since they were changed after they were published.
    pub changed: Vec<PathBuf>,
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
    let changed = changed(disk, &place, &live)?;
    in_place::remove_old(disk, &place, &live.tree, &live.manifest, |path| {
        !changed.contains(path)
    })?;
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
        removed: live.manifest.entries().len() - changed.len(),
        foreign,
        changed: changed.iter().map(|path| place.live.join(path)).collect(),
    })
}

/// The published files that hold something else now.
fn changed<'a>(disk: &dyn Disk, place: &Place, live: &'a Live) -> Result<BTreeSet<&'a str>> {
    let is_changed = |entry: &Entry| {
        if live.tree.kind(&*entry.path) != Some(Kind::File) {
            return Ok(false);
        }
        let path = place.real.join(&*entry.path);
        let bytes = disk.read(&path).map_err(doing("cannot read", &path))?;
        Ok(Fingerprint::of_bytes(&bytes).to_hex() != *entry.hash)
    };
    let entries = live.manifest.entries().par_iter();
    entries
        .filter_map(|entry| match is_changed(entry) {
            Ok(true) => Some(Ok(&*entry.path)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        })
        .collect()
}
