//! Blocks: a quote whose first line is `[!kind] Title`, as GitHub and Obsidian write them, too.
//!
//! What Obsidian says behind the kind is understood as far as it means something here: the marks `+` and `-` of a fold
//! and `|` with words about the look are passed over.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::block::{BlockKind, NeededList, Other};
use super::events::{Events, Node};
use super::fragment::{AskedContacts, Block, Fragment};
use super::writer::{Frame, Writer};
use crate::codes;
use crate::diag;

/// A block that is being written.
pub(super) struct Callout {
    pub(super) block: Block,
    outer: Vec<Fragment>,
    outer_holds_html: bool,
}

/// The `[!kind]` of a quote.
pub(super) struct Mark<'t> {
    pub(super) name: &'t str,
    range: Range<usize>,
    /// The end of the mark, or of the fold mark behind it if there is one.
    pub(super) end: usize,
}

/// The `[!kind]` of the quote at this item, if it begins with one.
pub(super) fn mark<'w>(events: &Events<'w>, at: usize) -> Option<Mark<'w>> {
    if !matches!(events.tag(at + 1), Some(Tag::Paragraph)) {
        return None;
    }
    // A link that looks alike is no text any more.
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
    let behind = rest[length + look..].strip_prefix(']')?;
    let end = start + 2 + length + look + 1;
    (length > 0).then(|| Mark {
        name: &rest[..length],
        range: start..end,
        end: end + usize::from(behind.starts_with(['-', '+'])),
    })
}

/// What a mark makes of its quote.
#[derive(Clone, Copy, Debug)]
pub(super) enum Made {
    /// A block, whose name may stand in for a title.
    Block(BlockKind, Option<&'static str>),
    /// A quotation with a title.
    Quotation,
    /// Nothing: there is no such kind.
    Unknown,
}

/// What the quote at this item is by its mark.
pub(super) fn made(events: &Events<'_>, at: usize, mark: &Mark<'_>) -> Made {
    if let Some(kind) = BlockKind::find(mark.name) {
        return Made::Block(kind, None);
    }
    match Other::find(mark.name) {
        None => Made::Unknown,
        Some(Other { kind: None, .. }) => Made::Quotation,
        Some(Other {
            kind: Some(kind),
            name,
            is_title,
        }) => {
            // Obsidian's summaries are free text; ours is made of points.
            let fits = kind
                .needed_list()
                .is_none_or(|list| holds(events, at, list));
            let kind = if fits { *kind } else { BlockKind::NOTE };
            Made::Block(kind, is_title.then_some(*name))
        }
    }
}

/// Whether a quote holds such a list.
fn holds(events: &Events<'_>, at: usize, needed: NeededList) -> bool {
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

impl<'w> Writer<'w> {
    /// Begins a quote, or a block if it is marked as one.
    pub(super) fn quote(&mut self, at: usize) -> usize {
        if let Some(mark) = mark(self.events, at).filter(|_| self.syntax.extensions) {
            match made(self.events, at, &mark) {
                Made::Block(kind, name) => return self.open_callout(at, kind, name, &mark),
                Made::Quotation => return self.open_quotation(at, &mark),
                Made::Unknown => self.report_kind(&mark),
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
            callout.block.title = vec![Fragment::Html(capitalised(name).into())];
        }
        self.end_line();
        let next = self.callout_body(at + 1, stop, &mut callout.block);
        self.frames.push(Frame::Callout(callout));
        if next < self.events.mate(at + 1) {
            self.open_block("<p>", "</p>\n");
        }
        next
    }

    /// Begins a quotation; the words behind its mark are its first paragraph.
    fn open_quotation(&mut self, at: usize, mark: &Mark<'_>) -> usize {
        self.open_block("<blockquote>\n", "</blockquote>\n");
        let mut callout = self.begin_callout(BlockKind::NOTE);
        let stop = self.callout_title(at + 1, mark, &mut callout.block);
        let title = trimmed(self.finish_fragments());
        self.fragments = callout.outer;
        self.holds_html = callout.outer_holds_html;
        if !title.is_empty() {
            self.block("<p><strong>");
            self.flush();
            self.fragments.extend(title);
            self.html.push_str("</strong></p>\n");
        }
        self.end_line();
        let next = self.callout_body(at + 1, stop, &mut callout.block);
        if next < self.events.mate(at + 1) {
            self.open_block("<p>", "</p>\n");
        }
        next
    }

    /// Puts aside what was written so far; what is written from now on is the block's.
    pub(super) fn begin_callout(&mut self, kind: BlockKind) -> Box<Callout> {
        self.block("");
        self.flush();
        Box::new(Callout {
            block: Block {
                kind,
                title: Vec::new(),
                body: Vec::new(),
                lines: None,
                contacts: None,
                level: (self.level + 1).min(6),
                about: Box::default(),
            },
            outer: std::mem::take(&mut self.fragments),
            outer_holds_html: std::mem::take(&mut self.holds_html),
        })
    }

    /// Writes what stands behind the mark, and says which item of the paragraph ends it.
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
            match lines_behind(words).filter(|_| is_last) {
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

    /// Finds where the body begins: behind the break that ends the title, if the paragraph goes on.
    fn callout_body(&mut self, paragraph: usize, stop: usize, block: &mut Block) -> usize {
        let events = self.events;
        let end = events.mate(paragraph);
        let lines_at = |at: usize| match lines_behind(events.words(at)?)? {
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
        // Behind the line stands a break, or the close of the paragraph; either is passed.
        if asks
            && ends_line(events, first + 1)
            && let Some(lines) = lines_at(first)
        {
            block.lines = Some(lines);
            return first + 2;
        }
        first
    }

    pub(super) fn close_callout(&mut self, callout: Callout) {
        let Callout {
            mut block,
            outer,
            outer_holds_html,
        } = callout;
        block.body = self.finish_fragments();
        self.fragments = outer;
        self.holds_html = outer_holds_html;
        self.end_line();
        self.gap(Fragment::Block(Box::new(block)));
    }

    /// The block that a list which begins now is the list of.
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
            format!("the block `{}` holds no {list}", kind.name()),
            format!("begin each of its points with `{start}`"),
        );
    }
}

/// The kinds that a card of help asks for, if this item is a line `contacts: …` of its own.
pub(super) fn asked_contacts<'e>(
    events: &'e Events<'_>,
    kind: BlockKind,
    at: usize,
) -> Option<&'e str> {
    let words = events.words(at).filter(|_| kind.shows_contacts())?;
    let kinds = words.trim().strip_prefix("contacts:")?;
    ends_line(events, at + 1).then(|| kinds.trim())
}

/// Whether a line ends at this item.
fn ends_line(events: &Events<'_>, at: usize) -> bool {
    matches!(
        events.items[at].node,
        Node::SoftBreak | Node::HardBreak | Node::Close
    )
}

/// Takes `lines: n` off the end of a field's title; the brackets some write around it go as well.
fn lines_behind(words: &str) -> Option<(&str, u8)> {
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
