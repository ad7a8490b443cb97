//! `mend check`: reports all problems without publishing anything; with `--report` also as a page.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;

use super::args::{Check as CheckArgs, Format, Global};
use super::console::Console;
use super::external::{self, External};
use super::outcome::Outcome;
use super::overview;
use super::reading;
use super::setup::{SiteBuild, inspected, options, site};
use super::summary::Summary;
use super::tally::tally;
use crate::check::originality;
use crate::check::readability::Readability;
use crate::diag::{self, Diagnostic, Result};
use crate::discover;
use crate::document::{self, Document};
use crate::files::{ContentFile, Inputs};
use crate::inspect::{Inspection, SiteModel, Sources};
use crate::path::{LinkStyle, SourcePath};
use crate::pipeline::Build;
use crate::report::Silenced;

pub(super) fn run(global: &Global, args: &CheckArgs, console: Console) -> Result<Outcome> {
    let started = Instant::now();
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let root = site.site().root.clone();
    let options = options(&args.selection, LinkStyle::Folder, &*site.config()?)?;
    let progress = console.progress("Checking the site");
    let SiteBuild {
        inputs,
        build,
        mut problems,
    } = inspected(&mut site, options)?;
    let originals = args.originals.as_deref();
    problems.extend(copied(&inputs, &build, originals)?);
    progress.finish_and_clear();
    let external = match args.external {
        true => Some(external::check(&inputs, &build.report, &root, console)?),
        false => None,
    };
    if let Some(external) = &external {
        problems.extend_from_slice(&external.check.problems);
    }
    diag::arrange(&mut problems);
    let built = Inspection::new(inputs, build.sites, build.report, problems);
    let overview = match &args.report {
        Some(folder) => Some(overview::write(&built, folder, &mut site)?),
        None => None,
    };
    let tally = tally(built.problems(), args.strict);
    let findings = Findings {
        summary: Summary {
            command: "check",
            report: built.report(),
            problems: built.problems(),
            sources: &Sources::of(built.inputs()),
            tally,
            published: None,
            milliseconds: started.elapsed().as_millis() as u64,
        },
        readability: &build.readability,
        external: external.as_ref(),
        overview,
    };
    match args.format {
        Format::Json => console.data(&format!("{:#}", findings.to_json())),
        Format::Text => findings.print(console),
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
    Ok(Outcome::of(built.problems(), tally))
}

/// The problems of articles that share wording with each other or with the texts in a folder.
fn copied(inputs: &Inputs, build: &Build, folder: Option<&Path>) -> Result<Vec<Diagnostic>> {
    let originals = match folder {
        Some(folder) => discover::texts_in(folder)?,
        None => Vec::new(),
    };
    let copied = build.sites.iter().flat_map(|site| {
        let articles = read_articles(inputs, build, site);
        originality::check(&articles, &originals, &site.rules)
    });
    Ok(copied.collect())
}

/// The documents in a language whose words the build has judged, each with its file.
fn read_articles<'b>(
    inputs: &'b Inputs,
    build: &'b Build,
    site: &'b SiteModel,
) -> Vec<(&'b ContentFile, &'b Document)> {
    let (files, documents) = (&inputs.documents, &site.documents);
    let judged = build.readability.iter().filter_map(|(path, _)| {
        let file = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        let document = document::position(documents, &site.config.language_paths, path)?;
        Some((&files[file], &*documents[document]))
    });
    judged.collect()
}

/// Everything that a check has to say.
struct Findings<'a> {
    summary: Summary<'a>,
    readability: &'a [(SourcePath, Readability)],
    external: Option<&'a External>,
    /// The page of the overview, if it was written.
    overview: Option<PathBuf>,
}

impl Findings<'_> {
    fn print(&self, console: Console) {
        self.summary.print(console);
        for line in reading::in_words(self.readability, console.verbose) {
            console.say(&format!("  {line}"));
        }
        for silenced in &self.summary.report.silenced {
            let line = silence_in_words(silenced, self.summary.sources);
            console.say(&format!("  {line}"));
        }
        let is_online = |external: &&External| !external.check.offline;
        if let Some(external) = self.external.filter(is_online) {
            console.say(&format!("  {}", external.in_words()));
        }
        if let Some(page) = &self.overview {
            console.say(&format!("  The report is in {}", page.display()));
        }
    }

    fn to_json(&self) -> Value {
        let mut json = self.summary.to_json();
        json["reading"] = reading::to_json(self.readability);
        json["external"] = self.external.map(External::to_json).into();
        if let Some(failure) = self.external.and_then(External::failure) {
            json["ok"] = false.into();
            json["error"] = failure.to_string().into();
        }
        json
    }
}

/// A silenced finding: where it is, and why it was silenced.
fn silence_in_words(silenced: &Silenced, sources: &Sources<'_>) -> String {
    let Silenced { problem, reason } = silenced;
    let place = problem.place.as_ref().map_or(String::new(), |place| {
        let line = sources.position(place).map(|position| position.line);
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line}: ", place.path)
    });
    format!("Silenced: {place}{}, since {reason}", problem.code)
}
