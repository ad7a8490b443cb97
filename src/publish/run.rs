//! One run of publishing, from the plan to the site that is published.

use std::path::PathBuf;

use super::comparison::Comparison;
use super::destination::Destination;
use super::disk::{Disk, RealDisk};
use super::job::Job;
use super::layout::Layout;
use super::manifest::Manifest;
use super::steps::{Result, doing, exists};
use super::survey::Survey;
use super::{in_place, lock, recover, stage, swap, tree};
use crate::diag::Error;
use crate::files::{Content, Outputs};

/// The result of publishing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The published folder.
    pub folder: PathBuf,
    /// How many files are new or changed.
    pub written: usize,
    /// How many files are unchanged.
    pub unchanged: usize,
    /// How many files of the old site the new one does not have.
    pub deleted: usize,
    /// The foreign files, relative to the folder.
    pub foreign: Vec<PathBuf>,
    /// The new paths of foreign files that could not stay in the folder.
    pub put_aside: Vec<PathBuf>,
    /// Whether the folder was updated file by file, because it could not be swapped.
    pub in_place: bool,
}

/// Publishes the finished site.
///
/// # Errors
///
/// When the destination is refused, another build is at work, or the disk fails. The published site is
/// then as it was, or, if only the tidying failed, the new one.
pub fn publish(outputs: &Outputs, to: &Destination) -> Result<Published> {
    publish_on(&RealDisk, outputs, to)
}

/// [`publish`] on another disk.
///
/// # Errors
///
/// As [`publish`].
pub fn publish_on(disk: &dyn Disk, outputs: &Outputs, to: &Destination) -> Result<Published> {
    let plan = Manifest::of(outputs)
        .map_err(|why| Error::new(format!("the site cannot be published: {why}")))?;
    let layout = Layout::of(disk, to)?;
    let _lock = lock::take(disk, &layout, to)?;
    recover::recover(disk, &layout, to.durable)?;
    let survey = Survey::take(disk, &layout, to.adopt)?;
    let comparison = Comparison::of(disk, &layout, &survey, &plan, outputs, to.adopt)?;
    let job = Job {
        disk,
        layout: &layout,
        to,
        plan: &plan,
        outputs,
        survey: &survey,
    };
    let mut published = Published {
        folder: layout.public.clone(),
        foreign: comparison.kept.iter().map(PathBuf::from).collect(),
        deleted: deleted(&survey, &plan),
        unchanged: comparison
            .unchanged
            .iter()
            .filter(|&&unchanged| unchanged)
            .count(),
        ..Published::default()
    };
    published.written = outputs.len() - published.unchanged;
    if survey.exists && survey.manifest == plan && published.written == 0 && !survey.tree.is_empty()
    {
        return Ok(published);
    }
    let replacement = replace(&job, &comparison, published.written)?;
    published.in_place = replacement.in_place;
    published.put_aside = replacement.put_aside;
    Ok(published)
}

/// How a site was replaced.
struct Replacement {
    in_place: bool,
    put_aside: Vec<PathBuf>,
}

/// Replaces the old site by the new one, by a swap if possible.
fn replace(job: &Job, comparison: &Comparison, written: usize) -> Result<Replacement> {
    let Job {
        disk,
        layout,
        plan,
        survey,
        ..
    } = *job;
    room_for(job, comparison, written)?;
    if survey.manifest == Manifest::default() && exists(disk, &layout.manifest)? {
        // It describes a site that is gone, and must not be mistaken for the manifest of this folder.
        tree::remove_file(disk, &layout.manifest)?;
    }
    let result = job
        .write(&layout.next, &Content::new(plan.to_text().into_bytes()))
        .and_then(|()| replace_by_swap(job, comparison));
    let result = match result {
        Ok(None) => in_place::renew(job, comparison).map(|()| Replacement {
            in_place: true,
            put_aside: Vec::new(),
        }),
        Ok(Some(replacement)) => Ok(replacement),
        Err(error) => Err(error),
    };
    if result.is_err() {
        // Best effort: the next run removes what is left.
        let _ = recover::recover(disk, layout, job.to.durable);
    }
    result
}

/// Builds the stage, swaps, and removes the old tree; none if this folder cannot be swapped.
fn replace_by_swap(job: &Job, comparison: &Comparison) -> Result<Option<Replacement>> {
    let Job {
        disk,
        layout,
        plan,
        survey,
        to,
        ..
    } = *job;
    if survey.exists && (!survey.swappable || survey.manifest.id() == plan.id()) {
        return Ok(None);
    }
    if stage::build(job, comparison)? == stage::StageState::CannotCarry {
        tree::remove_whole(disk, &layout.stage)?;
        return Ok(None);
    }
    job.seal(&layout.stage)?;
    to.go_on()?;
    if !swap::swap(disk, layout, survey.exists)? {
        tree::remove_whole(disk, &layout.stage)?;
        return Ok(None);
    }
    let tidied = match layout.public.parent() {
        Some(parent) if to.durable => disk
            .sync_folder(parent)
            .map_err(doing("cannot save", parent)),
        _ => Ok(()),
    };
    let put_aside = tidied
        .and_then(|()| swap::finish(disk, layout, &survey.manifest))
        .map_err(|error| {
            error.help("the new site is published; the next build removes the rest of the old one")
        })?;
    Ok(Some(Replacement {
        in_place: false,
        put_aside,
    }))
}

/// Refuses early if the space is too small. The disk can still be full while writing.
fn room_for(job: &Job, comparison: &Comparison, written: usize) -> Result<()> {
    let new = job
        .outputs
        .values()
        .zip(&comparison.unchanged)
        .filter(|(_, unchanged)| !**unchanged);
    // Files occupy whole blocks, which have 4 KiB on nearly every file system: half a block more on average.
    let bytes: u64 = new.map(|(output, _)| output.length()).sum();
    let needed = bytes + 2048 * written as u64;
    let folder = if job.survey.exists {
        &job.layout.real
    } else {
        &job.layout.beside
    };
    match job.disk.free(folder) {
        Ok(free) if free < needed => Err(Error::new(format!(
            "there is not enough space for `{}`: {} MB are needed and {} MB are free",
            job.layout.public.display(),
            needed.div_ceil(1_000_000),
            free / 1_000_000
        ))
        .help("the published site was not changed; free some space and build again")),
        // Some file systems cannot tell.
        _ => Ok(()),
    }
}

fn deleted(survey: &Survey, plan: &Manifest) -> usize {
    let old = survey.manifest.entries().iter();
    old.filter(|entry| plan.get(&entry.path).is_none()).count()
}
