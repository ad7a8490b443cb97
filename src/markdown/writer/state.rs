//! The state of the writer, and the operations that all its parts need: blocks, lines, gaps, reports.

use std::ops::Range;

use super::draft::Draft;
use super::footnotes::Footnotes;
use super::frames::{Frame, OpenLink};
use super::ids::Ids;
use super::inline::Inline;
use super::sanitise::sanitise;
use super::tables::Tables;
use crate::codes::{self, Code};
use crate::diag::{Diagnostic, Span};
use crate::markdown::events::{DEEPEST, Events};
use crate::markdown::foreign;
use crate::markdown::fragment::{Fragment, Parsed};
use crate::markdown::marks::Marks;
use crate::markdown::syntax::Syntax;
use crate::path::SourcePath;

/// Writes one article.
pub(in crate::markdown) struct Writer<'w> {
    pub(super) events: &'w Events<'w>,
    pub(super) syntax: &'w Syntax,
    pub(super) path: &'w SourcePath,
    /// Where the text begins in its file.
    pub(super) offset: usize,
    pub(super) draft: Draft,
    pub(super) frames: Vec<Frame>,
    pub(super) parsed: Parsed,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) ids: Ids,
    pub(super) notes: Footnotes,
    pub(super) inline: Inline,
    pub(super) tags: foreign::Tags,
    /// The link that is open; there is never more than one.
    pub(super) link: Option<OpenLink>,
    /// The words so far of the heading that is open, without marks.
    pub(super) heading_words: Option<String>,
    /// The level of the last heading.
    pub(super) level: u8,
    pub(super) reported_depth: bool,
    pub(super) tables: Tables,
    /// The number of frames that were open when a task's label was opened.
    pub(super) label: Option<usize>,
    pub(super) marks: Marks,
    /// How many elements are open that hold no links to the glossary and have no frame.
    pub(super) unframed_without_links: usize,
}

impl<'w> Writer<'w> {
    /// A writer that has written nothing. `offset` is where the text begins in its file; `has_filler` says whether comments
    /// were taken out of it.
    pub(in crate::markdown) fn new(
        events: &'w Events<'w>,
        syntax: &'w Syntax,
        path: &'w SourcePath,
        offset: usize,
        has_filler: bool,
    ) -> Self {
        let length = events.text.len();
        Self {
            events,
            syntax,
            path,
            offset,
            draft: Draft::with_capacity(length + length / 4),
            frames: Vec::new(),
            parsed: Parsed::default(),
            problems: Vec::new(),
            ids: Ids::with_taken(&syntax.reserved.ids),
            notes: Footnotes::default(),
            inline: Inline::of(events.text, syntax.extensions, has_filler),
            tags: foreign::Tags::of(events),
            link: None,
            heading_words: None,
            level: 1,
            reported_depth: false,
            tables: Tables::default(),
            label: None,
            marks: Marks::of(events.text),
            unframed_without_links: 0,
        }
    }

    pub(super) fn open_inline(&mut self, start: &str, end: &'static str) {
        self.draft.html.push_str(start);
        self.frames.push(Frame::Inline(end));
    }

    /// Begins a block.
    pub(super) fn open_block(&mut self, start: &str, end: &'static str) {
        self.block(start);
        self.frames.push(Frame::Block(end));
    }

    /// Writes what begins a block, at the start of a line.
    pub(super) fn block(&mut self, start: &str) {
        if self.label == Some(self.frames.len()) {
            self.close_label();
        }
        self.marks.border();
        if !self.draft.html.is_empty() && !self.draft.html.ends_with('\n') {
            self.draft.html.push('\n');
        }
        self.draft.html.push_str(start);
    }

    /// Adds words to the texts of the heading and the link that are open.
    pub(super) fn name_with(&mut self, words: &str) {
        if let Some(heading) = &mut self.heading_words {
            heading.push_str(words);
        }
        if let Some(link) = &mut self.link {
            link.words.push_str(words);
        }
    }

    /// Takes what was written since the draft was last suspended, sanitised if the author wrote HTML in it.
    pub(super) fn finish_fragments(&mut self) -> Vec<Fragment> {
        self.draft.flush();
        let fragments = std::mem::take(&mut self.draft.fragments);
        if std::mem::take(&mut self.draft.holds_html) {
            return sanitise(fragments, self.events.text, self.syntax);
        }
        fragments
    }

    /// A range of the text as a range of the file; the break that ends a block is not part of it.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let text = self.events.text.get(range.clone()).unwrap_or_default();
        let length = text.trim_end_matches(['\n', '\r']).len();
        self.offset + range.start..self.offset + range.start + length
    }

    /// Reports a problem and how to mend it.
    pub(super) fn report(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.span(range);
        let problem = Diagnostic::new(code, message).at(self.path, span);
        self.problems.push(problem.help(help));
    }

    /// Reports that something is nested too deeply, once.
    pub(super) fn report_depth(&mut self, range: &Range<usize>) {
        if !std::mem::replace(&mut self.reported_depth, true) {
            // Only the first character is marked: the whole may be pages long.
            let first = self.events.text[range.start..].chars().next();
            let place = range.start..range.start + first.map_or(0, char::len_utf8);
            self.report(
                codes::TEXT_04,
                &place,
                format!("more than {DEEPEST} nested blocks and marks; the innermost were removed"),
                "look for a run of `>`, `*`, `[` or list markers that you did not intend",
            );
        }
    }
}
