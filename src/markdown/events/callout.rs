//! The marker `[!kind]` that turns a quotation into a block, as in GitHub and Obsidian.
//!
//! Additions of Obsidian after the kind that have no meaning here are skipped: `+` and `-` for folding, and `|` with words
//! about the look.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::items::{Events, Node};
use crate::markdown::block::{BlockKind, ForeignCallout, NeededList};

/// The `[!kind]` of a quote.
pub(in crate::markdown) struct Mark<'t> {
    pub(in crate::markdown) name: &'t str,
    pub(in crate::markdown) range: Range<usize>,
    /// The end of the mark, or of the fold mark after it if there is one.
    pub(in crate::markdown) end: usize,
}

/// The `[!kind]` of the quote at this item, if it begins with one.
pub(in crate::markdown) fn mark<'w>(events: &Events<'w>, at: usize) -> Option<Mark<'w>> {
    if !matches!(events.tag(at + 1), Some(Tag::Paragraph)) {
        return None;
    }
    // If `[!kind]` is defined as a reference, the parser has made a link of it.
    if !matches!(events.items[at + 2].node, Node::Text) || events.is_escaped(at + 2) {
        return None;
    }
    let start = events.items[at + 2].range().start;
    let rest = events.text[start..].strip_prefix("[!")?;
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_')
        .count();
    let look = match rest[length..].strip_prefix('|') {
        Some(words) => 1 + words.find([']', '\n'])?,
        None => 0,
    };
    let after = rest[length + look..].strip_prefix(']')?;
    let end = start + 2 + length + look + 1;
    (length > 0).then(|| Mark {
        name: &rest[..length],
        range: start..end,
        end: end + usize::from(after.starts_with(['-', '+'])),
    })
}

/// What a quotation with a mark becomes.
#[derive(Clone, Copy, Debug)]
pub(in crate::markdown) enum QuoteKind {
    /// A block, whose name may serve as its title.
    Block(BlockKind, Option<&'static str>),
    /// A quotation with a title.
    Quotation,
    /// A plain quotation: there is no such kind.
    Unknown,
}

/// What the quotation at this item becomes by its mark.
pub(in crate::markdown) fn kind(events: &Events<'_>, at: usize, mark: &Mark<'_>) -> QuoteKind {
    if let Some(kind) = BlockKind::find(mark.name) {
        return QuoteKind::Block(kind, None);
    }
    match ForeignCallout::find(mark.name) {
        None => QuoteKind::Unknown,
        Some(ForeignCallout { kind: None, .. }) => QuoteKind::Quotation,
        Some(ForeignCallout {
            kind: Some(kind),
            name,
            is_title,
        }) => {
            // Obsidian's summaries are free text; ours is made of points.
            let fits = kind
                .needed_list()
                .is_none_or(|list| holds(events, at, list));
            let kind = if fits { *kind } else { BlockKind::NOTE };
            QuoteKind::Block(kind, is_title.then_some(*name))
        }
    }
}

/// Whether a quote holds such a list.
pub(in crate::markdown) fn holds(events: &Events<'_>, at: usize, needed: NeededList) -> bool {
    let mut inside = at + 1;
    while inside < events.mate(at) {
        match events.tag(inside) {
            Some(Tag::List(Some(_))) => return true,
            Some(Tag::List(None)) if needed == NeededList::Any => return true,
            _ => inside = events.mate(inside) + 1,
        }
    }
    false
}

/// The kinds of contacts that a help card asks for, if this item is a line `contacts: …` of its own.
pub(in crate::markdown) fn asked_contacts<'e>(
    events: &'e Events<'_>,
    kind: BlockKind,
    at: usize,
) -> Option<&'e str> {
    let words = events.words(at).filter(|_| kind.shows_contacts())?;
    let kinds = words.trim().strip_prefix("contacts:")?;
    ends_line(events, at + 1).then(|| kinds.trim())
}

/// Whether a line ends at this item.
pub(in crate::markdown) fn ends_line(events: &Events<'_>, at: usize) -> bool {
    matches!(
        events.items[at].node,
        Node::SoftBreak | Node::HardBreak | Node::Close
    )
}
