//! Problems in the form in which the server shows them. When one is shown is decided elsewhere.

use crate::diag::{Diagnostic, Error};
use crate::inspect::Sources;
use crate::path::Route;
use crate::report::Report;
use crate::serve::{Overlay, Problem};

/// A problem of a build. The caller says on which page it is, and when it opens.
pub(super) fn problem(problem: &Diagnostic, sources: &Sources<'_>) -> Problem {
    let position = problem
        .place
        .as_ref()
        .and_then(|place| sources.position(place));
    Problem {
        identity: problem.identity(),
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
        ..Problem::default()
    }
}

/// The page that a problem is on, if its file becomes one.
pub(super) fn page_of(problem: &Diagnostic, report: &Report) -> Option<Route> {
    report.page_of(&problem.place.as_ref()?.path)
}

/// A failure as problems: those that caused it, else the failure itself.
pub(super) fn failure(error: &Error) -> Vec<Problem> {
    let told = error.problems();
    if told.problems.is_empty() {
        let code = error.code();
        return vec![Problem {
            identity: error.to_string(),
            overlay: Overlay::Everywhere,
            code: code.map_or(String::new(), |code| code.to_string()),
            message: error.to_string(),
            help: error.help_text().map(str::to_owned),
            ..Problem::default()
        }];
    }
    let sources = Sources::of_error(error);
    let problems = told.problems.iter();
    let shown = problems.map(|told| Problem {
        overlay: Overlay::Everywhere,
        ..problem(told, &sources)
    });
    shown.collect()
}
