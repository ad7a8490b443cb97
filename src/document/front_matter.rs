//! Reads the settings at the top of an article into plain data and records the span of each key.
//!
//! Front matter is YAML between `---` lines, TOML between `+++` lines, or one JSON object. This module does not find the
//! fences ([`super::fence`]) and does not interpret the keys ([`super::settings`]).

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::doubtful;
use super::fence::{self, Top};
use super::lines::{LinesWithOffsets, Notation};
use super::missing_fence;
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::formats::toml::{self, FaultKind};
use crate::formats::{json, yaml};
use crate::path::SourcePath;

/// The maximum size of front matter, in bytes.
const LARGEST: usize = 64 << 10;

/// The front matter of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatter {
    /// Its notation, if the article has front matter.
    pub(super) notation: Option<Notation>,
    /// The keys and values, in source order.
    pub(super) values: Map<String, Value>,
    /// The span of the text between the fences.
    pub(super) span: Span,
    /// The spans of each top-level key and its value.
    places: Vec<KeyPlace>,
}

#[derive(Clone, Debug)]
struct KeyPlace {
    key: String,
    key_span: Span,
    value_span: Span,
}

impl FrontMatter {
    /// The span of a top-level key, or of the whole front matter if the line scan did not find the key.
    pub(super) fn key_span(&self, key: &str) -> Span {
        self.place(key)
            .map_or(self.span.clone(), |place| place.key_span.clone())
    }

    /// The span of a top-level key's value, with the same fallback.
    pub(super) fn value_span(&self, key: &str) -> Span {
        self.place(key)
            .map_or(self.span.clone(), |place| place.value_span.clone())
    }

    fn place(&self, key: &str) -> Option<&KeyPlace> {
        self.places.iter().find(|place| place.key == key)
    }
}

/// Splits a text into front matter and body, and returns the front matter and the offset of the body. Front matter that
/// cannot be read is reported and left empty. If it cannot be separated from the text, the body is empty, too.
pub(super) fn split(
    text: &str,
    path: &SourcePath,
    problems: &mut Vec<Diagnostic>,
) -> (FrontMatter, usize) {
    let (notation, end, body) = match fence::find(text, path) {
        Top::Text(body) => return (FrontMatter::default(), body),
        Top::Settings(notation, span, body) => (notation, span, body),
        Top::Lost(problem) => {
            problems.push(problem);
            return (FrontMatter::default(), text.len());
        }
    };
    let mut front_matter = FrontMatter {
        notation: Some(notation),
        span: end.clone(),
        ..FrontMatter::default()
    };
    let source = &text[end.clone()];
    if let Some(problem) = refuse(source, end.start, path) {
        problems.push(problem);
        return (front_matter, body);
    }
    let value = match notation {
        Notation::Yaml => read_yaml(source, end.start, path),
        Notation::Toml => read_toml(source, end.start, path),
        Notation::Json => read_json(source, end.start, path),
    };
    let lost = match (notation, &value) {
        (Notation::Yaml, Ok(Value::Object(values))) => {
            missing_fence::in_values(values, source, end.start, path)
        }
        (Notation::Yaml, Err(problem)) if problem.code == codes::FRONT_02 => {
            missing_fence::in_broken(source, end.start, path)
        }
        _ => None,
    };
    if let Some(problem) = lost {
        problems.push(problem);
        return (front_matter, text.len());
    }
    front_matter.places = places(source, end.start, notation);
    if let (Notation::Yaml, Ok(Value::Object(values))) = (notation, &value) {
        problems.extend(front_matter.places.iter().filter_map(|place| {
            let (key, value) = values.get_key_value(&place.key)?;
            let span = place.value_span.clone();
            doubtful::check((key, value), &text[span.clone()], span, path)
        }));
    }
    if notation == Notation::Yaml {
        repeated_keys(source, end.start, path, problems);
    }
    match value {
        Ok(Value::Object(values)) => front_matter.values = values,
        Ok(Value::Null) => {}
        Ok(_) => {
            let slip = source.lines().find_map(yaml::missing_space);
            let (message, help) = slip.unwrap_or_else(|| {
                (
                    "the front matter is not a list of keys and values".to_owned(),
                    "write one `key: value` on each line".to_owned(),
                )
            });
            problems.push(
                Diagnostic::new(codes::FRONT_02, message)
                    .at(path, end)
                    .help(help),
            );
        }
        // A repeated key also makes some parsers fail. Report it only once.
        Err(problem) if problems.iter().any(|known| known.code == codes::FRONT_03) => drop(problem),
        Err(problem) => problems.push(problem),
    }
    (front_matter, body)
}

/// Rejects front matter that is larger than [`LARGEST`].
fn refuse(source: &str, offset: usize, path: &SourcePath) -> Option<Diagnostic> {
    let message = format!(
        "the front matter has {} bytes; the limit is {LARGEST}",
        source.len()
    );
    let first = offset..offset + source.floor_char_boundary(80);
    let problem = || Diagnostic::new(codes::FRONT_04, message).at(path, first);
    (source.len() > LARGEST).then(problem)
}

fn read_yaml(source: &str, offset: usize, path: &SourcePath) -> Result<Value, Diagnostic> {
    yaml::read(source).map_err(|error| {
        let (code, what) = match error.is_excess {
            true => (codes::FRONT_04, "the front matter is not read"),
            false => (codes::FRONT_02, "the front matter cannot be read"),
        };
        let place = offset + error.place.start..offset + error.place.end;
        let problem = Diagnostic::new(code, format!("{what}: {}", error.message)).at(path, place);
        error.help.into_iter().fold(problem, Diagnostic::help)
    })
}

