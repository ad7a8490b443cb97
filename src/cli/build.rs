//! `mend build`: publishes the whole site in one step, or not at all.

use std::sync::atomic::Ordering;
use std::time::Instant;

use indicatif::ProgressBar;

use super::args::{Build as BuildArgs, Format, Global};
use super::console::{Console, count};
use super::interrupt::interruption;
use super::outcome::Outcome;
use super::setup::{SiteBuild, destination, make, options, site};
use super::summary::Summary;
use super::tally::tally;
use crate::diag::Result;
use crate::files::Outputs;
use crate::inspect::Sources;
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;
use crate::publish::{self, Destination, Published};

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
    let mut pipeline = Pipeline::default();
    let progress = console.progress("Building the site");
    let SiteBuild {
        inputs,
        build,
        problems,
    } = make(&mut site, &mut pipeline, options)?;
    let tally = tally(&problems, args.strict);
    if destination.interrupted.load(Ordering::Relaxed) {
        return Ok(Outcome::Interrupted);
    }
    // A site with errors is not published: the last good one stays.
    let published = match tally.errors {
        0 => match publish(&build.outputs, &destination, &progress)? {
            None => return Ok(Outcome::Interrupted),
            published => published,
        },
        _ => None,
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
    std::mem::forget((pipeline, site, inputs, build));
    Ok(Outcome::of(&problems, tally))
}

/// Publishes the site; `None` if it was interrupted.
fn publish(
    outputs: &Outputs,
    destination: &Destination,
    progress: &ProgressBar,
) -> Result<Option<Published>> {
    let files = count(outputs.len(), "file", "files");
    progress.set_message(format!("Writing {files}"));
    match publish::publish(outputs, destination) {
        Err(_) if destination.interrupted.load(Ordering::Relaxed) => Ok(None),
        published => published.map(Some),
    }
}
