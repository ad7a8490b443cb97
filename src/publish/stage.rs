//! The new site, whole, in a folder beside the old one.
//!
//! Until this is done and verified nothing of the published folder is touched, so every failure in
//! here (a full disk, above all) costs nothing but the stage. Files that did not change, and all that
//! is not ours, are further names of the files in the published folder: they are neither read nor
//! written. Nobody else works in the stage.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};

use rayon::prelude::*;

use super::disk::{Access, Kind};
use super::live::Comparison;
use super::manifest::{MARKER, ancestors, marker};
use super::tree::{Tree, under};
use super::{Job, Result, doing};
use crate::diag::Error;

/// What became of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Staged {
    /// It holds the new site and all that is foreign.
    Ready,
    /// This file system cannot give a foreign file a second name.
    CannotCarry,
}

/// Builds the stage and verifies it.
pub(super) fn build(job: &Job, comparison: &Comparison) -> Result<Staged> {
    let Job {
        disk, place, plan, ..
    } = *job;
    disk.make_folder(&place.stage, Access::Usual)
        .map_err(doing("cannot make", &place.stage))?;
    job.write(&place.stage.join(MARKER), marker(plan.id()).as_bytes())?;
    make_folders(job, comparison)?;
    if !carry(job, comparison)? {
        return Ok(Staged::CannotCarry);
    }
    fill(job, comparison)?;
    verify(job, comparison)?;
    if job.live.exists {
        disk.set_mode(&place.stage, job.live.mode)
            .map_err(doing("cannot set the permissions of", &place.stage))?;
    }
    Ok(Staged::Ready)
}

/// Makes each folder once, level by level, since a folder needs the one it lies in.
fn make_folders(job: &Job, comparison: &Comparison) -> Result<()> {
    let Job {
        disk,
        place,
        plan,
        live,
        ..
    } = *job;
    let ours = plan.folders();
    // A folder is carried by its permissions; our own folders are as the umask says.
    let foreign: BTreeSet<OsString> = comparison
        .kept
        .iter()
        .flat_map(|path| above(path))
        .chain(comparison.folders.iter().map(|path| (*path).clone()))
        .filter(|path| !path.to_str().is_some_and(|path| ours.contains(path)))
        .collect();
    let depth = |path: &OsStr| {
        path.as_encoded_bytes()
            .iter()
            .filter(|&&byte| byte == b'/')
            .count()
    };
    let mut levels: Vec<Vec<(&OsStr, bool)>> = Vec::new();
    let all = ours.iter().map(|path| (OsStr::new(*path), false));
    for (path, carried) in all.chain(foreign.iter().map(|path| (path.as_os_str(), true))) {
        let depth = depth(path);
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push((path, carried));
    }
    for level in levels {
        level.par_iter().try_for_each(|(path, carried)| {
            job.go_on()?;
            let to = under(&place.stage, path);
            disk.make_folder(&to, Access::Usual)
                .map_err(doing("cannot make", &to))?;
            if !carried {
                return Ok(());
            }
            debug_assert!(live.exists, "what is carried comes from somewhere");
            let from = under(&place.real, path);
            let found = disk.look(&from).map_err(doing("cannot look at", &from))?;
            match found {
                Some(found) => disk
                    .set_mode(&to, found.mode)
                    .map_err(doing("cannot set the permissions of", &to)),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// The folders a foreign path lies in.
fn above(path: &OsStr) -> Vec<OsString> {
    match path.to_str() {
        Some(path) => ancestors(path).map(OsString::from).collect(),
        None => std::path::Path::new(path)
            .ancestors()
            .skip(1)
            .map(|path| path.as_os_str().to_owned())
            .filter(|path| !path.is_empty())
            .collect(),
    }
}

/// Gives every foreign file a second name in the stage; false if that cannot be done here.
fn carry(job: &Job, comparison: &Comparison) -> Result<bool> {
    let results = comparison.kept.par_iter().map(|path| {
        job.go_on()?;
        let (from, to) = (under(&job.place.real, path), under(&job.place.stage, path));
        Ok(job.disk.link(&from, &to).is_ok())
    });
    // A failure of whatever kind is no disaster: foreign files then stay where they are, and the
    // site is renewed around them.
    Ok(results
        .collect::<Result<Vec<bool>>>()?
        .into_iter()
        .all(|carried| carried))
}

/// Writes what changed and links what did not.
fn fill(job: &Job, comparison: &Comparison) -> Result<()> {
    let files: Vec<_> = job.outputs.iter().zip(&comparison.unchanged).collect();
    files
        .par_iter()
        .try_for_each(|((path, output), unchanged)| {
            job.go_on()?;
            let to = job.place.stage.join(path.as_str());
            // Where a second name cannot be had, the bytes are at hand.
            if **unchanged
                && job
                    .disk
                    .link(&job.place.real.join(path.as_str()), &to)
                    .is_ok()
            {
                return Ok(());
            }
            job.write(&to, &output.bytes)
        })
}

/// Compares the stage with the plan: every name, every length, nothing besides.
fn verify(job: &Job, comparison: &Comparison) -> Result<()> {
    let Job {
        disk, place, plan, ..
    } = *job;
    let tree = Tree::walk(disk, &place.stage)?;
    let differs = |path: &OsStr| {
        let path = under(&place.stage, path);
        Error::new(format!("`{}` is not as it was written", path.display())).help(
            "something else works in mend's folder, or the disk is failing; nothing was published",
        )
    };
    plan.entries().par_iter().try_for_each(|entry| {
        let path = OsStr::new(&*entry.path);
        let on_disk = under(&place.stage, path);
        let found = disk
            .look(&on_disk)
            .map_err(doing("cannot look at", &on_disk))?;
        let right =
            found.is_some_and(|found| found.kind == Kind::File && found.length == entry.length);
        if right { Ok(()) } else { Err(differs(path)) }
    })?;
    let expected = plan.entries().len() + comparison.kept.len() + 1;
    if tree.files.len() != expected {
        return Err(differs(OsStr::new("")));
    }
    Ok(())
}
