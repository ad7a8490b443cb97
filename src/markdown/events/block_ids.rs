//! Block ids as in Obsidian: `^id` at the end of a paragraph, list item or heading, or alone below a block.
//!
//! The id is removed from the text before anything is written, so readers do not see it and search does not find it. It
//! becomes an id on the page: `[[note#^id]]` links to the beginning of the block. It keeps its `^`, so it is never equal to
//! the id of a heading.

use pulldown_cmark::Tag;

use super::callout;
use super::items::{Events, Node};

/// Takes the block ids out of the text. Each is kept with the item before which its anchor is written.
pub(super) fn take_out(events: &mut Events<'_>) {
    if !events.text.contains('^') {
        return;
    }
    let mut open: Vec<usize> = Vec::new();
    for at in 0..events.items.len() {
        match events.items[at].node {
            Node::Open(_) => open.push(at),
            Node::Close => {
                open.pop();
            }
            Node::Text => {
                if let Some(&block) = open.last()
                    && ends_block(events, block, at)
                {
                    take(events, block, at);
                }
            }
            _ => {}
        }
    }
    events.block_ids.sort();
}

/// Whether a text is the last of a block that can have an id. Blocks inside a list item come after its own text.
fn ends_block(events: &Events<'_>, block: usize, at: usize) -> bool {
    let can_have_id = matches!(
        events.tag(block),
        Some(Tag::Paragraph | Tag::Item | Tag::Heading { .. })
    );
    let next = at + 1;
    let ends = next == events.mate(block)
        || matches!(
            events.tag(next),
            Some(Tag::List(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_))
        );
    can_have_id && ends
}

fn take(events: &mut Events<'_>, block: usize, at: usize) {
    let range = events.items[at].range();
    let text = &events.text[range.clone()];
    let Some((before, id)) = text.rsplit_once('^') else {
        return;
    };
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_line = matches!(events.items[at - 1].node, Node::SoftBreak | Node::HardBreak);
    let follows_picture = match events.items[at - 1].node {
        Node::Close => matches!(events.tag(events.mate(at - 1)), Some(Tag::Image { .. })),
        _ => false,
    };
    let is_alone = before.is_empty() && at == block + 1;
    let stands_apart = match before.chars().next_back() {
        Some(last) => last.is_whitespace(),
        None => (is_alone || is_line || follows_picture) && !events.is_escaped(at),
    };
    if !is_id || !stands_apart {
        return;
    }
    let place = match is_alone {
        // The first words of a callout are not written where they are, so the callout itself is the place.
        false => callout_of(events, block).unwrap_or(block + 1),
        // The id of the block above: a list, a table, a quotation.
        true => match block
            .checked_sub(1)
            .map(|above| (above, events.items[above].node))
        {
            Some((above, Node::Close)) => events.mate(above),
            _ => return,
        },
    };
    let id = format!("^{id}").into();
    events.items[at].cut(range.start + before.trim_end().len());
    if before.is_empty() && is_line {
        events.items[at - 1].empty();
    }
    events.block_ids.push((place, id));
}

/// The quotation that is a callout and begins with this paragraph.
fn callout_of(events: &Events<'_>, paragraph: usize) -> Option<usize> {
    let quote = paragraph.checked_sub(1)?;
    let is_quote = matches!(events.tag(quote), Some(Tag::BlockQuote(_)));
    (is_quote && callout::mark(events, quote).is_some()).then_some(quote)
}
