//! The table that is being written, and the names of those before it. Tables cannot be nested.

use std::collections::HashMap;

use pulldown_cmark::Alignment;

/// The tables of an article.
#[derive(Default)]
pub(super) struct Tables {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    /// How many tables there are so far under headings of the same words.
    under: HashMap<Box<str>, usize>,
}

impl Tables {
    /// The name of a table under this heading: the heading's words, with a number from the second such table on.
    pub(super) fn name(&mut self, heading: &str) -> Box<str> {
        let number = self.under.entry(heading.into()).or_default();
        *number += 1;
        match number {
            1 => heading.into(),
            number => format!("{heading} {number}").trim_start().into(),
        }
    }

    pub(super) fn begin(&mut self, alignments: &[Alignment]) {
        self.alignments = alignments.to_vec();
        (self.column, self.in_head, self.has_body) = (0, false, false);
    }

    pub(super) fn begin_head(&mut self) {
        (self.column, self.in_head) = (0, true);
    }

    /// Begins a row of the body, and says whether it is the first.
    pub(super) fn begin_row(&mut self) -> bool {
        (self.column, self.in_head) = (0, false);
        !std::mem::replace(&mut self.has_body, true)
    }

    /// Begins a cell, and says whether it is the head of its column, and how it is aligned. A cell without words is not a
    /// head: it would be read out as an empty heading.
    pub(super) fn begin_cell(&mut self, has_words: bool) -> (bool, Alignment) {
        let alignment = self.alignments.get(self.column).copied();
        self.column += 1;
        (
            self.in_head && has_words,
            alignment.unwrap_or(Alignment::None),
        )
    }

    pub(super) fn has_body(&self) -> bool {
        self.has_body
    }
}
