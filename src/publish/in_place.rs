//! Updating a published folder file by file, where it cannot be swapped as a whole.
//!
//! A mount point, a symbolic link and git's working folder must stay the folders they are, and some file systems cannot exchange
//! two names. There all new files are first written into a folder of our own inside the published one (so that no rename crosses
//! a file system); a failure up to here changes nothing. Then the **journal** is written, and from then on the change can only be
//! completed, by this run or the next: each file is replaced by one rename, first the files that pages need, then the pages, then
//! the files that list them, and deletions last. In these milliseconds a reader can see files of both sites, but never half a
//! file.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use rayon::prelude::*;

use super::comparison::{Comparison, in_the_way};
use super::disk::{Access, Disk, Kind};
use super::job::Job;
use super::layout::Layout;
use super::manifest::{HALF_DONE, MARKER, Manifest, ancestors, marker};
use super::steps::{Result, doing, exists};
use super::survey::names;
use super::tree::{Tree, remove_file, remove_if_empty, remove_whole, under};
use crate::files::Content;

/// The name of the new marker among the prepared files, which no file of a site has.
const NEW_MARKER: &str = HALF_DONE;

/// Updates the folder. The new and changed files are prepared, each at its path in a folder of our own.
pub(super) fn renew(job: &Job, comparison: &Comparison) -> Result<()> {
    let Job {
        disk,
        layout,
        plan,
        survey,
        ..
    } = *job;
    if let Some(path) = comparison.replaced.first() {
        // A foreign file could only be kept on another file system.
        return Err(in_the_way(layout, path));
    }
    let half_done = layout.real.join(HALF_DONE);
    if exists(disk, &layout.stage)? {
        // The folder turned out to be one that cannot be swapped. Both are on one file system, since only such a folder
        // gets a stage.
        disk.rename_new(&layout.stage, &half_done)
            .map_err(doing("cannot make", &half_done))?;
    }
    let marker = Content::new(marker(plan.id()).into_bytes());
    job.write(&half_done.join(NEW_MARKER), &marker)?;
    job.seal(&half_done)?;
    if let Err(error) = begin(job) {
        // A run that reports a failure must not be completed by the next one.
        let _ = disk.remove_file(&layout.journal);
        return Err(error);
    }
    complete(disk, layout, plan, &survey.manifest, job.to.durable).map_err(|error| {
        error.help("the update of the site is incomplete; the next build completes it")
    })
}

/// Writes the journal. Its existence is all its meaning.
fn begin(job: &Job) -> Result<()> {
    job.write(&job.layout.journal, &Content::new(*b""))?;
    if job.to.durable {
        let beside = &job.layout.beside;
        job.disk
            .sync_disk(beside)
            .map_err(doing("cannot save", beside))?;
    }
    Ok(())
}

/// Carries out the journal. Every step can be repeated; finished ones are skipped.
pub(super) fn complete(
    disk: &dyn Disk,
    layout: &Layout,
    plan: &Manifest,
    old: &Manifest,
    durable: bool,
) -> Result<()> {
    let tree = Tree::walk_around_locked(disk, &layout.real)?;
    tree.refuse_locked(&layout.real, &[old, plan])?;
    let half_done = layout.real.join(HALF_DONE);
    let folders = plan.folders();
    // First remove our old files and folders whose names the new site needs for something else.
    let blocks = |path: &str| {
        folders.contains(path) || ancestors(path).any(|above| plan.get(above).is_some())
    };
    remove_old(disk, layout, &tree, old, blocks)?;
    remove_old_folders(disk, layout, &tree, old, |folder| {
        plan.get(folder).is_some()
    })?;
    make_folders(disk, layout, &tree, plan)?;
    rename_all(disk, layout, &tree, plan)?;
    remove_old(disk, layout, &tree, old, |path| {
        plan.get(path).is_none() && !blocks(path)
    })?;
    remove_old_folders(disk, layout, &tree, old, |folder| !folders.contains(folder))?;
    let new_marker = half_done.join(NEW_MARKER);
    if exists(disk, &new_marker)? {
        let to = layout.real.join(MARKER);
        disk.rename(&new_marker, &to)
            .map_err(doing("cannot write", &to))?;
    }
    if exists(disk, &half_done)? {
        remove_whole(disk, &half_done)?;
    }
    if durable {
        // The manifest can be on another disk, and must not reach it before the site does.
        disk.sync_disk(&layout.real)
            .map_err(doing("cannot save", &layout.real))?;
    }
    disk.rename(&layout.next, &layout.manifest)
        .map_err(doing("cannot write", &layout.manifest))?;
    remove_file(disk, &layout.journal)
}

fn make_folders(disk: &dyn Disk, layout: &Layout, tree: &Tree, plan: &Manifest) -> Result<()> {
    let there: BTreeSet<&OsStr> = tree.folders.iter().map(AsRef::as_ref).collect();
    for folder in plan.folders() {
        if !there.contains(OsStr::new(folder)) {
            let path = layout.real.join(folder);
            disk.make_folder(&path, Access::Default)
                .map_err(doing("cannot make", &path))?;
        }
    }
    Ok(())
}

/// The order of the renames: files that pages need, pages, files that list pages.
fn rank(path: &str) -> u8 {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        _ if path == "index.html" => 2,
        "html" => 1,
        "xml" | "json" | "txt" => 2,
        _ => 0,
    }
}

fn rename_all(disk: &dyn Disk, layout: &Layout, tree: &Tree, plan: &Manifest) -> Result<()> {
    for now in 0..=2 {
        for entry in plan.entries() {
            let half_done = format!("{HALF_DONE}/{}", entry.path);
            if rank(&entry.path) == now && tree.kind(&half_done) == Some(Kind::File) {
                let to = layout.real.join(&*entry.path);
                disk.rename(&layout.real.join(half_done), &to)
                    .map_err(doing("cannot write", &to))?;
            }
        }
    }
    Ok(())
}

/// Removes the chosen files of the old site, as far as the walk found them.
pub(super) fn remove_old(
    disk: &dyn Disk,
    layout: &Layout,
    tree: &Tree,
    old: &Manifest,
    chosen: impl Fn(&str) -> bool + Sync,
) -> Result<()> {
    tree.files.par_iter().try_for_each(|(path, kind)| {
        let is_ours = *kind == Kind::File && names(old, path);
        if !is_ours || !path.to_str().is_some_and(&chosen) {
            return Ok(());
        }
        let path = under(&layout.real, path);
        remove_file(disk, &path)
    })
}

/// Removes the chosen folders of the old site, as far as the walk found them and they are empty.
pub(super) fn remove_old_folders(
    disk: &dyn Disk,
    layout: &Layout,
    tree: &Tree,
    old: &Manifest,
    chosen: impl Fn(&str) -> bool,
) -> Result<()> {
    let ours = old.folders();
    let is_chosen = |folder: &str| ours.contains(folder) && chosen(folder);
    let folders = tree.folders.iter().map(AsRef::as_ref);
    let folders: Vec<&OsStr> = folders
        .filter(|folder: &&OsStr| folder.to_str().is_some_and(is_chosen))
        .collect();
    remove_if_empty(disk, &layout.real, &folders)
}
