//! A finished build as the preview shows it: its files, its problems, and what is known of each page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::overview;
use super::show::Sources;
use crate::diag::{Diagnostic, Error, Severity};
use crate::fault;
use crate::files::{self, Inputs, Outputs};
use crate::inspect::Inspector;
use crate::path::{Route, SourcePath};
use crate::report::{Report, Status};
use crate::serve::{Folder, Pages, Problem, Snapshot};

/// The files of a build and what can be asked about it. A fault of mend in an answer costs that answer alone.
pub(super) fn of(built: &Arc<Inspector>, outputs: Outputs) -> Snapshot {
    let asked = Arc::clone(built);
    let pages = Pages::new(move |route| {
        let facts = fault::caught("page facts", None, || asked.page(route));
        serde_json::to_value(facts.ok()??).ok()
    });
    let folder = |make: fn(&Inspector) -> Outputs| {
        let built = Arc::clone(built);
        let files = move || fault::caught("overview", None, || make(&built)).unwrap_or_default();
        Some(Arc::new(Folder::new(files)))
    };
    Snapshot {
        outputs,
        badges: badges(built.report()),
        pages: Some(Arc::new(pages)),
        overview: folder(overview::for_preview),
        gallery: folder(|built| overview::gallery(built.inputs())),
        ..Snapshot::default()
    }
}

/// What is shown of a failure: the problems that caused it, else the failure itself.
pub(super) fn failure(error: &Error) -> Vec<Problem> {
    let told = error.problems();
    if told.problems.is_empty() {
        let code = error.known_as();
        return vec![Problem {
            severity: Severity::Error,
            code: code.map_or(String::new(), |code| code.to_string()),
            file: None,
            line: None,
            column: None,
            message: error.to_string(),
            help: error.help_text().map(str::to_owned),
            frame: None,
        }];
    }
    let sources = Sources::of_error(error);
    let problems = told.problems.iter();
    problems.map(|told| problem(told, &sources)).collect()
}

/// The files that differ between two builds, by path.
pub(super) fn saved(before: &Inputs, now: &Inputs) -> Vec<String> {
    let lists = [
        (&before.documents, &now.documents),
        (&before.data, &now.data),
        (&before.assets, &now.assets),
        (&before.theme, &now.theme),
    ];
    let files = lists
        .into_iter()
        .flat_map(|(before, now)| files::differing_sources(before, now));
    let mut saved: Vec<String> = files.map(ToString::to_string).collect();
    if before.config != now.config {
        saved.push(now.config.source.file.to_string());
    }
    saved
}

/// The address of the one article that was saved since the last build. When there are several, as after a
/// checkout, the author wants to see none of them.
pub(super) fn follow(before: &Inputs, now: &Inputs, report: &Report) -> Option<Route> {
    let saved = files::differing_sources(&before.documents, &now.documents);
    let known = |path: &SourcePath| {
        let mut documents = report.documents.iter();
        documents.find(|document| document.path == *path)
    };
    let mut documents = saved.into_iter().filter_map(known);
    let (Some(document), None) = (documents.next(), documents.next()) else {
        return None;
    };
    document.published.then(|| document.route.clone())
}

/// What a reader would not see like this, by address.
fn badges(report: &Report) -> BTreeMap<Route, Vec<String>> {
    let words = |document: &crate::report::DocumentReport| {
        let mut words = Vec::new();
        if document.status != Status::Current {
            words.push(document.status.as_str().to_owned());
        }
        if document.unlisted {
            words.push("unlisted".to_owned());
        }
        words
    };
    let all = report
        .documents
        .iter()
        .filter(|document| document.published);
    all.map(|document| (document.route.clone(), words(document)))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

/// A problem in the form in which it is shown.
pub(super) fn problem(problem: &Diagnostic, sources: &Sources<'_>) -> Problem {
    let position = problem
        .place
        .as_ref()
        .and_then(|place| sources.position(place));
    Problem {
        severity: problem.severity,
        code: problem.code.to_string(),
        file: problem.place.as_ref().map(|place| place.path.to_string()),
        line: position.as_ref().map(|position| position.line),
        column: position.as_ref().map(|position| position.column),
        message: problem.message.clone(),
        help: problem.help.clone(),
        frame: problem
            .place
            .as_ref()
            .and_then(|place| sources.frame(place)),
    }
}
