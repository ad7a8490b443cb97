//! `mend build`: the whole site, published in one step or not at all.

use std::sync::atomic::Ordering;
use std::time::Instant;

use serde_json::{Value, json};

use super::args::{Build as BuildArgs, Format, Global};
use super::console::{Console, count};
use super::diagnostics;
use super::{
    Made, Outcome, destination, interruption, make, options, print_problems, site, tally,
    tally_in_words,
};
use crate::diag::{Diagnostic, Result};
use crate::inspect::Sources;
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;
use crate::publish::{self, Destination, Published};
use crate::report::{DocumentReport, Report, Status, first_of};

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
    let progress = console.progress("Making the site");
    let Made {
        inputs,
        build,
        problems,
    } = make(&mut site, &mut pipeline, options)?;
    let tally = tally(&problems, args.strict);
    if destination.interrupted.load(Ordering::Relaxed) {
        return Ok(Outcome::Interrupted);
    }
    // A site with errors is not published: the last good one stays.
    let published = if tally.0 == 0 {
        progress.set_message(format!(
            "Writing {}",
            count(build.outputs.len(), "file", "files")
        ));
        match publish::publish(&build.outputs, &destination) {
            Err(_) if destination.interrupted.load(Ordering::Relaxed) => {
                return Ok(Outcome::Interrupted);
            }
            published => Some(published?),
        }
    } else {
        None
    };
    progress.finish_and_clear();

    let sources = Sources::of(&inputs);
    let milliseconds = started.elapsed().as_millis() as u64;
    if args.format == Format::Json {
        let summary = json_report(
            "build",
            &build.report,
            &problems,
            &sources,
            tally,
            milliseconds,
            published.as_ref(),
        );
        console.data(&format!("{summary:#}"));
    } else {
        print_problems(&problems, &sources, console);
        print_summary(
            &build.report,
            published.as_ref(),
            tally,
            milliseconds,
            console,
        );
    }
    // The program ends here, and giving a large site back to the system piece by piece takes longer
    // than ending.
    std::mem::forget((pipeline, site, inputs, build));
    Ok(Outcome::of(&problems, tally))
}

/// What was done, what was not, and why: one honest summary.
pub(super) fn print_summary(
    report: &Report,
    published: Option<&Published>,
    tally: (usize, usize),
    milliseconds: u64,
    console: Console,
) {
    let made = format!(
        "{} ({}), {}; {} checked; {}",
        count(report.pages, "page", "pages"),
        count(report.articles, "article", "articles"),
        count(report.files, "other file", "other files"),
        count(report.links_checked, "link", "links"),
        tally_in_words(tally),
    );
    match published {
        Some(published) => {
            console.say(&format!("Published {made}"));
            console.say(&format!("  {}", published_in_words(published)));
        }
        None if tally.0 > 0 => console.say(&format!("Not published: {made}")),
        None => console.say(&format!("Checked {made}")),
    }
    let unused: Vec<_> = report.unused.iter().collect();
    let unused = (!unused.is_empty()).then(|| {
        let (files, are) = match unused.len() {
            1 => ("file", "is"),
            _ => ("files", "are"),
        };
        let number = unused.len();
        format!(
            "{number} published {files} {are} used by no page: {}",
            first_of(&unused)
        )
    });
    for line in held_back(report).into_iter().chain(unused).chain(
        report
            .left_out
            .iter()
            .map(|reason| format!("Left out: {reason}")),
    ) {
        console.say(&format!("  {line}"));
    }
    console.say(&format!("  Took {:.2} s", milliseconds as f64 / 1000.0));
}

fn published_in_words(published: &Published) -> String {
    let mut parts = vec![
        format!("{} written", count(published.written, "file", "files")),
        format!("{} unchanged", count(published.unchanged, "file", "files")),
    ];
    if published.deleted > 0 {
        parts.push(format!(
            "{} removed",
            count(published.deleted, "file", "files")
        ));
    }
    if !published.foreign.is_empty() {
        parts.push(format!(
            "{} that mend did not make kept",
            count(published.foreign.len(), "file", "files")
        ));
    }
    parts.join(", ")
}

/// What waits and until when, a line for each reason.
pub(super) fn held_back(report: &Report) -> Vec<String> {
    let of = |status: Status| {
        report
            .held_back()
            .filter(move |document| document.status == status)
    };
    let mut lines = Vec::new();
    let drafts = of(Status::Draft).count();
    if drafts > 0 {
        lines.push(format!("Held back: {}", count(drafts, "draft", "drafts")));
    }
    let next = |document: &DocumentReport| document.since;
    if let Some(first) = of(Status::Future).filter_map(next).min() {
        let waiting = count(of(Status::Future).count(), "page waits", "pages wait");
        lines.push(format!(
            "Held back: {waiting} for a date, the next until {}",
            first.long_day()
        ));
    }
    let expired = of(Status::Expired).count();
    if expired > 0 {
        lines.push(format!(
            "Held back: {}",
            count(expired, "expired page", "expired pages")
        ));
    }
    if let Some(change) = report.next_change {
        lines.push(format!(
            "The next page appears or expires on {}: build again then",
            change.long_day()
        ));
    }
    lines
}

/// The report for programs. Fields may be added; none is taken away or changes its meaning within a schema.
pub(super) fn json_report(
    command: &str,
    report: &Report,
    problems: &[Diagnostic],
    sources: &Sources<'_>,
    (errors, warnings): (usize, usize),
    milliseconds: u64,
    published: Option<&Published>,
) -> Value {
    let held_back = report.held_back().map(|document| {
        json!({ "path": document.path, "title": document.title, "status": document.status, "since": document.since.map(|moment| moment.rfc3339()) })
    });
    json!({
        "schema": 1,
        "command": command,
        "ok": errors == 0,
        "summary": {
            "pages": report.pages,
            "articles": report.articles,
            "files": report.files,
            "links_checked": report.links_checked,
            "external_links": report.external.len(),
            "errors": errors,
            "warnings": warnings,
            "next_change": report.next_change.map(|moment| moment.rfc3339()),
            "milliseconds": milliseconds,
        },
        "published": published.map(|published| json!({
            "written": published.written,
            "unchanged": published.unchanged,
            "deleted": published.deleted,
            "foreign": published.foreign,
        })),
        "held_back": held_back.collect::<Vec<_>>(),
        "left_out": report.left_out,
        "unused": report.unused,
        "silenced": report.silenced.iter().map(|silenced| {
            let mut problem = diagnostics::to_json(sources, &silenced.problem);
            problem["reason"] = silenced.reason.as_str().into();
            problem
        }).collect::<Vec<_>>(),
        "problems": problems.iter().map(|problem| diagnostics::to_json(sources, problem)).collect::<Vec<_>>(),
    })
}
