//! Edits a run: splits its text, and pairs opening and closing events again.

use std::ops::Range;

use crate::markdown::events::items::{Events, Item, Node};

impl Events<'_> {
    /// Adds items to the end of the list.
    pub(super) fn extend(&mut self, mut run: Vec<Item>) {
        pair(&mut run, self.items.len() as u32);
        self.items.append(&mut run);
    }
}

/// Adds text to a list of items, and removes it again.
pub(super) trait TextItems {
    fn push_text(&mut self, range: Range<usize>);
    /// Removes the text after a byte from the text items at the end of the list.
    fn cut_at(&mut self, end: usize);
}

impl TextItems for Vec<Item> {
    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.push(Item::new(Node::Text, range));
        }
    }

    fn cut_at(&mut self, end: usize) {
        let ends_after =
            |last: &mut Item| matches!(last.node, Node::Text) && last.range().end > end;
        while let Some(last) = self.pop_if(ends_after) {
            let start = last.range().start;
            if start < end {
                self.push_text(start..end);
            }
        }
    }
}

/// Pairs the opening and closing items of a list that will be appended to another list at the index `base`.
pub(super) fn pair(items: &mut [Item], base: u32) {
    let mut open = Vec::new();
    for at in 0..items.len() {
        items[at].mate = base + at as u32;
        match items[at].node {
            Node::Open(_) => open.push(at),
            Node::Close => {
                if let Some(opened) = open.pop() {
                    items[at].mate = base + opened as u32;
                    items[opened].mate = base + at as u32;
                }
            }
            _ => {}
        }
    }
}

/// Splits the text items of a run at some bytes, which are in order.
pub(super) fn split(run: Vec<Item>, cuts: impl Iterator<Item = usize>) -> Vec<Item> {
    let mut cuts = cuts.peekable();
    let mut out = Vec::with_capacity(run.len());
    for item in run {
        let range = item.range();
        if !matches!(item.node, Node::Text) {
            out.push(item);
            continue;
        }
        let mut start = range.start;
        while let Some(cut) = cuts.next_if(|cut| *cut < range.end) {
            out.push_text(start..cut.max(start));
            start = cut.max(start);
        }
        out.push_text(start..range.end);
    }
    out
}
