//! The words of a text as the rules compare them: in lower case, with the apostrophes and hyphens of a typewriter.
//!
//! Where a word begins and ends is known in [`words`](crate::words).

use std::borrow::Cow;
use std::ops::Range;

use crate::words::{self, Class};

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// The word in lower case. It is borrowed if it is written like that.
    pub(super) lower: Cow<'t, str>,
    /// Whether only blanks and quotes separate it from the word before.
    pub(super) joined: bool,
}

impl Word<'_> {
    /// Whether it is written with a capital, an accent or a typographic sign.
    pub(super) fn is_changed(&self) -> bool {
        matches!(self.lower, Cow::Owned(_))
    }
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    // English has about six bytes a word, with the blank.
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut end = 0;
    for word in words::words(text) {
        let between = &text.as_bytes()[end..word.range.start];
        end = word.range.end;
        words.push(Word {
            joined: between
                .iter()
                .all(|byte| matches!(byte, b' ' | b'"' | b'\'')),
            lower: lower(&text[word.range.clone()], word.class),
            range: word.range,
        });
    }
    words
}

fn lower(word: &str, class: Class) -> Cow<'_, str> {
    if class.is_lower() {
        return Cow::Borrowed(word);
    }
    if class.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let typed = word.chars().map(|c| match c {
        '\u{2019}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    });
    let typed: String = typed.collect();
    Cow::Owned(typed.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_as_they_are_typed() {
        let words = words("Don\u{2019}t self\u{2011}harm, \"you\" ÉTÉ");
        let seen: Vec<(&str, bool)> = words
            .iter()
            .map(|word| (&*word.lower, word.joined))
            .collect();
        assert_eq!(
            seen,
            [
                ("don't", true),
                ("self-harm", true),
                ("you", false),
                ("été", true)
            ]
        );
        let changed: Vec<bool> = words.iter().map(Word::is_changed).collect();
        assert_eq!(changed, [true, true, false, true]);
    }
}
