//! The alphabet of a language: the order of titles in lists, and the letter under which readers look a title up. Both follow
//! the collation rules of the Unicode CLDR, by which Welsh `ll` is a letter of its own and Swedish `å` comes after `z`.
//!
//! Scripts without an alphabet have an order here, and no letters.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::primary;

/// Sorts after every letter: the collation gives this character the highest weight.
const LAST: char = '\u{ffff}';

/// The most letters that are written for one: Hungarian `dzs`.
const MOST_LETTERS: usize = 3;

/// The alphabet of a language.
pub struct Alphabet {
    language: Arc<str>,
    order: CollatorBorrowed<'static>,
    /// Compares letters without accents and case, where these make no other letter.
    letters: CollatorBorrowed<'static>,
}

impl Alphabet {
    /// The alphabet of a language, by its tag. A language without rules of its own has those that most share.
    pub fn of(language: &str) -> Self {
        let locale = Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = strength;
            let own = CollatorBorrowed::try_new(CollatorPreferences::from(&locale), options);
            own.or_else(|_| CollatorBorrowed::try_new(CollatorPreferences::default(), options))
                .expect("the rules are part of the program")
        };
        Self {
            language: Arc::from(language),
            order: collator(None),
            letters: collator(Some(Strength::Primary)),
        }
    }

    /// What a text is sorted by among others of this language.
    pub fn sort_key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(text.len() * 2);
        let Ok(()) = self.order.write_sort_key_to(text, &mut key);
        key
    }

    /// The letter that a text begins with, as a capital. Accents are kept only where they make another letter.
    pub fn letter(&self, text: &str) -> String {
        let letters = first_letters(text);
        let [first, others @ ..] = &*letters else {
            return String::new();
        };
        let mut letter = self.base(first);
        let is_cased = first
            .chars()
            .next()
            .is_some_and(|c| c.to_lowercase().ne(c.to_uppercase()));
        if is_cased {
            let mut written = first.clone();
            for next in others {
                let longer = format!("{written}{next}");
                if self.is_inside(&longer, &written) {
                    break;
                }
                letter.clone_from(&longer);
                written = longer;
            }
        }
        self.capital(&letter)
    }

    /// A letter without accents, if these only mark it.
    fn base(&self, letter: &str) -> String {
        let mut chars = letter.nfd();
        let Some(base) = chars.next() else {
            return String::new();
        };
        if base.is_ascii() && chars.next().is_none() {
            return base.to_string();
        }
        let mut latin = ('a'..='z').map(String::from);
        if let Some(latin) = latin.find(|latin| self.is_inside(letter, latin)) {
            return latin;
        }
        let base = base.to_string();
        match self.letters.compare(letter, &base) {
            Ordering::Equal => base,
            Ordering::Less | Ordering::Greater => letter.to_owned(),
        }
    }

    /// Whether a text is sorted among those that begin with a letter.
    fn is_inside(&self, text: &str, letter: &str) -> bool {
        let end = format!("{letter}{LAST}");
        self.letters.compare(letter, text).is_le() && self.letters.compare(text, &end).is_le()
    }

    /// With a capital at its start. The `i` of Turkish keeps its dot.
    fn capital(&self, letter: &str) -> String {
        let mut chars = letter.chars();
        let dotted = || ["az", "tr"].contains(&&*primary(&self.language));
        match chars.next() {
            Some('i') if dotted() => format!("\u{130}{}", chars.as_str()),
            Some(first) => {
                let first = first.to_uppercase();
                first.chain(chars.as_str().to_lowercase().chars()).collect()
            }
            None => String::new(),
        }
    }
}

impl Hash for Alphabet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.language.hash(state);
    }
}

/// The first letters of a text, each with its accents.
fn first_letters(text: &str) -> Vec<String> {
    let mut letters: Vec<String> = Vec::new();
    for c in text.nfkd() {
        if c.is_alphabetic() && letters.len() < MOST_LETTERS {
            letters.push(c.to_string());
        } else if let Some(letter) = letters.last_mut().filter(|_| is_combining_mark(c)) {
            letter.push(c);
        } else {
            break;
        }
    }
    letters
        .into_iter()
        .map(|letter| letter.nfc().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_what_the_language_takes_for_one() {
        for (language, title, letter) in [
            ("en", "Élan", "E"),
            ("en", "llama", "L"),
            ("en", "Æsop", "A"),
            ("en", "Łódź", "L"),
            ("de", "Ärger", "A"),
            ("cy", "Llyfr", "Ll"),
            ("cy", "LLYFR", "Ll"),
            ("cy", "Lŵp", "L"),
            ("cy", "Chwarae", "Ch"),
            ("cy", "Cymraeg", "C"),
            ("cy", "Ddoe", "Dd"),
            ("cy", "Ngwynedd", "Ng"),
            ("cy", "ŵyr", "W"),
            ("pl", "Łódź", "Ł"),
            ("pl", "Zaufanie", "Z"),
            ("pl", "Żal", "Ż"),
            ("sv", "Ånger", "Å"),
            ("es", "ñandú", "Ñ"),
            ("es", "Llamar", "L"),
            ("cs", "chyba", "Ch"),
            ("hu", "dzsessz", "Dzs"),
            ("hu", "cső", "Cs"),
            ("hr", "džep", "Dž"),
            ("tr", "istek", "İ"),
            ("tr", "ışık", "I"),
            ("ru", "Ёлка", "Е"),
            ("ru", "Йод", "Й"),
            ("el", "Άγχος", "Α"),
            ("ar", "أمل", "ا"),
            ("he", "אמון", "א"),
        ] {
            assert_eq!(
                Alphabet::of(language).letter(title),
                letter,
                "{language}: {title}"
            );
        }
    }

    #[test]
    fn titles_are_in_the_order_of_their_language() {
        for (language, titles) in [
            ("en", &["Eat", "Élan", "elbow", "Zoo"][..]),
            ("cy", &["cyd", "chwarae", "dydd", "ddoe", "llaw", "mam"]),
            ("sv", &["Zon", "Ånger", "Ära", "Öga"]),
            ("de", &["Ader", "Ärger", "Zorn"]),
            ("pl", &["lato", "łata", "mama", "zaufanie", "żal"]),
        ] {
            let alphabet = Alphabet::of(language);
            let mut sorted = titles.to_vec();
            sorted.sort_by_key(|title| alphabet.sort_key(title));
            assert_eq!(sorted, titles, "{language}");
        }
    }
}
