//! The parser's events as one flat list in which every opening knows its close.
//!
//! This is where the parser is asked; `definitions` and `comments` ask it beforehand what not to show it, and
//! `runs` makes good what it does not know inside a line. The list is read several times (footnotes
//! must be numbered and fixed ids be known before anything is written), so it is compact: text that
//! stands in the source as it is takes no memory but its place. Whatever is nested deeper than
//! [`DEEPEST`] is left out here, so nobody after this has to fear depth.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag};

use super::attributes;
use super::block_ids;
use super::definitions::HIDDEN;
use super::raw::Markup;
use super::runs::{InlineNote, Wanted};
use super::syntax::Syntax;

/// How many tags may be open at once. Nobody writes this many on purpose, and browsers stop at 512.
pub(super) const DEEPEST: usize = 128;

/// One event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    start: u32,
    end: u32,
    /// For an opening the index of its close, and the other way round; for the rest its own index.
    pub(super) mate: u32,
    pub(super) node: Node,
}

/// What an event is. The numbers are indices into the lists of [`Events`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// A tag opens; what it is stands in `tags`.
    Open(u32),
    /// A tag closes.
    Close,
    /// Text that is the source's own.
    Text,
    /// Text that is not in the source like this, in `strings`.
    Made(u32),
    /// A code span, in `strings`.
    Code(u32),
    /// Raw HTML, in `markup`.
    Raw(u32),
    /// The mark of a footnote that exists; its name is in `strings`.
    NoteMark(u32),
    /// A line break that means nothing.
    SoftBreak,
    /// A line break that was asked for.
    HardBreak,
    /// A line across the page.
    Rule,
    /// The box at the start of a task, ticked or not.
    Task(bool),
}

/// A text, taken apart.
#[derive(Debug, Default)]
pub(super) struct Events<'a> {
    pub(super) text: &'a str,
    /// The text as the parser reads it, with the colons hidden that begin no definition.
    guarded: &'a str,
    pub(super) items: Vec<Item>,
    pub(super) tags: Vec<Tag<'a>>,
    pub(super) strings: Vec<CowStr<'a>>,
    pub(super) markup: Vec<Markup<'a>>,
    /// The opening tags of headings that carry attributes, and of footnotes' texts.
    pub(super) fixed_ids: Vec<usize>,
    pub(super) notes: Vec<usize>,
    /// What of other tools stands between single tildes.
    pub(super) tildes: Vec<Range<usize>>,
    /// What runs of words may hold that is rewritten, and the inline notes that were found.
    pub(super) wanted: Wanted,
    pub(super) inline_notes: Vec<InlineNote>,
    /// The ids of blocks, each with the item before which its place is written, in the order of the items.
    pub(super) block_ids: Vec<(usize, Box<str>)>,
    /// The first thing that was nested too deeply.
    pub(super) too_deep: Option<Range<usize>>,
}

impl Item {
    /// An item whose mate is set when it joins a list.
    pub(super) fn new(node: Node, range: Range<usize>) -> Self {
        Self {
            start: range.start as u32,
            end: range.end as u32,
            mate: 0,
            node,
        }
    }

    /// The bytes of the text it came from.
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Lets it end at an earlier byte.
    pub(super) fn cut(&mut self, end: usize) {
        self.end = end as u32;
    }

    /// Makes it a text without words.
    pub(super) fn empty(&mut self) {
        self.node = Node::Text;
        self.end = self.start;
    }
}

impl<'a> Events<'a> {
    /// Takes a text apart, given as it is and as the parser is to read it. A text is shorter than 4 GiB; what
    /// follows is not read.
    pub(super) fn of(text: &'a str, guarded: &'a str, syntax: &Syntax) -> Self {
        let end = text.floor_char_boundary(u32::MAX as usize);
        let text = &text[..end];
        let mut events = Events {
            text,
            guarded: &guarded[..end],
            wanted: Wanted::of(text, syntax),
            // A guess that is right for prose; both lists grow when it is not.
            items: Vec::with_capacity(text.len() / 8),
            tags: Vec::with_capacity(text.len() / 48),
            ..Events::default()
        };
        events.read(syntax);
        events.write_inline_notes();
        if syntax.extensions {
            block_ids::take_out(&mut events);
        }
        events
    }

