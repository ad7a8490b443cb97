//! The texts of the interface: the words around the articles, such as "Next".
//!
//! The built-in English file has all of them, a file in the language of the site puts words of that language over them, and
//! the site's theme and `content/texts.yaml` override single texts. A text can contain `{names}` as placeholders. It can have
//! plural forms, selected by `{count}` and by the plural rules of the language it is written in. This module does not place the
//! texts on pages; the templates do.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::source;
use crate::codes;
use crate::diag::{Diagnostic, KnownNames, Reported, Severity, did_you_mean, is_slip, nearest};
use crate::files::SourceFile;
use crate::language::{PluralForm, Plurals};
use crate::memo::Fingerprint;

/// The language of the built-in texts.
pub const LANGUAGE: &str = "en";

/// The name of the file without `.yaml`.
pub const NAME: &str = "texts";

/// The key that is no text: it names the person who has read all words of a language, and the day.
pub const CHECKED_BY: &str = "checked_by";

/// The files with texts of the interface, in the order in which they override each other.
#[derive(Clone, Debug)]
pub struct Files {
    /// The texts that are shown where a language lacks its own, the last before the others: all of them in English, and for another
    /// language than the first those of the site's theme.
    pub fallbacks: Vec<SourceFile>,
    /// The words that ship with mend in the language of the site, with the tag of their language.
    pub translation: Option<(String, SourceFile)>,
    /// The texts of the site's theme.
    pub theme: Vec<SourceFile>,
    /// The texts of the site.
    pub site: Option<SourceFile>,
    /// The language of the site, which its own files and its theme are written in.
    pub language: String,
}

impl Files {
    /// The English texts alone.
    pub fn english(file: SourceFile) -> Self {
        Self {
            fallbacks: vec![file],
            translation: None,
            theme: Vec::new(),
            site: None,
            language: LANGUAGE.to_owned(),
        }
    }

    /// A fingerprint of what [`read`] reads.
    pub fn fingerprint(&self) -> Fingerprint {
        let Self {
            fallbacks,
            translation,
            theme,
            site,
            language,
        } = self;
        let translation = translation.iter().map(|(_, file)| file);
        let files = fallbacks.iter().chain(translation).chain(theme);
        let files = files.chain(site).map(|file| (&file.path, file.fingerprint));
        Fingerprint::of(&(files.collect::<Vec<_>>(), language))
    }
}

/// All texts of the interface, by key. Clones share the entries.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    entries: Arc<BTreeMap<String, Entry>>,
    /// The number of texts that are still the English ones.
    untranslated: usize,
    unchecked: Option<Arc<str>>,
    fingerprint: Option<Fingerprint>,
}

/// A text of the interface. It may contain the placeholders in braces that the built-in text has.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(untagged)]
pub enum Text {
    /// One form for every count.
    Plain(String),
    /// Several forms, selected by `{count}`.
    Counted(Forms),
}

/// The plural forms of a text: those that the language has, by their names in the Unicode CLDR. English has `one` and
/// `other`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
#[schemars(inline)]
pub struct Forms {
    /// The form for 0 in languages such as Welsh and Arabic.
    pub zero: Option<String>,
    /// The form for 1; in French also for 0.
    pub one: Option<String>,
    /// The form for 2 in languages such as Welsh and Arabic.
    pub two: Option<String>,
    /// The form for few, such as 2 to 4 in Polish.
    pub few: Option<String>,
    /// The form for many, such as 5 and more in Polish.
    pub many: Option<String>,
    /// The form for every other number.
    pub other: Option<String>,
}

impl Forms {
    fn get(&self, form: PluralForm) -> Option<&str> {
        let words = match form {
            PluralForm::Zero => &self.zero,
            PluralForm::One => &self.one,
            PluralForm::Two => &self.two,
            PluralForm::Few => &self.few,
            PluralForm::Many => &self.many,
            PluralForm::Other => &self.other,
        };
        words.as_deref()
    }

    /// The forms that are there, in order.
    fn all(&self) -> impl DoubleEndedIterator<Item = (PluralForm, &str)> {
        let all = PluralForm::ALL.into_iter();
        all.filter_map(|form| Some((form, self.get(form)?)))
    }
}

impl Text {
    /// Its forms, or its only words as the form for every number.
    fn forms(&self) -> Vec<(PluralForm, &str)> {
        match self {
            Self::Plain(words) => vec![(PluralForm::Other, words)],
            Self::Counted(forms) => forms.all().collect(),
        }
    }
}

/// A text with the plural rules of the language that it is written in.
#[derive(Clone, Debug)]
pub struct Entry {
    text: Text,
    plurals: Plurals,
}

