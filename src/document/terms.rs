//! Counts the words of an article, and extracts its key terms: the few words by which related articles are found.
//!
//! Key terms are a set without counts, so that correcting a typo seldom changes it. Search does not use key terms; it indexes
//! every word.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::text::written_texts;
use crate::markdown::Parsed;
use crate::word_list;
use crate::words::{self, Word};

/// The maximum number of key terms of an article.
const KEPT: usize = 8;

/// The fewest bytes of a key term.
const SHORTEST: usize = 4;

/// How many of the most frequent words are considered, before common words are removed.
const RANKED: usize = 64;

/// Stop words: too common to say what an article is about.
static COMMON: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| word_list::entries(include_str!("../words/en/common-words.txt")).collect());

/// The words of an article, counted.
#[derive(Default)]
pub(super) struct WordCounts<'t> {
    /// How many words it has.
    pub(super) all: usize,
    /// How often each piece that could be a key term occurs, in lower case.
    pieces: FxHashMap<Cow<'t, str>, u32>,
    /// A piece in lower case, while it is looked up.
    lower: String,
}

impl<'t> WordCounts<'t> {
    /// Counts the words of an article's text. Blocks of code and what mend writes itself do not count, nor do the alternative
    /// texts of pictures.
    pub(super) fn of(parsed: &'t Parsed) -> Self {
        let mut counts = Self::default();
        counts.pieces.reserve(512);
        // The text so far of the words that go on from run to run, as in `im**port**ant`.
        let mut unbroken: Cow<'t, str> = Cow::default();
        for (run, text) in written_texts(parsed) {
            if run.separated || unbroken.is_empty() {
                counts.add(std::mem::replace(&mut unbroken, text));
            } else if !text.is_empty() {
                unbroken.to_mut().push_str(&text);
            }
        }
        counts.add(unbroken);
        counts
    }

    fn add(&mut self, text: Cow<'t, str>) {
        match text {
            Cow::Borrowed(text) => self.add_pieces(text, Cow::Borrowed),
            Cow::Owned(text) => self.add_pieces(&text, |piece| Cow::Owned(piece.to_owned())),
        }
    }

    /// Counts the words and pieces of a text; `keep` makes the key of a piece that is new.
    fn add_pieces<'a>(&mut self, text: &'a str, keep: impl Fn(&'a str) -> Cow<'t, str>) {
        let mut end = None;
        for Word { range, class } in words::pieces(text) {
            let goes_on = end.is_some_and(|end| words::joins(text, end, range.start));
            self.all += usize::from(!goes_on);
            end = Some(range.end);
            if range.len() < SHORTEST || !class.has_no_digits() {
                continue;
            }
            let piece = &text[range];
            if class.is_lower() {
                *self.pieces.entry(keep(piece)).or_default() += 1;
                continue;
            }
            self.lower.clear();
            match class.is_ascii() {
                true => {
                    let bytes = piece.bytes();
                    let lower = bytes.map(|byte| char::from(byte.to_ascii_lowercase()));
                    self.lower.extend(lower);
                }
                false => self.lower.push_str(&piece.to_lowercase()),
            }
            match self.pieces.get_mut(self.lower.as_str()) {
                Some(count) => *count += 1,
                None => drop(self.pieces.insert(Cow::Owned(self.lower.clone()), 1)),
            }
        }
    }

    /// The most frequent pieces that occur at least twice and are not stop words, in alphabetical order.
    pub(super) fn key_terms(&self) -> Vec<Box<str>> {
        let repeated = self.pieces.iter().filter(|(_, count)| **count > 1);
        // Sort by falling count, then alphabetically, so that the choice does not depend on the order of the hash map.
        let mut ranked: Vec<(u32, &str)> = repeated
            .map(|(piece, count)| (u32::MAX - count, &**piece))
            .collect();
        if ranked.len() > RANKED {
            ranked.select_nth_unstable(RANKED);
            ranked.truncate(RANKED);
        }
        ranked.sort_unstable();
        let pieces = ranked.into_iter().map(|(_, piece)| piece);
        let mut terms: Vec<Box<str>> = pieces
            .filter(|piece| !is_common(piece))
            .take(KEPT)
            .map(Box::from)
            .collect();
        // `collect` may reuse the allocation of the ranking, which is much larger, and would keep it for every document.
        terms.shrink_to_fit();
        terms.sort_unstable();
        terms
    }
}

/// The words of a title or heading that are not stop words, in lower case.
pub(crate) fn title_terms(title: &str) -> impl Iterator<Item = String> {
    words::pieces(title)
        .filter(|piece| piece.range.len() >= SHORTEST && piece.class.has_no_digits())
        .map(|piece| title[piece.range].to_lowercase())
        .filter(|word| !is_common(word))
}

fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Markdown;
    use crate::markdown::{self, Syntax};
    use crate::path::SourcePath;

    /// Key terms are lower case and have at least four bytes, so any other entry of the list would have no effect.
    #[test]
    fn every_common_word_could_be_a_key_term() {
        let is_possible =
            |word: &str| word.len() >= SHORTEST && word.chars().all(char::is_lowercase);
        assert!(COMMON.iter().all(|word| is_possible(word)));
    }

    #[test]
    fn a_word_counts_when_it_is_said_often_and_says_something() {
        let counts = |text: &'static str| {
            let mut counts = WordCounts::default();
            counts.add(Cow::Borrowed(text));
            counts
        };
        let counts = counts(
            "Secrets hurt. A secret message hurts; secrets and more secrets. Messages, messages. People, people.",
        );
        let terms = counts.key_terms();
        assert_eq!(
            terms.iter().map(|term| &**term).collect::<Vec<_>>(),
            ["messages", "secrets"]
        );
        assert_eq!(counts.all, 14);
    }

    #[test]
    fn a_word_may_change_its_look_in_the_middle() {
        let text =
            "For**give**ness, *forgiveness* self-`harm` [^1].\n\n```\ncode\n```\n\n[^1]: A note.\n";
        let parsed = markdown::parse(
            text,
            0,
            &SourcePath::new("content/a.md"),
            None,
            &Syntax::of(&Markdown::default()),
        );
        let counts = WordCounts::of(&parsed.value);
        assert_eq!(counts.all, 5);
        assert_eq!(counts.key_terms(), ["forgiveness".into()]);
    }
}
