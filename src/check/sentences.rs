//! Splits a text into sentences.
//!
//! A sentence ends at `.`, `!`, `?` or `…`, with the closing quotes and brackets after it, if a blank and then a capital, a
//! digit or an opening quote follows, or the passage ends. The full stop of an abbreviation or of a single letter does not end
//! one. A list item, a cell or a title without a full stop is a sentence.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::word_list::entries;

/// Abbreviations whose full stop does not end a sentence.
static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../words/en/abbreviations.txt")).collect());

/// Cuts a passage into sentences.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(stop) = next_stop(text, from) {
        let after_stops = text[stop..].trim_start_matches(['.', '!', '?', '…']);
        let rest = after_stops.trim_start_matches(['"', '\'', ')', ']']);
        let end = text.len() - rest.len();
        from = end.max(stop + 1);
        let next = rest.trim_start();
        let goes_on = next.len() == rest.len() && !rest.is_empty();
        let starts = next
            .trim_start_matches(['"', '\'', '(', '['])
            .chars()
            .next()
            .is_none_or(|c| c.is_uppercase() || c.is_ascii_digit());
        if goes_on
            || !starts
            || (text[stop..].starts_with('.') && is_abbreviation(&text[start..stop]))
        {
            continue;
        }
        sentences.push(start..end);
        start = text.len() - next.len();
        from = start;
    }
    if !text[start..].trim().is_empty() {
        sentences.push(start..text.len());
    }
    sentences
}

/// The next `.`, `!`, `?` or `…` from a byte on.
fn next_stop(text: &str, mut from: usize) -> Option<usize> {
    // The first byte of `…` begins other characters as well.
    let may_stop = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | 0xe2);
    loop {
        let at = from + text.as_bytes().get(from..)?.iter().position(may_stop)?;
        if text.as_bytes()[at].is_ascii() || text[at..].starts_with('…') {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Whether a full stop after this text belongs to an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(' || c == '"')
        .next()
        .unwrap_or_default();
    let is_initial =
        word.chars().count() == 1 && word != "I" && word.chars().all(char::is_uppercase);
    is_initial || ABBREVIATIONS.contains(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let cut = |text: &'static str| -> Vec<&str> {
            sentences(text)
                .into_iter()
                .map(|range| text[range].trim())
                .collect()
        };
        assert_eq!(
            cut("One. Two! \"Three?\" Four"),
            ["One.", "Two!", "\"Three?\"", "Four"]
        );
        assert_eq!(
            cut("Ask Dr. Lee, e.g. at 5 p.m. today. Then rest."),
            ["Ask Dr. Lee, e.g. at 5 p.m. today.", "Then rest."]
        );
        assert_eq!(
            cut("It cost 2.50 then. \"Fine,\" they said. \"Go.\""),
            ["It cost 2.50 then.", "\"Fine,\" they said.", "\"Go.\""]
        );
        assert_eq!(cut("Wait... and see."), ["Wait... and see."]);
        assert_eq!(
            cut("Pack food, water, etc. Then rest, e.g. at 5 p.m. Go."),
            ["Pack food, water, etc.", "Then rest, e.g. at 5 p.m.", "Go."]
        );
    }
}
