//! What readers in danger type -> the script by which a browser knows it.
//!
//! The patterns are `danger.txt`, what they mean is in `danger.js`; here both become one file, with the names and numbers
//! of the site's own contacts. Which results come first is not decided here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;
use serde_json::json;

use super::words;
use crate::document::help::Help;
use crate::files::{Output, bare_script};

/// How a browser compares what was typed with the patterns.
static SCRIPT: LazyLock<String> = LazyLock::new(|| bare_script(include_str!("danger.js")));

/// What is looked for on every site.
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(include_str!("danger.txt")));

/// The name of a class of words.
fn is_class(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The patterns as they are written, but for folded words.
#[derive(Clone, Default, Serialize)]
struct Patterns {
    /// What each class gives, words and other classes.
    classes: BTreeMap<String, String>,
    /// The heading of each group, up to the colon, and its patterns.
    groups: Vec<(String, Vec<String>)>,
}

impl Patterns {
    fn read(text: &str) -> Self {
        let mut read = Self::default();
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                let kind = heading.split(':').next().unwrap_or_default();
                read.groups.push((kind.to_owned(), Vec::new()));
            } else if line.starts_with('#') || line.is_empty() {
                continue;
            } else if let Some((name, words)) = line.split_once(" = ") {
                let known = read.classes.entry(name.to_owned()).or_default();
                for word in words.split(' ') {
                    let between = if known.is_empty() { "" } else { "/" };
                    *known = format!("{known}{between}{}", folded(word));
                }
            } else if let Some((_, patterns)) = read.groups.last_mut() {
                patterns.extend(line.split(',').map(pattern));
            }
        }
        read
    }
}

/// A pattern whose words are as the browser makes them of what is typed.
fn pattern(written: &str) -> String {
    let tokens = written.split_whitespace().map(|token| {
        let (token, mark) = match token.strip_suffix('?') {
            Some(token) => (token, "?"),
            None => (token, ""),
        };
        let words: Vec<String> = token.split('/').map(folded).collect();
        words.join("/") + mark
    });
    tokens.collect::<Vec<_>>().join(" ")
}

/// One word of a pattern, folded; a stretch without spaces becomes its pairs of characters.
fn folded(word: &str) -> String {
    if is_class(word) || matches!(word, ".." | "^" | "$") {
        return word.to_owned();
    }
    let mut all = Vec::new();
    words::words(word, |word| all.push(words::fold(word)));
    all.join(" ")
}

/// The names of the contacts of a site, as patterns, and the digits of their numbers. A name of one word says so much as a
/// query alone: there are charities that are called Mind.
fn contacts(help: &Help) -> (Vec<String>, Vec<String>) {
    let all = || help.regions.iter().flat_map(|region| &region.contacts);
    let names = all().map(|contact| {
        // What stands in brackets tells two of one name apart.
        let name = contact.name.split('(').next().unwrap_or_default();
        let mut words = Vec::new();
        words::words(name, |word| words.push(words::fold(word)));
        match words.as_slice() {
            [word] => format!("^ {word} $"),
            words => words.join(" "),
        }
    });
    let emergency = help
        .regions
        .iter()
        .flat_map(|region| region.emergency_numbers());
    let phones = all().filter_map(|contact| contact.phone.as_deref());
    let texts = all().filter_map(|contact| contact.text_message());
    let phones = phones.chain(emergency).map(str::to_owned);
    let digits = phones
        .chain(texts.map(|text| text.number))
        .map(|number| number.chars().filter(char::is_ascii_digit).collect());
    (
        names.filter(|name| !name.is_empty()).collect(),
        digits.collect(),
    )
}

/// The script of a site.
pub(super) fn script(help: Option<&Help>) -> Output {
    let (names, phones) = help.map(contacts).unwrap_or_default();
    let Patterns { classes, groups } = &*PATTERNS;
    let mut groups = groups.clone();
    groups.push(("words help".to_owned(), names));
    let data = json!({ "classes": classes, "groups": groups, "phones": phones });
    Output::new(format!("mendSearch.add(\"danger\",({})({data}));\n", SCRIPT.trim()).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slip in the file would make a pattern that never fits.
    #[test]
    fn every_pattern_can_be_met() {
        let Patterns { classes, groups } = &*PATTERNS;
        let kinds = ["abuse", "crisis", "change", "help", "words help", "none"];
        for (kind, patterns) in groups {
            assert!(kinds.contains(&kind.as_str()), "{kind}");
            for pattern in patterns {
                let tokens: Vec<&str> = pattern.split(' ').collect();
                let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
                assert!(
                    !first.is_empty() && first != ".." && last != "..",
                    "{pattern}"
                );
                assert!(!last.ends_with('?') && !first.ends_with('?'), "{pattern}");
                for word in tokens.iter().flat_map(|token| token.split('/')) {
                    assert!(!word.is_empty(), "{pattern}");
                    assert!(
                        !is_class(word) || classes.contains_key(word),
                        "{pattern}: {word}"
                    );
                    let inner = word.strip_suffix('?').unwrap_or(word);
                    assert!(
                        !inner.contains('?'),
                        "{pattern}: a word among several cannot be missing alone"
                    );
                }
            }
        }
        for word in classes.values().flat_map(|words| words.split('/')) {
            assert!(!is_class(word) || classes.contains_key(word), "{word}");
        }
    }
}