    fn read(&mut self, syntax: &Syntax) {
        let mut open: Vec<u32> = Vec::new();
        let mut skipped = 0_usize;
        let mut markup: Option<Markup<'a>> = None;
        // Where the run of words begins that is being read.
        let mut run = 0;
        for (event, range) in Parser::new_ext(self.guarded, syntax.options()).into_offset_iter() {
            if skipped > 0 {
                match event {
                    Event::Start(_) => skipped += 1,
                    Event::End(_) => skipped -= 1,
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Start(Tag::HtmlBlock) => {
                    self.finish_run(run, syntax);
                    markup = Some(Markup::block(range));
                }
                Event::Start(_) if open.len() >= DEEPEST => {
                    self.too_deep.get_or_insert(range);
                    skipped = 1;
                }
                Event::Start(tag) => {
                    let is_block = !is_inline(&tag);
                    if is_block {
                        self.finish_run(run, syntax);
                    }
                    open.push(self.items.len() as u32);
                    self.open(tag, range);
                    if is_block {
                        run = self.items.len();
                    }
                }
                Event::End(_) => match markup.take() {
                    Some(markup) => {
                        self.markup(markup);
                        run = self.items.len();
                    }
                    None => {
                        let opened = open.pop();
                        let tag = opened.and_then(|at| self.tag(at as usize));
                        let (is_block, is_code, is_heading) = match tag {
                            Some(tag) => (
                                !is_inline(tag),
                                matches!(tag, Tag::CodeBlock(_)),
                                matches!(tag, Tag::Heading { .. }),
                            ),
                            None => (true, false, false),
                        };
                        if is_heading && syntax.extensions {
                            self.heading_attributes(opened, range.clone());
                        }
                        if is_block && !is_code {
                            self.finish_run(run, syntax);
                        }
                        self.close(opened, range);
                        if is_block {
                            run = self.items.len();
                        }
                    }
                },
                Event::Text(text) | Event::Html(text) if markup.is_some() => {
                    let text = self.own(text, &range);
                    if let Some(markup) = &mut markup {
                        markup.append(self.text, text, range);
                    }
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    let html = self.own(html, &range);
                    self.markup(Markup::inline(html, range));
                }
                event => self.leaf(event, range),
            }
        }
    }

    fn open(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let at = self.items.len();
        match &tag {
            Tag::Heading { id: Some(_), .. } => self.fixed_ids.push(at),
            Tag::FootnoteDefinition(_) => self.notes.push(at),
            _ => {}
        }
        let tag = self.own_tag(tag, &range);
        self.tags.push(tag);
        self.push(Node::Open(self.tags.len() as u32 - 1), range);
    }

    fn close(&mut self, open: Option<u32>, range: Range<usize>) {
        let at = self.items.len() as u32;
        self.push(Node::Close, range);
        if let Some(open) = open {
            self.items[open as usize].mate = at;
            self.items[at as usize].mate = open;
        }
    }

    /// Reads the braces at the end of a heading anew: the parser takes any braces for attributes, and leaves out
    /// what it does not know.
    fn heading_attributes(&mut self, open: Option<u32>, range: Range<usize>) {
        let Some(open) = open.map(|open| open as usize) else {
            return;
        };
        let from = match self.items[open + 1..].last() {
            Some(last) => last.range().end,
            None => range.start,
        };
        let rest = self.text.get(from..range.end).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let (Some(start), Some(end)) = (line.find('{'), line.rfind('}')) else {
            return;
        };
        let braces = &line[start..=end.max(start)];
        let Node::Open(tag) = self.items[open].node else {
            return;
        };
        let Some(Tag::Heading { id, classes, .. }) = self.tags.get_mut(tag as usize) else {
            return;
        };
        let had_id = id.take().is_some();
        classes.clear();
        let is_lowered = self.text[..from + start].ends_with(['_', '^']);
        match attributes::read(braces).filter(|found| !(found.is_bare && is_lowered)) {
            Some(found) => {
                *id = found.id.map(CowStr::from);
                *classes = found.classes.into_iter().map(CowStr::from).collect();
                match (had_id, id.is_some()) {
                    (false, true) => self.fixed_ids.push(open),
                    (true, false) => self.fixed_ids.retain(|at| *at != open),
                    _ => {}
                }
            }
            None => {
                if had_id {
                    self.fixed_ids.retain(|at| *at != open);
                }
                let blanks = if open + 1 < self.items.len() {
                    0
                } else {
                    start
                };
                self.push(Node::Text, from + blanks..from + end + 1);
            }
        }
    }

    /// A text of the parser's as it is written, with the colons that were hidden.
    fn own(&self, text: CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        if std::ptr::eq(self.text, self.guarded) {
            return text;
        }
        if let CowStr::Borrowed(part) = text {
            let start = part
                .as_ptr()
                .addr()
                .wrapping_sub(self.guarded.as_ptr().addr());
            if let Some(own) = self.text.get(start..start.saturating_add(part.len())) {
                return CowStr::Borrowed(own);
            }
        }
        let mut signs = self.commas(range);
        let own = text.chars().map(|c| match c {
            ',' => signs.next().unwrap_or(c),
            c => c,
        });
        CowStr::from(own.collect::<String>())
    }

    /// What the commas of a range are that the parser saw. Those of a text it made of the range stand in their order.
    fn commas(&self, range: &Range<usize>) -> impl DoubleEndedIterator<Item = char> + '_ {
        let source = self.text.as_bytes().get(range.clone());
        let guarded = self.guarded.as_bytes().get(range.clone());
        let both = guarded
            .unwrap_or_default()
            .iter()
            .zip(source.unwrap_or_default());
        both.filter(|(comma, _)| **comma == HIDDEN)
            .map(|(_, sign)| char::from(*sign))
    }

