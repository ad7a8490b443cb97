//! Reads a [`Source`] into a [`Config`], and reports every fault.
//!
//! All faults are found in one run, and there is always a configuration. Values that have the right type but cannot work
//! are left to `validate`.
//!
//! Overrides are merged into the parsed file, and all of it is deserialised at once. To tell their faults apart, every
//! override gets an empty span past the end of the text: one byte after it and its own index.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::source::{Origin, Override, Source, translate};
use super::{Config, misplaced, validate};
use crate::codes::{CONF_01, CONF_02, CONF_03};
use crate::conflict;
use crate::diag::{Diagnostic, Reported, Span, arrange};
use crate::formats::toml::{self as notation, Fault, FaultKind};

/// Reads a configuration. A setting that cannot be used is reported and gets its default value.
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
    let faults = notation::syntax_faults(&source.text, &broken).into_iter();
    let mut problems: Vec<Diagnostic> = faults
        .map(|fault| {
            let span = fault.span.clone();
            problem(fault).at(&source.file, span)
        })
        .collect();
    // After a syntax error it is uncertain which table a line belongs to.
    let certain = broken
        .iter()
        .filter_map(|error| error.span())
        .map(|span| span.start)
        .min();
    for (span, other, name) in translate(root.get_mut()) {
        let message = format!("`{other}` is an alias of `{name}`, which is set as well");
        let problem = Diagnostic::new(CONF_03, message).help("keep one of the two");
        problems.push(problem.at(&source.file, span));
    }
    let documents: Vec<String> = source.overrides.iter().map(Override::document).collect();
    for (at, document) in documents.iter().enumerate() {
        problems.extend(set(&mut root, &source, at, document));
    }
    let config = notation::fit_document(&mut root, |fault| {
        let span = fault.span.clone();
        if certain.is_none_or(|end| span.start < end || span.start > source.text.len()) {
            let fault = explain_misplaced(fault, &source.text);
            problems.push(source.place(&origin(&source, &span), problem(fault)));
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

/// The problem for a fault in the syntax, a key or a value of `site.toml`.
fn problem(fault: Fault) -> Diagnostic {
    let code = match fault.kind {
        FaultKind::Syntax | FaultKind::RepeatedKey => CONF_01,
        FaultKind::MisspeltKey | FaultKind::UnknownKey => CONF_02,
        FaultKind::Value => CONF_03,
    };
    let help = fault.help.map(|help| match fault.kind {
        FaultKind::UnknownKey => format!("{help}; your own keys belong under [extra]"),
        _ => help,
    });
    Diagnostic {
        help,
        ..Diagnostic::new(code, fault.message)
    }
}

/// The fault; if its setting is in the wrong part of the file, the message and the help say so.
fn explain_misplaced(fault: Fault, text: &str) -> Fault {
    match misplaced::elsewhere(text, &fault.span) {
        Some((message, help)) => Fault {
            kind: FaultKind::MisspeltKey,
            message,
            help: Some(help),
            ..fault
        },
        None => fault,
    }
}

/// Where a value with this span was set. Spans past the end of the text belong to the overrides, in order.
fn origin<'s>(source: &'s Source, span: &Span) -> Origin<'s> {
    let behind = span.start.checked_sub(source.text.len() + 1);
    match behind.and_then(|at| source.overrides.get(at)) {
        Some(setting) => Origin::Override(setting),
        None => Origin::File(span.clone()),
    }
}

/// Merges an override into the document, with the span past the end of the text by which [`origin`] recognises it.
fn set<'d>(
    root: &mut Spanned<DeTable<'d>>,
    source: &Source,
    at: usize,
    document: &'d str,
) -> Option<Diagnostic> {
    let setting = &source.overrides[at];
    let refuse = |message: String| {
        let problem = Diagnostic::new(CONF_03, message)
            .help("write it like MEND_TITLE, or like MEND_LINKS__BROKEN for a key in a table");
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
            return refuse("the name has an empty part".to_owned());
        }
        let name = Spanned::new(span.clone(), part.to_owned().into());
        if parts.peek().is_none() {
            // `insert` alone would keep the key with its span in the file, and a fault would be reported there.
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

/// Sets the span of a value and of everything in it.
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
