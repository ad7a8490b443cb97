//! Writes blocks: quotations whose first line is `[!kind] Title`. `events::callout` parses the marker.

use pulldown_cmark::Tag;

use super::frames::{Frame, OpenBlock};
use super::state::Writer;
use crate::codes;
use crate::diag;
use crate::markdown::block::{BlockKind, NeededList};
use crate::markdown::events::Node;
use crate::markdown::events::callout::{self, Mark, QuoteKind, asked_contacts, ends_line, holds};
use crate::markdown::fragment::{AskedContacts, Block, Fragment};

impl<'w> Writer<'w> {
    /// Begins a quote, or a block if it is marked as one.
    pub(super) fn quote(&mut self, at: usize) -> usize {
        if let Some(mark) = callout::mark(self.events, at).filter(|_| self.syntax.extensions) {
            match callout::kind(self.events, at, &mark) {
                QuoteKind::Block(kind, name) => return self.open_callout(at, kind, name, &mark),
                QuoteKind::Quotation => return self.open_quotation(at, &mark),
                QuoteKind::Unknown => self.report_kind(&mark),
            }
        }
        self.open_block("<blockquote>\n", "</blockquote>\n");
        at + 1
    }

    fn report_kind(&mut self, mark: &Mark<'_>) {
        let own = BlockKind::ALL.iter().map(|kind| kind.name());
        let known = own.collect::<Vec<_>>().join(", ");
        let help = match diag::nearest(mark.name, BlockKind::names()) {
            Some(meant) => format!("did you mean `{meant}`? The kinds are {known}"),
            None => format!("the kinds are {known}"),
        };
        self.report(
            codes::BLOCK_01,
            &mark.range,
            format!("there is no block named `{}`", mark.name),
            help,
        );
    }

    fn open_callout(
        &mut self,
        at: usize,
        kind: BlockKind,
        name: Option<&str>,
        mark: &Mark<'_>,
    ) -> usize {
        self.check_list(at, kind, mark);
        let mut callout = self.begin_callout(kind);
        let stop = self.callout_title(at + 1, mark, &mut callout.block);
        callout.block.title = trimmed(self.finish_fragments());
        if let Some(name) = name.filter(|_| callout.block.title.is_empty()) {
            self.write_words(&capitalised(name));
            callout.block.title = self.finish_fragments();
        }
        self.marks.border();
        let next = self.callout_body(at + 1, stop, &mut callout.block);
        self.frames.push(Frame::Callout(callout));
        if next < self.events.mate(at + 1) {
            self.open_block("<p>", "</p>\n");
        }
        next
    }

    /// Begins a quotation; the words after its mark are its first paragraph.
    fn open_quotation(&mut self, at: usize, mark: &Mark<'_>) -> usize {
        self.open_block("<blockquote>\n", "</blockquote>\n");
        let mut callout = self.begin_callout(BlockKind::NOTE);
        let stop = self.callout_title(at + 1, mark, &mut callout.block);
        let title = trimmed(self.finish_fragments());
        self.draft.resume(callout.outer);
        if !title.is_empty() {
            self.block("<p><strong>");
            self.draft.extend(title);
            self.draft.html.push_str("</strong></p>\n");
        }
        self.marks.border();
        let next = self.callout_body(at + 1, stop, &mut callout.block);
        if next < self.events.mate(at + 1) {
            self.open_block("<p>", "</p>\n");
        }
        next
    }

    /// Suspends the draft: what is written from now on belongs to the block.
    pub(super) fn begin_callout(&mut self, kind: BlockKind) -> Box<OpenBlock> {
        self.block("");
        Box::new(OpenBlock {
            block: Block {
                kind,
                title: Vec::new(),
                body: Vec::new(),
                lines: None,
                contacts: None,
                level: (self.level + 1).min(6),
                about: Box::default(),
            },
            outer: self.draft.begin_inner(),
        })
    }

