//! The rules of a language: its stop words, the stems of its words, and alternative spellings.
//!
//! Words are stemmed only here: the files of the index contain the stem of every form, so the browser needs no stemmer.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::stop_words;
use crate::language::primary;
use crate::word_list;
use crate::words::fold;

/// What the stem of a stop word begins with. No word begins with it, so stop words have shards of their own.
pub(super) const STOP_MARK: char = '~';

/// Whether two BCP 47 tags name one language.
pub(super) fn is_same_language(left: &str, right: &str) -> bool {
    primary(left) == primary(right)
}

/// The rules of one language.
pub(super) struct Language {
    stemmer: Option<Stemmer>,
    spellings: Spellings,
    /// The stop words, folded.
    pub(super) stop_words: BTreeSet<String>,
    /// Phrases that do not mean what their words mean.
    pub(super) idioms: Vec<&'static str>,
    /// Words that are written for one that sounds alike, with that one.
    pub(super) sound_alikes: Vec<(&'static str, &'static str)>,
    /// Common words, sorted. They are no misspelt ones, even where no article has them.
    pub(super) known_words: Vec<&'static str>,
}

/// How a language can spell one word in several ways.
enum Spellings {
    One,
    /// As in Britain and as in America.
    English(EnglishSpellings),
    /// With `ä`, or with `ae` where a keyboard lacks that.
    German,
    /// With or without the article, or another word that is written together with the next.
    Joined(Vec<&'static str>),
}

/// The fewest letters that must remain when a prefix is removed: in shorter words the prefix is part of the root.
const FEWEST_LETTERS: usize = 3;

impl Language {
    /// The rules for a language, by its BCP 47 tag. Without a stemmer, every form is its own stem.
    pub(super) fn of(tag: &str) -> Self {
        let name = primary(tag);
        let algorithm = match name.as_str() {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "en" => Some(Algorithm::English),
            "es" => Some(Algorithm::Spanish),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "nb" | "nn" | "no" => Some(Algorithm::Norwegian),
            "nl" => Some(Algorithm::Dutch),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "sv" => Some(Algorithm::Swedish),
            "ta" => Some(Algorithm::Tamil),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        let joined = |prefixes| Spellings::Joined(word_list::entries(prefixes).collect());
        Self {
            stemmer: algorithm.map(Stemmer::create),
            spellings: match name.as_str() {
                "en" => Spellings::English(EnglishSpellings::new()),
                "de" => Spellings::German,
                "ar" => joined(include_str!("../words/ar/prefixes.txt")),
                "he" | "iw" => joined(include_str!("../words/he/prefixes.txt")),
                _ => Spellings::One,
            },
            stop_words: stop_words::of(&name),
            idioms: english(&name, include_str!("../words/en/idioms.txt")),
            sound_alikes: match name.as_str() {
                "en" => word_list::pairs(include_str!("../words/en/sound-alikes.txt")).collect(),
                _ => Vec::new(),
            },
            known_words: english(&name, include_str!("../words/en/known-words.txt")),
        }
    }

    /// The stem of a word, folded: all forms of a word share it. The stem of a stop word is the word itself after a mark, so
    /// that it is never the stem of a content word (`will` and `willing`).
    pub(super) fn stem(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        let folded = fold(&lower);
        if self.stop_words.contains(&folded) {
            return format!("{STOP_MARK}{folded}");
        }
        let plain = match &self.spellings {
            Spellings::English(english) => english.american(&lower).unwrap_or(lower),
            Spellings::Joined(prefixes) => without_prefix(&folded, prefixes).to_owned(),
            Spellings::German | Spellings::One => lower,
        };
        match &self.stemmer {
            Some(stemmer) => fold(&stemmer.stem(&plain)),
            None => fold(&plain),
        }
    }

    /// The other spellings of a written word, folded.
    pub(super) fn other_spellings(&self, word: &str) -> Vec<String> {
        match &self.spellings {
            Spellings::One => Vec::new(),
            Spellings::English(english) => {
                let word = fold(word);
                let other = english.american(&word).or_else(|| english.british(&word));
                let other = other.filter(|other| self.stem(other) == self.stem(&word));
                let chat = english.chat.get(&*word).into_iter().flatten();
                let chat = chat.map(|typed| (*typed).to_owned());
                other.into_iter().chain(chat).collect()
            }
            Spellings::German => {
                let typed = word
                    .replace('ä', "ae")
                    .replace('ö', "oe")
                    .replace('ü', "ue");
                let other = (typed != word).then(|| fold(&typed));
                other.into_iter().collect()
            }
            Spellings::Joined(prefixes) => {
                let word = fold(word);
                let plain = without_prefix(&word, prefixes);
                let is_long = plain.chars().count() >= FEWEST_LETTERS;
                // The last prefix of a list is the article alone.
                let article = prefixes
                    .last()
                    .filter(|_| is_long && plain.chars().all(char::is_alphabetic));
                let both = [
                    Some(plain.to_owned()),
                    article.map(|article| format!("{article}{plain}")),
                ];
                both.into_iter()
                    .flatten()
                    .filter(|other| *other != word)
                    .collect()
            }
        }
    }
}

/// The entries of an English list, for English.
fn english(language: &str, list: &'static str) -> Vec<&'static str> {
    match language {
        "en" => word_list::entries(list).collect(),
        _ => Vec::new(),
    }
}

/// A word without its prefix, if it has one and enough is left.
fn without_prefix<'w>(word: &'w str, prefixes: &[&str]) -> &'w str {
    let rest = prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
    rest.filter(|rest| rest.chars().count() >= FEWEST_LETTERS)
        .unwrap_or(word)
}

/// What Britain and America spell differently, and what is written differently in messages.
struct EnglishSpellings {
    /// For a word, what is typed instead.
    chat: FxHashMap<&'static str, Vec<&'static str>>,
    american: Respelling,
    british: Respelling,
}

impl EnglishSpellings {
    fn new() -> Self {
        let words = || word_list::pairs(include_str!("../words/en/spelling-words.txt"));
        let endings = || word_list::pairs(include_str!("../words/en/spelling-endings.txt"));
        let swap = |(british, american)| (american, british);
        let mut chat: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (typed, meant) in word_list::pairs(stop_words::ENGLISH_CHAT) {
            chat.entry(meant).or_default().push(typed);
        }
        Self {
            chat,
            american: Respelling::new(words(), endings()),
            british: Respelling::new(words().map(swap), endings().map(swap)),
        }
    }

