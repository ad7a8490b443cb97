//! Splits a text into words, each with its place.

use std::ops::Range;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// The word in lower case.
    pub(super) lower: Box<str>,
    /// Whether only blanks and quotes separate it from the word before.
    pub(super) joined: bool,
}

/// Cuts a text into words: letters and digits, with `'` and `-` between two of them, `.` and `,` between
/// digits, and `%` after a digit.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let next = text[at + c.len_utf8()..].chars().next();
            let joins = match c {
                '\'' | '-' => next.is_some_and(char::is_alphanumeric),
                '.' | ',' => {
                    let before = text[..at].chars().next_back();
                    before.is_some_and(|c| c.is_ascii_digit())
                        && next.is_some_and(|c| c.is_ascii_digit())
                }
                '%' => text[..at].ends_with(|c: char| c.is_ascii_digit()),
                c => c.is_alphanumeric(),
            };
            if !joins {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let before = words.last().map_or(0, |word: &Word| word.range.end);
        words.push(Word {
            joined: text[before..start]
                .chars()
                .all(|c| matches!(c, ' ' | '"' | '\'')),
            range: start..end,
            lower: text[start..end].to_lowercase().into(),
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_together_what_belongs_together() {
        let texts: Vec<Box<str>> = words("Don't self-harm; 2,092 is 100% of 1.5.")
            .into_iter()
            .map(|word| word.lower)
            .collect();
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        assert_eq!(
            texts,
            ["don't", "self-harm", "2,092", "is", "100%", "of", "1.5"]
        );
    }
}
