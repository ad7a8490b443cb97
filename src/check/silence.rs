//! Findings that an author has looked at and lets stand: `<!-- lint-ok CODE: reason -->`.
//!
//! A comment silences one finding of its code in the block behind it. One without a reason, without a known code
//! or without a finding silences nothing and is reported.

use super::Subject;
use crate::codes::{self, Code};
use crate::diag::{Diagnostic, Span};
use crate::markdown::Silence;
use crate::path::SourcePath;
use crate::report::Silenced;

/// Takes out what is silenced and tells what that was; reports the silences that silence nothing.
pub(super) fn apply(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Silenced> {
    let mut silenced = Vec::new();
    let all = subject.documents.iter().zip(subject.wording);
    for ((document, text), state) in all.zip(&subject.graph.states) {
        let path = &document.path;
        let is_judged = state.published && !document.unread;
        for silence in text.prose.silences.iter().filter(|_| is_judged) {
            match find(silence, path, problems) {
                Ok(found) => silenced.push(Silenced {
                    problem: problems.remove(found),
                    reason: silence.reason.to_string(),
                }),
                Err(message) => problems.extend(unused(subject, path, silence, message)),
            }
        }
    }
    silenced
}

/// Which problem a comment silences, or why it silences none.
fn find(silence: &Silence, path: &SourcePath, problems: &[Diagnostic]) -> Result<usize, String> {
    let Some(code) = Code::find(&silence.code) else {
        return Err(format!("there is no rule `{}`", silence.code));
    };
    if !code.is_about_content() {
        return Err(format!("{code} cannot be silenced"));
    }
    if silence.reason.is_empty() {
        return Err("this silence gives no reason".to_owned());
    }
    let found = problems
        .iter()
        .position(|problem| is_meant(silence, code, path, problem));
    found.ok_or_else(|| format!("no finding of {code} stands in the block behind this comment"))
}

fn unused(
    subject: &Subject<'_>,
    path: &SourcePath,
    silence: &Silence,
    message: String,
) -> Option<Diagnostic> {
    let check = &subject.config.check;
    let severity = check.severity(codes::LINT_01, codes::LINT_01.severity())?;
    Some(
        Diagnostic::new(codes::LINT_01, message)
            .at(path, silence.span.clone())
            .severity(severity)
            .help("write `<!-- lint-ok CODE: reason -->` directly above the block, or remove it"),
    )
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
