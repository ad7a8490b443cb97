//! Cleans up what an interrupted run has left behind.
//!
//! Called with the lock held, so the run that left something has ended. The files that exist decide what is done; the reasoning
//! is in the documentation of [`publish`](super). In doubt nothing is deleted.

use super::disk::{Disk, Kind};
use super::layout::Layout;
use super::manifest::{HALF_DONE, MARKER, Manifest, UNFINISHED};
use super::steps::{Result, doing, exists, look};
use super::survey::{StoredManifest, read_marker};
use super::tree::{remove_file, remove_whole};
use super::{in_place, swap};
use crate::diag::Error;

/// Completes or undoes the work of a dead run.
pub(super) fn recover(disk: &dyn Disk, layout: &Layout, durable: bool) -> Result<()> {
    let manifest = StoredManifest::read(disk, &layout.manifest)?;
    let next = StoredManifest::read(disk, &layout.next)?;
    let marker = read_marker(disk, &layout.real)?;
    let is_site_of = |stored: &StoredManifest| {
        marker.is_some() && stored.good().map(Manifest::id) == marker.as_deref()
    };
    if exists(disk, &layout.journal)? && exists(disk, &layout.real)? {
        complete(disk, layout, &manifest, &next, durable)?;
    } else if is_site_of(&next) && !is_site_of(&manifest) {
        // It died after the swap: the stage holds the old site.
        let none = Manifest::default();
        let old = match &manifest {
            StoredManifest::Good(manifest) => manifest,
            StoredManifest::Missing => &none,
            StoredManifest::Damaged(why) => return Err(damaged(layout, why)),
        };
        swap::finish(disk, layout, old)?;
    } else {
        // It died before the swap: the stage holds the new site, or a part of it.
        if exists(disk, &layout.stage)? {
            let staged = read_marker(disk, &layout.stage)?;
            let is_new = staged.as_deref().is_some_and(|staged| {
                staged == UNFINISHED || next.good().map(Manifest::id) == Some(staged)
            });
            sweep(disk, layout, is_new || is_site_of(&manifest), &manifest)?;
        }
        sweep_half_done(disk, layout)?;
        for left in [&layout.journal, &layout.next] {
            if exists(disk, left)? {
                remove_file(disk, left)?;
            }
        }
    }
    Ok(())
}

/// Completes an update in place, of which the journal was found.
fn complete(
    disk: &dyn Disk,
    layout: &Layout,
    manifest: &StoredManifest,
    next: &StoredManifest,
    durable: bool,
) -> Result<()> {
    match (manifest, next) {
        // Everything was done except the removal of the journal.
        (_, StoredManifest::Missing) => remove_file(disk, &layout.journal),
        (_, StoredManifest::Damaged(why)) | (StoredManifest::Damaged(why), _) => {
            Err(damaged(layout, why))
        }
        (StoredManifest::Missing, StoredManifest::Good(plan)) => {
            in_place::complete(disk, layout, plan, &Manifest::default(), durable)
        }
        (StoredManifest::Good(old), StoredManifest::Good(plan)) => {
            in_place::complete(disk, layout, plan, old, durable)
        }
    }
}

/// Removes a stage; `ours` means that the dead run wrote all of it.
fn sweep(disk: &dyn Disk, layout: &Layout, ours: bool, manifest: &StoredManifest) -> Result<()> {
    let stage = &layout.stage;
    let is_folder = look(disk, stage)?.is_some_and(|found| found.kind == Kind::Folder);
    let is_empty = is_folder
        && disk
            .list(stage)
            .map_err(doing("cannot list", stage))?
            .is_empty();
    if !is_folder || !(is_empty || exists(disk, &stage.join(MARKER))?) {
        return Err(Error::new(format!(
            "`{}` is not a folder that mend created",
            stage.display()
        ))
        .help("nothing was changed; find out what it is, and move it elsewhere"));
    }
    if ours || is_empty {
        return remove_whole(disk, stage);
    }
    // The published folder was removed or changed by hand meanwhile, so this can be an old site with foreign files in it: only
    // files that the manifest names are deleted.
    let none = Manifest::default();
    swap::retire(disk, layout, manifest.good().unwrap_or(&none))?;
    Ok(())
}

/// Removes the files that a dead run prepared inside the published folder.
fn sweep_half_done(disk: &dyn Disk, layout: &Layout) -> Result<()> {
    let folder = layout.real.join(HALF_DONE);
    let found = look(disk, &folder)?;
    if found.is_none_or(|found| found.kind != Kind::Folder) {
        return Ok(());
    }
    let marker = folder.join(MARKER);
    let is_ours = exists(disk, &marker)?
        || disk
            .list(&folder)
            .map_err(doing("cannot list", &folder))?
            .is_empty();
    if is_ours {
        remove_whole(disk, &folder)
    } else {
        Ok(())
    }
}

fn damaged(layout: &Layout, why: &str) -> Error {
    Error::new(format!(
        "a list of published files in `{}` is damaged: {why}",
        layout.beside.display()
    ))
    .help(format!(
        "nothing was deleted; move `{}` and `{}` elsewhere and build again",
        layout.beside.display(),
        layout.public.display()
    ))
}
