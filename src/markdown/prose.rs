//! The text of an article as a reader sees it, with the place of each word in the file.
//!
//! The wording rules need the text without markup, and the exact place of every word. A [`Passage`] is one paragraph, heading,
//! paragraph of a list item or table cell: no marks, no targets of links, no code, no comments; typographic quotes and
//! apostrophes are replaced by plain ones. It is put together from [`source_runs`](super::source_runs) when a reader
//! asks for it, and is not kept, because it takes far more memory than the text. This file judges nothing.

use std::ops::Range;

use super::block::BlockKind;
use super::comments::FILLER;
use crate::diag::{Span, in_order, span_around};

/// The words of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    /// Its passages, in order.
    pub passages: Vec<Passage>,
    /// Its lists.
    pub lists: Vec<List>,
    /// Its blocks, each with its place in the file.
    pub blocks: Vec<(BlockKind, Span)>,
    /// Its blocks of code, each with its place in the file. They are not the author's words.
    pub code: Vec<(String, Span)>,
    /// The comments that silence a finding.
    pub silences: Vec<Silence>,
}

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph that is not part of a list, quotation or block.
    Paragraph,
    /// A paragraph of an item of the list with this index.
    Item(usize),
    /// The title of a block.
    Title,
    /// A cell of a table, or a term or definition of a list of those.
    Cell,
    /// A footnote.
    Note,
}

/// A stretch of words without a break.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// What it is.
    pub role: Role,
    /// The blocks it is in, from the outermost in.
    pub blocks: Vec<BlockKind>,
    /// Whether it is in a plain quotation.
    pub quoted: bool,
    /// Its words.
    pub text: String,
    /// The place of the whole passage in the file.
    pub span: Span,
    /// Whether it carries an evidence mark or the mark of a footnote.
    pub backed: bool,
    /// The bytes of `text` that are the words of links, in order.
    pub links: Vec<Range<usize>>,
    /// Its text in contiguous parts, in order.
    runs: Vec<Run>,
}

/// A part of a passage's text that is contiguous in the file as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Run {
    /// Where it begins in the text of the passage.
    from: usize,
    /// Where it begins in the file.
    place: usize,
    /// How many bytes of the file the last byte of the run comes from: more than one for a typographic
    /// quote, which is a run of its own.
    width: usize,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct List {
    /// How many items it has.
    pub items: usize,
    /// The blocks it is in, from the outermost in.
    pub blocks: Vec<BlockKind>,
    /// Its place in the file.
    pub span: Span,
}

/// A comment `<!-- lint-ok CODE: reason -->`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Silence {
    /// The code as written.
    pub code: Box<str>,
    /// Why; empty when the author gave no reason.
    pub reason: Box<str>,
    /// The place of the comment in the file.
    pub span: Span,
    /// The block after it; `None` at the end of a text.
    pub covers: Option<Span>,
}

impl Passage {
    /// The place of some of its words in the file.
    pub fn span_of(&self, words: &Range<usize>) -> Span {
        let run = |at: usize| {
            let after = self.runs.partition_point(|run| run.from <= at);
            self.runs[after.saturating_sub(1)]
        };
        let last = words.end.saturating_sub(1).max(words.start);
        let (first_run, last_run) = (run(words.start), run(last));
        let start = first_run.place + words.start - first_run.from;
        start..last_run.place + last - last_run.from + last_run.width
    }

    /// Whether it is in a block of this kind.
    pub fn is_in(&self, kind: BlockKind) -> bool {
        self.blocks.contains(&kind)
    }
}

/// The words of a passage while they are gathered, with the marks the parser does not know still in them.
#[derive(Default)]
pub(super) struct Words {
    raw: String,
    /// Where each piece of text begins in `raw`, and where in the text of the article.
    runs: Vec<(usize, usize)>,
    pub(super) links: Vec<Range<usize>>,
    pub(super) backed: bool,
}

impl Words {
    pub(super) fn push(&mut self, words: &str, place: usize) {
        self.runs.push((self.raw.len(), place));
        self.raw.push_str(words);
    }

    /// The passage, if it has any words.
    pub(super) fn finish(mut self, offset: usize, span: Span, role: Role) -> Option<Passage> {
        let cuts = self.marks();
        let mut passage = Passage {
            role,
            blocks: Vec::new(),
            quoted: false,
            text: String::with_capacity(self.raw.len()),
            span,
            backed: self.backed,
            links: self.links.clone(),
            runs: Vec::new(),
        };
        // The bytes of each character in `raw` and in the text of the passage.
        let mut moved: Vec<(usize, usize)> = Vec::new();
        // `next` is the place at which a character must be to continue the last run.
        let (mut run, mut next) = (0, None);
        for (at, c) in self.raw.char_indices() {
            while self.runs.get(run + 1).is_some_and(|(from, _)| *from <= at) {
                run += 1;
            }
            let place = self.runs[run].1 + at - self.runs[run].0;
            moved.push((at, passage.text.len()));
            let is_double_blank = c.is_whitespace() && passage.text.ends_with([' ']);
            let is_cut = c == FILLER || span_around(&cuts, at).is_some();
            if is_cut || is_double_blank || (c.is_whitespace() && passage.text.is_empty()) {
                continue;
            }
            let plain = match c {
                '‘' | '’' => '\'',
                '“' | '”' => '"',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            let keeps_length = plain.len_utf8() == c.len_utf8();
            if next != Some(place) || !keeps_length {
                let width = if keeps_length { 1 } else { c.len_utf8() };
                passage.runs.push(Run {
                    from: passage.text.len(),
                    place: offset + place,
                    width,
                });
            }
            passage.text.push(plain);
            next = keeps_length.then(|| place + c.len_utf8());
        }
        passage.text.truncate(passage.text.trim_end().len());
        let length = passage.text.len();
        let position_of = |old: usize| {
            let found = moved.binary_search_by_key(&old, |(from, _)| *from);
            found.map_or(length, |at| moved[at].1).min(length)
        };
        for link in &mut passage.links {
            *link = position_of(link.start)..position_of(link.end);
        }
        (!passage.text.is_empty()).then_some(passage)
    }

    /// The places of marks that are not words: `[@E05]`, `[^1]` and the `==` of `==mark==`.
    fn marks(&mut self) -> Vec<Range<usize>> {
        let mut cuts: Vec<Range<usize>> = Vec::new();
        let ends: Vec<usize> = self.raw.match_indices(']').map(|(at, _)| at).collect();
        for (at, _) in self.raw.match_indices('[') {
            let is_mark = self.raw[at + 1..].starts_with(['@', '^']);
            let end = ends.get(ends.partition_point(|end| *end < at));
            if let Some(end) = end.filter(|_| is_mark) {
                self.backed = true;
                // The blank before the mark is removed as well, so that there is none before a full stop.
                let start = self.raw[..at].trim_end_matches(' ').len();
                cuts.push(start..end + 1);
            }
        }
        cuts.extend(self.raw.match_indices("==").map(|(at, _)| at..at + 2));
        in_order(cuts)
    }
}
