//! Text to words, and words to what they have in common: one form for search, one stem for matching.
//!
//! A word is read as it is written; its *form* is what the browser makes of a typed word (no case, no
//! accents), its *stem* is known here alone. `client.js` repeats [`fold`] and [`words`], and joins words as [`joined`] does.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::stop;
use crate::word_list;

/// Letters that do not come apart into a letter and a mark, and what people type for them.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('ł', "l"),
    ('ø', "o"),
    ('đ', "d"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ı', "i"),
    // The same letter at the end of a word.
    ('ς', "σ"),
];

/// What the stem of a word begins with that stands in every sentence.
pub(super) const FILLER: char = '~';

/// A typed or written word without case, accents and apostrophes. The signs above and below Thai letters are no accents.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word
        .nfkd()
        .filter(|c| !is_combining_mark(*c) || is_thai(*c))
        .flat_map(char::to_lowercase)
    {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, typed)) => folded.push_str(typed),
            None => folded.push(c),
        }
    }
    match folded.is_ascii() {
        true => folded,
        // What had to be taken apart (Korean syllables) comes together again.
        false => folded.nfc().collect(),
    }
}

/// Calls `take` with each word of a text: letters and digits, an apostrophe inside left out with a
/// possessive `s`, and a longer word after one on its own (`d'amour`); scripts without spaces give pairs of characters.
pub(super) fn words(text: &str, mut take: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let plain = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric());
        let end = at + plain.count();
        match bytes.get(end) {
            // Most words of most texts end here.
            Some(byte) if byte.is_ascii() && *byte != b'\'' => {
                if at < end {
                    take(&text[at..end]);
                }
                at = end + 1;
            }
            _ => {
                let rest = &text[at..];
                let run = &rest[..rest.find(parts_words).unwrap_or(rest.len())];
                word(run, &mut take);
                let after = rest[run.len()..].chars().next();
                at += run.len() + after.map_or(0, char::len_utf8);
            }
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '\u{2019}'
}

fn parts_words(c: char) -> bool {
    !(c.is_alphanumeric() || is_combining_mark(c) || is_apostrophe(c))
}

/// Calls `take` with what a run of letters, digits and apostrophes is to search.
fn word(run: &str, take: &mut impl FnMut(&str)) {
    let run = run.trim_matches(is_apostrophe);
    if !run.contains(is_apostrophe) {
        pairs(run, take);
        return;
    }
    let run = run.replace(is_apostrophe, "'");
    let own = run.strip_suffix("'s").or(run.strip_suffix("'S"));
    let mut joined = String::new();
    for part in own.unwrap_or(&run).split('\'') {
        if part.chars().count() > 2 {
            pairs(&joined, take);
            joined.clear();
        }
        joined.push_str(part);
    }
    pairs(&joined, take);
}

/// Calls `take` with a word, or with the overlapping pairs of characters in which Chinese, Japanese and Thai are searched.
fn pairs(run: &str, take: &mut impl FnMut(&str)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest
            .find(|c| is_unspaced(c) != unspaced)
            .unwrap_or(rest.len());
        let (stretch, after) = rest.split_at(end);
        let starts: Vec<usize> = stretch
            .char_indices()
            .map(|(at, _)| at)
            .chain([end])
            .collect();
        if unspaced && starts.len() > 2 {
            starts
                .windows(3)
                .for_each(|pair| take(&stretch[pair[0]..pair[2]]));
        } else {
            take(stretch);
        }
        rest = after;
    }
}