impl Entry {
    /// The form for a count, or the form for every other number without one.
    pub fn form(&self, count: Option<&str>) -> &str {
        let forms = match &self.text {
            Text::Plain(words) => return words,
            Text::Counted(forms) => forms,
        };
        let count = count.and_then(|count| count.parse().ok());
        let form = count.map_or(PluralForm::Other, |count| self.plurals.form(count));
        // A form that is missing is reported; the last one suits most numbers.
        let found = forms.get(form);
        let last = || forms.all().next_back().map(|(_, words)| words);
        found.or_else(last).unwrap_or_default()
    }

    /// All its forms, each with its name.
    pub fn forms(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let forms = self.text.forms().into_iter();
        forms.map(|(form, words)| (form.name(), words))
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.text, self.plurals.language()).hash(state);
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

    /// The number of English texts that no file in the language of the site overrides.
    pub fn untranslated(&self) -> usize {
        self.untranslated
    }

    /// The language of words that ship with mend, that pages show, and that nobody who speaks it is known to have checked.
    pub fn unchecked(&self) -> Option<&str> {
        self.unchecked.as_deref()
    }

    /// All texts, by key.
    pub fn entries(&self) -> &BTreeMap<String, Entry> {
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

/// Reads the texts of the interface.
pub fn read(files: &Files) -> Reported<Texts> {
    let mut reader = Reader::default();
    let own = Plurals::of(&files.language);
    for file in &files.fallbacks {
        reader.fallback(file);
    }
    if let Some((language, file)) = &files.translation {
        reader.translation(file, &Plurals::of(language));
    }
    for file in &files.theme {
        reader.theme(file, &own);
    }
    if let Some(file) = &files.site {
        reader.site(file, &own);
    }
    reader.finish()
}

/// Where the words of a key come from.
#[derive(Clone, Copy, PartialEq)]
enum Origin {
    Fallback,
    Translation,
    Own,
}

/// The texts that were read so far.
#[derive(Default)]
struct Reader {
    entries: BTreeMap<String, Entry>,
    origins: BTreeMap<String, Origin>,
    /// The language of the translation that ships with mend, until a file says who has checked it.
    unchecked: Option<Arc<str>>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn fallback(&mut self, file: &SourceFile) {
        let texts = self.read_file(file);
        self.put(texts, &Plurals::of(LANGUAGE), Origin::Fallback);
    }

    fn translation(&mut self, file: &SourceFile, plurals: &Plurals) {
        self.unchecked = Some(plurals.language().into());
        let texts = self.read_file(file);
        let texts = self.known(file, texts);
        self.check_forms(file, &texts, plurals);
        self.put(texts, plurals, Origin::Translation);
    }

    /// A theme has texts of its own, so every key is legal.
    fn theme(&mut self, file: &SourceFile, plurals: &Plurals) {
        let texts = self.read_file(file);
        let keys = texts.iter().map(|(key, _)| key);
        self.problems.extend(misspelt(file, keys, &self.entries));
        self.check_forms(file, &texts, plurals);
        self.put(texts, plurals, Origin::Own);
    }

    fn site(&mut self, file: &SourceFile, plurals: &Plurals) {
        let texts = self.read_file(file);
        let texts = self.known(file, texts);
        self.check_forms(file, &texts, plurals);
        self.put(texts, plurals, Origin::Own);
    }

    fn put(&mut self, texts: Vec<(String, Text)>, plurals: &Plurals, origin: Origin) {
        for (key, text) in texts {
            self.origins.insert(key.clone(), origin);
            let plurals = plurals.clone();
            self.entries.insert(key, Entry { text, plurals });
        }
    }

    /// The texts of one file. A value that is not a text is reported with its span.
    fn read_file(&mut self, file: &SourceFile) -> Vec<(String, Text)> {
        let mut values = match source::parse::<BTreeMap<String, Value>>(file) {
            Ok(values) => values,
            Err(problem) => {
                self.problems.push(problem);
                return Vec::new();
            }
        };
        if values.remove(CHECKED_BY).is_some() {
            self.unchecked = None;
        }
        let mut texts = Vec::new();
        for (key, value) in values {
            // A list would be read as the forms in their order.
            let text = Some(value).filter(|value| !value.is_array());
            match text.and_then(|value| Text::deserialize(value).ok()) {
                Some(text) => texts.push((key, text)),
                None => self.problems.push(
                    Diagnostic::new(
                        codes::DATA_01,
                        format!("`{key}` is neither a text nor the forms of a count"),
                    )
                    .at(&file.path, source::key_span(file, &key))
                    .help("write a text in quotes, or `one:` and `other:` with a text each"),
                ),
            }
        }
        texts
    }

    /// Those of these texts that exist, with placeholders that they have. The others are reported.
    fn known(&mut self, file: &SourceFile, texts: Vec<(String, Text)>) -> Vec<(String, Text)> {
        let keys = KnownNames::new(self.entries.keys().map(String::as_str));
        let mut known = Vec::new();
        for (key, text) in texts {
            match check(file, &key, &text, (&self.entries, &keys)) {
                Ok(()) => known.push((key, text)),
                Err(problem) => self.problems.push(*problem),
            }
        }
        known
    }

    /// Compares the plural forms of texts with those that their language needs.
    fn check_forms(&mut self, file: &SourceFile, texts: &[(String, Text)], plurals: &Plurals) {
        for (key, text) in texts {
            let Text::Counted(forms) = text else {
                continue;
            };
            let found = missing_forms(key, forms, plurals);
            let found = found.into_iter().chain(unknown_forms(key, forms, plurals));
            let place = || source::key_span(file, key);
            let found = found.map(|problem| problem.at(&file.path, place()));
            self.problems.extend(found);
        }
    }

    fn finish(self) -> Reported<Texts> {
        let count = |origin| self.origins.values().filter(|own| **own == origin).count();
        let untranslated = count(Origin::Fallback);
        let unchecked = self.unchecked.clone();
        let unchecked = unchecked.filter(|_| count(Origin::Translation) > 0);
        let fingerprint = Fingerprint::of(&(&self.entries, untranslated, &unchecked));
        Reported {
            value: Texts {
                fingerprint: Some(fingerprint),
                entries: Arc::new(self.entries),
                untranslated,
                unchecked,
            },
            problems: self.problems,
        }
    }
}

/// Warns of keys of a site's theme that are probably typos: its own templates may have texts of their own.
fn misspelt<'a>(
    file: &SourceFile,
    own: impl Iterator<Item = &'a String>,
    known: &BTreeMap<String, Entry>,
) -> Vec<Diagnostic> {
    let unknown = own.filter(|key| !known.contains_key(*key));
    let slip = |key: &'a String| {
        let meant = nearest(key, known.keys().map(String::as_str));
        let meant = meant.filter(|meant| is_slip(key, meant))?;
        let problem = Diagnostic::new(codes::UI_01, format!("unknown text `{key}`"));
        let help =
            format!("did you mean `{meant}`? If the text is your own, choose a less similar name");
        let problem = problem.severity(Severity::Warning).help(help);
        Some(problem.at(&file.path, source::key_span(file, key)))
    };
    unknown.filter_map(slip).collect()
}

