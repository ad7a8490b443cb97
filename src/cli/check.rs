//! `mend check`: everything that is wrong, without publishing anything.

use std::time::Instant;

use super::args::{Check as CheckArgs, Format, Global};
use super::build::{json_report, print_summary};
use super::console::Console;
use super::show::Sources;
use super::{Made, Outcome, make, options, print_problems, site, tally};
use crate::diag::Result;
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;

pub(super) fn run(global: &Global, args: &CheckArgs, console: Console) -> Result<Outcome> {
    let started = Instant::now();
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*site.config()?)?;
    let progress = console.progress("Checking the site");
    let Made {
        inputs,
        build,
        problems,
    } = make(&mut site, &mut Pipeline::default(), options)?;
    progress.finish_and_clear();

    let sources = Sources::of(&inputs);
    let tally = tally(&problems, args.strict);
    let milliseconds = started.elapsed().as_millis() as u64;
    if args.format == Format::Json {
        let report = json_report(
            "check",
            &build.report,
            &problems,
            &sources,
            tally,
            milliseconds,
            None,
        );
        console.data(&format!("{report:#}"));
    } else {
        print_problems(&problems, &sources, console);
        print_summary(&build.report, None, tally, milliseconds, console);
    }
    Ok(if tally.0 == 0 {
        Outcome::Fine
    } else {
        Outcome::Problems
    })
}
