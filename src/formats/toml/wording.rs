//! The messages of the TOML library, reworded for publishers: no names of Rust types, and what to write instead.
//!
//! The library has no error codes, so its messages are matched by their text. An unknown message is used unchanged.

use super::fault::{Fault, FaultKind};
use crate::diag::{Span, nearest};

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
    let first = said.lines().next().unwrap_or(said);
    let (message, help) = match first {
        "duplicate key" => ("this key is set twice", "keep one of the two lines"),
        _ if first.starts_with("invalid basic string, expected `\"`") => {
            ("the closing quotation mark is missing", "add \" at the end")
        }
        _ if first.starts_with("invalid multi-line basic string") => (
            "the closing quotation marks are missing",
            "add \"\"\" at the end",
        ),
        _ if first.starts_with("string values must be quoted") => (
            "text must be in quotation marks",
            "write it like title = \"A calm guide\"",
        ),
        _ if first.starts_with("unclosed array") => (
            "the closing bracket of this list is missing",
            "add ] at the end",
        ),
        _ if first.starts_with("unclosed table") || first.starts_with("unclosed array table") => (
            "the closing bracket of this table name is missing",
            "write it like [links]",
        ),
        other => (other, ""),
    };
    Fault {
        kind: FaultKind::Syntax,
        span,
        message: message.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
    }
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

/// The fault of a setting that does not fit; `key` is its full dotted key.
pub(super) fn of_value(said: &str, key: &str, span: Span) -> Fault {
    let said = said.lines().next().unwrap_or(said);
    let (kind, message, help) = match said {
        _ if said.starts_with("unknown field") => unknown_key(said),
        _ if said.starts_with("unknown variant") => {
            let (message, help) = unknown_choice(said, key);
            (FaultKind::Value, message, Some(help))
        }
        _ => {
            let (message, help) = misfit(said, key);
            (FaultKind::Value, message, help)
        }
    };
    Fault {
        kind,
        span,
        message,
        help,
    }
}

/// The key that a table lacks, if the message is about a missing key.
pub(super) fn missing_key(said: &str) -> Option<&str> {
    let rest = said.lines().next()?.strip_prefix("missing field `")?;
    rest.strip_suffix('`')
}

/// The name that was written and the known ones, from "unknown field `tilte`, expected one of `title`, …".
fn names(said: &str) -> (&str, Vec<&str>) {
    let mut names = said.split('`').skip(1).step_by(2);
    (names.next().unwrap_or_default(), names.collect())
}

fn unknown_key(said: &str) -> (FaultKind, String, Option<String>) {
    let (written, known) = names(said);
    let (kind, help) = match nearest(written, known.iter().copied()) {
        Some(meant) => (
            FaultKind::MisspeltKey,
            Some(format!("did you mean `{meant}`?")),
        ),
        None => (
            FaultKind::UnknownKey,
            Some(format!("the known keys are {}", known.join(", "))),
        ),
    };
    (kind, format!("unknown key `{written}`"), help)
}

fn unknown_choice(said: &str, key: &str) -> (String, String) {
    let (written, known) = names(said);
    let quoted: Vec<String> = known.iter().map(|name| format!("\"{name}\"")).collect();
    let all = match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    };
    let help = match nearest(written, known) {
        Some(meant) => format!("did you mean \"{meant}\"? The valid values are {all}"),
        None => format!("write {all}"),
    };
    (format!("`{key}` cannot be \"{written}\""), help)
}

/// A value of the wrong type, or a table that lacks a key.
fn misfit(said: &str, key: &str) -> (String, Option<String>) {
    if let Some(missing) = said.strip_prefix("missing field ") {
        return (
            format!("[{key}] has no {missing}"),
            Some(format!("add {missing}")),
        );
    }
    let typed = said
        .strip_prefix("invalid type: ")
        .or_else(|| said.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "));
    let message = match typed {
        Some((found, expected)) => {
            format!("`{key}` must be {}, not {}", wanted(expected), given(found))
        }
        None => said.to_owned(),
    };
    (message, None)
}

/// An expected type, in words for publishers.
fn wanted(expected: &str) -> String {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number of 0 or more",
        "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" | "str" => "text in quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "a list such as [\"one\", \"two\"]",
        other if other == "a map" || other.starts_with("struct ") => "a table",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// A value that was found, in words for publishers; the library writes `string "ten"` and ``integer `7` ``.
fn given(found: &str) -> String {
    let found = found.replace('`', "");
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer", number)) => format!("the number {number}"),
        Some(("floating", rest)) => {
            format!("the number {}", rest.trim_start_matches("point "))
        }
        Some(("boolean", truth)) => truth.to_owned(),
        _ => match found.as_str() {
            "sequence" => "a list".to_owned(),
            "map" => "a table".to_owned(),
            "datetime" => "a date".to_owned(),
            other => other.to_owned(),
        },
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
        ] {
            let (found, way) = cause(line).expect(line);
            assert!(
                found.contains(message) && way.contains(help),
                "{found}: {way}"
            );
        }
        for line in [
            "title = Mum",
            "[links",
            "tags = [\"a\", \"b\"]",
            "title = \"a\\\"b\"",
            "title = \"Mum",
        ] {
            assert_eq!(cause(line), None, "{line}");
        }
    }
}
