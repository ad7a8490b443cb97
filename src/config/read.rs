//! From a [`Source`] to a [`Config`], and everything that is wrong on the way.
//!
//! The library stops at the first setting that does not fit. So the setting is reported and taken out, and the rest is
//! read again, until what is left fits: all faults are told in one run, and there is always a configuration.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::source::{Origin, Override, Source, translate};
use super::{Config, validate, wording};
use crate::codes::{CONF_01, CONF_03};
use crate::conflict;
use crate::diag::{Diagnostic, Lines, Reported, Span, arrange};

/// More faults than anybody mends at once; each costs one more reading of the file.
const MOST_FAULTS: usize = 100;

/// Reads a configuration. A setting that cannot be used is reported and has its usual value.
pub(super) fn read(source: Source) -> Reported<Config> {
    if let Some(problem) = conflict::problem(&source.file, &source.text) {
        return Reported {
            value: Config {
                source,
                ..Config::default()
            },
            problems: vec![problem],
        };
    }
    let (mut root, broken) = DeTable::parse_recoverable(&source.text);
    let mut problems = syntax(&source, &broken);
    // Behind a slip in the notation it is uncertain which table a line belongs to.
    let certain = broken
        .iter()
        .filter_map(|error| error.span())
        .map(|span| span.start)
        .min();
    for (span, other, name) in translate(root.get_mut()) {
        let message = format!("`{other}` means the same as `{name}`, which stands here, too");
        let problem = Diagnostic::new(CONF_03, message).help("keep one of the two");
        problems.push(problem.at(&source.file, span));
    }
    let documents: Vec<String> = source.overrides.iter().map(Override::document).collect();
    for (at, document) in documents.iter().enumerate() {
        problems.extend(set(&mut root, &source, at, document));
    }
    let config = settle(&mut root, &source, |span, problem| {
        if certain.is_none_or(|end| span.start < end || span.start > source.text.len()) {
            problems.push(problem);
        }
    });
    let mut config = Config {
        source: source.clone(),
        ..config
    };
    validate::values(&mut config, &mut problems);
    arrange(&mut problems);
    Reported {
        value: config,
        problems,
    }
}

/// The slips in the notation, one a line: the second one of a line follows from the first.
fn syntax(source: &Source, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let lines = Lines::new(&source.text);
    let mut told = Vec::new();
    let mut problems = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let (line, _) = lines.position(span.start);
        if !told.contains(&line) {
            told.push(line);
            let (message, help) = wording::of_syntax(error.message());
            let mut problem = Diagnostic::new(CONF_01, message).at(&source.file, span);
            problem.help = help;
            problems.push(problem);
        }
    }
    problems
}

/// Reads what fits, and tells of each setting that does not, with its bytes.
fn settle(
    root: &mut Spanned<DeTable<'_>>,
    source: &Source,
    mut tell: impl FnMut(&Span, Diagnostic),
) -> Config {
    for _ in 0..MOST_FAULTS {
        let error = match Config::deserialize(Deserializer::from(root.clone())) {
            Ok(config) => return config,
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let key = remove(root.get_mut(), &span).unwrap_or_default();
        let problem = wording::of_value(error.message(), &key.join("."));
        tell(&span, source.place(&origin(source, &span), problem));
        if key.is_empty() {
            break;
        }
    }
    Config::default()
}

/// Where a value with these bytes was set: those behind the text belong to what overrides it, in order.
fn origin<'s>(source: &'s Source, span: &Span) -> Origin<'s> {
    let behind = span.start.checked_sub(source.text.len() + 1);
    match behind.and_then(|at| source.overrides.get(at)) {
        Some(setting) => Origin::Override(setting),
        None => Origin::File(span.clone()),
    }
}

/// Takes out the innermost setting whose key or value has these bytes, and says which it was.
fn remove(table: &mut DeTable<'_>, span: &Span) -> Option<Vec<String>> {
    let mut found = None;
    for (key, value) in table.iter_mut() {
        let inner = match value.get_mut() {
            DeValue::Table(inner) => remove(inner, span),
            DeValue::Array(items) => remove_item(items, span),
            _ => None,
        };
        if let Some(mut path) = inner {
            path.insert(0, key.get_ref().to_string());
            return Some(path);
        }
        if key.span() == *span || value.span() == *span {
            found = Some(key.get_ref().to_string());
        }
    }
    let name = found?;
    table.remove(name.as_str());
    Some(vec![name])
}

fn remove_item(items: &mut DeArray<'_>, span: &Span) -> Option<Vec<String>> {
    for (at, item) in items.iter_mut().enumerate() {
        if let DeValue::Table(inner) = item.get_mut()
            && let Some(mut path) = remove(inner, span)
        {
            path.insert(0, at.to_string());
            return Some(path);
        }
    }
    let at = items.iter().position(|item| item.span() == *span)?;
    let all = std::mem::replace(items, DeArray::new()).into_iter();
    let others = all.enumerate().filter(|(other, _)| *other != at);
    *items = others.map(|(_, item)| item).collect();
    Some(vec![at.to_string()])
}

/// Puts an override over what the file says, with bytes behind the text, by which [`origin`] knows it again.
fn set<'d>(
    root: &mut Spanned<DeTable<'d>>,
    source: &Source,
    at: usize,
    document: &'d str,
) -> Option<Diagnostic> {
    let setting = &source.overrides[at];
    let refuse = |message: String| {
        let problem = Diagnostic::new(CONF_03, message)
            .help("write MEND_TITLE or, for a key in a table, MEND_LINKS__BROKEN");
        Some(source.place(&Origin::Override(setting), problem))
    };
    let start = source.text.len() + 1 + at;
    let span = start..start;
    let mut value = DeTable::parse(document)
        .ok()?
        .into_inner()
        .remove("value")?;
    move_to(&mut value, &span);
    let mut table = root.get_mut();
    let mut parts = setting.key.split('.').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() {
            return refuse("no key has such a name".to_owned());
        }
        let name = Spanned::new(span.clone(), part.to_owned().into());
        if parts.peek().is_none() {
            // The key in the file keeps its bytes otherwise, and would be blamed.
            table.remove(part);
            table.insert(name, value);
            return None;
        }
        let empty = || Spanned::new(span.clone(), DeValue::Table(DeTable::new()));
        let entry = table.entry(name).or_insert_with(empty);
        let DeValue::Table(inner) = entry.get_mut() else {
            return refuse(format!("`{part}` is not a table"));
        };
        table = inner;
    }
    None
}

/// Gives a value and everything in it other bytes.
fn move_to(value: &mut Spanned<DeValue<'_>>, span: &Span) {
    let mut inner = std::mem::replace(value.get_mut(), DeValue::Boolean(false));
    match &mut inner {
        DeValue::Array(items) => items.iter_mut().for_each(|item| move_to(item, span)),
        DeValue::Table(table) => {
            let entries = std::mem::take(table).into_iter();
            for (key, mut item) in entries {
                move_to(&mut item, span);
                table.insert(Spanned::new(span.clone(), key.into_inner()), item);
            }
        }
        _ => {}
    }
    *value = Spanned::new(span.clone(), inner);
}