/// Calls `take` with what is typed as one word though it is written as several, or is part of one: `co-parenting` as
/// `coparenting`, `node.js` as `nodejs`, the groups of a number (`116 123`) as one, and the last of Chinese characters,
/// which begins no pair.
pub(super) fn joined(text: &str, mut take: impl FnMut(&str)) {
    let mut chain = Chain::default();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let gap = &rest[..start];
        let mut signs = gap.chars();
        let sign = signs.next().filter(|_| signs.next().is_none());
        let run = &rest[start..];
        let run = &run[..run
            .find(|c: char| !(c.is_alphanumeric() || is_combining_mark(c)))
            .unwrap_or(run.len())];
        if !chain.goes_on(sign, run) {
            chain.end(&mut take);
        }
        chain.add(run);
        let mut last = run.chars().rev();
        if let (Some(last), Some(true)) = (
            last.next().filter(|c| is_unspaced(*c)),
            last.next().map(is_unspaced),
        ) {
            take(last.encode_utf8(&mut [0; 4]));
        }
        rest = &rest[start + run.len()..];
    }
    chain.end(&mut take);
}

/// Words that may be one.
#[derive(Default)]
struct Chain {
    word: String,
    parts: usize,
    is_number: bool,
}

impl Chain {
    /// The most parts, letters and digits of what is typed as one word, and the fewest digits.
    const PARTS: usize = 3;
    const LETTERS: usize = 30;
    const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

    /// Whether a run belongs to the words so far, behind a sign.
    fn goes_on(&self, sign: Option<char>, run: &str) -> bool {
        let digits = self.is_number && is_number(run);
        match sign {
            Some('-' | '\u{2010}' | '\u{2011}' | '.') => true,
            Some(' ' | '\u{a0}' | '\u{202f}') => digits,
            _ => false,
        }
    }

    fn add(&mut self, run: &str) {
        self.is_number = is_number(run) && (self.parts == 0 || self.is_number);
        self.word.push_str(run);
        self.parts += 1;
    }

    fn end(&mut self, take: &mut impl FnMut(&str)) {
        let is_one = match self.is_number {
            true => Self::DIGITS.contains(&self.word.len()),
            false => self.parts <= Self::PARTS && self.word.len() <= Self::LETTERS,
        };
        if self.parts > 1 && is_one && !self.word.contains(is_unspaced) {
            take(&self.word);
        }
        self.word.clear();
        self.parts = 0;
    }
}

