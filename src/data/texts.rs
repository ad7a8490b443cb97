//! The words of the interface: what templates, view and theme say beside the articles.
//!
//! The defaults come with the theme (`texts.yaml`, English); a site's `content/texts.yaml` takes the
//! place of single ones, so another language is one more file. A text may hold `{names}` that are
//! filled in, and may come in two forms, `one` and `other`, of which `{count}` chooses. Where the
//! words stand on a page is for the templates to say.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::source;
use crate::codes;
use crate::diag::{Diagnostic, Reported, nearest};
use crate::files::SourceFile;
use crate::memo::Fingerprint;

/// The language of the words that mend brings.
pub const LANGUAGE: &str = "en";

/// The name of the file without `.yaml`.
pub const NAME: &str = "texts";

/// All words of the interface by their key; copies share them.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    entries: Arc<BTreeMap<String, Text>>,
    /// How many of them are as mend brings them.
    usual: usize,
    fingerprint: Option<Fingerprint>,
}

/// One text.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(untagged)]
pub enum Text {
    /// The same words always.
    Plain(String),
    /// Words that depend on a count.
    Counted {
        /// For exactly one.
        one: String,
        /// For every other number.
        other: String,
    },
}

impl Text {
    /// The words for a count; without one, those for many.
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
    /// The words of a key with its names filled in; the key itself if there are none, so that the gap is seen.
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

    /// The words of a key that has nothing to fill in.
    pub fn get(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// How many of the texts neither the site's theme nor the site has words of its own for.
    pub fn usual(&self) -> usize {
        self.usual
    }

    /// All texts by their key.
    pub fn entries(&self) -> &BTreeMap<String, Text> {
        &self.entries
    }
}

impl Hash for Texts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// Writes words with their `{names}` filled in; a name without a value stays as it is written.
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

/// The names that a text wants filled in.
pub fn names(words: &str) -> impl Iterator<Item = &str> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let (_, name, after) = next_name(rest)?;
        rest = after;
        Some(name)
    })
}

/// The first `{name}` with what stands before and behind it.
fn next_name(words: &str) -> Option<(&str, &str, &str)> {
    let start = words.find('{')?;
    let (name, after) = words[start + 1..].split_once('}')?;
    Some((&words[..start], name, after))
}

/// Reads the theme's texts, later files over earlier ones, and those of the site over them. The first file of the theme
/// is the one that mend brings.
pub fn read(theme: &[SourceFile], site: Option<&SourceFile>) -> Reported<Texts> {
    let mut problems = Vec::new();
    let mut entries: BTreeMap<String, Text> = BTreeMap::new();
    let mut usual: BTreeSet<String> = BTreeSet::new();
    for (at, file) in theme.iter().enumerate() {
        for (key, text) in read_file(file, &mut problems) {
            match at {
                0 => usual.insert(key.clone()),
                _ => usual.remove(&key),
            };
            entries.insert(key, text);
        }
    }
    if let Some(file) = site {
        for (key, text) in read_file(file, &mut problems) {
            match check(file, &key, &text, &entries) {
                Ok(()) => {
                    usual.remove(&key);
                    entries.insert(key, text);
                }
                Err(problem) => problems.push(*problem),
            }
        }
    }
    let usual = usual.len();
    Reported {
        value: Texts {
            fingerprint: Some(Fingerprint::of(&(&entries, usual))),
            entries: Arc::new(entries),
            usual,
        },
        problems,
    }
}

/// The texts of one file; what is no text is reported where it stands.
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
                    format!("`{key}` is neither words nor the two forms of a count"),
                )
                .at(&file.path, source::key_span(file, &key))
                .help("write words in quotes, or `one:` and `other:` with words each"),
            ),
        }
    }
    texts
}

/// Holds a site's text against the one it takes the place of.
fn check(
    file: &SourceFile,
    key: &str,
    text: &Text,
    known: &BTreeMap<String, Text>,
) -> Result<(), Box<Diagnostic>> {
    let problem = |code, message, help: String| {
        let place = source::key_span(file, key);
        let problem = Diagnostic::new(code, message).at(&file.path, place);
        Err(Box::new(problem.help(help)))
    };
    let Some(default) = known.get(key) else {
        let help = match nearest(key, known.keys().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`mend theme eject texts.yaml` shows all texts".to_owned(),
        };
        return problem(codes::UI_01, format!("there is no text `{key}`"), help);
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
                "nothing is filled into this text".to_owned()
            } else {
                let names: Vec<String> = allowed.iter().map(|name| format!("{{{name}}}")).collect();
                format!("it can hold {}", names.join(", "))
            };
            problem(
                codes::UI_02,
                format!("nothing is filled into `{{{name}}}` of the text `{key}`"),
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
        assert_eq!(texts.usual(), 1);
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
