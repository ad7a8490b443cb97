//! The text of an article in runs of its source: what the words of each paragraph are, and where they are in the file.
//!
//! These runs are made while the article is parsed, and are small enough to be kept. They hold places, not words; with the
//! text they came from, [`SourceRuns::prose`] puts the words together. Where text is in the HTML is known by `text_runs`.

use std::ops::Range;

use super::block::BlockKind;
use super::prose::{List, Passage, Prose, Role, Silence, Words};
use crate::diag::Span;

/// The words of a comment: the filler of `comments`, which [`Words::finish`] leaves out.
const COMMENT: &str = "\u{1}";

/// The runs of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SourceRuns {
    /// Where the text begins in its file.
    pub(super) offset: usize,
    /// How many bytes the text has.
    pub(super) length: usize,
    pub(super) passages: Vec<PassageRuns>,
    /// The blocks that passages are in.
    pub(super) stacks: Vec<BlockKind>,
    /// The words of links in passages.
    pub(super) links: Vec<Range<u32>>,
    pub(super) lists: Vec<List>,
    pub(super) blocks: Vec<(BlockKind, Span)>,
    /// The blocks of code: their runs and their places in the file.
    pub(super) code: Vec<(Range<u32>, Span)>,
    pub(super) silences: Vec<Silence>,
    /// The runs of all passages and blocks of code.
    pub(super) runs: Vec<SourceRun>,
    /// The words that differ from the bytes they came from.
    pub(super) literals: Vec<Box<str>>,
}

/// A passage, by its runs. A site has half a million of them, so its lists are ranges of lists of the article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PassageRuns {
    pub(super) role: Role,
    /// The blocks it is in, from the outermost in: a range of [`SourceRuns::stacks`].
    pub(super) blocks: Range<u32>,
    /// Whether it is in a plain quotation.
    pub(super) quoted: bool,
    /// Whether it carries the mark of a footnote.
    pub(super) backed: bool,
    /// Its place in the file.
    pub(super) place: Range<u32>,
    pub(super) runs: Range<u32>,
    /// The words of its links, as bytes of all its words: a range of [`SourceRuns::links`].
    pub(super) links: Range<u32>,
}

impl PassageRuns {
    fn span(&self) -> Span {
        wide(&self.place)
    }
}

/// A piece of text that one place of the source becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SourceRun {
    /// The byte of the text at which it begins.
    pub(super) place: u32,
    pub(super) words: RunWords,
}

/// The words of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum RunWords {
    /// This many bytes of the text as they are.
    Source(u32),
    /// The literal with this index.
    Literal(u32),
    /// A blank, where the source has a line break or another mark that separates words.
    Blank,
    /// A comment, of which nothing is kept.
    Comment,
}

impl SourceRuns {
    /// The words of the article. `text` is the text that was parsed, or a longer one that begins with it; of any other text
    /// the words are not known.
    pub fn prose(&self, text: &str) -> Prose {
        if text.len() < self.length {
            return Prose::default();
        }
        let code = self.code.iter();
        Prose {
            passages: self
                .passages
                .iter()
                .filter_map(|passage| self.passage(passage, text))
                .collect(),
            lists: self.lists.clone(),
            blocks: self.blocks.clone(),
            code: code
                .map(|(runs, span)| {
                    let runs = self.runs(runs);
                    let words = runs.map(|run| self.words(run, text));
                    (words.collect(), span.clone())
                })
                .collect(),
            silences: self.silences.clone(),
        }
    }

    /// The places of the passages that say one of these sentences and no more. `text` is the text that was parsed.
    pub fn passages_saying(&self, sentences: &[&str], text: &str) -> Vec<Span> {
        let says = |passage: &PassageRuns, sentence: &str| {
            let mut words = self.runs(&passage.runs).map(|run| self.words(run, text));
            words.try_fold(sentence, str::strip_prefix) == Some("")
        };
        let passages = self.passages.iter();
        let found = passages.filter(|passage| sentences.iter().any(|words| says(passage, words)));
        found.map(PassageRuns::span).collect()
    }

    /// Whether a comment of the article silences a finding.
    pub fn has_silences(&self) -> bool {
        !self.silences.is_empty()
    }

    fn passage(&self, passage: &PassageRuns, text: &str) -> Option<Passage> {
        let mut words = Words::default();
        for run in self.runs(&passage.runs) {
            words.push(self.words(run, text), run.place as usize);
        }
        let links = &self.links[wide(&passage.links)];
        words.links = links.iter().map(wide).collect();
        words.backed = passage.backed;
        let mut finished = words.finish(self.offset, passage.span(), passage.role)?;
        finished.blocks = self.stacks[wide(&passage.blocks)].to_vec();
        finished.quoted = passage.quoted;
        Some(finished)
    }

    fn runs(&self, range: &Range<u32>) -> impl Iterator<Item = &SourceRun> {
        self.runs[wide(range)].iter()
    }

    fn words<'t>(&'t self, run: &SourceRun, text: &'t str) -> &'t str {
        let place = run.place as usize;
        match run.words {
            RunWords::Source(length) => {
                text.get(place..place + length as usize).unwrap_or_default()
            }
            RunWords::Literal(literal) => &self.literals[literal as usize],
            RunWords::Blank => " ",
            RunWords::Comment => COMMENT,
        }
    }
}

/// A range as slices take it.
fn wide(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
