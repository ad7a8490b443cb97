//! Evidence notes name entries that exist.

use super::Subject;
use crate::codes;
use crate::diag::{Diagnostic, nearest};

/// Checks the marks of one document.
pub(super) fn check(subject: &Subject<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let document = &subject.documents[at];
    let known = &subject.data.evidence;
    for mark in document
        .parsed
        .evidence
        .iter()
        .filter(|mark| !known.contains_key(&*mark.id))
    {
        let problem = Diagnostic::new(
            codes::DATA_02,
            format!("there is no evidence entry `{}`", mark.id),
        )
        .at(&document.path, mark.span.clone());
        problems.push(
            problem.help(match nearest(&mark.id, known.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean [@{meant}]?"),
                None => format!(
                    "add `{}:` with its `source` to content/evidence.yaml",
                    mark.id
                ),
            }),
        );
    }
}
