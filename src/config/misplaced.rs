//! Finds the right place for a setting that is in the wrong part of `site.toml`: a top-level key in a table, as when a line is
//! added at the end of the file, or a key of a table at the top.
//!
//! It finds no faults of its own; it only explains those that the reader of the file has found.

use serde_json::Value;

use super::Config;
use crate::diag::{Span, any_of};

/// The setting on the line of a fault, with the table it is in.
struct Line<'t> {
    /// The name before the equals sign.
    key: &'t str,
    /// The name of the table, without brackets.
    table: Option<&'t str>,
    /// The first table of the file, as written.
    first: Option<&'t str>,
}

/// The message and the help for a setting at this place, if it belongs elsewhere.
pub(super) fn elsewhere(text: &str, span: &Span) -> Option<(String, String)> {
    let Line { key, table, first } = line(text, span)?;
    let schema = Config::schema();
    let known = schema.get("properties")?.as_object()?;
    match (table, first) {
        (Some(table), Some(first)) => {
            let is_of_top = known
                .get(key)
                .is_some_and(|about| fields(&schema, about).is_none());
            let accepts_any = table == "extra" || table.starts_with("extra.");
            (is_of_top && !accepts_any).then(|| {
                (
                    format!("`{key}` is not a setting of [{table}]"),
                    format!("it belongs at the top of the file: move the line above `{first}`, the first line in square brackets"),
                )
            })
        }
        _ if known.contains_key(key) => None,
        _ => {
            let has_key = |about: &Value| {
                fields(&schema, about).is_some_and(|fields| fields.get(key).is_some())
            };
            let tables = known.iter().filter(|(_, about)| has_key(about));
            let tables: Vec<String> = tables.map(|(name, _)| format!("[{name}]")).collect();
            (!tables.is_empty()).then(|| {
                (
                    format!("`{key}` does not belong at the top of the file"),
                    format!("write it below a line {}", any_of(&tables)),
                )
            })
        }
    }
}

/// Reads the line of a fault, and the lines in square brackets above it.
fn line<'t>(text: &'t str, span: &Span) -> Option<Line<'t>> {
    let before = text.get(..span.start)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let (key, _) = text[start..].lines().next()?.split_once('=')?;
    let header = |line: &'t str| {
        let line = line.trim();
        (line.starts_with('[') && !line.contains('=')).then_some(line)
    };
    let name = |header: &'t str| {
        let end = header.find(']').unwrap_or(header.len());
        header[..end].trim_start_matches('[').trim()
    };
    let above = || text[..start].lines().filter_map(header);
    Some(Line {
        key: key.trim(),
        table: above().next_back().map(name),
        first: above().next(),
    })
}

/// The settings of a table; `None` if the setting is not a table.
fn fields<'s>(schema: &'s Value, about: &'s Value) -> Option<&'s Value> {
    let reference = about.get("$ref").or_else(|| {
        let mut kinds = about.get("anyOf")?.as_array()?.iter();
        kinds.find_map(|kind| kind.get("$ref"))
    });
    let about = match reference.and_then(Value::as_str) {
        Some(reference) => schema.pointer(reference.trim_start_matches('#'))?,
        None => about,
    };
    about.get("properties")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str, at: &str) -> Option<String> {
        let start = text.find(at).expect("it is there");
        elsewhere(text, &(start..start + at.len())).map(|(_, help)| help)
    }

    #[test]
    fn a_setting_is_sent_to_the_part_of_the_file_that_it_belongs_to() {
        let text = "title = \"A\"\n[exit]\nurl = \"x\"\n[check.rules]\nbase_url = \"y\"\n";
        let found = help(text, "base_url").expect("it belongs to the top");
        assert!(found.contains("above `[exit]`"), "{found}");
        let found = help("preset = \"guide\"\n", "preset").expect("it belongs to a table");
        assert_eq!(found, "write it below a line `[check]`");
        for (text, at) in [
            ("wholly = 1\n", "wholly"),
            ("[exit]\nwholly = 1\n", "wholly"),
            ("[extra]\ntitle = 1\n", "title"),
            ("title = 1\n", "title"),
        ] {
            assert_eq!(help(text, at), None, "{text}");
        }
    }
}