    /// Writes the title after the mark, and says which item of the paragraph ends it.
    fn callout_title(&mut self, paragraph: usize, mark: &Mark<'_>, block: &mut Block) -> usize {
        let events = self.events;
        let end = events.mate(paragraph);
        let mut at = paragraph + 1;
        while at < end && events.items[at].range().end <= mark.end {
            at += 1;
        }
        let mut stop = at;
        while stop < end && !matches!(events.items[stop].node, Node::SoftBreak | Node::HardBreak) {
            stop = events.mate(stop) + 1;
        }
        // What the author opens in the title ends in it; what was opened around the block stays open.
        self.frames.push(Frame::Inline(""));
        self.inline.line_end = Some(stop);
        while at < stop {
            let Node::Text = events.items[at].node else {
                at = self.step(at);
                continue;
            };
            let range = events.items[at].range();
            let words = &events.text[range.clone()];
            let mut from = mark.end.saturating_sub(range.start);
            if range.start <= mark.end {
                from = words.len() - words[from..].trim_start().len();
            }
            let is_last = block.kind == BlockKind::FIELD && at + 1 == stop;
            match split_line_count(words).filter(|_| is_last) {
                Some((title, lines)) if title.len() >= from => {
                    block.lines = Some(lines);
                    at = self.marked_text(at, title, from);
                }
                _ => at = self.marked_text(at, words, from),
            }
        }
        self.inline.line_end = None;
        self.close_raw();
        self.frames.pop();
        stop
    }

    /// Finds where the body begins: after the break that ends the title, if the paragraph continues.
    fn callout_body(&mut self, paragraph: usize, stop: usize, block: &mut Block) -> usize {
        let events = self.events;
        let end = events.mate(paragraph);
        let lines_at = |at: usize| match split_line_count(events.words(at)?)? {
            (title, lines) if title.trim().is_empty() => Some(lines),
            _ => None,
        };
        let asks = block.kind == BlockKind::FIELD && block.lines.is_none();
        if stop >= end {
            // A paragraph of its own may say how many lines.
            if asks
                && matches!(events.tag(end + 1), Some(Tag::Paragraph))
                && events.mate(end + 1) == end + 3
                && let Some(lines) = lines_at(end + 2)
            {
                block.lines = Some(lines);
                return end + 4;
            }
            return end + 1;
        }
        let first = stop + 1;
        if let Some(kinds) = asked_contacts(events, block.kind, first) {
            block.contacts = Some(AskedContacts {
                kinds: kinds.into(),
                span: self.span(&events.items[first].range()),
            });
            return first + 2;
        }
        // The line is followed by a break, or by the close of the paragraph; either is passed.
        if asks
            && ends_line(events, first + 1)
            && let Some(lines) = lines_at(first)
        {
            block.lines = Some(lines);
            return first + 2;
        }
        first
    }

    pub(super) fn close_callout(&mut self, callout: OpenBlock) {
        let OpenBlock { mut block, outer } = callout;
        block.body = self.finish_fragments();
        self.draft.resume(outer);
        self.marks.border();
        self.draft.gap(Fragment::Block(Box::new(block)));
    }

    /// The block that a list which begins now is directly in.
    pub(super) fn block_of_list(&self) -> Option<BlockKind> {
        let holder = self
            .frames
            .iter()
            .rev()
            .find(|frame| !matches!(frame, Frame::Raw(_)));
        match holder {
            Some(Frame::Callout(callout)) => Some(callout.block.kind),
            _ => None,
        }
    }

    /// Reports a block that lacks the list it is made of.
    fn check_list(&mut self, at: usize, kind: BlockKind, mark: &Mark<'_>) {
        let Some(needed) = kind.needed_list() else {
            return;
        };
        if holds(self.events, at, needed) {
            return;
        }
        let list = match needed {
            NeededList::Any => "list",
            NeededList::Ordered => "numbered list",
        };
        let start = match needed {
            NeededList::Any => "> - ",
            NeededList::Ordered => "> 1. ",
        };
        self.report(
            codes::BLOCK_02,
            &mark.range,
            format!("the block `{}` has no {list}", kind.name()),
            format!("begin each of its points with `{start}`"),
        );
    }
}

/// Splits `lines: n` off the end of a field's title, with the brackets around it if there are any.
fn split_line_count(words: &str) -> Option<(&str, u8)> {
    let end = words.trim_end().trim_end_matches(')').trim_end();
    let before = end.trim_end_matches(|c: char| c.is_ascii_digit());
    let lines = end[before.len()..].parse::<u8>().ok()?;
    let before = before.trim_end().strip_suffix(':')?.trim_end();
    let title = before.strip_suffix("lines")?;
    let title = title.strip_suffix('(').unwrap_or(title);
    let stands_alone = title
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric());
    (stands_alone && lines > 0).then_some((title, lines))
}

/// A name as a title: `todo` becomes `Todo`.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Takes the blanks off both ends of a title.
fn trimmed(mut title: Vec<Fragment>) -> Vec<Fragment> {
    if let Some(Fragment::Html(first)) = title.first_mut() {
        *first = first.trim_start().into();
    }
    if let Some(Fragment::Html(last)) = title.last_mut() {
        *last = last.trim_end().into();
    }
    title.retain(|fragment| !matches!(fragment, Fragment::Html(html) if html.is_empty()));
    title
}
