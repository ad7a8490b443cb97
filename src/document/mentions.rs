//! Finds where an article uses the terms of the glossary: the first use of each term, in running text only.
//!
//! Text is scanned word by word. The longest matching form wins, and matches do not overlap. Headings, links, quotes, code
//! and wording examples are skipped. This module does not render mentions.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Document;
use crate::data::glossary::{Glossary, Term};
use crate::markdown::TextRun;
use crate::memo::Fingerprint;
use crate::path;
use crate::words::{self, Word};

/// The first use of a term in an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The index of the term in the glossary.
    pub term: usize,
    /// The index of the HTML stretch that contains it, in the order of [`Parsed::stretches`](crate::markdown::Parsed::stretches).
    pub stretch: usize,
    /// Its byte range in that stretch.
    pub range: Range<usize>,
}

/// A matcher for the written forms of a glossary: a trie whose edges are folded words, each with the signs before it.
pub struct MentionFinder {
    forms: Node,
    fingerprint: Fingerprint,
}

/// Signs that can stand before or after a form without being part of it. Those of `C++` are part of it.
const PUNCTUATION: [char; 12] = ['.', ',', ';', ':', '!', '?', '…', '"', '“', '”', '(', ')'];

/// A node of the trie, reached by a sequence of words: the forms that end here, and the words that can follow.
#[derive(Default)]
struct Node {
    ends: Vec<Form>,
    next: FxHashMap<String, Node>,
}

struct Form {
    /// The form itself if it has no lower-case letters, as in `EFT`. Such a form is matched with its case.
    exact: Option<String>,
    term: usize,
}

impl MentionFinder {
    /// Builds the matcher from all forms of a glossary.
    pub fn of(glossary: &Glossary) -> Self {
        let written = |(at, term): (usize, &'_ Term)| -> Vec<(usize, String)> {
            term.written().map(|form| (at, form.to_owned())).collect()
        };
        Self::of_names(glossary.terms.iter().enumerate().flat_map(written))
    }

    /// Builds the matcher from arbitrary names, each with the number that a match reports.
    pub fn of_names(names: impl IntoIterator<Item = (usize, String)>) -> Self {
        let names: Vec<(usize, String)> = names.into_iter().collect();
        let fingerprint = Fingerprint::of(&names);
        let mut forms = Node::default();
        for (term, form) in names {
            let Some((words, edges)) = edges(&form) else {
                continue;
            };
            let mut node = &mut forms;
            for edge in edges {
                node = node.next.entry(edge).or_default();
            }
            node.ends.push(Form {
                exact: (!words.contains(char::is_lowercase)).then(|| words.to_owned()),
                term,
            });
        }
        Self { forms, fingerprint }
    }

    /// Every match in a plain text, with its number and byte range, in text order.
    pub fn find_in(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        self.in_words(text, &folded_words(text, 0..text.len()))
    }

    fn in_words(&self, text: &str, words: &[FoldedWord]) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((term, length)) = self.term_at(text, &words[at..]) else {
                at += 1;
                continue;
            };
            found.push((term, words[at].0.start..words[at + length - 1].0.end));
            at += length;
        }
        found
    }

    /// The term with the longest form that matches at the start of these words, and how many words the form has.
    fn term_at(&self, text: &str, words: &[FoldedWord]) -> Option<(usize, usize)> {
        let (mut node, mut longest) = (&self.forms, None);
        let start = words.first()?.0.start;
        let mut end = start;
        for (count, (range, word)) in (1..).zip(words) {
            let Some(next) = node.next.get(&*edge(&text[end..range.start], word)) else {
                break;
            };
            (node, end) = (next, range.end);
            let whole = &text[start..end];
            let fits = |form: &&Form| form.exact.as_deref().is_none_or(|exact| exact == whole);
            let form = node.ends.iter().find(fits);
            longest = form.map(|form| (form.term, count)).or(longest);
        }
        longest
    }

    /// The cache key of [`MentionFinder::find`]: a fingerprint of every input it reads.
    pub fn key(&self, document: &Document) -> Fingerprint {
        Fingerprint::of(&(self.fingerprint, document.facets.body))
    }

    /// Finds the first use of each term in an article, in text order.
    pub fn find(&self, document: &Document) -> Vec<Mention> {
        if self.forms.next.is_empty() {
            return Vec::new();
        }
        let parsed = &document.parsed;
        // A term that this page turns off is treated as already found.
        let mut met: Vec<usize> = Vec::new();
        for (word, _) in &parsed.no_terms {
            let mut edges = edges(word).into_iter().flat_map(|(_, edges)| edges);
            let node = edges.try_fold(&self.forms, |node, edge| node.next.get(&edge));
            let stopped = node.and_then(|node| node.ends.first());
            met.extend(stopped.map(|form| form.term));
        }
        let stretches = parsed.stretches();
        let mut mentions = Vec::new();
        let runs = parsed.runs.iter().filter(|run| run.takes_links);
        for (stretch, bytes) in runs.filter_map(TextRun::in_html) {
            let html = stretches[stretch];
            for (term, range) in self.in_words(html, &folded_words(html, bytes)) {
                if !met.contains(&term) {
                    met.push(term);
                    mentions.push(Mention {
                        term,
                        stretch,
                        range,
                    });
                }
            }
        }
        mentions
    }
}

/// The words of a form, from the first to the last, and the edges that lead to it; `None` if it is not made of words alone.
fn edges(form: &str) -> Option<(&str, Vec<String>)> {
    let words = folded_words(form, 0..form.len());
    let (start, end) = (words.first()?.0.start, words.last()?.0.end);
    let around = [&form[..start], &form[end..]];
    let is_punctuation = |sign: char| sign.is_whitespace() || PUNCTUATION.contains(&sign);
    if !around.iter().all(|signs| signs.chars().all(is_punctuation)) {
        return None;
    }
    let mut last = start;
    let edges = words.iter().map(|(range, word)| {
        let before = &form[last..range.start];
        last = range.end;
        edge(before, word).into_owned()
    });
    Some((&form[start..end], edges.collect()))
}

/// The edge for a word: only what separates the words of the form may separate them in a text, whatever the white space.
fn edge<'w>(before: &str, word: &'w str) -> Cow<'w, str> {
    match before.trim() {
        "" => Cow::Borrowed(word),
        signs => Cow::Owned(format!("{signs} {word}")),
    }
}

/// A folded word and its byte range in the text.
type FoldedWord = (Range<usize>, String);

/// The folded words in some bytes of a text, with their byte ranges. What is part of a character reference, such as `&amp;`,
/// is no word.
fn folded_words(html: &str, text: Range<usize>) -> Vec<FoldedWord> {
    let shift = text.start;
    let words = words::words(&html[text]).map(|Word { range, .. }| {
        let Range { start, end } = range;
        start + shift..end + shift
    });
    let in_reference = |start: usize| html[..start].trim_end_matches('#').ends_with('&');
    words
        .filter(|range| !in_reference(range.start))
        .map(|range| (range.clone(), fold(&html[range])))
        .collect()
}

fn fold(word: &str) -> String {
    path::fold(&word.replace('’', "'").replace('‑', "-"))
}