fn read_toml(source: &str, offset: usize, path: &SourcePath) -> Result<Value, Diagnostic> {
    toml::read(source).map_err(|fault| {
        let place = offset + fault.span.start..offset + fault.span.end;
        let problem = match fault.kind {
            FaultKind::RepeatedKey => Diagnostic::new(codes::FRONT_03, fault.message),
            _ => unreadable(&fault.message),
        };
        fault
            .help
            .into_iter()
            .fold(problem.at(path, place), Diagnostic::help)
    })
}

fn read_json(source: &str, offset: usize, path: &SourcePath) -> Result<Value, Diagnostic> {
    json::read(source).map_err(|error| {
        let place = offset + error.place.start..offset + error.place.end;
        let problem = unreadable(&error.message).at(path, place);
        error.help.into_iter().fold(problem, Diagnostic::help)
    })
}

fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::new(
        codes::FRONT_02,
        format!("the front matter cannot be read: {why}"),
    )
}

/// Finds the spans of the top-level keys and their values with a line scan, since the parsed values carry no spans. A key
/// that the scan misses falls back to the span of the whole front matter.
fn places(source: &str, offset: usize, notation: Notation) -> Vec<KeyPlace> {
    let mut places: Vec<KeyPlace> = Vec::new();
    let mut in_table = false;
    for line in LinesWithOffsets::new(source, 0) {
        let text = match notation {
            Notation::Json => line.text.trim_start_matches(['{', ' ', '\t']),
            _ => line.text,
        };
        if notation == Notation::Toml && text.starts_with('[') {
            in_table = true;
            places.extend(table_place(text, offset + line.start));
            continue;
        }
        let separator = if notation == Notation::Toml { '=' } else { ':' };
        let top = !in_table && !text.starts_with([' ', '\t', '#', '-', ']', '}']);
        let found = text
            .split_once(separator)
            .filter(|(key, _)| top && !key.is_empty() && key.len() < 100);
        if let Some((key, value)) = found {
            let key_start = offset + line.start + (line.text.len() - text.len());
            let key_end = key_start + key.trim_end().len();
            let value_end =
                offset + line.start + line.text.trim_end_matches([' ', '\t', ',']).len();
            let value_start =
                (offset + line.start + line.text.len() - value.trim_start().len()).min(value_end);
            places.push(KeyPlace {
                key: key.trim().trim_matches(['"', '\'']).to_owned(),
                key_span: key_start..key_end,
                value_span: if value_start < value_end {
                    value_start..value_end
                } else {
                    key_start..key_end
                },
            });
        } else if let Some(last) = places.last_mut()
            && !line.text.trim().is_empty()
            && !in_table
        {
            // The value continues on this line.
            last.value_span.end = offset + line.start + line.text.trim_end().len();
        }
    }
    places
}

/// The place of a top-level TOML table, `[extra]`, by its first line.
fn table_place(line: &str, offset: usize) -> Option<KeyPlace> {
    let (name, _) = line.strip_prefix('[')?.split_once(']')?;
    let span = offset + 1..offset + 1 + name.len();
    let is_top = !name.starts_with('[') && !name.contains('.');
    is_top.then(|| KeyPlace {
        key: name.trim().trim_matches(['"', '\'']).to_owned(),
        key_span: span.clone(),
        value_span: span,
    })
}

/// Reports keys that occur twice in one YAML mapping; the YAML library would silently use the last one.
fn repeated_keys(source: &str, offset: usize, path: &SourcePath, problems: &mut Vec<Diagnostic>) {
    // The open mappings, outermost first: their indentation and the keys seen so far.
    let mut open: Vec<(usize, HashSet<&str>)> = Vec::new();
    let mut firsts: Vec<(usize, &str, Span)> = Vec::new();
    let mut block_scalar: Option<usize> = None;
    for line in LinesWithOffsets::new(source, 0) {
        let trimmed = line.text.trim_start_matches(' ');
        let mut indent = line.text.len() - trimmed.len();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        // The lines of a block scalar are text, even if they look like keys.
        if block_scalar.is_some_and(|outer| indent > outer) {
            continue;
        }
        block_scalar = None;
        let mut content = trimmed;
        while let Some(item) = content.strip_prefix("- ") {
            // Each list item begins a new mapping.
            open.retain(|(level, _)| *level <= indent);
            indent += content.len() - item.trim_start().len();
            content = item.trim_start();
            open.retain(|(level, _)| *level < indent);
        }
        let Some((key, value)) = key_of(content) else {
            continue;
        };
        if value.starts_with(['|', '>']) {
            block_scalar = Some(indent);
        }
        open.retain(|(level, _)| *level <= indent);
        if open.last().is_none_or(|(level, _)| *level < indent) {
            open.push((indent, HashSet::new()));
        }
        let start = offset + line.end - (line.end - line.start) + (line.text.len() - content.len());
        let span = start..start + key.len();
        let Some((_, keys)) = open.last_mut() else {
            continue;
        };
        if keys.insert(key) {
            firsts.push((indent, key, span));
        } else {
            let mut problem =
                Diagnostic::new(codes::FRONT_03, format!("the key `{key}` is set twice"))
                    .at(path, span);
            if let Some((_, _, first)) = firsts
                .iter()
                .rev()
                .find(|(level, name, _)| *level == indent && *name == key)
            {
                problem = problem.also(path, Some(first.clone()), "it is first set here");
            }
            problems.push(problem.help("keep one of the two lines"));
        }
    }
}

/// The key and value of a line such as `key: value`.
fn key_of(content: &str) -> Option<(&str, &str)> {
    if content.starts_with(['"', '\'', '[', '{', '&', '*', '!']) {
        return None;
    }
    let at = content
        .find(':')
        .filter(|&at| content[at + 1..].is_empty() || content[at + 1..].starts_with([' ', '\t']))?;
    Some((content[..at].trim_end(), content[at + 1..].trim()))
}
