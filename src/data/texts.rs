//! The texts of the user interface: all words that templates, view and theme add to the articles.
//!
//! The theme brings English defaults in its `texts.yaml`. A site's `content/texts.yaml` overrides single texts, so a
//! translation is one more file. A text can contain `{names}` as placeholders. It can have a singular and a plural form,
//! `one` and `other`, selected by `{count}`. This module does not place the texts on pages; the templates do.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::source;
use crate::codes;
use crate::diag::{Diagnostic, KnownNames, Reported, did_you_mean};
use crate::files::SourceFile;
use crate::memo::Fingerprint;

/// The language of the built-in texts.
pub const LANGUAGE: &str = "en";

/// The name of the file without `.yaml`.
pub const NAME: &str = "texts";

/// All texts of the interface, by key. Clones share the entries.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    entries: Arc<BTreeMap<String, Text>>,
    /// The number of texts that are still the built-in ones.
    untranslated: usize,
    fingerprint: Option<Fingerprint>,
}

/// A text of the interface. It may contain the placeholders in braces that the built-in text has.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(untagged)]
pub enum Text {
    /// One form for every count.
    Plain(String),
    /// Two forms, selected by `{count}`.
    Counted {
        /// The form for exactly one.
        one: String,
        /// The form for every other number.
        other: String,
    },
}

impl Text {
    /// The form for a count, or the plural form without one.
    pub fn form(&self, count: Option<&str>) -> &str {
        match self {
            Self::Plain(words) => words,
            Self::Counted { one, .. } if count == Some("1") => one,
            Self::Counted { other, .. } => other,
        }
    }

    fn forms(&self) -> impl Iterator<Item = &str> {
        [self.form(Some("1")), self.form(None)].into_iter()
    }
}

impl Texts {
    /// The text of a key with its placeholders filled in. An unknown key is returned as it is, so that the gap is visible.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        match self.entries.get(key) {
            Some(text) => fill(text.form(value("count").as_deref()), value),
            None => key.to_owned(),
        }
    }

    /// The text of a key without placeholders.
    pub fn get(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The number of built-in texts that neither the site's theme nor the site overrides.
    pub fn untranslated(&self) -> usize {
        self.untranslated
    }

    /// All texts, by key.
    pub fn entries(&self) -> &BTreeMap<String, Text> {
        &self.entries
    }
}

impl Hash for Texts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// Fills in the `{names}` of a text. A name without a value stays as it is. Values are not scanned for names.
pub fn fill(words: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, name, after)) = next_name(rest) {
        filled.push_str(before);
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.push_str(&rest[before.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    filled + rest
}

/// The names of the placeholders in a text.
pub fn names(words: &str) -> impl Iterator<Item = &str> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let (_, name, after) = next_name(rest)?;
        rest = after;
        Some(name)
    })
}

/// The first `{name}`, with the text before and after it.
fn next_name(words: &str) -> Option<(&str, &str, &str)> {
    let start = words.find('{')?;
    let (name, after) = words[start + 1..].split_once('}')?;
    Some((&words[..start], name, after))
}

/// Reads the texts of the theme and of the site. Later files of the theme override earlier ones, and the site overrides the
/// theme. The first file of the theme must be the built-in one.
pub fn read(theme: &[SourceFile], site: Option<&SourceFile>) -> Reported<Texts> {
    let mut problems = Vec::new();
    let mut entries: BTreeMap<String, Text> = BTreeMap::new();
    let mut untranslated: BTreeSet<String> = BTreeSet::new();
    for (at, file) in theme.iter().enumerate() {
        for (key, text) in read_file(file, &mut problems) {
            match at {
                0 => untranslated.insert(key.clone()),
                _ => untranslated.remove(&key),
            };
            entries.insert(key, text);
        }
    }
    if let Some(file) = site {
        let own = read_file(file, &mut problems).into_iter();
        let keys = KnownNames::new(entries.keys().map(String::as_str));
        let checked = own.map(|(key, text)| {
            check(file, &key, &text, (&entries, &keys))?;
            Ok((key, text))
        });
        let checked: Vec<Result<(String, Text), Box<Diagnostic>>> = checked.collect();
        for own in checked {
            match own {
                Ok((key, text)) => {
                    untranslated.remove(&key);
                    entries.insert(key, text);
                }
                Err(problem) => problems.push(*problem),
            }
        }
    }
    let untranslated = untranslated.len();
    Reported {
        value: Texts {
            fingerprint: Some(Fingerprint::of(&(&entries, untranslated))),
            entries: Arc::new(entries),
            untranslated,
        },
        problems,
    }
}