/// Reports the forms that a text lacks.
fn missing_forms(key: &str, forms: &Forms, plurals: &Plurals) -> Option<Diagnostic> {
    let needed = plurals.needed().iter();
    let missing: Vec<PluralForm> = needed
        .copied()
        .filter(|form| forms.get(*form).is_none())
        .collect();
    let named = |form: &PluralForm| {
        let counts = plurals.examples(*form).map(|count| count.to_string());
        let counts: Vec<String> = counts.collect();
        format!("`{form}:` (for {})", counts.join(", "))
    };
    let lines: Vec<String> = missing.iter().map(named).collect();
    (!missing.is_empty()).then(|| {
        let message = format!(
            "the text `{key}` lacks a plural form that counts in `{}` need",
            plurals.language()
        );
        let help = format!("add {}", lines.join(" and "));
        Diagnostic::new(codes::UI_03, message).help(help)
    })
}

/// Reports the forms that no number selects.
fn unknown_forms(key: &str, forms: &Forms, plurals: &Plurals) -> Option<Diagnostic> {
    let (unknown, _) = forms.all().find(|(form, _)| !plurals.has(*form))?;
    let needed: Vec<&str> = plurals.needed().iter().map(|form| form.name()).collect();
    let message = format!(
        "the text `{key}` has a form `{unknown}`, which no count in `{}` selects",
        plurals.language()
    );
    let help = format!("remove it; the forms it needs are {}", needed.join(", "));
    Some(Diagnostic::new(codes::UI_04, message).help(help))
}

/// Checks that a site's text overrides an existing one and uses only placeholders that the existing one has.
fn check(
    file: &SourceFile,
    key: &str,
    text: &Text,
    (known, keys): (&BTreeMap<String, Entry>, &KnownNames<'_>),
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
    let allowed = default.forms().flat_map(|(_, words)| names(words));
    let allowed: BTreeSet<&str> = allowed.collect();
    let forms = text.forms().into_iter();
    let unknown = forms
        .flat_map(|(_, words)| names(words))
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
        read(&Files {
            site: Some(file("content/texts.yaml", site)),
            ..Files::english(file("themes/calm/texts.yaml", theme))
        })
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
