//! A passage of a text with everything the wording rules need: its words and sentences, which of them are quoted speech,
//! and the matches of the phrase lists.
//!
//! The rules decide which match is a finding.

use std::ops::Range;

use super::phrase_lists::{Hit, ListId, Matches, PhraseLists};
use super::sentences::sentences;
use super::word::{Word, words};
use crate::diag::{Span, in_order, span_around};
use crate::markdown::{BlockKind, Passage, Role};

/// A passage with its words, sentences and matches.
#[derive(Debug)]
pub(super) struct AnnotatedPassage<'t> {
    pub(super) passage: &'t Passage,
    pub(super) words: Vec<Word<'t>>,
    /// The words of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
    /// The bytes that are quoted speech.
    quotes: Vec<Range<usize>>,
    matches: Matches<'t>,
    /// Whether it has a link to help, or is part of a notice, which has one.
    pub(super) points_to_help: bool,
}

impl<'t> AnnotatedPassage<'t> {
    pub(super) fn of(passage: &'t Passage, lists: &'t PhraseLists) -> Self {
        let words = words(&passage.text);
        let words_in = |range: Range<usize>| {
            let at = |byte: usize| words.partition_point(|word| word.range.start < byte);
            at(range.start)..at(range.end)
        };
        let sentences = sentences(&passage.text).into_iter().map(words_in);
        Self {
            sentences: sentences.filter(|words| !words.is_empty()).collect(),
            quotes: quotes(&passage.text),
            matches: lists.search(&words),
            points_to_help: passage.is_in(BlockKind::NOTICE),
            words,
            passage,
        }
    }

    /// The same passage, given the article's links to help.
    pub(super) fn with_help(mut self, help: &[Span]) -> Self {
        let span = &self.passage.span;
        let first = help.partition_point(|link| link.start < span.start);
        let leads_there = help.get(first).is_some_and(|link| link.end <= span.end);
        self.points_to_help |= leads_there;
        self
    }

    pub(super) fn text(&self) -> &'t str {
        &self.passage.text
    }

    /// Where some of its bytes are in the file.
    pub(super) fn span_of(&self, bytes: &Range<usize>) -> Span {
        self.passage.span_of(bytes)
    }

    /// Whether the passage is the article's own voice: not a quotation, wording shown as an example or a myth.
    pub(super) fn is_own_voice(&self) -> bool {
        const OTHERS: [&str; 4] = ["example", "example-weak", "example-better", "myth"];
        !self.passage.quoted && !self.is_in(&OTHERS)
    }

    /// Whether it is in a block of one of these kinds.
    pub(super) fn is_in(&self, kinds: &[&str]) -> bool {
        let mut blocks = self.passage.blocks.iter();
        blocks.any(|kind| kinds.contains(&kind.name()))
    }

    /// Whether it is part of a block in which every word must be exactly right.
    pub(super) fn is_about_safety(&self) -> bool {
        self.is_in(&[
            "help",
            "help-soon",
            "help-now",
            "notice",
            "warning",
            "caution",
            "important",
        ])
    }

    /// Whether it is a paragraph, a list item or a cell: neither a heading nor a title.
    pub(super) fn is_body(&self) -> bool {
        !self.is_heading() && self.passage.role != Role::Title
    }

    pub(super) fn is_heading(&self) -> bool {
        matches!(self.passage.role, Role::Heading(_))
    }

    /// Whether these bytes are quoted speech.
    pub(super) fn is_quoted(&self, bytes: &Range<usize>) -> bool {
        span_around(&self.quotes, bytes.start).is_some_and(|quote| bytes.end <= quote.end)
    }

    /// Whether these bytes begin inside the text of a link.
    pub(super) fn is_in_link(&self, bytes: &Range<usize>) -> bool {
        span_around(&self.passage.links, bytes.start).is_some()
    }

    /// The bytes of some of its words.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        self.words[words.start].range.start..self.words[words.end - 1].range.end
    }

    /// The hits of a list in the article's own voice, sentence by sentence.
    pub(super) fn hits(&self, list: ListId) -> Vec<Hit> {
        // Most passages have none.
        if !self.matches.has(list) {
            return Vec::new();
        }
        let sentences = self.sentences.iter();
        let hits = sentences.flat_map(|sentence| self.hits_in(list, sentence.clone()));
        hits.filter(|hit| !self.is_quoted(&self.bytes(&hit.words)))
            .collect()
    }

    /// The hits of a list among some of its words, quoted ones included.
    pub(super) fn hits_in(&self, list: ListId, words: Range<usize>) -> Vec<Hit> {
        self.matches.hits(list, &self.words, words)
    }

    /// Every match of a form of the glossary: the number of the form, and its words.
    pub(super) fn forms(&self) -> impl Iterator<Item = (usize, &Range<usize>)> {
        self.matches.forms()
    }

    /// Whether a phrase of a list is among some of its words, quoted ones included.
    pub(super) fn has(&self, list: ListId, words: Range<usize>) -> bool {
        !self.hits_in(list, words).is_empty()
    }

    /// Whether these words begin with a phrase of a list.
    pub(super) fn begins(&self, list: ListId, words: Range<usize>) -> bool {
        self.matches.begins(list, words)
    }

    /// Whether these words are a phrase of a list, from the first to the last.
    pub(super) fn is_exactly(&self, list: ListId, words: Range<usize>) -> bool {
        self.matches.is_exactly(list, words)
    }

    /// The sentence that a word is part of.
    pub(super) fn sentence_of(&self, word: usize) -> Range<usize> {
        let found = span_around(&self.sentences, word);
        found.cloned().unwrap_or(0..self.words.len())
    }
}

/// Where speech is quoted in a passage: between two `"`, or between two `'` around words.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut quotes = Vec::new();
    let doubles: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    for pair in doubles.chunks(2) {
        match pair {
            [start, end] => quotes.push(*start..end + 1),
            // Speech of several paragraphs opens each and closes the last.
            [start] if *start == 0 => quotes.push(0..text.len()),
            _ => {}
        }
    }
    let mut open = None;
    for (at, _) in text.match_indices('\'') {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let is_inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '(');
        match open {
            None if !is_inside(before) && is_inside(after) => open = Some(at),
            Some(start) if is_inside(before) && !after.is_some_and(char::is_alphanumeric) => {
                quotes.push(start..at + 1);
                open = None;
            }
            _ => {}
        }
    }
    in_order(quotes)
}
