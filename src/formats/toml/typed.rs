//! Deserialises TOML into a Rust type with error recovery: every setting that does not fit is reported, and the rest is
//! used.
//!
//! The library stops at the first setting that does not fit. So that setting is reported and removed, and the rest is
//! deserialised again, until everything fits. All faults are found in one run, and there is always a value. The wording
//! of the messages is in `wording`.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use super::fault::Fault;
use super::wording;
use crate::diag::{Lines, Span};

/// The most faults reported in one run: each one deserialises the whole file again.
const MOST_FAULTS: usize = 100;

/// Deserialises a text. A setting that does not fit gets its default value.
pub fn fit<T: DeserializeOwned + Default>(text: &str, mut tell: impl FnMut(Fault)) -> T {
    let (mut root, broken) = DeTable::parse_recoverable(text);
    syntax_faults(text, &broken).into_iter().for_each(&mut tell);
    // After a syntax error it is uncertain which table a line belongs to.
    let certain = broken
        .iter()
        .filter_map(|error| error.span())
        .map(|span| {
            text[..span.start.min(text.len())]
                .rfind('\n')
                .map_or(0, |end| end + 1)
        })
        .min();
    fit_document(&mut root, |fault| {
        if certain.is_none_or(|end| fault.span.start < end) {
            tell(fault);
        }
    })
}

/// Deserialises a parsed document. Settings that do not fit are removed from it.
pub fn fit_document<T: DeserializeOwned + Default>(
    root: &mut Spanned<DeTable<'_>>,
    mut tell: impl FnMut(Fault),
) -> T {
    let mut removed: Vec<String> = Vec::new();
    for _ in 0..MOST_FAULTS {
        let error = match T::deserialize(Deserializer::from(root.clone())) {
            Ok(value) => return value,
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let Removed { path, value } = remove(root.get_mut(), &span).unwrap_or_default();
        let key = path.join(".");
        let is_end = key.is_empty();
        // A key that is missing because its value was removed has been reported already.
        let is_told = |missing: &str| removed.contains(&format!("{key}.{missing}"));
        if !wording::missing_key(error.message()).is_some_and(is_told) {
            tell(wording::of_value(error.message(), &key, value, span));
        }
        if is_end {
            break;
        }
        removed.push(key);
    }
    T::default()
}

/// The syntax errors, at most one per line, since further ones usually follow from the first.
pub fn syntax_faults(text: &str, errors: &[Error]) -> Vec<Fault> {
    let lines = Lines::new(text);
    let mut told = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    let mut errors: Vec<&Error> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let (line, _) = lines.position(span.start);
        // The rest of a text that is not closed is no setting either.
        let follows = told.last() == Some(&(line - 1))
            && faults.last().is_some_and(wording::is_unclosed_text);
        if !told.contains(&line) && !follows {
            told.push(line);
            faults.push(syntax_fault(text, error));
        }
    }
    faults
}

/// The fault of one syntax error.
pub(super) fn syntax_fault(text: &str, error: &Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    wording::of_syntax(error.message(), line_at(text, span.start), span)
}

/// The line of this byte.
fn line_at(text: &str, at: usize) -> &str {
    let start = text[..text.floor_char_boundary(at)]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// A setting that was removed.
#[derive(Default)]
struct Removed {
    /// Its dotted key.
    path: Vec<String>,
    /// What its value was.
    value: wording::Value,
}

/// What a value is, as far as the library's messages do not say it: it takes dates for tables, and a table for a list of one.
fn kind_of(value: &DeValue<'_>) -> wording::Value {
    match value {
        DeValue::Datetime(_) => wording::Value::Date,
        _ => wording::Value::Other,
    }
}

/// Removes the innermost setting whose key or value has this span.
fn remove(table: &mut DeTable<'_>, span: &Span) -> Option<Removed> {
    let mut found = None;
    for (key, value) in table.iter_mut() {
        let inner = match value.get_mut() {
            DeValue::Table(inner) => remove(inner, span),
            DeValue::Array(items) => remove_item(items, span),
            _ => None,
        };
        if let Some(mut removed) = inner {
            removed.path.insert(0, key.get_ref().to_string());
            return Some(removed);
        }
        if key.span() == *span || value.span() == *span {
            found = Some(key.get_ref().to_string());
        }
    }
    let name = found?;
    let value = table.remove(name.as_str())?;
    Some(Removed {
        path: vec![name],
        value: kind_of(value.get_ref()),
    })
}

fn remove_item(items: &mut DeArray<'_>, span: &Span) -> Option<Removed> {
    for (at, item) in items.iter_mut().enumerate() {
        if let DeValue::Table(inner) = item.get_mut()
            && let Some(mut removed) = remove(inner, span)
        {
            removed.path.insert(0, at.to_string());
            return Some(removed);
        }
    }
    let at = items.iter().position(|item| item.span() == *span)?;
    let is_table = matches!(items[at].get_ref(), DeValue::Table(_));
    let all = std::mem::replace(items, DeArray::new()).into_iter();
    let others = all.enumerate().filter(|(other, _)| *other != at);
    *items = others.map(|(_, item)| item).collect();
    Some(Removed {
        path: vec![at.to_string()],
        value: match is_table {
            true => wording::Value::ListedTable,
            false => wording::Value::Other,
        },
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::formats::toml::FaultKind;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Lamps {
        count: u32,
        lamps: Vec<Lamp>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lamp {
        name: String,
        wick: u32,
    }

    #[test]
    fn all_faults_are_told_at_once_and_the_rest_holds() {
        let text = "count = 2\ncuont = 3\n[[lamps]]\nname = \"a\"\nwick = 1\n[[lamps]]\nname = 5\nwick = 2\n";
        let mut told = Vec::new();
        let lamps: Lamps = fit(text, |fault| {
            told.push((fault.kind, text[fault.span].to_owned()));
        });
        let wanted = [
            (FaultKind::MisspeltKey, "cuont".to_owned()),
            (FaultKind::Value, "5".to_owned()),
        ];
        assert_eq!(told, wanted, "a lamp without a name has been told of");
        let lamp = Lamp {
            name: "a".to_owned(),
            wick: 1,
        };
        assert_eq!((lamps.count, lamps.lamps), (2, vec![lamp]));
    }
}
