//! Turns errors of the template library into problems with places in templates.

use std::collections::HashMap;

use tera::{ErrorKind, ReportError, Tera};

use crate::codes;
use crate::diag::{self, Diagnostic, Lines};
use crate::path::SourcePath;

/// All templates that cannot be read; the library itself stops at the first.
pub(super) fn template_problems(
    error: &tera::Error,
    templates: &[(String, String)],
    sources: &HashMap<String, SourcePath>,
) -> Vec<Diagnostic> {
    let alone = |(name, text): &(String, String)| match Tera::new().add_raw_template(name, text) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => Some(error),
        _ => None,
    };
    let mut errors: Vec<Diagnostic> = match error.kind() {
        // A template that needs others (a parent, a component) fails alone, too, but not with a syntax error.
        ErrorKind::SyntaxError(_) => templates
            .iter()
            .filter_map(alone)
            .map(|error| describe(&error, codes::THEME_01, sources))
            .collect(),
        // Names that no template may use are reported together, as text.
        ErrorKind::Msg(text) => reports(text, templates, sources),
        _ => Vec::new(),
    };
    if errors.is_empty() {
        errors.push(describe(error, codes::THEME_01, sources));
    }
    diag::arrange(&mut errors);
    errors
}

/// The problems in a text of the form `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, repeated.
fn reports(
    text: &str,
    templates: &[(String, String)],
    sources: &HashMap<String, SourcePath>,
) -> Vec<Diagnostic> {
    let report = |report: &str| {
        let message = report.lines().next()?.trim();
        let place = report
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let (_, source) = templates.iter().find(|(known, _)| known == name)?;
        let at = Lines::new(source).offset(line, column);
        Some(Diagnostic::new(codes::THEME_01, message).at(sources.get(name)?, at..at))
    };
    text.split("error: ").filter_map(report).collect()
}

/// A problem at the place in the template that the library names.
pub(super) fn describe(
    error: &tera::Error,
    code: codes::Code,
    sources: &HashMap<String, SourcePath>,
) -> Diagnostic {
    let at = |report: &ReportError| {
        let problem = Diagnostic::new(code, report.message().to_owned());
        match sources.get(report.filename()) {
            Some(path) => problem.at(path, report.span().range.clone()),
            None => problem,
        }
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => at(report),
        kind => {
            let message = kind.to_string();
            // These name their template in quotes.
            let named = message
                .split('\'')
                .nth(1)
                .and_then(|name| sources.get(name));
            let problem =
                Diagnostic::new(code, message.lines().next().unwrap_or_default().to_owned());
            named.map_or(problem.clone(), |path| problem.in_file(path))
        }
    }
}
