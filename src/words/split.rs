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

/// What a word is made of, apart from the ASCII signs inside it: a set of kinds of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(u8);

impl Class {
    const LOWER: u8 = 1;
    const UPPER: u8 = 2;
    const DIGIT: u8 = 4;
    /// Letters and signs outside of ASCII.
    const OTHER: u8 = 8;
    const OTHER_DIGIT: u8 = 16;
    /// A byte of a character outside of ASCII, whose kind is not known yet.
    const NOT_ASCII: u8 = 32;

    /// Whether it has no digits.
    pub fn has_no_digits(self) -> bool {
        self.0 & (Self::DIGIT | Self::OTHER_DIGIT) == 0
    }

    /// Whether it has ASCII digits only.
    pub fn has_only_digits(self) -> bool {
        self.0 == Self::DIGIT
    }

    /// Whether it has ASCII characters only.
    pub fn is_ascii(self) -> bool {
        self.0 & (Self::OTHER | Self::OTHER_DIGIT) == 0
    }

    /// Whether it has ASCII characters only, and no capital.
    pub fn is_lower(self) -> bool {
        self.is_ascii() && self.0 & Self::UPPER == 0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The kind of each byte; 0 for what is part of no word.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => Class::LOWER,
            b'A'..=b'Z' => Class::UPPER,
            b'0'..=b'9' => Class::DIGIT,
            0x80.. => Class::NOT_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

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
        let start = loop {
            at += bytes[at..].iter().position(|byte| kind_of(*byte) != 0)?;
            if kind_of(bytes[at]) != Class::NOT_ASCII {
                break at;
            }
            let c = self.text[at..].chars().next()?;
            if c.is_alphanumeric() {
                break at;
            }
            at += c.len_utf8();
        };
        let mut class = 0;
        let is_ascii_part = |byte: &u8| !matches!(kind_of(*byte), 0 | Class::NOT_ASCII);
        let ascii = bytes[start..].iter().copied();
        for byte in ascii.take_while(is_ascii_part) {
            class |= kind_of(byte);
            at += 1;
        }
        // Few words have more than ASCII.
        while let Some((kind, length)) = part_of_word(self.text, at) {
            class |= kind;
            at += length;
        }
        self.at = at;
        Some(Word {
            range: start..at,
            class: Class(class),
        })
    }
}

#[inline]
fn kind_of(byte: u8) -> u8 {
    KINDS[usize::from(byte)]
}

/// The kind and the length of the character at a place, if a word goes on there.
#[inline]
fn part_of_word(text: &str, at: usize) -> Option<(u8, usize)> {
    match kind_of(*text.as_bytes().get(at)?) {
        0 => None,
        Class::NOT_ASCII => {
            let c = text[at..].chars().next()?;
            let kind = match c {
                c if c.is_alphabetic() || is_combining_mark(c) => Class::OTHER,
                c if c.is_alphanumeric() => Class::OTHER_DIGIT,
                _ => return None,
            };
            Some((kind, c.len_utf8()))
        }
        kind => Some((kind, 1)),
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
            if !text.as_bytes()[word.range.end].is_ascii() {
                word.class = word.class.with(Class(Class::OTHER));
            }
            word.range.end = next.range.end;
            word.class = word.class.with(next.class);
        }
    }
}

/// Whether what is between two pieces, the first of which ends at `end`, joins them to one word.
#[inline]
pub fn joins(text: &str, end: usize, start: usize) -> bool {
    // Between most pieces there is a blank.
    text.as_bytes()[end] != b' ' && are_joined_by(&text[end..start], text, end)
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

    fn cut(text: &str, words: impl Iterator<Item = Word>) -> Vec<&str> {
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
        for (text, class) in [
            ("don't", Class::LOWER),
            ("Self-harm", Class::LOWER | Class::UPPER),
            ("1,000", Class::DIGIT),
            ("5%", Class::DIGIT),
            ("b2b", Class::LOWER | Class::DIGIT),
            ("don\u{2019}t", Class::LOWER | Class::OTHER),
            ("cafe\u{301}", Class::LOWER | Class::OTHER),
            ("\u{e9}", Class::OTHER),
            ("\u{663}", Class::OTHER_DIGIT),
        ] {
            let found: Vec<Class> = words(text).map(|word| word.class).collect();
            assert_eq!(found, [Class(class)], "{text}");
        }
        let class = |text: &str| words(text).next().expect("a word").class;
        assert!(class("don't").is_lower() && !class("Don't").is_lower());
        assert!(class("Don't").is_ascii() && !class("\u{e9}").is_lower());
        assert!(class("a-b").has_no_digits() && !class("b2b").has_no_digits());
        assert!(class("1,5").has_only_digits() && !class("\u{663}").has_only_digits());
    }
}
