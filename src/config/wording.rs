//! What the TOML library says of a setting, in words a publisher knows: no names of Rust types, and what to write instead.

use crate::codes::{CONF_02, CONF_03};
use crate::diag::{Diagnostic, nearest};

/// Keys that other generators have and mend leaves out on purpose, with the reason.
const REFUSED: [(&str, &str); 1] = [(
    ".visited",
    "take the line out: a link that was followed looks like any other, so that the page does not tell the next person at this screen what was read",
)];

/// A slip in the notation, with help where the library's words give none.
pub(super) fn of_syntax(said: &str) -> (String, Option<String>) {
    let first = said.lines().next().unwrap_or(said);
    let (message, help) = match first {
        "duplicate key" => (
            "this key stands here a second time",
            "keep one of the two lines",
        ),
        _ if first.starts_with("invalid basic string, expected `\"`") => {
            ("this text has no closing quotation mark", "end it with \"")
        }
        _ if first.starts_with("invalid multi-line basic string") => (
            "this text of several lines has no end",
            "end it with \"\"\"",
        ),
        _ if first.starts_with("string values must be quoted") => (
            "a text must stand between quotation marks",
            "write it like title = \"A calm guide\"",
        ),
        _ if first.starts_with("unclosed array") => ("this list has no end", "close it with ]"),
        _ if first.starts_with("unclosed table") || first.starts_with("unclosed array table") => {
            ("the name of this table has no end", "write it like [links]")
        }
        other => return (other.to_owned(), None),
    };
    (message.to_owned(), Some(help.to_owned()))
}

/// A setting that cannot be what its key wants; `key` is the whole of it, with dots.
pub(super) fn of_value(said: &str, key: &str) -> Diagnostic {
    let said = said.lines().next().unwrap_or(said);
    // The names stand between backticks: "unknown field `tilte`, expected one of `title`, …".
    let mut names = said.split('`').skip(1).step_by(2);
    let written = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let meant = nearest(written, known.iter().copied());
    // In a table with keys of a closed set, such as colours, a key is a variant.
    let is_key = key.rsplit('.').next() == Some(written);
    if said.starts_with("unknown field") || (said.starts_with("unknown variant") && is_key) {
        let refused = REFUSED.iter().find(|(refused, _)| key.ends_with(refused));
        let help = match (refused, meant) {
            (Some((_, why)), _) => (*why).to_owned(),
            (None, Some(meant)) => format!("did you mean `{meant}`?"),
            (None, None) => format!(
                "known here: {}; your own keys belong under [extra]",
                known.join(", ")
            ),
        };
        return Diagnostic::new(CONF_02, format!("there is no key `{written}`")).help(help);
    }
    if said.starts_with("unknown variant") {
        let quoted: Vec<String> = known.iter().map(|name| format!("\"{name}\"")).collect();
        let all = match quoted.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        let help = match meant {
            Some(meant) => format!("did you mean \"{meant}\"? Possible are {all}"),
            None => format!("write {all}"),
        };
        let message = format!("`{key}` cannot be \"{written}\"");
        return Diagnostic::new(CONF_03, message).help(help);
    }
    if let Some(missing) = said.strip_prefix("missing field ") {
        let message = format!("[{key}] lacks the key {missing}");
        return Diagnostic::new(CONF_03, message).help(format!("add {missing} to it"));
    }
    let typed = said
        .strip_prefix("invalid type: ")
        .or_else(|| said.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "));
    match typed {
        Some((found, expected)) => Diagnostic::new(
            CONF_03,
            format!("`{key}` must be {}, not {}", wanted(expected), given(found)),
        ),
        None => Diagnostic::new(CONF_03, said.to_owned()),
    }
}

/// A type as a publisher would call it.
fn wanted(expected: &str) -> String {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number that is not negative",
        "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" | "str" => "a text between quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "a list such as [\"one\", \"two\"]",
        other if other == "a map" || other.starts_with("struct ") => "a table of keys",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// A value that was found, as it is called in such an error: `string "ten"`, `integer `7``.
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
