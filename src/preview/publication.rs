//! What there is to know before the site is published: what would stop it, and, when an author asks, how it differs from what
//! was published last. It publishes nothing.

use std::collections::BTreeSet;
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::problem::{failure, page_of, problem};
use super::reading_text;
use crate::diag::{Diagnostic, Error, Severity, arrange};
use crate::files::{Collected, Discarded, Inputs, Options, Outputs};
use crate::inspect::Sources;
use crate::overview::{self, Change, ChangeKind, Line, LinkTargets, Stop, Unchecked};
use crate::path::{OutputPath, Route};
use crate::pipeline::Pipeline;
use crate::publish::Previous;
use crate::report::{DocumentReport, Report};
use crate::serve::Problem;

/// The files of a site as they would be published, and what is wrong with them before any build.
#[derive(Clone)]
pub(super) struct Candidate {
    inputs: Inputs,
    read_problems: Vec<Diagnostic>,
    /// Why the settings on disk cannot be used.
    settings_failure: Vec<Problem>,
}

impl Candidate {
    pub(super) fn of(
        newest: &Inputs,
        read_problems: Vec<Diagnostic>,
        settings_failure: Option<&Error>,
    ) -> Self {
        let options = Options {
            drafts: false,
            future: false,
            expired: false,
            ..newest.options
        };
        Self {
            inputs: Inputs {
                options,
                ..newest.clone()
            },
            read_problems,
            settings_failure: settings_failure.map_or(Vec::new(), failure),
        }
    }

    /// The errors that would stop publication; `None` if the build was given up.
    pub(super) fn stops(
        &self,
        pipeline: &mut Pipeline,
        is_superseded: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Problem>> {
        let built = pipeline.preview(&self.inputs, None, &Discarded, is_superseded)?;
        Some(self.errors(built.problems, &built.value.report))
    }

    /// The page about it, for the folder to which the site is published.
    pub(super) fn page(&self, folder: &Path) -> Outputs {
        let outputs = Collected::default();
        let built = Pipeline::once()
            .without_scaling()
            .build(&self.inputs, &outputs);
        let (outputs, report) = (outputs.into_outputs(), &built.value.report);
        let stops = self.errors(built.problems, report);
        let known = overview::Publication {
            title: self.inputs.config.title.clone(),
            stops: stops.into_iter().map(stop).collect(),
            changes: Previous::of(folder).map(|previous| changes(&previous, &outputs)),
            unchecked: report.documents.iter().filter_map(unchecked).collect(),
        };
        let targets = LinkTargets {
            site: Some("../.."),
            ..LinkTargets::default()
        };
        overview::publication(&known, targets)
    }

    fn errors(&self, found: Vec<Diagnostic>, report: &Report) -> Vec<Problem> {
        let mut problems = [self.read_problems.clone(), found].concat();
        problems.retain(|found| found.severity == Severity::Error);
        arrange(&mut problems);
        let sources = Sources::of(&self.inputs);
        let told = problems.iter().map(|told| Problem {
            page: page_of(told, report),
            ..problem(told, &sources)
        });
        self.settings_failure.iter().cloned().chain(told).collect()
    }
}

fn stop(problem: Problem) -> Stop {
    let Problem {
        page,
        file,
        line,
        code,
        message,
        help,
        ..
    } = problem;
    let line = line.map_or(String::new(), |line| format!(":{line}"));
    Stop {
        page,
        place: file.map_or(String::new(), |file| format!("{file}{line}")),
        message: match code.is_empty() {
            true => message,
            false => format!("{code}: {message}"),
        },
        help,
    }
}

/// What readers would find different, by address.
fn changes(previous: &Previous, now: &Outputs) -> Vec<Change> {
    let is_page = |path: &str| path.ends_with(".html");
    let before: BTreeSet<OutputPath> = previous
        .paths()
        .filter(|path| is_page(path))
        .map(OutputPath::new)
        .collect();
    let after = now.keys().filter(|path| is_page(path.as_str()));
    let all: BTreeSet<&OutputPath> = before.iter().chain(after).collect();
    let changed = all.into_iter().filter_map(|path| {
        let text = |bytes: Option<Vec<u8>>| {
            bytes.map(|bytes| reading_text::lines(&String::from_utf8_lossy(&bytes)))
        };
        let old = text(previous.read(path.as_str()));
        let new = text(
            now.get(path)
                .and_then(|file| Some(file.read().ok()?.to_vec())),
        );
        change(path.to_route(), old, new)
    });
    changed.collect()
}

/// What has become of a page with these lines. A page without words, such as a redirect, is none.
fn change(page: Route, before: Option<Vec<String>>, now: Option<Vec<String>>) -> Option<Change> {
    let (old, new) = (before.unwrap_or_default(), now.unwrap_or_default());
    if old == new {
        return None;
    }
    let kind = match (old.is_empty(), new.is_empty()) {
        (true, _) => ChangeKind::New,
        (_, true) => ChangeKind::Gone,
        _ => ChangeKind::Changed,
    };
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&old, &new);
    let lines = diff.iter_all_changes().filter_map(|change| {
        let text = change.value().to_owned();
        match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Insert => Some(Line::Added(text)),
            ChangeTag::Delete => Some(Line::Removed(text)),
        }
    });
    Some(Change {
        page,
        kind,
        lines: lines.collect(),
    })
}

fn unchecked(document: &DocumentReport) -> Option<Unchecked> {
    let why = match document {
        _ if !document.published => return None,
        _ if document.changed_since_review => "it has changed since its review",
        _ if document.never_reviewed => "it was never reviewed",
        _ if document.overdue => "its review is overdue",
        _ => return None,
    };
    Some(Unchecked {
        page: document.route.clone(),
        title: document.title.clone(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(before: Option<&str>, now: Option<&str>) -> Option<Change> {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        change(Route::new("/a/"), before.map(lines), now.map(lines))
    }

    #[test]
    fn a_page_differs_by_its_words() {
        assert!(of(Some("a\nb"), Some("a\nb")).is_none());
        assert!(of(None, Some("")).is_none(), "a redirect has no words");
        let changed = of(Some("a\nb\nc"), Some("a\nx\nc")).expect("a change");
        assert_eq!(changed.kind, ChangeKind::Changed);
        let [old, new] = ["b", "x"].map(str::to_owned);
        assert_eq!(changed.lines, [Line::Removed(old), Line::Added(new)]);
        assert_eq!(of(None, Some("a")).expect("a change").kind, ChangeKind::New);
        assert_eq!(
            of(Some("a"), None).expect("a change").kind,
            ChangeKind::Gone
        );
    }
}
