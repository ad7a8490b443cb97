//! Splits a text into words, each with its place.
//!
//! A **piece** is letters and digits with nothing between them. A **word** is one piece, or several that are written as one:
//! `don't`, `self-harm`, `1,000`, `2.5%`. Nothing is copied: a word is a range of bytes.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A word, or a piece of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is made of.
    pub class: Class,
}

/// What a word is made of, apart from the signs inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Letters only.
    Letters,
    /// Digits only.
    Digits,
    /// Both.
    Mixed,
}

impl Class {
    fn with(self, other: Self) -> Self {
        if self == other { self } else { Self::Mixed }
    }
}

/// The pieces of a text: letters and digits, and the combining marks after them.
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0 }
}

/// The words of a text. Pieces belong to one word if a single apostrophe or hyphen is between them, or a full stop or comma
/// between two digits. A `%` after a digit is part of the word.
pub fn words(text: &str) -> Words<'_> {
    let mut pieces = pieces(text);
    Words {
        next: pieces.next(),
        pieces,
    }
}

/// The iterator of [`pieces`].
#[derive(Clone, Debug)]
pub struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

/// The iterator of [`words`].
#[derive(Clone, Debug)]
pub struct Words<'t> {
    pieces: Pieces<'t>,
    next: Option<Word>,
}

impl Iterator for Pieces<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        // Most text is ASCII, of which the bytes are looked at one by one.
        let (start, mut class) = loop {
            let byte = *bytes.get(at)?;
            match class_of(byte) {
                Some(class) => break (at, class),
                None if byte.is_ascii() => at += 1,
                None => {
                    let c = self.text[at..].chars().next()?;
                    if c.is_alphanumeric() {
                        break (at, class_of_character(c));
                    }
                    at += c.len_utf8();
                }
            }
        };
        while let Some(&byte) = bytes.get(at) {
            match class_of(byte) {
                Some(more) => {
                    class = class.with(more);
                    at += 1;
                }
                None if byte.is_ascii() => break,
                None => {
                    let Some(c) = self.text[at..].chars().next() else {
                        break;
                    };
                    if c.is_alphanumeric() {
                        class = class.with(class_of_character(c));
                    } else if !is_combining_mark(c) {
                        break;
                    }
                    at += c.len_utf8();
                }
            }
        }
        self.at = at;
        Some(Word {
            range: start..at,
            class,
        })
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let text = self.pieces.text;
        let mut word = self.next.take()?;
        loop {
            self.next = self.pieces.next();
            let next = self.next.as_ref();
            let Some(next) = next.filter(|next| joins(text, word.range.end, next.range.start))
            else {
                let sign = percent_sign(text, word.range.end);
                word.range.end += sign.len();
                return Some(word);
            };
            word.range.end = next.range.end;
            word.class = word.class.with(next.class);
        }
    }
}

/// The class of an ASCII letter or digit.
#[inline]
fn class_of(byte: u8) -> Option<Class> {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Some(Class::Letters),
        b'0'..=b'9' => Some(Class::Digits),
        _ => None,
    }
}

/// The class of a letter or digit of any script.
fn class_of_character(c: char) -> Class {
    match c.is_alphabetic() {
        true => Class::Letters,
        false => Class::Digits,
    }
}

/// Whether what is between two pieces, the first of which ends at `end`, joins them to one word.
#[inline]
pub fn joins(text: &str, end: usize, start: usize) -> bool {
    let between = &text[end..start];
    // Between most pieces there is a blank.
    !between.starts_with(' ') && are_joined_by(between, text, end)
}

fn are_joined_by(between: &str, text: &str, end: usize) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let sign = percent_sign(text, end);
    match &between[sign.len()..] {
        "'" | "\u{2019}" | "-" | "\u{2010}" | "\u{2011}" => true,
        "." | "," => {
            is_digit(bytes[..end].last()) && sign.is_empty() && is_digit(bytes.get(end + 1))
        }
        rest => rest.is_empty(),
    }
}

/// The `%` of a number that ends here, if it has one.
fn percent_sign(text: &str, end: usize) -> &str {
    let ends_with_digit = text.as_bytes()[..end]
        .last()
        .is_some_and(u8::is_ascii_digit);
    match ends_with_digit && text[end..].starts_with('%') {
        true => &text[end..=end],
        false => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'t>(text: &'t str, words: impl Iterator<Item = Word>) -> Vec<&'t str> {
        words.map(|word| &text[word.range]).collect()
    }

    #[test]
    fn words_hold_together_what_belongs_together() {
        for (text, expected) in [
            (
                "Don't self-harm; 2,092 is 100% of 1.5.",
                &["Don't", "self-harm", "2,092", "is", "100%", "of", "1.5"][..],
            ),
            (
                "It\u{2019}s a self\u{2011}help \u{2013} guide",
                &["It\u{2019}s", "a", "self\u{2011}help", "guide"],
            ),
            ("'quoted' words' end-", &["quoted", "words", "end"]),
            (
                "a.b, 1.b 1,2 50%-off 5%5",
                &["a", "b", "1", "b", "1,2", "50%-off", "5%5"],
            ),
            (
                "and/or a--b rock'n'roll",
                &["and", "or", "a", "b", "rock'n'roll"],
            ),
            ("cafe\u{301} \u{301} é", &["cafe\u{301}", "é"]),
            ("ab\u{e01}\u{e31}", &["ab\u{e01}\u{e31}"]),
            ("", &[]),
            ("... \u{2026} &", &[]),
        ] {
            assert_eq!(cut(text, words(text)), expected, "{text}");
        }
    }

    #[test]
    fn pieces_have_nothing_between_letters_and_digits() {
        let text = "It's 4a: 12\u{a0}é, self-harm";
        assert_eq!(
            cut(text, pieces(text)),
            ["It", "s", "4a", "12", "é", "self", "harm"]
        );
    }

    #[test]
    fn a_word_knows_what_it_is_made_of() {
        let classes = |text: &str| -> Vec<Class> { words(text).map(|word| word.class).collect() };
        assert_eq!(
            classes("don't 1,000 5% b2b co-19 é \u{663}"),
            [
                Class::Letters,
                Class::Digits,
                Class::Digits,
                Class::Mixed,
                Class::Mixed,
                Class::Letters,
                Class::Digits,
            ]
        );
    }
}