/// The texts of one file. A value that is not a text is reported with its span.
fn read_file(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Vec<(String, Text)> {
    let values = match source::parse::<BTreeMap<String, Value>>(file) {
        Ok(values) => values,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let mut texts = Vec::new();
    for (key, value) in values {
        match Text::deserialize(value) {
            Ok(text) => texts.push((key, text)),
            Err(_) => problems.push(
                Diagnostic::new(
                    codes::DATA_01,
                    format!("`{key}` is neither a text nor the two forms of a count"),
                )
                .at(&file.path, source::key_span(file, &key))
                .help("write a text in quotes, or `one:` and `other:` with a text each"),
            ),
        }
    }
    texts
}

/// Checks that a site's text overrides an existing one and uses only placeholders that the existing one has.
fn check(
    file: &SourceFile,
    key: &str,
    text: &Text,
    (known, keys): (&BTreeMap<String, Text>, &KnownNames<'_>),
) -> Result<(), Box<Diagnostic>> {
    let problem = |code, message, help: String| {
        let place = source::key_span(file, key);
        let problem = Diagnostic::new(code, message).at(&file.path, place);
        Err(Box::new(problem.help(help)))
    };
    let Some(default) = known.get(key) else {
        let help = did_you_mean(keys.nearest(key))
            .unwrap_or_else(|| "`mend theme eject texts.yaml` shows all texts".to_owned());
        return problem(codes::UI_01, format!("unknown text `{key}`"), help);
    };
    let allowed: BTreeSet<&str> = default.forms().flat_map(names).collect();
    let unknown = text
        .forms()
        .flat_map(names)
        .find(|name| !allowed.contains(name));
    match unknown {
        None => Ok(()),
        Some(name) => {
            let help = if allowed.is_empty() {
                "this text has no placeholders".to_owned()
            } else {
                let names: Vec<String> = allowed.iter().map(|name| format!("{{{name}}}")).collect();
                format!("its placeholders are {}", names.join(", "))
            };
            problem(
                codes::UI_02,
                format!("`{{{name}}}` is not a placeholder of the text `{key}`"),
                help,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    fn texts(theme: &str, site: &str) -> Reported<Texts> {
        let file = |path: &str, text: &str| SourceFile::new(SourcePath::new(path), text.as_bytes());
        read(
            &[file("themes/calm/texts.yaml", theme)],
            Some(&file("content/texts.yaml", site)),
        )
    }

    #[test]
    fn a_site_takes_the_place_of_single_texts_and_counts_choose_the_form() {
        let read = texts(
            "left:\n  one: '{count} page'\n  other: '{count} pages'\nhome: Home\n",
            "home: Start\n",
        );
        assert!(read.problems.is_empty());
        let texts = read.value;
        assert_eq!(texts.get("home"), "Start");
        assert_eq!(texts.untranslated(), 1);
        assert_eq!(texts.fill("left", &[("count", "1")]), "1 page");
        assert_eq!(texts.fill("left", &[("count", "0")]), "0 pages");
        assert_eq!(texts.get("nothing"), "nothing");
    }

    #[test]
    fn what_is_filled_in_is_not_read_again() {
        let filled = fill("{a}{b}{", |name| (name == "a").then(|| "{b}".to_owned()));
        assert_eq!(filled, "{b}{b}{");
    }
}
