//! Inline marks that the parser does not know (`==mark==`, the `when:` of a timeline): which an article may contain, and
//! which are open.

use std::borrow::Cow;

use super::direction;
use crate::markdown::comments::FILLER;
use crate::markdown::events::{self, Events, Node};

/// Which marks an article may hold, and how far the pass over it has come.
#[derive(Default)]
pub(super) struct Inline {
    /// Whether any of the following can occur: most articles hold none.
    pub(super) any: bool,
    pub(super) marks: bool,
    pub(super) brackets: bool,
    pub(super) filler: bool,
    /// Whether it holds letters that are written from right to left.
    pub(super) has_right_to_left: bool,
    /// Marks that are open: where they end, and how many frames were open when they began.
    pub(super) open: Vec<(Cut, usize)>,
    /// For each number of open frames, the item up to which no mark ends, so that a failed search is not repeated.
    pub(super) barren: Vec<usize>,
    /// The item at the end of the current line, if marks must end in that line.
    pub(super) line_end: Option<usize>,
    /// The item at which the `when` of a timeline's item begins, and the byte at which it ends.
    pub(super) when_start: Option<usize>,
    pub(super) when_end: Option<Cut>,
}

/// A byte of an item's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    pub(super) item: usize,
    pub(super) byte: usize,
}

impl Inline {
    /// Searches a text once for the marks that it may contain.
    pub(super) fn of(text: &str, extensions: bool, filler: bool) -> Self {
        if !extensions {
            return Self::default();
        }
        let mut inline = Self {
            marks: text.contains("=="),
            brackets: text.contains('['),
            filler,
            has_right_to_left: direction::has_right_to_left(text),
            ..Self::default()
        };
        inline.any = inline.marks || inline.brackets || inline.filler;
        inline
    }

    pub(super) fn holds_filler(&self) -> bool {
        self.filler
    }

    /// A text without the fillers of comments.
    pub(super) fn without_filler<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.filler && text.contains(FILLER) {
            Cow::Owned(text.replace(FILLER, ""))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Whether the `when` of a timeline's item begins at this item of the list.
    pub(super) fn starts_when(&mut self, at: usize) -> bool {
        self.when_start == Some(at) && self.when_start.take().is_some()
    }

    /// Finds the first `: ` of a timeline's item, whose words begin at `first`.
    pub(super) fn split_when(&mut self, events: &Events<'_>, first: usize) {
        (self.when_start, self.when_end) = (None, None);
        let mut at = first;
        while let Some(item) = events.items.get(at) {
            match item.node {
                Node::Text | Node::Converted(_) => {
                    let words = events.words(at).unwrap_or_default();
                    let before_break = matches!(
                        events.items.get(at + 1).map(|next| next.node),
                        Some(Node::SoftBreak | Node::HardBreak)
                    );
                    let found = words.find(": ").or_else(|| {
                        (before_break && words.ends_with(':')).then(|| words.len() - 1)
                    });
                    if let Some(byte) = found {
                        self.when_start = Some(first);
                        self.when_end = Some(Cut { item: at, byte });
                        return;
                    }
                }
                // An element of the author could begin before the colon and end after it.
                Node::Raw(_) | Node::Close => return,
                Node::Open(_) if !is_inline(events, at) => return,
                _ => {}
            }
            at = events.mate(at) + 1;
        }
    }
}

/// Whether an opening is part of a line rather than a block.
pub(super) fn is_inline(list: &Events<'_>, at: usize) -> bool {
    list.tag(at).is_some_and(events::is_inline)
}
