//! Turns errors of the template library into problems with places in templates.

use std::collections::HashMap;
use std::ops::Range;

use tera::{ErrorKind, ReportError, Tera};

use super::constants::TemplateSource;
use crate::codes;
use crate::diag::{self, Diagnostic, Lines};

/// All templates that cannot be read; the library itself stops at the first.
pub(super) fn template_problems(
    error: &tera::Error,
    sources: &HashMap<String, TemplateSource>,
) -> Vec<Diagnostic> {
    let alone = |(name, source): (&String, &TemplateSource)| {
        let added = Tera::new().add_raw_template(name, &source.folded.text);
        let is_syntax = |error: &tera::Error| matches!(error.kind(), ErrorKind::SyntaxError(_));
        added.err().filter(is_syntax)
    };
    let mut errors: Vec<Diagnostic> = match error.kind() {
        // A template that needs others (a parent, a component) fails alone, too, but not with a syntax error.
        ErrorKind::SyntaxError(_) => sources
            .iter()
            .filter_map(alone)
            .map(|error| describe(&error, codes::THEME_01, sources))
            .collect(),
        // Names that no template may use are reported together, as text.
        ErrorKind::Msg(text) => reports(text, sources),
        _ => Vec::new(),
    };
    if errors.is_empty() {
        errors.push(describe(error, codes::THEME_01, sources));
    }
    diag::arrange(&mut errors);
    errors
}

/// The problems in a text of the form `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, repeated.
fn reports(text: &str, sources: &HashMap<String, TemplateSource>) -> Vec<Diagnostic> {
    let report = |report: &str| {
        let message = report.lines().next()?.trim();
        let place = report
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let TemplateSource { path, folded } = sources.get(name)?;
        let at = folded.written(Lines::new(&folded.text).offset(line, column));
        Some(Diagnostic::new(codes::THEME_01, message).at(path, at..at))
    };
    text.split("error: ").filter_map(report).collect()
}

/// A problem at the place in the template that the library names.
pub(super) fn describe(
    error: &tera::Error,
    code: codes::Code,
    sources: &HashMap<String, TemplateSource>,
) -> Diagnostic {
    let at = |report: &ReportError| {
        let problem = Diagnostic::new(code, report.message().to_owned());
        match sources.get(report.filename()) {
            Some(TemplateSource { path, folded }) => {
                let Range { start, end } = report.span().range.clone();
                problem.at(path, folded.written(start)..folded.written(end))
            }
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
            match named {
                Some(source) => problem.in_file(&source.path),
                None => problem,
            }
        }
    }
}
