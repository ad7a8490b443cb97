//! `mend check`: everything that is wrong, without publishing anything; with `--report` as a page, too.

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::args::{Check as CheckArgs, Format, Global};
use super::build::{json_report, print_summary};
use super::console::Console;
use super::external::{self, External};
use super::overview;
use super::reading;
use super::{Made, Outcome, make, options, print_problems, site, tally};
use crate::check::originality;
use crate::diag::{self, Error, Result};
use crate::document::Document;
use crate::files::{Inputs, SourceFile};
use crate::inspect::{Inspector, Sources};
use crate::path::LinkStyle;
use crate::pipeline::{Build, Pipeline};
use crate::report::Silenced;

pub(super) fn run(global: &Global, args: &CheckArgs, console: Console) -> Result<Outcome> {
    let started = Instant::now();
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let root = site.site().root.clone();
    let options = options(&args.selection, LinkStyle::Folder, &*site.config()?)?;
    let progress = console.progress("Checking the site");
    let Made {
        inputs,
        build,
        mut problems,
    } = make(&mut site, &mut Pipeline::default(), options)?;
    let sources = match &args.originals {
        Some(folder) => texts_in(folder)?,
        None => Vec::new(),
    };
    let articles = read_articles(&inputs, &build);
    problems.extend(originality::check(&articles, &sources, &build.facts.rules));
    progress.finish_and_clear();
    let external = match args.external {
        true => Some(external::check(&inputs, &build.report, &root, console)?),
        false => None,
    };
    if let Some(external) = &external {
        problems.extend_from_slice(&external.problems);
    }
    diag::arrange(&mut problems);
    let built = Inspector::new(inputs, build.facts, build.report, problems);
    let (inputs, report, problems) = (built.inputs(), built.report(), built.problems());
    let written = match &args.report {
        Some(folder) => Some(overview::write(&built, folder, &mut site)?),
        None => None,
    };

    let sources = Sources::of(inputs);
    let tally = tally(problems, args.strict);
    let milliseconds = started.elapsed().as_millis() as u64;
    if args.format == Format::Json {
        let mut json = json_report(
            "check",
            report,
            problems,
            &sources,
            tally,
            milliseconds,
            None,
        );
        json["reading"] = reading::to_json(&build.readability);
        json["external"] = external.as_ref().map(External::to_json).into();
        if let Some(failure) = external.as_ref().and_then(External::failure) {
            json["ok"] = false.into();
            json["error"] = failure.to_string().into();
        }
        console.data(&format!("{json:#}"));
    } else {
        print_problems(problems, &sources, console);
        print_summary(report, None, tally, milliseconds, console);
        for line in reading::in_words(&build.readability, console.verbose) {
            console.say(&format!("  {line}"));
        }
        for silenced in &report.silenced {
            console.say(&format!("  {}", silence_in_words(silenced, &sources)));
        }
        if let Some(external) = external.as_ref().filter(|external| !external.offline) {
            console.say(&format!("  {}", external.in_words()));
        }
        if let Some(page) = written {
            console.say(&format!("  The report is in {}", page.display()));
        }
    }
    if let Some(external) = external {
        if external.interrupted {
            return Ok(Outcome::Interrupted);
        }
        if let Some(failure) = external.failure() {
            console.fail(&failure);
            return Ok(Outcome::Failed);
        }
    }
    Ok(Outcome::of(problems, tally))
}

/// What an author lets stand, where and why.
fn silence_in_words(silenced: &Silenced, sources: &Sources<'_>) -> String {
    let Silenced { problem, reason } = silenced;
    let place = problem.place.as_ref().map_or(String::new(), |place| {
        let line = sources.position(place).map(|position| position.line);
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line}: ", place.path)
    });
    format!("Silenced: {place}{}, since {reason}", problem.code)
}

/// The documents whose words the build has judged, each with its file.
fn read_articles<'b>(inputs: &'b Inputs, build: &'b Build) -> Vec<(&'b SourceFile, &'b Document)> {
    // Both are in the order of their paths.
    let (files, documents) = (&inputs.documents, &build.facts.documents);
    let judged = build.readability.iter().filter_map(|(path, _)| {
        let file = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        let document = documents.binary_search_by(|document| document.path.cmp(path));
        Some((&files[file], &*documents[document.ok()?]))
    });
    judged.collect()
}

/// The texts of a folder, by the names of their files.
fn texts_in(folder: &Path) -> Result<Vec<(String, String)>> {
    let cannot =
        |error: std::io::Error| Error::io(format!("cannot read `{}`", folder.display()), &error);
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_file() {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let bytes = fs::read(&path).map_err(cannot)?;
            texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    texts.sort();
    Ok(texts)
}
