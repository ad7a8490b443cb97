//! The flat list of events that all code after the parser reads: text, marks and code. Every opening event has the index of
//! its closing one.
//!
//! The list is read several times, since footnotes must be numbered and fixed ids be known before anything is written. So it
//! is compact: text that is unchanged from the source takes no memory except its range. This file does not build the list.

use std::ops::Range;

use pulldown_cmark::{CowStr, Tag};

use crate::markdown::raw::Markup;

/// How many tags may be open at once. No one writes this many on purpose, and browsers stop at 512.
pub(in crate::markdown) const DEEPEST: usize = 128;

/// One event.
#[derive(Clone, Copy, Debug)]
pub(in crate::markdown) struct Item {
    start: u32,
    end: u32,
    /// The index of the closing event for an opening one, and vice versa; its own index for all others.
    pub(in crate::markdown) mate: u32,
    pub(in crate::markdown) node: Node,
}

/// What an event is. The numbers are indices into the lists of [`Events`].
#[derive(Clone, Copy, Debug)]
pub(in crate::markdown) enum Node {
    /// A tag opens; the tag is in `tags`.
    Open(u32),
    /// A tag closes.
    Close,
    /// Text that is unchanged from the source.
    Text,
    /// Text that differs from the source, in `strings`.
    Converted(u32),
    /// A code span, in `strings`.
    Code(u32),
    /// Raw HTML, in `markup`.
    Raw(u32),
    /// The mark of a footnote that is defined; its name is in `strings`.
    NoteMark(u32),
    /// A line break in the source only.
    SoftBreak,
    /// A line break on the page.
    HardBreak,
    /// A thematic break.
    Rule,
    /// The checkbox at the start of a task, and whether it is ticked.
    Task(bool),
}

/// The prefix of the names of inline notes. The name of a footnote cannot contain a space.
pub(in crate::markdown) const INLINE_NOTE: &str = "^note ";

/// The contents of an inline note, which are written among the footnotes.
#[derive(Debug)]
pub(in crate::markdown) struct InlineNote {
    pub(in crate::markdown) range: Range<usize>,
    pub(in crate::markdown) words: Vec<Item>,
}

/// The events of a text.
#[derive(Debug, Default)]
pub(in crate::markdown) struct Events<'a> {
    pub(in crate::markdown) text: &'a str,
    /// The text as the parser reads it, with the colons hidden that begin no definition.
    pub(in crate::markdown) guarded: &'a str,
    pub(in crate::markdown) items: Vec<Item>,
    pub(in crate::markdown) tags: Vec<Tag<'a>>,
    pub(in crate::markdown) strings: Vec<CowStr<'a>>,
    pub(in crate::markdown) markup: Vec<Markup<'a>>,
    /// The opening items of headings that have a fixed id.
    pub(in crate::markdown) fixed_ids: Vec<usize>,
    /// The opening items of footnotes.
    pub(in crate::markdown) notes: Vec<usize>,
    /// The places of `~words~`, which other tools strike out.
    pub(in crate::markdown) tildes: Vec<Range<usize>>,
    /// The inline notes that were found.
    pub(in crate::markdown) inline_notes: Vec<InlineNote>,
    /// The ids of blocks, each with the item before which its anchor is written, in the order of the items.
    pub(in crate::markdown) block_ids: Vec<(usize, Box<str>)>,
    /// The first thing that was nested too deeply.
    pub(in crate::markdown) too_deep: Option<Range<usize>>,
}

impl Item {
    /// An item whose mate is set when it joins a list.
    pub(in crate::markdown) fn new(node: Node, range: Range<usize>) -> Self {
        Self {
            start: range.start as u32,
            end: range.end as u32,
            mate: 0,
            node,
        }
    }

    /// The bytes of the text it came from.
    pub(in crate::markdown) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Moves its end to an earlier byte.
    pub(in crate::markdown) fn cut(&mut self, end: usize) {
        self.end = end as u32;
    }

    /// Replaces it by an empty text.
    pub(in crate::markdown) fn empty(&mut self) {
        self.node = Node::Text;
        self.end = self.start;
    }
}

impl<'a> Events<'a> {
    pub(in crate::markdown) fn string(&mut self, text: CowStr<'a>) -> u32 {
        self.strings.push(text);
        self.strings.len() as u32 - 1
    }

    pub(in crate::markdown) fn push(&mut self, node: Node, range: Range<usize>) {
        let mate = self.items.len() as u32;
        self.items.push(Item {
            mate,
            ..Item::new(node, range)
        });
    }

    /// The tag of the item at this index, if it is an opening one.
    pub(in crate::markdown) fn tag(&self, at: usize) -> Option<&Tag<'a>> {
        match self.items.get(at)?.node {
            Node::Open(tag) => self.tags.get(tag as usize),
            _ => None,
        }
    }

    /// The id of the block whose anchor is written before this item.
    pub(in crate::markdown) fn block_id(&self, at: usize) -> Option<&str> {
        let found = self
            .block_ids
            .binary_search_by_key(&at, |(place, _)| *place);
        Some(&*self.block_ids[found.ok()?].1)
    }

    /// The index of the closing item for an opening one, and vice versa; for all others their own index.
    pub(in crate::markdown) fn mate(&self, at: usize) -> usize {
        self.items[at].mate as usize
    }

    /// The text of an item of text or code; `None` for all others.
    pub(in crate::markdown) fn words(&self, at: usize) -> Option<&str> {
        match self.items[at].node {
            Node::Text => Some(&self.text[self.items[at].range()]),
            Node::Converted(index) | Node::Code(index) => Some(&self.strings[index as usize]),
            _ => None,
        }
    }

    /// Whether the first character of a text was written after a backslash.
    pub(in crate::markdown) fn is_escaped(&self, at: usize) -> bool {
        self.text[..self.items[at].range().start].ends_with('\\')
    }

    /// Whether what looks like an inline tag is a shortcode without blanks: `{{<youtube abc>}}`.
    pub(in crate::markdown) fn is_shortcode(&self, markup: &Markup<'_>) -> bool {
        markup.inline && self.text[..markup.range().start].ends_with("{{")
    }

    /// Appends the plain text of these items. A line break becomes a space; marks and raw HTML are left out.
    pub(in crate::markdown) fn plain(&self, items: Range<usize>, out: &mut String) {
        for at in items {
            match self.items[at].node {
                Node::SoftBreak | Node::HardBreak | Node::Rule => out.push(' '),
                _ => out.push_str(self.words(at).unwrap_or_default()),
            }
        }
    }
}

/// Whether a tag is part of a line rather than a block.
pub(in crate::markdown) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}
