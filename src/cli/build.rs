//! `mend build`: publishes the whole site in one step, or not at all.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::args::{Build as BuildArgs, Format, Global};
use super::console::Console;
use super::interrupt::interruption;
use super::outcome::Outcome;
use super::setup::{SiteBuild, destination, make_unless, options, site, variant_cache};
use super::summary::Summary;
use super::tally::tally;
use crate::diag::Result;
use crate::inspect::Sources;
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;
use crate::publish::{Destination, Publication};

pub(super) fn run(global: &Global, args: &BuildArgs, console: Console) -> Result<Outcome> {
    let started = Instant::now();
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let links = if args.portable {
        LinkStyle::Portable
    } else {
        LinkStyle::Folder
    };
    let options = options(&args.selection, links, &*site.config()?)?;
    let destination = Destination {
        adopt: args.adopt,
        wait: args.wait,
        durable: !args.no_sync,
        interrupted: interruption(),
        ..destination(&mut site, args.output_dir.as_ref())?
    };
    let pictures = variant_cache(&mut site)?;
    let pipeline = Pipeline::once().keeping_in(Arc::clone(&pictures) as _);
    let progress = console.progress("Building the site");
    let publication = match Publication::begin(&destination) {
        Err(_) if is_interrupted(&destination) => return Ok(Outcome::Interrupted),
        begun => begun?,
    };
    let interrupted = || is_interrupted(&destination);
    let Some(SiteBuild {
        inputs,
        build,
        problems,
    }) = make_unless(&interrupted, &mut site, options, pipeline, &publication)?
    else {
        return Ok(Outcome::Interrupted);
    };
    let tally = tally(&problems, args.strict);
    if is_interrupted(&destination) {
        return Ok(Outcome::Interrupted);
    }
    // A site with errors is not published: the last good one stays.
    let published = match tally.errors {
        0 => match publication.finish() {
            Err(_) if is_interrupted(&destination) => return Ok(Outcome::Interrupted),
            published => {
                pictures.remove_unused();
                Some(published?)
            }
        },
        _ => {
            drop(publication);
            None
        }
    };
    progress.finish_and_clear();
    let summary = Summary {
        command: "build",
        report: &build.report,
        problems: &problems,
        sources: &Sources::of(&inputs),
        tally,
        published: published.as_ref(),
        milliseconds: started.elapsed().as_millis() as u64,
    };
    match args.format {
        Format::Json => console.data(&format!("{:#}", summary.to_json())),
        Format::Text => summary.print(console),
    }
    // The program ends here, and freeing a large site piece by piece would take longer than ending does.
    std::mem::forget((site, inputs, build));
    Ok(Outcome::of(&problems, tally))
}

fn is_interrupted(destination: &Destination) -> bool {
    destination.interrupted.load(Ordering::Relaxed)
}
