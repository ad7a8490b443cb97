//! The source of a configuration: the text of the file, and the overrides from outside of it.
//!
//! The origin of every setting can be found, so that a message can name the line of the file, the environment variable
//! or the option that is wrong. What the settings mean is not known here.

use serde::de::IgnoredAny;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FILE_NAME;
use crate::diag::{Diagnostic, Span};
use crate::path::SourcePath;

/// The names in other tools of top-level keys.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("baseURL", "base_url"),
    ("url", "base_url"),
    ("default_language", "language"),
    ("languageCode", "language"),
    ("lang", "language"),
    ("timeZone", "timezone"),
    ("publishDir", "output_dir"),
    ("preview", "serve"),
    ("params", "extra"),
];

/// The text of a configuration and its overrides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// The file of the text: its path in the site folder, or its full path if it is elsewhere.
    pub file: SourcePath,
    /// The text.
    pub text: String,
    /// Settings made outside of the file; later ones override earlier ones.
    pub overrides: Vec<Override>,
}

/// A setting made outside of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Override {
    /// The name of the variable or option that made it, such as `MEND_SERVE__PORT` or `--base-url`.
    pub name: String,
    /// The key, with dots between its parts.
    pub key: String,
    /// The value: TOML if it parses as such, otherwise a string.
    pub value: String,
}

/// Where a setting was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin<'s> {
    /// In the file, at these bytes.
    File(Span),
    /// Outside of it.
    Override(&'s Override),
    /// Nowhere: it has its default value.
    Default,
}

impl Source {
    /// A file with the default name and this text, without overrides.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            file: SourcePath::new(FILE_NAME),
            text: text.into(),
            overrides: Vec::new(),
        }
    }

    /// Where the value of a dotted key such as `style.light.accent` was set. A number is the index of an item in a list.
    pub(super) fn origin(&self, key: &str) -> Origin<'_> {
        let sets = |setting: &&Override| {
            let below = key.strip_prefix(setting.key.as_str());
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if let Some(setting) = self.overrides.iter().rev().find(sets) {
            return Origin::Override(setting);
        }
        find(&self.text, key).map_or(Origin::Default, |setting| Origin::File(setting.value))
    }

    /// As [`origin`](Self::origin), but with the span of the key itself in the file, not of its value.
    pub(super) fn origin_of_name(&self, key: &str) -> Origin<'_> {
        match self.origin(key) {
            Origin::File(value) => {
                let name = find(&self.text, key).and_then(|setting| setting.name);
                Origin::File(name.unwrap_or(value))
            }
            other => other,
        }
    }

    /// Attaches a problem to the origin of a setting. An override has no place, so the message names it instead.
    pub(super) fn place(&self, origin: &Origin<'_>, mut problem: Diagnostic) -> Diagnostic {
        match origin {
            Origin::File(span) => problem.at(&self.file, span.clone()),
            Origin::Default => problem.in_file(&self.file),
            Origin::Override(setting) => {
                problem.message = format!("{}: {}", setting.name, problem.message);
                problem
            }
        }
    }
}

impl Override {
    /// A TOML document with the value under the key `value`.
    pub(super) fn document(&self) -> String {
        let document = format!("value = {}", self.value);
        match toml::from_str::<IgnoredAny>(&document) {
            Ok(_) => document,
            Err(_) => format!("value = {}", toml::Value::from(self.value.as_str())),
        }
    }
}

/// Renames aliases to mend's own keys. Returns the span and both names of each setting that is there under both.
pub(super) fn translate(table: &mut DeTable<'_>) -> Vec<(Span, &'static str, &'static str)> {
    let mut twice = Vec::new();
    for (other, name) in OTHER_NAMES {
        let Some((key, value)) = table.remove_entry(*other) else {
            continue;
        };
        if table.contains_key(*name) {
            twice.push((key.span(), *other, *name));
        } else {
            table.insert(Spanned::new(key.span(), (*name).into()), value);
        }
    }
    twice
}

/// The spans of a setting in a text.
#[derive(Debug, PartialEq)]
struct Setting {
    /// The span of its name; an item of a list has none.
    name: Option<Span>,
    /// The span of its value.
    value: Span,
}

/// Finds where a dotted key is set; `None` if the text does not set it.
fn find(text: &str, key: &str) -> Option<Setting> {
    let mut document = DeTable::parse_recoverable(text).0.into_inner();
    translate(&mut document);
    let (first, rest) = key.split_once('.').unwrap_or((key, ""));
    let (name, mut value) = document.get_key_value(first)?;
    let mut name = Some(name.span());
    for part in rest.split_terminator('.') {
        (name, value) = match value.get_ref() {
            DeValue::Table(inner) => {
                let (name, value) = inner.get_key_value(part)?;
                (Some(name.span()), value)
            }
            DeValue::Array(inner) => (None, inner.get(part.parse::<usize>().ok()?)?),
            _ => return None,
        };
    }
    Some(Setting {
        name,
        value: value.span(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_toml_lets_it_stand() {
        for text in [
            "[style.light]\naccent = \"#abc\"",
            "style.light.accent = \"#abc\"",
            "[style]\nlight = { accent = \"#abc\" }",
        ] {
            let setting = find(text, "style.light.accent").expect("it is there");
            assert_eq!(&text[setting.value], "\"#abc\"");
            let name = &text[setting.name.expect("it has one")];
            assert!(name == "accent" || name == "style.light.accent", "{name}");
        }
    }

    #[test]
    fn a_value_of_a_list_is_found_by_its_number() {
        let text = "[a]\nb = [\"x\", \"y\"]";
        let setting = find(text, "a.b.1").expect("it is there");
        assert_eq!((&text[setting.value], setting.name), ("\"y\"", None));
    }

    #[test]
    fn what_is_not_there_has_no_place() {
        for (text, key) in [
            ("a = 1", "b"),
            ("a = 1", "a.b"),
            ("[a]\nb = 1", "a.c"),
            ("a = [1]", "a.1"),
            ("a = [1]", "a.b"),
            ("=", "a"),
        ] {
            assert_eq!(find(text, key), None, "{text}");
        }
    }

    #[test]
    fn what_overrides_a_key_is_to_blame_for_it_and_for_what_is_below_it() {
        let source = Source {
            overrides: vec![Override {
                name: "MEND_EXIT".to_owned(),
                key: "exit".to_owned(),
                value: "{ url = \"x\" }".to_owned(),
            }],
            ..Source::of("[exit]\nurl = \"y\"\n[exits]\nurl = \"z\"")
        };
        assert_eq!(
            source.origin("exit.url"),
            Origin::Override(&source.overrides[0])
        );
        assert!(matches!(source.origin("exits.url"), Origin::File(_)));
        assert_eq!(source.origin("title"), Origin::Default);
    }
}
