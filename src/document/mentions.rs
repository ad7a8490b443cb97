//! Finds where an article uses the terms of the glossary: the first use of each term, in running text only.
//!
//! Text is scanned word by word. The longest matching form wins, and matches do not overlap. Headings, links, quotes, code
//! and wording examples are skipped. This module does not render mentions.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Document;
use crate::data::glossary::{Glossary, Term};
use crate::markdown::{BlockKind, Fragment};
use crate::memo::Fingerprint;
use crate::path;

/// Elements whose text must not contain a term link.
const PASSED_OVER: &[&str] = &[
    "a",
    "blockquote",
    "button",
    "cite",
    "code",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "kbd",
    "label",
    "pre",
    "q",
    "samp",
    "summary",
    "sup",
    "textarea",
    "th",
];

/// The first use of a term in an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The index of the term in the glossary.
    pub term: usize,
    /// The index of the HTML stretch that contains it, in the order of [`Fragment::stretches`].
    pub stretch: usize,
    /// Its byte range in that stretch.
    pub range: Range<usize>,
}

/// A matcher for the written forms of a glossary: a trie whose edges are folded words.
pub struct MentionFinder {
    forms: Node,
    fingerprint: Fingerprint,
}

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
            let mut node = &mut forms;
            for word in form.split_whitespace() {
                node = node.next.entry(fold(word)).or_default();
            }
            node.ends.push(Form {
                exact: (!form.contains(char::is_lowercase)).then_some(form),
                term,
            });
        }
        Self { forms, fingerprint }
    }

    /// Every match in a plain text, with its number and byte range, in text order.
    pub fn find_in(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        self.in_words(text, &words(text, 0..text.len()))
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
            // Only white space may separate the words of a form.
            let is_next = text[end..range.start].trim().is_empty();
            let Some(next) = node.next.get(word).filter(|_| is_next) else {
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
        let mut search = Search {
            finder: self,
            met: Vec::new(),
            mentions: Vec::new(),
            tag: Tag::default(),
            passed_over: 0,
        };
        // A term that this page turns off is treated as already found.
        for (word, _) in &document.parsed.no_terms {
            let mut words = word.split_whitespace().map(fold);
            let node = words.try_fold(&self.forms, |node, word| node.next.get(&word));
            let stopped = node.and_then(|node| node.ends.first());
            search.met.extend(stopped.map(|form| form.term));
        }
        if self.forms.next.is_empty() {
            return Vec::new();
        }
        let mut stretch = 0;
        Fragment::stretches(&document.parsed.body, &mut |html, blocks, is_title| {
            let open = !is_title
                && !blocks
                    .iter()
                    .any(|block| BlockKind::WORDING.contains(block));
            search.read(stretch, html, open);
            stretch += 1;
        });
        search.mentions
    }
}

struct Search<'f> {
    finder: &'f MentionFinder,
    met: Vec<usize>,
    mentions: Vec<Mention>,
    /// The state of the tag scanner. It is kept between stretches, because a tag can begin in one and end in the next.
    tag: Tag,
    /// How many elements of [`PASSED_OVER`] are open.
    passed_over: usize,
}

#[derive(Default)]
struct Tag {
    open: bool,
    quote: Option<char>,
}

impl Search<'_> {
    /// Scans one stretch of HTML. Quoted attribute values can contain `>`, so quotes are tracked.
    fn read(&mut self, stretch: usize, html: &str, open: bool) {
        let mut text = 0;
        for (at, c) in html.char_indices() {
            if self.tag.open {
                match (self.tag.quote, c) {
                    (Some(mark), c) if c == mark => self.tag.quote = None,
                    (None, '"' | '\'') => self.tag.quote = Some(c),
                    (None, '>') => (self.tag.open, text) = (false, at + 1),
                    _ => {}
                }
            } else if c == '<' {
                self.words(stretch, html, text..at, open);
                self.tag.open = true;
                self.count(&html[at + 1..]);
            }
        }
        if !self.tag.open {
            self.words(stretch, html, text..html.len(), open);
        }
    }

    /// Updates the number of open skipped elements for the tag that begins here.
    fn count(&mut self, tag: &str) {
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let end = tag
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tag.len());
        if PASSED_OVER.contains(&tag[..end].to_ascii_lowercase().as_str()) {
            self.passed_over = if closes {
                self.passed_over.saturating_sub(1)
            } else {
                self.passed_over + 1
            };
        }
    }

    /// Finds terms in text between tags.
    fn words(&mut self, stretch: usize, html: &str, text: Range<usize>, open: bool) {
        if self.passed_over > 0 || !open || text.is_empty() {
            return;
        }
        for (term, range) in self.finder.in_words(html, &words(html, text)) {
            if !self.met.contains(&term) {
                self.met.push(term);
                self.mentions.push(Mention {
                    term,
                    stretch,
                    range,
                });
            }
        }
    }
}

/// A folded word and its byte range in the text.
type FoldedWord = (Range<usize>, String);

/// The folded words of a text with their byte ranges. Hyphens and apostrophes inside a word are part of it.
fn words(html: &str, text: Range<usize>) -> Vec<FoldedWord> {
    let is_part = |c: char| c.is_alphanumeric() || "-'’‑".contains(c);
    let mut words = Vec::new();
    let mut at = text.start;
    while let Some(found) = html[at..text.end].find(is_part) {
        let start = at + found;
        // Skip character references such as `&amp;`.
        if html[..start].ends_with('&') {
            at = html[start..text.end]
                .find(';')
                .map_or(text.end, |end| start + end + 1);
            continue;
        }
        let length = html[start..text.end].find(|c| !is_part(c));
        at = length.map_or(text.end, |length| start + length);
        let word = html[start..at].trim_end_matches(|c: char| !c.is_alphanumeric());
        let trimmed = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !trimmed.is_empty() {
            let start = start + word.len() - trimmed.len();
            words.push((start..start + trimmed.len(), fold(trimmed)));
        }
    }
    words
}

fn fold(word: &str) -> String {
    path::fold(&word.replace('’', "'").replace('‑', "-"))
}
