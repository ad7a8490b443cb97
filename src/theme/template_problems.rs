//! Turns errors of the template library into problems with places in templates.

use std::collections::HashMap;
use std::ops::Range;

use tera::{ErrorKind, Tera};

use super::constants::TemplateSource;
use super::template_wording::reword;
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
        let start = Lines::new(&folded.text).offset(line, column);
        let at = folded.written(start);
        Some(worded(codes::THEME_01, message, sources.get(name), start, sources).at(path, at..at))
    };
    text.split("error: ").filter_map(report).collect()
}

/// A problem at the place in the template that the library names.
pub(super) fn describe(
    error: &tera::Error,
    code: codes::Code,
    sources: &HashMap<String, TemplateSource>,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let source = sources.get(report.filename());
            let Range { start, end } = report.span().range.clone();
            let problem = worded(code, report.message(), source, start, sources);
            match source {
                Some(TemplateSource { path, folded }) => {
                    problem.at(path, folded.written(start)..folded.written(end))
                }
                None => problem,
            }
        }
        kind => {
            let message = kind.to_string();
            let message = message.lines().next().unwrap_or_default();
            let problem = worded(code, message, None, 0, sources);
            // These name their template in quotes, and then the one that it needs.
            let mut names = message.split('\'').skip(1).step_by(2);
            let source = names.next().and_then(|name| sources.get(name));
            let needed = names.next();
            match source {
                Some(TemplateSource { path, folded }) => {
                    let at = needed.and_then(|name| Some((folded.text.find(name)?, name.len())));
                    match at {
                        Some((at, length)) => {
                            problem.at(path, folded.written(at)..folded.written(at + length))
                        }
                        None => problem.in_file(path),
                    }
                }
                None => problem,
            }
        }
    }
}

/// A problem in mend's words; `start` is the offset of the fault in the text of its template.
fn worded(
    code: codes::Code,
    said: &str,
    source: Option<&TemplateSource>,
    start: usize,
    sources: &HashMap<String, TemplateSource>,
) -> Diagnostic {
    let here = source.and_then(|source| source.folded.text.get(start..));
    let names = sources.keys().map(String::as_str);
    let (message, help) = reword(said, here.unwrap_or_default(), names);
    let problem = Diagnostic::new(code, message);
    help.into_iter().fold(problem, Diagnostic::help)
}
