//! The messages of the TOML library, reworded for publishers: no names of Rust types, and what to write instead.
//!
//! The library has no error codes, so its messages are matched by their text. An unknown message is used unchanged.

use super::fault::{Fault, FaultKind};
use crate::diag::Span;
use crate::formats::misfit::{self, Kind, Notation, Subject};

pub(super) use crate::formats::misfit::missing_key;

/// How TOML writes its values.
const NOTATION: Notation = Notation {
    list: "a list such as [\"one\", \"two\"]",
    list_help: "",
    group: "a table",
    group_help: "",
    text: "text in quotation marks",
    assign: " = ",
    quote: '"',
};

/// The fault of a syntax error in this line, with help if there is any.
pub(super) fn of_syntax(said: &str, line: &str, span: Span) -> Fault {
    if let Some((message, help)) = cause(line.trim()) {
        return Fault {
            kind: FaultKind::Syntax,
            span,
            message,
            help: Some(help),
        };
    }
    let said = said.lines().next().unwrap_or(said);
    let (message, help) = plain(said);
    Fault {
        kind: match said.starts_with("duplicate key") {
            true => FaultKind::RepeatedKey,
            false => FaultKind::Syntax,
        },
        span,
        message: message.to_owned(),
        help: Some(help.to_owned()),
    }
}

/// Plain sentences for messages whose cause was not found in their line: parts of the message, what is wrong, and how to mend
/// it. The first that fits counts.
const PLAIN: &[(&[&str], &str, &str)] = &[
    (
        &["duplicate key"],
        "this key is set twice",
        "keep one of the two lines",
    ),
    (
        &["invalid multi-line"],
        "the closing quotation marks are missing",
        "add the same three quotation marks at the end",
    ),
    (
        &["visible characters", "printable characters"],
        "this line has a character that cannot be seen, or its closing quotation mark is missing",
        "add the quotation mark at the end, or delete the character and write the text again",
    ),
    (
        &["invalid basic string", "invalid literal string"],
        "the closing quotation mark is missing",
        "add the same quotation mark at the end",
    ),
    (
        &["missing opening quote"],
        "the opening quotation mark is missing",
        "add the same quotation mark before the text",
    ),
    (
        &["string values must be quoted"],
        "text must be in quotation marks",
        "write it like title = \"A calm guide\"",
    ),
    (
        &["unclosed array table", "unclosed table"],
        "the closing bracket of this table name is missing",
        "write it like [links]",
    ),
    (
        &["unclosed array"],
        "the closing bracket of this list is missing",
        "add ] at the end",
    ),
    (
        &["unclosed inline table"],
        "the closing bracket of this table is missing",
        "add } at the end",
    ),
    (
        &["missing comma"],
        "a comma is missing before this",
        "put a comma between two entries",
    ),
    (
        &["extra comma", "extra `=`", "extra assignment"],
        "this sign is one too many",
        "delete it",
    ),
    (
        &["escaped value", "unicode value", "unicode hexadecimal"],
        "a backslash inside double quotation marks begins a code",
        "use single quotation marks around the text, or write / in place of \\",
    ),
    (
        &["unquoted keys cannot be empty", "missing key"],
        "there is no name before the equals sign",
        "write it like title = \"A calm guide\"",
    ),
    (
        &["invalid unquoted key"],
        "this name has a character that names cannot have",
        "use letters without accents, digits, - and _, or put the name in quotation marks",
    ),
    (
        &["invalid date", "invalid time", "invalid offset", "-digit"],
        "this is not a date",
        "write it like 2026-02-28",
    ),
    (
        &["digits", "leading zero", "radix", "numeric", "sign"],
        "this is not a number as TOML writes it",
        "write digits only, such as 20, or put a text in quotation marks",
    ),
    (
        &["unexpected key or value", "unexpected content"],
        "something follows the value of this line",
        "give each setting a line of its own, and begin a comment with #",
    ),
    (
        &["carriage return"],
        "this line ends in a way that TOML does not know",
        "save the file with the line endings of Unix or Windows",
    ),
    (
        &["recurs"],
        "there are too many nested brackets",
        "write it with fewer brackets",
    ),
];

fn plain(said: &str) -> (&'static str, &'static str) {
    let fits = |(parts, ..): &&(&[&str], _, _)| parts.iter().any(|part| said.contains(part));
    let found = PLAIN.iter().find(fits);
    let found = found.map(|(_, message, help)| (*message, *help));
    found.unwrap_or((
        "this line is not a setting",
        "write a name, an equals sign and a value, such as title = \"A calm guide\"",
    ))
}

