//! Findings that an author has looked at and accepts: `<!-- lint-ok CODE: reason -->`.
//!
//! A comment silences one finding of its code in the block after it. A comment without a reason, a known code or a finding
//! silences nothing and is reported.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::inputs::SiteDocuments;
use super::text_report::TextReport;
use crate::codes::{self, Code};
use crate::config::Check;
use crate::diag::{Diagnostic, Span};
use crate::markdown::Silence;
use crate::path::SourcePath;
use crate::report::Silenced;

/// Removes the findings that are silenced and returns them; reports the comments that silence nothing.
pub(super) fn apply(
    documents: &SiteDocuments<'_>,
    wording: &[Arc<TextReport>],
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Silenced> {
    let mut findings = OpenFindings::of(std::mem::take(problems));
    let mut silenced = Vec::new();
    let all = documents.all.iter().zip(wording);
    for ((document, text), state) in all.zip(&documents.graph.states) {
        let path = &document.path;
        let is_judged = state.published && !document.unread;
        for silence in text.silences.iter().filter(|_| is_judged) {
            match take(silence, path, &mut findings) {
                Ok(problem) => silenced.push(Silenced {
                    problem,
                    reason: silence.reason.to_string(),
                }),
                Err(message) => problems.extend(unused(rules, path, silence, message)),
            }
        }
    }
    let unused = std::mem::take(problems);
    problems.extend(findings.all.into_iter().flatten().chain(unused));
    silenced
}

/// The findings that are not silenced yet, by place.
struct OpenFindings {
    all: Vec<Option<Diagnostic>>,
    /// By file, sorted: where each finding begins, and its index in `all`.
    places: BTreeMap<SourcePath, Vec<(usize, usize)>>,
}

impl OpenFindings {
    fn of(problems: Vec<Diagnostic>) -> Self {
        let mut places: BTreeMap<SourcePath, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, problem) in problems.iter().enumerate() {
            if let Some(place) = &problem.place
                && let Some(span) = &place.span
            {
                let of_file = places.entry(place.path.clone()).or_default();
                of_file.push((span.start, at));
            }
        }
        for of_file in places.values_mut() {
            of_file.sort_unstable();
        }
        let all = problems.into_iter().map(Some).collect();
        Self { all, places }
    }

    /// Removes the first finding of a rule in a part of a file.
    fn take(&mut self, code: Code, path: &SourcePath, part: &Span) -> Option<Diagnostic> {
        let of_file = self.places.get(path)?;
        let first = of_file.partition_point(|(start, _)| *start < part.start);
        let inside = of_file[first..]
            .iter()
            .take_while(|(start, _)| *start < part.end);
        let is_meant = |at: &usize| {
            let problem = self.all[*at].as_ref();
            problem.is_some_and(|problem| problem.code == code)
        };
        let found = inside.map(|(_, at)| *at).find(is_meant)?;
        self.all[found].take()
    }
}

/// Removes the finding that a comment silences, or says why it silences nothing.
fn take(
    silence: &Silence,
    path: &SourcePath,
    findings: &mut OpenFindings,
) -> Result<Diagnostic, String> {
    let Some(code) = Code::find(&silence.code) else {
        return Err(format!("unknown rule `{}`", silence.code));
    };
    if !code.is_about_content() {
        return Err(format!("{code} cannot be silenced"));
    }
    if silence.reason.is_empty() {
        return Err("this comment gives no reason".to_owned());
    }
    let covered = silence.covers.as_ref();
    let found = covered.and_then(|part| findings.take(code, path, part));
    found.ok_or_else(|| format!("there is no {code} finding in the block after this comment"))
}

fn unused(
    rules: &Check,
    path: &SourcePath,
    silence: &Silence,
    message: String,
) -> Option<Diagnostic> {
    let severity = rules.severity_of(codes::LINT_01)?;
    Some(
        Diagnostic::new(codes::LINT_01, message)
            .at(path, silence.span.clone())
            .severity(severity)
            .help("write `<!-- lint-ok CODE: reason -->` directly above the block, or remove it"),
    )
}
