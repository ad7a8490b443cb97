//! Data that do not fit their type, in words for authors: an unknown key, a value that is not allowed, a missing key.
//!
//! `serde` describes them in one line of text for all notations, such as ``unknown field `x`, expected one of …``. This module
//! takes that line apart. How a notation writes lists and groups of settings is passed in; the syntax of notations is reworded
//! elsewhere.

use crate::diag::nearest;

/// How a notation names and writes its values.
pub(super) struct Notation {
    /// A list, as the object of "must be".
    pub(super) list: &'static str,
    /// How to write a list.
    pub(super) list_help: &'static str,
    /// A group of settings, as the object of "must be".
    pub(super) group: &'static str,
    /// How to write a group of settings.
    pub(super) group_help: &'static str,
    /// A text, as the object of "must be".
    pub(super) text: &'static str,
    /// What is between a name and its value.
    pub(super) assign: &'static str,
    /// The quotes of a word in a message.
    pub(super) quote: char,
}

/// The kinds of misfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An unknown key, similar to a known one.
    MisspeltKey,
    /// An unknown key.
    UnknownKey,
    /// A key that is set twice.
    RepeatedKey,
    /// A value that does not fit, or a missing key.
    Value,
}

/// A misfit in words.
pub(super) struct Misfit {
    pub(super) kind: Kind,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// The key or value that the message is about, as it is written.
    pub(super) written: Option<String>,
}

/// What a message is about, as it is named in sentences.
pub(super) struct Subject<'a> {
    /// The setting whose value does not fit: "`page_size`".
    pub(super) value: &'a str,
    /// The group of settings that has an unknown or lacks a known key: "[exit]", "an entry of `contacts`".
    pub(super) group: &'a str,
}

/// Rewords a message; `None` if it is not one of `serde`'s about a type.
pub(super) fn reword(said: &str, subject: &Subject<'_>, notation: &Notation) -> Option<Misfit> {
    let value = |message: String, help: Option<String>| Misfit {
        kind: Kind::Value,
        message,
        help,
        written: None,
    };
    if said.starts_with("unknown field") {
        return Some(unknown_key(said, subject));
    }
    if said.starts_with("unknown variant") {
        return Some(unknown_choice(said, subject, notation));
    }
    if let Some(missing) = said.strip_prefix("missing field ") {
        return Some(value(
            format!("{} has no {missing}", subject.group),
            Some(format!(
                "add a line `{}{}…`",
                missing.trim_matches('`'),
                notation.assign
            )),
        ));
    }
    if let Some(repeated) = said.strip_prefix("duplicate field ") {
        return Some(Misfit {
            kind: Kind::RepeatedKey,
            message: format!("{repeated} is set twice in {}", subject.group),
            help: Some("keep one of the two lines".to_owned()),
            written: Some(repeated.trim_matches('`').to_owned()),
        });
    }
    // A choice that is written as a list or as a group of settings.
    if said.starts_with("wanted ") {
        return Some(value(
            format!("{} must be {}", subject.value, notation.text),
            None,
        ));
    }
    let (found, expected) = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .find_map(|start| said.strip_prefix(start))?
        .rsplit_once(", expected ")?;
    if expected == "a string key" {
        let message = format!("a name must be a word, not {}", given(found, notation));
        return Some(value(message, Some("put it in quotation marks".to_owned())));
    }
    let (wanted, help) = wanted(expected, notation);
    let message = format!(
        "{} must be {wanted}, not {}",
        subject.value,
        given(found, notation)
    );
    Some(value(message, help))
}

/// The key that a group of settings lacks, if the message is about a missing key.
pub(super) fn missing_key(said: &str) -> Option<&str> {
    said.strip_prefix("missing field `")?.strip_suffix('`')
}

/// The name that was written and the known ones, from "unknown field `tilte`, expected one of `title`, …".
fn names(said: &str) -> (&str, Vec<&str>) {
    let mut names = said.split('`').skip(1).step_by(2);
    (names.next().unwrap_or_default(), names.collect())
}

fn unknown_key(said: &str, subject: &Subject<'_>) -> Misfit {
    let (written, known) = names(said);
    let (kind, help) = match (nearest(written, known.iter().copied()), &*known) {
        (Some(meant), _) => (Kind::MisspeltKey, format!("did you mean `{meant}`?")),
        (None, [only]) => (Kind::UnknownKey, format!("the only known key is {only}")),
        (None, _) => (
            Kind::UnknownKey,
            format!("the known keys are {}", known.join(", ")),
        ),
    };
    Misfit {
        kind,
        message: format!("unknown key `{written}` in {}", subject.group),
        help: Some(help),
        written: Some(written.to_owned()),
    }
}

fn unknown_choice(said: &str, subject: &Subject<'_>, notation: &Notation) -> Misfit {
    let (written, known) = names(said);
    let quote = notation.quote;
    let quoted: Vec<String> = known
        .iter()
        .map(|name| format!("{quote}{name}{quote}"))
        .collect();
    let all = match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    };
    let help = match nearest(written, known) {
        Some(meant) => format!("did you mean {quote}{meant}{quote}? The valid values are {all}"),
        None => format!("write {all}"),
    };
    Misfit {
        kind: Kind::Value,
        message: format!("{} cannot be {quote}{written}{quote}", subject.value),
        help: Some(help),
        written: Some(written.to_owned()),
    }
}

/// An expected type, and how to write it.
fn wanted<'n>(expected: &'n str, notation: &'n Notation) -> (&'n str, Option<String>) {
    let help = |help: &str| (!help.is_empty()).then(|| help.to_owned());
    match expected {
        "u8" => ("a whole number from 0 to 255", None),
        "u16" => ("a whole number from 0 to 65535", None),
        "u32" | "u64" | "usize" => ("a whole number of 0 or more", None),
        "i32" | "i64" | "isize" | "an integer" => ("a whole number", None),
        "f32" | "f64" => ("a number", None),
        "a string" | "string" | "str" => (notation.text, None),
        "a boolean" => ("true or false", None),
        "a sequence" => (notation.list, help(notation.list_help)),
        other if other == "a map" || other.starts_with("struct ") => {
            (notation.group, help(notation.group_help))
        }
        other if other.starts_with("string or ") || other.starts_with("enum ") => {
            (notation.text, None)
        }
        other => (other, None),
    }
}

/// A value that was found; the library writes `string "ten"` and ``integer `7` ``.
fn given(found: &str, notation: &Notation) -> String {
    let found = found.replace('`', "");
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer", number)) => {
            let number = number.split(' ').next().unwrap_or(number);
            format!("the number {number}")
        }
        Some(("floating", rest)) => {
            format!("the number {}", rest.trim_start_matches("point "))
        }
        Some(("boolean", truth)) => truth.to_owned(),
        Some(("unit", "value")) => "empty".to_owned(),
        _ => match found.as_str() {
            "sequence" => "a list".to_owned(),
            "map" => notation.group.to_owned(),
            "datetime" => "a date".to_owned(),
            "null" => "empty".to_owned(),
            other => other.to_owned(),
        },
    }
}
