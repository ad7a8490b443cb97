//! What the parser does not know inside a run of words: inline notes, bare addresses, and which of its
//! raised and lowered letters are meant.
//!
//! A run is what stands between two marks of blocks: the words of a paragraph, a heading or a cell. It is
//! rewritten in the list of events before anything reads that list, so that all who read it see the same.
//!
//! - `x^2^`, `1^st^` and `H~2~O` are raised and lowered: a number or a few letters right behind a word. Any
//!   other `^` or single `~` is a sign, as in `5~10 minutes`.
//! - `^[words]` is a footnote that is written where it is marked.
//! - `https://…`, `www.…` and addresses of mail become links, as they are written.

use std::ops::Range;

mod links;
mod notes;
mod scripts;

use super::events::{Events, Item, Node};
use super::syntax::Syntax;

pub(super) use notes::{INLINE_NOTE, InlineNote};

/// Which of these a text may hold, so that most texts are not looked at again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    scripts: bool,
    notes: bool,
    addresses: bool,
}

impl Wanted {
    pub(super) fn of(text: &str, syntax: &Syntax) -> Self {
        if !syntax.extensions {
            return Self::default();
        }
        Self {
            scripts: text.contains(['^', '~']),
            notes: text.contains("^["),
            addresses: text.contains("://") || text.contains("www.") || text.contains('@'),
        }
    }

    fn any(self) -> bool {
        self.scripts || self.notes || self.addresses
    }
}

impl<'a> Events<'a> {
    /// Rewrites the run that ends with the list and begins at an item of it.
    pub(super) fn finish_run(&mut self, from: usize, syntax: &Syntax) {
        if !self.wanted.any() || from == self.items.len() {
            return;
        }
        let mut run = self.items.split_off(from);
        pair(&mut run, 0);
        if self.wanted.scripts {
            self.undo_tildes(&mut run);
            run = self.write_scripts(run);
        }
        if self.wanted.addresses {
            run = self.link_addresses(run, syntax);
            pair(&mut run, 0);
        }
        if self.wanted.notes {
            run = self.take_notes(run);
        }
        self.extend(run);
    }

    fn extend(&mut self, mut run: Vec<Item>) {
        pair(&mut run, self.items.len() as u32);
        self.items.append(&mut run);
    }
}

/// Lists of items that grow by words of the text.
trait Words {
    fn push_text(&mut self, range: Range<usize>);
    /// Takes off the last words behind a byte.
    fn cut_at(&mut self, end: usize);
}

impl Words for Vec<Item> {
    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.push(Item::new(Node::Text, range));
        }
    }

    fn cut_at(&mut self, end: usize) {
        let is_behind = |last: &mut Item| matches!(last.node, Node::Text) && last.range().end > end;
        while let Some(last) = self.pop_if(is_behind) {
            let start = last.range().start;
            if start < end {
                self.push_text(start..end);
            }
        }
    }
}

/// Lets openings and closes find each other in items that join a list at an index.
fn pair(items: &mut [Item], base: u32) {
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

/// Cuts the words of a run at some bytes, which are in order.
fn split(run: Vec<Item>, cuts: impl Iterator<Item = usize>) -> Vec<Item> {
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
