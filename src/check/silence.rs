//! Findings that an author has looked at and lets stand: `<!-- lint-ok CODE: reason -->`.
//!
//! A comment silences one finding of its code in the block behind it. One without a reason, without a known code
//! or without a finding silences nothing and is reported.

use super::text::Checked;
use crate::codes::{self, Code};
use crate::config::Check;
use crate::diag::{Diagnostic, Span};
use crate::markdown::Silence;
use crate::path::SourcePath;

/// Takes out what is silenced, and reports the silences that silence nothing.
pub(super) fn apply(
    check: &Check,
    path: &SourcePath,
    text: &Checked,
    problems: &mut Vec<Diagnostic>,
) {
    for silence in &text.prose.silences {
        let wrong = match Code::find(&silence.code) {
            None => Some(format!("there is no rule `{}`", silence.code)),
            Some(code) if !code.is_about_content() => Some(format!("{code} cannot be silenced")),
            Some(_) if silence.reason.is_empty() => Some("this silence gives no reason".to_owned()),
            Some(code) => match problems
                .iter()
                .position(|problem| is_meant(silence, code, path, problem))
            {
                Some(found) => {
                    problems.remove(found);
                    None
                }
                None => Some(format!(
                    "no finding of {code} stands in the block behind this comment"
                )),
            },
        };
        if let (Some(message), Some(severity)) = (
            wrong,
            check.severity(codes::LINT_01, codes::LINT_01.severity()),
        ) {
            let problem = Diagnostic::new(codes::LINT_01, message)
                .at(path, silence.span.clone())
                .severity(severity);
            problems.push(problem.help(
                "write `<!-- lint-ok CODE: reason -->` directly above the block, or remove it",
            ));
        }
    }
}

fn is_meant(silence: &Silence, code: Code, path: &SourcePath, problem: &Diagnostic) -> bool {
    let is_inside = |span: &Span, block: &Span| block.start <= span.start && span.start < block.end;
    let place = problem.place.as_ref().filter(|place| place.path == *path);
    let span = place.and_then(|place| place.span.as_ref());
    problem.code == code
        && span
            .zip(silence.covers.as_ref())
            .is_some_and(|(span, block)| is_inside(span, block))
}