fn is_number(run: &str) -> bool {
    run.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a character belongs to a script that puts no spaces between words.
fn is_unspaced(c: char) -> bool {
    is_thai(c)
        || matches!(c, '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}')
}

/// The part of a BCP 47 tag that names the language.
fn primary(tag: &str) -> String {
    let name = tag.split(['-', '_']).next();
    name.unwrap_or_default().to_lowercase()
}

/// Whether two BCP 47 tags name one language.
pub(super) fn is_same_language(left: &str, right: &str) -> bool {
    primary(left) == primary(right)
}

/// What makes words of one language meet.
pub(super) struct Language {
    stemmer: Option<Stemmer>,
    spellings: Spellings,
    /// Words that stand in every sentence, folded.
    pub(super) stop: BTreeSet<String>,
}

/// In which ways a language writes one word.
enum Spellings {
    One,
    /// As in Britain and as in America.
    English(EnglishSpellings),
    /// With `ä`, or with `ae` where a keyboard lacks that.
    German,
    /// With the article or what else is written as one word with the next, or without.
    Joined(Vec<&'static str>),
}

/// How many letters a word has at least without what is written together with it.
const FEWEST_LETTERS: usize = 3;

impl Language {
    /// The rules for a language, by its BCP 47 tag; without a stemmer words meet as they are written.
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
            stop: stop::words(&name),
        }
    }

    /// What all forms of a word have in common, folded. A word that stands in every sentence has no other
    /// forms, and a mark, so that it never meets a word that says something (`will` and `willing`).
    pub(super) fn stem(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        let folded = fold(&lower);
        if self.stop.contains(&folded) {
            return format!("{FILLER}{folded}");
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

    /// How else a word can be typed that is written like this, folded.
    pub(super) fn other_spellings(&self, word: &str) -> Vec<String> {
        match &self.spellings {
            Spellings::One => Vec::new(),
            Spellings::English(english) => {
                let word = fold(word);
                let other = english.american(&word).or_else(|| english.british(&word));
                let other = other.filter(|other| self.stem(other) == self.stem(&word));
                other.into_iter().collect()
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

/// A word without what its language writes together with it.
fn without_prefix<'w>(word: &'w str, prefixes: &[&str]) -> &'w str {
    let rest = prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
    rest.filter(|rest| rest.chars().count() >= FEWEST_LETTERS)
        .unwrap_or(word)
}

/// A British spelling and the American one.
type Pair = (&'static str, &'static str);

/// What Britain and America spell differently.
struct EnglishSpellings {
    words: Vec<Pair>,
    endings: Vec<Pair>,
}

impl EnglishSpellings {
    fn new() -> Self {
        let words = include_str!("../words/en/spelling-words.txt");
        let endings = include_str!("../words/en/spelling-endings.txt");
        Self {
            words: word_list::pairs(words).collect(),
            endings: word_list::pairs(endings).collect(),
        }
    }

    fn american(&self, word: &str) -> Option<String> {
        self.respell(word, |(british, american)| (british, american))
    }

    fn british(&self, word: &str) -> Option<String> {
        self.respell(word, |(british, american)| (american, british))
    }

    /// The other spelling of a word; `from_to` puts a pair in the order of the exchange. An ending is exchanged
    /// only in words of more than one syllable: `hour` is not `hor`.
    fn respell(&self, word: &str, from_to: fn(Pair) -> Pair) -> Option<String> {
        let mut words = self.words.iter().copied().map(from_to);
        if let Some((_, to)) = words.find(|(from, _)| *from == word) {
            return Some(to.to_owned());
        }
        self.endings
            .iter()
            .copied()
            .map(from_to)
            .find_map(|(from, to)| {
                let start = word.strip_suffix(from)?;
                (start.len() >= 3).then(|| format!("{start}{to}"))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |word| found.push(fold(word)));
        found
    }

    /// The same table that `client.js` is held to.
    #[test]
    fn texts_come_apart_into_the_words_of_the_table() {
        let table = include_str!("../../tests/search/words.tsv");
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (text, words) = line.split_once('\t').expect("two columns");
            assert_eq!(split(text).join(" "), words, "{text}");
        }
    }

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
        assert_ne!(english.stem("hour"), english.stem("hor"));
    }

    #[test]
    fn each_language_meets_by_its_own_rules() {
        let meets = |tag: &str, left: &str, right: &str| {
            let language = Language::of(tag);
            assert_eq!(language.stem(left), language.stem(right), "{tag}");
        };
        meets("de", "Häuser", "Hauses");
        meets("de", "Füße", "Fuss");
        meets("fr", "pardonner", "pardonné");
        meets("pl", "Zaufanie", "zaufanie");
        meets("ja", "信頼", "信頼");
        meets("ar", "الثقة", "ثقة");
        meets("ar", "والثقة", "ثقة");
        meets("he", "האמון", "אמון");
        let arabic = Language::of("ar");
        assert_eq!(arabic.other_spellings("الثقة"), ["ثقة"]);
        assert_eq!(arabic.other_spellings("ثقة"), ["الثقة"]);
    }

    #[test]
    fn what_is_typed_as_one_word_is_one() {
        let found = |text: &str| {
            let mut found = Vec::new();
            joined(text, |word| found.push(word.to_owned()));
            found
        };
        for (text, words) in [
            (
                "Co-parenting and self\u{2011}care",
                &["Coparenting", "selfcare"][..],
            ),
            ("node.js, e.g. this. That", &["nodejs", "eg"]),
            ("Call 116 123 or 0800 111 222.", &["116123", "0800111222"]),
            ("自信。信頼の", &["信", "の"]),
            ("24-7, one - two, a-b-c-d, 5 10, word-  word", &[]),
        ] {
            assert_eq!(found(text), words, "{text}");
        }
    }
}
