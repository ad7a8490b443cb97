//! The new site, complete, in a folder beside the old one.
//!
//! New and changed files are in it already when it is completed here. The published folder is not touched until this is done and
//! verified, so a failure in here (such as a full disk) costs only the stage. Unchanged and foreign files are hard links to the
//! files in the published folder: they are neither read nor written. No other program works in the stage.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};

use rayon::prelude::*;

use super::comparison::Comparison;
use super::disk::{Access, Kind};
use super::job::Job;
use super::manifest::{HALF_DONE, MARKER, ancestors, marker};
use super::steps::{Result, doing, look};
use super::tree::{Tree, levels, under};
use crate::diag::Error;
use crate::files::Content;

/// In a folder without this permission bit the old names of foreign files could not be removed.
const OWNER_MAY_WRITE: u32 = 0o200;

/// The state of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StageState {
    /// It holds the new site and all foreign files.
    Ready,
    /// Foreign files cannot be hard-linked here, or are in a folder without write permission.
    CannotCarry,
}

/// Completes the stage, in which new and changed files are already, and verifies it. `made` are its folders.
pub(super) fn complete(
    job: &Job,
    comparison: &Comparison,
    made: &BTreeSet<Box<str>>,
) -> Result<StageState> {
    let Job {
        disk, layout, plan, ..
    } = *job;
    if make_folders(job, comparison, made)? == StageState::CannotCarry
        || carry(job, comparison)? == StageState::CannotCarry
    {
        return Ok(StageState::CannotCarry);
    }
    link(job, comparison)?;
    let (next, to) = (layout.stage.join(HALF_DONE), layout.stage.join(MARKER));
    job.write(&next, &Content::new(marker(plan.id()).into_bytes()))?;
    disk.rename(&next, &to)
        .map_err(doing("cannot write", &to))?;
    verify(job, comparison)?;
    if job.survey.exists {
        disk.set_mode(&layout.stage, job.survey.mode)
            .map_err(doing("cannot set the permissions of", &layout.stage))?;
    }
    Ok(StageState::Ready)
}

/// Creates each folder that is missing once, level by level, because a folder needs its parent.
fn make_folders(
    job: &Job,
    comparison: &Comparison,
    made: &BTreeSet<Box<str>>,
) -> Result<StageState> {
    let Job {
        disk, layout, plan, ..
    } = *job;
    let ours = plan.folders();
    let foreign: BTreeSet<OsString> = comparison
        .kept
        .iter()
        .flat_map(|path| above(path))
        .chain(comparison.folders.iter().map(|path| (*path).clone()))
        .filter(|path| !path.to_str().is_some_and(|path| ours.contains(path)))
        .collect();
    let missing = ours.iter().filter(|path| !made.contains(**path));
    let missing = missing.map(|path| OsStr::new(*path));
    let all = missing.chain(foreign.iter().map(OsString::as_os_str));
    for level in levels(all) {
        level.par_iter().try_for_each(|folder| {
            job.to.go_on()?;
            let path = under(&layout.stage, folder);
            disk.make_folder(&path, Access::Default)
                .map_err(doing("cannot make", &path))
        })?;
    }
    for folder in &foreign {
        let from = under(&layout.real, folder);
        let Some(found) = look(disk, &from)? else {
            continue;
        };
        if found.mode & OWNER_MAY_WRITE == 0 {
            return Ok(StageState::CannotCarry);
        }
        let to = under(&layout.stage, folder);
        disk.set_mode(&to, found.mode)
            .map_err(doing("cannot set the permissions of", &to))?;
    }
    Ok(StageState::Ready)
}

/// The folders above a foreign path.
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

/// Hard-links every foreign file into the stage.
fn carry(job: &Job, comparison: &Comparison) -> Result<StageState> {
    let results = comparison.kept.par_iter().map(|path| {
        job.to.go_on()?;
        let (from, to) = (
            under(&job.layout.real, path),
            under(&job.layout.stage, path),
        );
        Ok(job.disk.link(&from, &to).is_ok())
    });
    let carried = results.collect::<Result<Vec<bool>>>()?;
    // If one fails, for whatever reason, foreign files stay where they are, and the site is updated in place.
    let is_all = carried.into_iter().all(|carried| carried);
    Ok(if is_all {
        StageState::Ready
    } else {
        StageState::CannotCarry
    })
}

/// Links the unchanged files.
fn link(job: &Job, comparison: &Comparison) -> Result<()> {
    let Job { disk, layout, .. } = *job;
    comparison.unchanged.par_iter().try_for_each(|path| {
        job.to.go_on()?;
        let (from, to) = (layout.real.join(&**path), layout.stage.join(&**path));
        // Where a file cannot have two names, it is copied.
        if disk.link(&from, &to).is_ok() {
            return Ok(());
        }
        disk.copy(&from, &to).map_err(doing("cannot write", &to))
    })
}

/// Compares the stage with the plan: every name, every length, and no other files.
fn verify(job: &Job, comparison: &Comparison) -> Result<()> {
    let Job {
        disk, layout, plan, ..
    } = *job;
    let tree = Tree::walk(disk, &layout.stage)?;
    let differs = |path: &OsStr| {
        let path = under(&layout.stage, path);
        Error::new(format!(
            "`{}` differs from what was written",
            path.display()
        ))
        .help("another program uses mend's folder, or the disk is failing; nothing was published")
    };
    plan.entries().par_iter().try_for_each(|entry| {
        let path = OsStr::new(&*entry.path);
        let on_disk = under(&layout.stage, path);
        let found = look(disk, &on_disk)?;
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
