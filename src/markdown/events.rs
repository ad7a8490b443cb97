//! The parser's events as one flat list in which every opening knows its close.
//!
//! This is the only place that speaks with the parser. The list is read several times (footnotes
//! must be numbered and fixed ids be known before anything is written), so it is compact: text that
//! stands in the source as it is takes no memory but its place. Whatever is nested deeper than
//! [`DEEPEST`] is left out here, so nobody after this has to fear depth.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag};

use super::raw::Fragment;
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
    /// Raw HTML, in `fragments`.
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
    pub(super) items: Vec<Item>,
    pub(super) tags: Vec<Tag<'a>>,
    pub(super) strings: Vec<CowStr<'a>>,
    pub(super) fragments: Vec<Fragment<'a>>,
    /// The opening tags of headings that carry attributes, and of footnotes' texts.
    pub(super) fixed_ids: Vec<usize>,
    pub(super) notes: Vec<usize>,
    /// The first thing that was nested too deeply.
    pub(super) too_deep: Option<Range<usize>>,
}

impl Item {
    /// The bytes of the text it came from.
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<'a> Events<'a> {
    /// Takes a text apart. A text is shorter than 4 GiB; what follows is not read.
    pub(super) fn of(text: &'a str, syntax: &Syntax) -> Self {
        let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
        let mut events = Events {
            text,
            // A guess that is right for prose; both lists grow when it is not.
            items: Vec::with_capacity(text.len() / 8),
            tags: Vec::with_capacity(text.len() / 48),
            ..Events::default()
        };
        events.read(syntax);
        events
    }

    fn read(&mut self, syntax: &Syntax) {
        let mut open: Vec<u32> = Vec::new();
        let mut skipped = 0_usize;
        let mut fragment: Option<Fragment<'a>> = None;
        for (event, range) in Parser::new_ext(self.text, syntax.options()).into_offset_iter() {
            if skipped > 0 {
                match event {
                    Event::Start(_) => skipped += 1,
                    Event::End(_) => skipped -= 1,
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Start(Tag::HtmlBlock) => fragment = Some(Fragment::block(range)),
                Event::Start(_) if open.len() >= DEEPEST => {
                    self.too_deep.get_or_insert(range);
                    skipped = 1;
                }
                Event::Start(tag) => {
                    open.push(self.items.len() as u32);
                    self.open(tag, range);
                }
                Event::End(_) => match fragment.take() {
                    Some(fragment) => self.fragment(fragment),
                    None => self.close(open.pop(), range),
                },
                Event::Text(text) | Event::Html(text) if fragment.is_some() => {
                    if let Some(fragment) = &mut fragment {
                        fragment.append(self.text, text, range);
                    }
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    self.fragment(Fragment::inline(html, range));
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

    fn fragment(&mut self, mut fragment: Fragment<'a>) {
        fragment.blank_filler();
        let range = fragment.range();
        self.fragments.push(fragment);
        self.push(Node::Raw(self.fragments.len() as u32 - 1), range);
    }

    fn leaf(&mut self, event: Event<'a>, range: Range<usize>) {
        let node = match event {
            Event::Text(text) => {
                if is_source(self.text, &text, &range) {
                    Node::Text
                } else {
                    Node::Made(self.string(text))
                }
            }
            Event::Code(text) => Node::Code(self.string(text)),
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

    fn string(&mut self, text: CowStr<'a>) -> u32 {
        self.strings.push(text);
        self.strings.len() as u32 - 1
    }

    fn push(&mut self, node: Node, range: Range<usize>) {
        self.items.push(Item {
            start: range.start as u32,
            end: range.end as u32,
            mate: self.items.len() as u32,
            node,
        });
    }

    /// What an opening opens, if the item at this index is one.
    pub(super) fn tag(&self, at: usize) -> Option<&Tag<'a>> {
        match self.items.get(at)?.node {
            Node::Open(tag) => self.tags.get(tag as usize),
            _ => None,
        }
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
