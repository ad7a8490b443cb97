//! Reads one data file into a type, and finds the spans of keys and values in its text.
//!
//! Spans are found by a line scan, since the YAML reader does not report them. They are exact for files with one key a line.
//! This module does not interpret the data; the modules of the types do.

use serde::Deserialize;

use crate::codes;
use crate::conflict;
use crate::diag::{Diagnostic, Span};
use crate::files::SourceFile;
use crate::formats::yaml;

/// The spans of the values of a key, in file order, on all lines that begin with the key.
pub(super) fn value_spans(file: &SourceFile, key: &str) -> Vec<Span> {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = line
            .trim_start_matches([' ', '-', '{'])
            .strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(':'));
        if let Some(value) = value {
            let end = start + line.trim_end().len();
            let at = start + line.len() - value.trim_start().len();
            spans.push(at.min(end)..end);
        }
        start += line.len();
    }
    spans
}

/// The span of a top-level key, or the beginning of the file if the line scan does not find it.
pub(super) fn key_span(file: &SourceFile, key: &str) -> Span {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches(['"', '\'']);
        let quote = line.len() - rest.len();
        if rest
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        {
            return start + quote..start + quote + key.len();
        }
        start += line.len();
    }
    0..0
}

/// Reads one file. An error has its place, and help.
pub(super) fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile) -> Result<T, Diagnostic> {
    if let Some(problem) = &file.unopened {
        return Err((**problem).clone());
    }
    let problem = |message: String| Diagnostic::new(codes::DATA_01, message);
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        problem("the file is not UTF-8 text".to_owned())
            .at(&file.path, error.valid_up_to()..error.valid_up_to())
    })?;
    if let Some(problem) = conflict::problem(&file.path, text) {
        return Err(problem);
    }
    yaml::read(text).map_err(|error| {
        let diagnostic = problem(error.message).at(&file.path, error.place);
        error.help.into_iter().fold(diagnostic, Diagnostic::help)
    })
}
