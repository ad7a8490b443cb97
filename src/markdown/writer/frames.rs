//! The stack of open elements while an article is written, and how each is closed.

use super::draft::SuspendedDraft;
use crate::markdown::block::BlockKind;
use crate::markdown::fragment::Block;

/// An open element. One is pushed for every opening item, unless the element is written as a whole.
pub(super) enum Frame {
    /// Part of a line: only its end tag is written.
    Inline(&'static str),
    /// A block.
    Block(&'static str),
    /// A list, and the block that it is directly in.
    List(&'static str, Option<BlockKind>),
    Table(Box<OpenBlock>),
    Link,
    Callout(Box<OpenBlock>),
    Note(Box<OpenNote>),
    /// An element the author opened.
    Raw(&'static str),
}

/// A block that is being written.
pub(super) struct OpenBlock {
    pub(super) block: Block,
    pub(super) outer: SuspendedDraft,
}

/// A footnote's text that is being written.
pub(super) struct OpenNote {
    pub(super) note: usize,
    pub(super) outer: SuspendedDraft,
}

/// A link that is being written.
pub(super) struct OpenLink {
    pub(super) index: usize,
    /// Its words so far, without marks.
    pub(super) words: String,
    /// The alternative texts of the images in it.
    pub(super) alt: String,
}