    fn american(&self, word: &str) -> Option<String> {
        self.american.of(word)
    }

    fn british(&self, word: &str) -> Option<String> {
        self.british.of(word)
    }
}

/// A spelling to replace, and its replacement.
type Replacement = (&'static str, &'static str);

/// One spelling -> the other.
struct Respelling {
    words: FxHashMap<&'static str, &'static str>,
    /// In the order of the list, by the last byte of the ending to replace.
    endings: FxHashMap<u8, Vec<Replacement>>,
}

impl Respelling {
    fn new(
        words: impl Iterator<Item = Replacement>,
        endings: impl Iterator<Item = Replacement>,
    ) -> Self {
        let mut respelling = Self {
            words: FxHashMap::default(),
            endings: FxHashMap::default(),
        };
        for (from, to) in words {
            respelling.words.entry(from).or_insert(to);
        }
        for (from, to) in endings {
            if let Some(last) = from.bytes().last() {
                let same = respelling.endings.entry(last).or_default();
                same.push((from, to));
            }
        }
        respelling
    }

    /// The other spelling of a word. An ending is replaced only after three bytes or more, which leaves most words of one
    /// syllable alone: `hour` does not become `hor`.
    fn of(&self, word: &str) -> Option<String> {
        if let Some(to) = self.words.get(word) {
            return Some((*to).to_owned());
        }
        let endings = self.endings.get(&word.bytes().last()?)?;
        endings.iter().find_map(|(from, to)| {
            let start = word.strip_suffix(from)?;
            (start.len() >= 3).then(|| format!("{start}{to}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_english_have_one_stem() {
        let english = Language::of("en-GB");
        for (british, american) in [
            ("counselling", "counseling"),
            ("apologise", "apologize"),
            ("behaviour", "behavior"),
            ("judgement", "judgment"),
            ("honoured", "honored"),
        ] {
            assert_eq!(english.stem(british), english.stem(american), "{british}");
        }
        assert_eq!(english.other_spellings("counseling"), ["counselling"]);
        assert_eq!(
            english.other_spellings("Someone"),
            ["some1", "sum1", "sumone"]
        );
        assert_ne!(english.stem("hour"), english.stem("hor"));
    }

    #[test]
    fn forms_of_a_word_share_a_stem_by_the_rules_of_their_language() {
        let assert_same_stem = |tag: &str, left: &str, right: &str| {
            let language = Language::of(tag);
            assert_eq!(language.stem(left), language.stem(right), "{tag}");
        };
        assert_same_stem("de", "Häuser", "Hauses");
        assert_same_stem("de", "Füße", "Fuss");
        assert_same_stem("fr", "pardonner", "pardonné");
        assert_same_stem("pl", "Zaufanie", "zaufanie");
        assert_same_stem("ja", "信頼", "信頼");
        assert_same_stem("ar", "الثقة", "ثقة");
        assert_same_stem("ar", "والثقة", "ثقة");
        assert_same_stem("he", "האמון", "אמון");
        let arabic = Language::of("ar");
        assert_eq!(arabic.other_spellings("الثقة"), ["ثقة"]);
        assert_eq!(arabic.other_spellings("ثقة"), ["الثقة"]);
    }
}
