//! Turns bare addresses into links where links are allowed. `addresses` recognises the addresses.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType, Tag};

use super::list::TextItems;
use crate::html::entities;
use crate::markdown::events::addresses::{self, Address};
use crate::markdown::events::items::{Events, Item, Node};
use crate::markdown::syntax::Syntax;

impl<'a> Events<'a> {
    /// Makes links of the bare addresses among the words.
    pub(super) fn link_addresses(&mut self, run: Vec<Item>, syntax: &Syntax) -> Vec<Item> {
        let end = run.iter().map(|item| item.range().end).max();
        let source: &'a str = &self.text[..end.unwrap_or_default()];
        let mut out: Vec<Item> = Vec::with_capacity(run.len());
        // How many links and images are open, and how many links that are written as HTML.
        let (mut links, mut anchors) = (0_usize, 0_usize);
        // The current item, and the byte up to which its text is done.
        let (mut at, mut from) = (0, 0);
        while let Some(item) = run.get(at) {
            match item.node {
                Node::Open(_) if self.is_link(item) => links += 1,
                Node::Close if self.is_link(&run[item.mate as usize]) => links -= 1,
                Node::Raw(markup) => match anchor(&self.markup[markup as usize].html) {
                    Some(true) => anchors += 1,
                    Some(false) => anchors = anchors.saturating_sub(1),
                    None => {}
                },
                Node::Text if links + anchors == 0 => {
                    let here = item.range().start.max(from)..item.range().end;
                    match self.address(source, &run, at, here.clone(), &out, syntax) {
                        None => {
                            out.push_text(here);
                            at += 1;
                        }
                        Some((address, last)) => {
                            out.push_text(here.start..address.range.start);
                            out.cut_at(address.range.start);
                            self.push_address(&address, &mut out);
                            from = address.range.end;
                            let goes_on = from < run[last].range().end;
                            at = if goes_on { last } else { last + 1 };
                        }
                    }
                    continue;
                }
                _ => {}
            }
            out.push(*item);
            at += 1;
        }
        out
    }

    /// The next address whose marker is in a part of a text item, and the last item that it includes, wholly or in part.
    fn address(
        &self,
        source: &str,
        run: &[Item],
        at: usize,
        here: Range<usize>,
        before: &[Item],
        syntax: &Syntax,
    ) -> Option<(Address, usize)> {
        let mut from = here.start;
        while from < here.end {
            let address = addresses::next(source, from..here.end)?;
            from = address.range.end.max(from + 1);
            // It may begin in items before this one, as long as these are words.
            let mut first = here.start;
            for item in before.iter().rev() {
                if address.range.start >= first
                    || !matches!(item.node, Node::Text)
                    || item.range().end != first
                {
                    break;
                }
                first = item.range().start;
            }
            let target = format!("{}{}", address.prefix, &source[address.range.clone()]);
            if address.range.start < first || syntax.forbidden_scheme(&target, false).is_some() {
                continue;
            }
            if let Some(found) = self.fit(source, run, at, address) {
                return Some(found);
            }
        }
        None
    }

    /// Cuts an address so that it ends in words or with a whole item.
    fn fit(
        &self,
        source: &str,
        run: &[Item],
        at: usize,
        mut address: Address,
    ) -> Option<(Address, usize)> {
        // Each cut can end in the emphasis before; no real address has this many.
        const MOST_CUTS: usize = 8;
        for _ in 0..MOST_CUTS {
            let (last, reached) = self.follow(run, at, address.range.end);
            if reached >= address.range.end {
                return Some((address, last));
            }
            address = addresses::cut(source, &address, reached)?;
        }
        None
    }

    /// Follows the words of an address from the item of its marker: the last item that is part of it, and the byte up to
    /// which it can go.
    fn follow(&self, run: &[Item], at: usize, end: usize) -> (usize, usize) {
        let (mut last, mut reached) = (at, run[at].range().end);
        while reached < end {
            let Some(item) = run.get(last + 1) else {
                break;
            };
            let range = item.range();
            let is_whole = range.start == reached && range.end <= end;
            let goes_on = match item.node {
                // The backslash of an escape is between two items.
                Node::Text => self.text[reached..range.start].len() <= 1,
                Node::Converted(_) => is_whole,
                Node::Open(_) => is_whole && self.is_emphasis(&run[last + 1..=item.mate as usize]),
                _ => false,
            };
            if !goes_on {
                break;
            }
            last = item.mate as usize;
            reached = range.end;
        }
        (last, reached)
    }

    /// Whether items are only text and emphasis: the parser takes a `_` or `*` in an address for emphasis.
    fn is_emphasis(&self, items: &[Item]) -> bool {
        items.iter().all(|item| match item.node {
            Node::Text | Node::Converted(_) | Node::Close => true,
            Node::Open(_) => !self.is_link(item),
            _ => false,
        })
    }

    fn push_address(&mut self, address: &Address, out: &mut Vec<Item>) {
        let written = &self.text[address.range.clone()];
        let words = unescape(written);
        let target = format!("{}{words}", address.prefix);
        self.tags.push(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: target.into(),
            title: "".into(),
            id: "".into(),
        });
        out.push(Item::new(
            Node::Open(self.tags.len() as u32 - 1),
            address.range.clone(),
        ));
        if words == written {
            out.push_text(address.range.clone());
        } else {
            let words = self.string(CowStr::from(words));
            out.push(Item::new(Node::Converted(words), address.range.clone()));
        }
        out.push(Item::new(Node::Close, address.range.clone()));
    }

    fn is_link(&self, item: &Item) -> bool {
        match item.node {
            Node::Open(tag) => matches!(
                self.tags[tag as usize],
                Tag::Link { .. } | Tag::Image { .. }
            ),
            _ => false,
        }
    }
}

/// Whether a piece of raw HTML opens a link (`true`) or closes one (`false`).
fn anchor(html: &str) -> Option<bool> {
    let (name, opens) = match html.strip_prefix("</") {
        Some(name) => (name, false),
        None => (html.strip_prefix('<')?, true),
    };
    let name = name.strip_prefix(['a', 'A'])?;
    name.starts_with(|c: char| c.is_ascii_whitespace() || c == '>')
        .then_some(opens)
}

/// An address without the backslashes and entities that Markdown takes out of words.
fn unescape(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    let mut chars = entities::decode(address)
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            _ => plain.push(c),
        }
    }
    plain
}
