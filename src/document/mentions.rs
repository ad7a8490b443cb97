//! Where an article uses the terms of the glossary: the first time each, and only in running text.
//!
//! A stretch of text is read word by word; the longest form that fits wins, and the words it takes
//! belong to nobody else. Headings, links, quotes, code and wording examples are passed over. What a
//! use looks like on the page is not known here.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Document;
use crate::data::glossary::{Glossary, Term};
use crate::markdown::{BlockKind, Fragment};
use crate::memo::Fingerprint;
use crate::path;

/// Elements whose text is no place for a link.
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
    /// The term, by its place in the glossary.
    pub term: usize,
    /// The stretch of HTML it stands in, in the order of [`Fragment::stretches`].
    pub stretch: usize,
    /// Its bytes in that stretch.
    pub range: Range<usize>,
}

/// The written forms of a glossary, ready to be looked for.
pub struct MentionFinder {
    forms: Node,
    fingerprint: Fingerprint,
}

/// Where some words lead that forms begin with: the forms that are no longer, and the words that may follow.
#[derive(Default)]
struct Node {
    ends: Vec<Form>,
    next: FxHashMap<String, Node>,
}

struct Form {
    /// The form itself if it is written in capitals only and must be met like this: `EFT`.
    exact: Option<String>,
    term: usize,
}

impl MentionFinder {
    /// Takes the forms out of a glossary.
    pub fn of(glossary: &Glossary) -> Self {
        let written = |(at, term): (usize, &'_ Term)| -> Vec<(usize, String)> {
            term.written().map(|form| (at, form.to_owned())).collect()
        };
        Self::of_names(glossary.terms.iter().enumerate().flat_map(written))
    }

    /// Takes names of anything, each with the number that its uses are told by.
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

    /// Every use in a plain text, each with its bytes, in order.
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

    /// The term whose longest form begins with these words, and how many of them it takes.
    fn term_at(&self, text: &str, words: &[FoldedWord]) -> Option<(usize, usize)> {
        let (mut node, mut longest) = (&self.forms, None);
        let start = words.first()?.0.start;
        let mut end = start;
        for (count, (range, word)) in (1..).zip(words) {
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

    /// Stands for everything [`MentionFinder::find`] looks at.
    pub fn key(&self, document: &Document) -> Fingerprint {
        Fingerprint::of(&(self.fingerprint, document.facets.body))
    }

    /// Finds the first use of each term in an article, in the order of the text.
    pub fn find(&self, document: &Document) -> Vec<Mention> {
        let mut search = Search {
            finder: self,
            met: Vec::new(),
            uses: Vec::new(),
            tag: Tag::default(),
            passed_over: 0,
        };
        // A term that is stopped on this page counts as met already.
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
        search.uses
    }
}

struct Search<'f> {
    finder: &'f MentionFinder,
    met: Vec<usize>,
    uses: Vec<Mention>,
    /// The tag that is open where a stretch ends, if one is: `<a` goes on in the next.
    tag: Tag,
    /// How many elements are open whose text is passed over.
    passed_over: usize,
}

#[derive(Default)]
struct Tag {
    open: bool,
    quote: Option<char>,
}

impl Search<'_> {
    /// Reads one stretch of HTML.
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

    /// Counts the elements that are passed over, by the tag that begins here.
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

    /// Looks for terms in text without tags.
    fn words(&mut self, stretch: usize, html: &str, text: Range<usize>, open: bool) {
        if self.passed_over > 0 || !open || text.is_empty() {
            return;
        }
        for (term, range) in self.finder.in_words(html, &words(html, text)) {
            if !self.met.contains(&term) {
                self.met.push(term);
                self.uses.push(Mention {
                    term,
                    stretch,
                    range,
                });
            }
        }
    }
}

/// A word with its place in a text, folded.
type FoldedWord = (Range<usize>, String);

/// The words of a stretch with their places, folded; hyphens and apostrophes inside belong to them.
fn words(html: &str, text: Range<usize>) -> Vec<FoldedWord> {
    let is_part = |c: char| c.is_alphanumeric() || "-'’‑".contains(c);
    let mut words = Vec::new();
    let mut at = text.start;
    while let Some(found) = html[at..text.end].find(is_part) {
        let start = at + found;
        // What stands for a sign, such as `&amp;`, is no word.
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
