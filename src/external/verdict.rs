//! Turns an answer into a problem.

use super::answer::Answer;
use crate::codes::{self, Code};
use crate::diag::{Diagnostic, Place, Severity, Span};
use crate::files::Inputs;
use crate::report::ExternalLink;

/// The problem of an answer, at each place where the address is written.
pub(super) fn judge(inputs: &Inputs, link: &ExternalLink, answer: &Answer) -> Vec<Diagnostic> {
    let url = &link.url;
    let (code, severity, message, help): (Code, Severity, String, String) = match answer {
        Answer::Fine => return Vec::new(),
        Answer::Moved(to) => (
            codes::LINK_13,
            Severity::Warning,
            format!("`{url}` has moved permanently"),
            format!("it is now at `{to}`; check that this is the page you mean"),
        ),
        Answer::Refused(said) => (
            codes::LINK_14,
            Severity::Note,
            format!("`{url}` could not be verified: {said}"),
            "open it yourself; many hosts do not answer programs".to_owned(),
        ),
        Answer::Silent(said) => (
            codes::LINK_14,
            Severity::Warning,
            format!("`{url}` could not be verified: {said}"),
            "try again later, or open it yourself".to_owned(),
        ),
        Answer::Gone(said) => (
            codes::LINK_12,
            Severity::Error,
            format!("`{url}` leads nowhere: {said}"),
            "link to its new address, or remove the link".to_owned(),
        ),
    };
    let Some(severity) = inputs.config.check.settle(code, severity) else {
        return Vec::new();
    };
    let at = |place: &Place| {
        let problem = Diagnostic::new(code, &message)
            .severity(severity)
            .help(&help);
        match span(inputs, place, url) {
            Some(span) => problem.at(&place.path, span),
            None => problem.in_file(&place.path),
        }
    };
    link.from.iter().map(at).collect()
}

/// Where an address is written in its file.
fn span(inputs: &Inputs, place: &Place, url: &str) -> Option<Span> {
    place.span.clone().or_else(|| {
        let file = inputs.data.iter().find(|file| file.path == place.path)?;
        let start = std::str::from_utf8(&file.bytes).ok()?.find(url)?;
        Some(start..start + url.len())
    })
}