    /// A tag whose title is as it is written; nothing else of a tag goes on over lines.
    fn own_tag(&self, mut tag: Tag<'a>, range: &Range<usize>) -> Tag<'a> {
        if let Tag::Link { title, .. } | Tag::Image { title, .. } = &mut tag
            && !std::ptr::eq(self.text, self.guarded)
            && title.contains(',')
        {
            // The words of the link stand before its title, so the last commas are those of the title.
            let mut signs = self.commas(range).rev();
            let own = title.chars().rev().map(|c| match c {
                ',' => signs.next().unwrap_or(c),
                c => c,
            });
            let own: Vec<char> = own.collect();
            *title = own.into_iter().rev().collect::<String>().into();
        }
        tag
    }

    fn markup(&mut self, mut markup: Markup<'a>) {
        markup.blank_filler();
        let range = markup.range();
        self.markup.push(markup);
        self.push(Node::Raw(self.markup.len() as u32 - 1), range);
    }

    fn leaf(&mut self, event: Event<'a>, range: Range<usize>) {
        let node = match event {
            Event::Text(text) => {
                let text = self.own(text, &range);
                if is_source(self.text, &text, &range) {
                    Node::Text
                } else {
                    Node::Made(self.string(text))
                }
            }
            Event::Code(text) => {
                let text = self.own(text, &range);
                Node::Code(self.string(text))
            }
            Event::FootnoteReference(name) => Node::NoteMark(self.string(name)),
            Event::SoftBreak => Node::SoftBreak,
            Event::HardBreak => Node::HardBreak,
            Event::Rule => Node::Rule,
            Event::TaskListMarker(ticked) => Node::Task(ticked),
            // Formulas are not switched on; if they ever were, they would be text.
            Event::InlineMath(text) | Event::DisplayMath(text) => Node::Made(self.string(text)),
            Event::Start(_) | Event::End(_) | Event::Html(_) | Event::InlineHtml(_) => return,
        };
        self.push(node, range);
    }

    pub(super) fn string(&mut self, text: CowStr<'a>) -> u32 {
        self.strings.push(text);
        self.strings.len() as u32 - 1
    }

    fn push(&mut self, node: Node, range: Range<usize>) {
        let mate = self.items.len() as u32;
        self.items.push(Item {
            mate,
            ..Item::new(node, range)
        });
    }

    /// What an opening opens, if the item at this index is one.
    pub(super) fn tag(&self, at: usize) -> Option<&Tag<'a>> {
        match self.items.get(at)?.node {
            Node::Open(tag) => self.tags.get(tag as usize),
            _ => None,
        }
    }

    /// The id of the block whose place is written before this item.
    pub(super) fn block_id(&self, at: usize) -> Option<&str> {
        let found = self
            .block_ids
            .binary_search_by_key(&at, |(place, _)| *place);
        Some(&*self.block_ids[found.ok()?].1)
    }

    /// The index of the close of the opening at this index, and of anything else its own.
    pub(super) fn mate(&self, at: usize) -> usize {
        self.items[at].mate as usize
    }

    /// The text of a piece of text or code, and nothing for all else.
    pub(super) fn words(&self, at: usize) -> Option<&str> {
        match self.items[at].node {
            Node::Text => Some(&self.text[self.items[at].range()]),
            Node::Made(index) | Node::Code(index) => Some(&self.strings[index as usize]),
            _ => None,
        }
    }

    /// Whether the first character of a text was written behind a backslash.
    pub(super) fn is_escaped(&self, at: usize) -> bool {
        self.text[..self.items[at].range().start].ends_with('\\')
    }

    /// Whether an inline tag is none: `{{<youtube abc>}}` is a shortcode without blanks.
    pub(super) fn is_shortcode(&self, markup: &Markup<'_>) -> bool {
        markup.inline && self.text[..markup.range().start].ends_with("{{")
    }

    /// Appends what these items say, without marks, raw HTML and line breaks.
    pub(super) fn plain(&self, items: Range<usize>, out: &mut String) {
        for at in items {
            match self.items[at].node {
                Node::SoftBreak | Node::HardBreak | Node::Rule => out.push(' '),
                _ => out.push_str(self.words(at).unwrap_or_default()),
            }
        }
    }
}

/// Whether a tag is part of a line rather than a block.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
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

/// Whether a text is exactly the bytes of the source it claims to come from.
fn is_source(source: &str, text: &CowStr<'_>, range: &Range<usize>) -> bool {
    match text {
        CowStr::Borrowed(text) => {
            text.len() == range.len()
                && source
                    .get(range.clone())
                    .is_some_and(|part| part.as_ptr() == text.as_ptr())
        }
        CowStr::Boxed(_) | CowStr::Inlined(_) => false,
    }
}