/// A usual mistake in a line, which the library describes by the sign that it expected.
fn cause(line: &str) -> Option<(String, String)> {
    const CURLY: [char; 6] = ['“', '”', '„', '‟', '‘', '’'];
    let is_key = |key: &str| {
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let Some((key, value)) = line.split_once('=') else {
        let (key, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']).trim_matches(CURLY);
        return is_key(key.trim()).then(|| {
            (
                "a name and its value are joined by an equals sign here, not by a colon".to_owned(),
                format!("write {} = \"{value}\"", key.trim()),
            )
        });
    };
    let (key, value) = (key.trim(), value.trim());
    if !is_key(key) {
        return None;
    }
    if value.is_empty() || value.starts_with('#') {
        return Some((
            format!("`{key}` has no value"),
            format!(
                "write its value after the equals sign, or delete the line: {key} = \"a text\""
            ),
        ));
    }
    if let Some(meant) = truth(value) {
        return Some((
            format!("`{key}` must be true or false, not {value}"),
            format!("write {key} = {meant}"),
        ));
    }
    if is_bare(value) {
        return Some((
            "text must be in quotation marks".to_owned(),
            format!("write {key} = \"{value}\""),
        ));
    }
    if value.starts_with(CURLY) {
        let inner = value.trim_matches(CURLY).trim_matches('"');
        return Some((
            "these quotation marks are curly".to_owned(),
            format!("type straight ones: {key} = \"{inner}\""),
        ));
    }
    let quote = value
        .chars()
        .next()
        .filter(|first| "\"'".contains(*first))?;
    let inner = value[1..].strip_suffix(quote)?;
    let other = if quote == '"' { '\'' } else { '"' };
    let has_more =
        inner.contains(quote) && !inner.contains([other, '\\']) && !inner.starts_with(quote);
    has_more.then(|| {
        (
            "the text goes on after its closing quotation mark".to_owned(),
            format!(
                "use the other kind of quotation mark around it: {key} = {other}{inner}{other}"
            ),
        )
    })
}

/// What `yes` and `no` mean.
fn truth(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "yes" | "on" | "true" => Some(true),
        "no" | "off" | "false" => Some(false),
        _ => None,
    }
}

/// Whether a value is words without quotation marks.
fn is_bare(value: &str) -> bool {
    value.starts_with(char::is_alphabetic) && !value.contains(['"', '#', '='])
}

/// Whether a fault is a text without its closing quotation mark.
pub(super) fn is_unclosed_text(fault: &Fault) -> bool {
    fault.message.starts_with("the closing quotation mark")
}

/// A value whose kind the library's messages do not name.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Value {
    /// A date.
    Date,
    /// A table in a list, as `[[exit]]` writes it.
    ListedTable,
    /// Anything else.
    #[default]
    Other,
}

/// The fault of a setting that does not fit; `key` is its full dotted key.
pub(super) fn of_value(said: &str, key: &str, value: Value, span: Span) -> Fault {
    let said = said.lines().next().unwrap_or(said);
    // The library reads a list as the values of a table, in order.
    if value == Value::ListedTable
        && said.starts_with("invalid type: map")
        && let Some((table, "0")) = key.rsplit_once('.')
    {
        return Fault {
            kind: FaultKind::Value,
            span,
            message: format!("`{table}` is one table, not a list of tables"),
            help: Some(format!("write [{table}] with single brackets")),
        };
    }
    let said = match value {
        Value::Date => said.replacen("invalid type: map", "invalid type: datetime", 1),
        _ => said.to_owned(),
    };
    let said = said.as_str();
    let table = key.rsplit_once('.').map_or("", |(table, _)| table);
    let (value, group) = match said.starts_with("missing field") {
        true => (format!("`{key}`"), in_table(key)),
        false => (format!("`{key}`"), in_table(table)),
    };
    let subject = Subject {
        value: &value,
        group: &group,
    };
    let Some(misfit) = misfit::reword(said, &subject, &NOTATION) else {
        // The sentences of mend's own types, and a number that is too large.
        let message = match said.ends_with("overflowed") {
            true => format!("the number of `{key}` is too large"),
            false => said.to_owned(),
        };
        return Fault {
            kind: FaultKind::Value,
            span,
            message,
            help: None,
        };
    };
    Fault {
        kind: match misfit.kind {
            Kind::MisspeltKey => FaultKind::MisspeltKey,
            Kind::UnknownKey => FaultKind::UnknownKey,
            Kind::RepeatedKey => FaultKind::RepeatedKey,
            Kind::Value => FaultKind::Value,
        },
        span,
        message: misfit.message,
        help: misfit.help,
    }
}

/// A table, as sentences name it.
fn in_table(key: &str) -> String {
    match key {
        "" => "this file".to_owned(),
        key => format!("[{key}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_mistakes_are_named() {
        for (line, message, help) in [
            ("title: Mum", "not by a colon", "title = \"Mum\""),
            ("title = “Mum”", "are curly", "title = \"Mum\""),
            (
                "title = \"Mum \"and\" Dad\"",
                "goes on after",
                "title = 'Mum \"and\" Dad'",
            ),
            ("title = 'Mum's'", "goes on after", "title = \"Mum's\""),
            ("title = Mum", "in quotation marks", "title = \"Mum\""),
            ("math = yes", "true or false", "math = true"),
            ("title =", "`title` has no value", "title = \"a text\""),
        ] {
            let (found, way) = cause(line).expect(line);
            assert!(
                found.contains(message) && way.contains(help),
                "{found}: {way}"
            );
        }
        for line in [
            "[links",
            "tags = [\"a\", \"b\"]",
            "title = \"a\\\"b\"",
            "title = \"Mum",
        ] {
            assert_eq!(cause(line), None, "{line}");
        }
    }
}
