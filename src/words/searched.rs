//! Text -> the words by which readers search for it, and their forms.
//!
//! A *form* is a word without case and accents, as the browser folds a typed word. `client.js` does the same as [`fold`] and
//! [`searched_and_joined`]; a table in the tests checks both sides. It knows scripts, but not languages.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::split::{Word, pieces};

/// Letters that Unicode does not decompose into a letter and a mark, and what people type for them.
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

/// A typed or written word without case, accents and apostrophes. The signs above and below Thai letters are not accents.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
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
        // Korean syllables were decomposed, too, and are composed again.
        false => folded.nfc().collect(),
    }
}

/// A word of a text, as readers search for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched<'t> {
    /// A word as search knows it.
    Word(&'t str),
    /// A further word that people may type: parts that are typed as one word (`co-parenting` as `coparenting`, `node.js` as
    /// `nodejs`, the groups of the number `116 123`), or the last character of a Chinese stretch, which no pair begins with.
    Joined(&'t str),
}

/// Calls `take` with each word of a text as search knows it, without those that are only joined.
pub fn searched(text: &str, mut take: impl FnMut(&str)) {
    searched_and_joined(text, |found| match found {
        Searched::Word(word) => take(word),
        Searched::Joined(_) => {}
    });
}

/// Calls `take` with each word of a text as search knows it. Apostrophes inside a word are left out, with a possessive `s`,
/// but a part of three letters or more after an apostrophe is a word of its own (`d'amour`). A hyphen separates two words. A
/// script without spaces gives pairs of characters.
pub fn searched_and_joined(text: &str, mut take: impl FnMut(Searched<'_>)) {
    let mut chain = Chain::default();
    let mut run: Option<Run> = None;
    for Word { range, class } in pieces(text) {
        let is_number = class.has_only_digits();
        if !chain.goes_on(&text[chain.range.end..range.start], is_number) {
            chain.end(text, &mut take);
        }
        chain.add(&range, is_number);
        if !class.is_ascii() {
            last_of_stretch(&text[range.clone()], &mut take);
        }
        let open = run.as_mut();
        if let Some(open) = open.filter(|run| is_apostrophes(text, run.range.end..range.start)) {
            open.range.end = range.end;
            open.is_plain = false;
            continue;
        }
        let is_plain = class.is_ascii();
        if let Some(run) = run.replace(Run { range, is_plain }) {
            run.end(text, &mut take);
        }
    }
    if let Some(run) = run {
        run.end(text, &mut take);
    }
    chain.end(text, &mut take);
}

/// A piece, or pieces with apostrophes between them, which are looked at together.
struct Run {
    range: Range<usize>,
    /// Whether it is one piece of ASCII, like most words of most texts.
    is_plain: bool,
}

impl Run {
    fn end(self, text: &str, take: &mut impl FnMut(Searched<'_>)) {
        let mut take = |word: &str| take(Searched::Word(word));
        match self.is_plain {
            true => take(&text[self.range]),
            false => word(&text[self.range], &mut take),
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '\u{2019}'
}

fn is_apostrophes(text: &str, between: Range<usize>) -> bool {
    // Between most pieces there is a blank.
    text.as_bytes()[between.start] != b' ' && text[between].chars().all(is_apostrophe)
}

/// Calls `take` with the words that search makes of a run of letters, digits and apostrophes.
fn word(run: &str, take: &mut impl FnMut(&str)) {
    if !run.contains(is_apostrophe) {
        pairs(run, take);
        return;
    }
    let run = run.replace(is_apostrophe, "'");
    let bare = run.strip_suffix("'s").or(run.strip_suffix("'S"));
    let mut joined = String::new();
    for part in bare.unwrap_or(&run).split('\'') {
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

/// Calls `take` with the last character of a piece if it is part of a Chinese stretch.
fn last_of_stretch(piece: &str, take: &mut impl FnMut(Searched<'_>)) {
    let mut last = piece.chars().rev();
    if let (Some(last), Some(true)) = (
        last.next().filter(|c| is_unspaced(*c)),
        last.next().map(is_unspaced),
    ) {
        take(Searched::Joined(last.encode_utf8(&mut [0; 4])));
    }
}

/// Pieces of a text that may be typed as one word. Nearly all chains have one piece, so no text is copied before their end.
#[derive(Default)]
struct Chain {
    range: Range<usize>,
    parts: usize,
    is_number: bool,
}

impl Chain {
    /// The most parts and bytes of what is typed as one word, and how many digits a number typed as one has.
    const PARTS: usize = 3;
    const BYTES: usize = 30;
    const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

    /// Whether a piece continues the chain, given what is between them.
    fn goes_on(&self, between: &str, is_number: bool) -> bool {
        match between {
            " " | "\u{a0}" | "\u{202f}" => self.is_number && is_number,
            "-" | "\u{2010}" | "\u{2011}" | "." => true,
            _ => false,
        }
    }

    fn add(&mut self, piece: &Range<usize>, is_number: bool) {
        if self.parts == 0 {
            self.range.start = piece.start;
        }
        self.is_number = is_number && (self.parts == 0 || self.is_number);
        self.range.end = piece.end;
        self.parts += 1;
    }

    fn end(&mut self, text: &str, take: &mut impl FnMut(Searched<'_>)) {
        if self.parts > 1 {
            let is_inside = |c: &char| c.is_alphanumeric() || is_combining_mark(*c);
            let word: String = text[self.range.clone()].chars().filter(is_inside).collect();
            let is_one = match self.is_number {
                true => Self::DIGITS.contains(&word.len()),
                false => self.parts <= Self::PARTS && word.len() <= Self::BYTES,
            };
            if is_one && !word.contains(is_unspaced) {
                take(Searched::Joined(&word));
            }
        }
        self.parts = 0;
    }
}

/// Whether a character belongs to a script that puts no spaces between words.
fn is_unspaced(c: char) -> bool {
    is_thai(c)
        || matches!(c, '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        searched(text, |word| found.push(fold(word)));
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
    fn what_is_typed_as_one_word_is_one() {
        let found = |text: &str| {
            let mut found = Vec::new();
            searched_and_joined(text, |word| match word {
                Searched::Word(_) => {}
                Searched::Joined(word) => found.push(word.to_owned()),
            });
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
