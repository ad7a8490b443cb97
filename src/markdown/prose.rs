//! The text of an article as a reader sees it, with the place of each word in the file.
//!
//! The wording rules need the text without markup, and the exact place of every word. A [`Passage`] is one paragraph, heading,
//! paragraph of a list item or table cell: no marks, no targets of links, no code, no comments; typographic quotes and
//! apostrophes are replaced by plain ones. It is put together from [`source_runs`](super::source_runs) when a reader
//! asks for it, and is not kept, because it takes far more memory than the text. This file judges nothing.

use std::ops::Range;

use super::block::BlockKind;
use super::comments::FILLER;
use crate::diag::{Span, in_order};

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
    /// A paragraph of an item of a list.
    Item,
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
        let mut plain = PlainText::of(&self.raw, offset, &self.links);
        let ends = self.runs.iter().skip(1).map(|(from, _)| *from);
        let ends = ends.chain([self.raw.len()]);
        for (&(from, place), end) in self.runs.iter().zip(ends) {
            let mut at = from;
            while at < end {
                let next = cuts.partition_point(|cut| cut.end <= at);
                let cut = cuts.get(next).map_or(end..end, Range::clone);
                let stop = cut.start.clamp(at, end);
                plain.add(at..stop, place + at - from);
                at = cut.end.min(end);
                plain.leave_out(stop..at);
            }
        }
        let (text, links, runs) = plain.finish();
        (!text.is_empty()).then(|| Passage {
            role,
            blocks: Vec::new(),
            quoted: false,
            text,
            span,
            backed: self.backed,
            links,
            runs,
        })
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

/// The text of a passage while it is put together from the gathered words.
struct PlainText<'r> {
    raw: &'r str,
    /// Where the text of the article begins in its file.
    offset: usize,
    text: String,
    runs: Vec<Run>,
    /// The place at which a character must be to continue the last run.
    next: Option<usize>,
    /// The links, by their bytes in `raw`.
    links: &'r [Range<usize>],
    /// The starts and ends of links in `text`, as far as it is written.
    ends_of_links: Vec<usize>,
}

impl<'r> PlainText<'r> {
    fn of(raw: &'r str, offset: usize, links: &'r [Range<usize>]) -> Self {
        Self {
            raw,
            offset,
            text: String::with_capacity(raw.len()),
            runs: Vec::new(),
            next: None,
            links,
            ends_of_links: Vec::new(),
        }
    }

    /// Adds some of the words. They are at `place` in the text of the article.
    fn add(&mut self, bytes: Range<usize>, place: usize) {
        let mut at = bytes.start;
        while at < bytes.end {
            let rest = &self.raw[at..bytes.end];
            let is_after_blank = self.text.is_empty() || self.text.ends_with(' ');
            let place = place + at - bytes.start;
            let length = plain_length(rest, is_after_blank);
            if length > 0 {
                self.place_links(at..at + length);
                self.push(&rest[..length], place);
                at += length;
                continue;
            }
            let Some(c) = rest.chars().next() else {
                break;
            };
            let end = at + c.len_utf8();
            if c == FILLER || (c.is_whitespace() && is_after_blank) {
                self.leave_out(at..end);
            } else {
                self.place_links(at..at + 1);
                self.push_character(c, place);
            }
            at = end;
        }
    }

    /// Leaves out what is no word.
    fn leave_out(&mut self, bytes: Range<usize>) {
        let end = bytes.end;
        self.place_links(end..end);
    }

    /// Notes where links begin and end that do so before the end of these bytes, given that they are written next.
    fn place_links(&mut self, bytes: Range<usize>) {
        let end = |number: usize| {
            let link = self.links.get(number / 2)?;
            Some(if number.is_multiple_of(2) {
                link.start
            } else {
                link.end
            })
        };
        while let Some(at) = end(self.ends_of_links.len()).filter(|at| *at < bytes.end) {
            let ahead = at.saturating_sub(bytes.start);
            self.ends_of_links.push(self.text.len() + ahead);
        }
    }

    /// Adds words that stay as they are.
    fn push(&mut self, words: &str, place: usize) {
        if self.next != Some(place) {
            self.begin_run(place, 1);
        }
        self.text.push_str(words);
        self.next = Some(place + words.len());
    }

    /// Adds a character: of a typographic quote or another blank, the one that is typed.
    fn push_character(&mut self, c: char, place: usize) {
        let plain = match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if plain.len_utf8() == c.len_utf8() {
            self.push(plain.encode_utf8(&mut [0; 4]), place);
        } else {
            self.begin_run(place, c.len_utf8());
            self.text.push(plain);
            self.next = None;
        }
    }

    fn begin_run(&mut self, place: usize, width: usize) {
        self.runs.push(Run {
            from: self.text.len(),
            place: self.offset + place,
            width,
        });
    }

    /// The text without the blank at its end, its links and its runs.
    fn finish(mut self) -> (String, Vec<Range<usize>>, Vec<Run>) {
        self.place_links(usize::MAX..usize::MAX);
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        let links = self.ends_of_links.chunks(2).filter_map(|ends| match ends {
            [start, end] => Some(*start.min(&length)..*end.min(&length)),
            _ => None,
        });
        (self.text, links.collect(), self.runs)
    }
}

/// How many bytes at the start of a text stay as they are: up to a comment, a second blank, or what may be a blank or a quote
/// outside of ASCII.
fn plain_length(text: &str, mut is_after_blank: bool) -> usize {
    let stops = |byte: u8| {
        let is_second = byte == b' ' && is_after_blank;
        is_after_blank = byte == b' ';
        // These bytes begin the characters of the four blocks of Unicode that have blanks and quotes.
        is_second || byte < b' ' || matches!(byte, 0xc2 | 0xe1..=0xe3)
    };
    text.bytes().position(stops).unwrap_or(text.len())
}
