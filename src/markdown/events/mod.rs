//! Runs the parser, and turns its events into one flat list.
//!
//! `definitions` and `comments` hide parts of the text from the parser, and `runs` adds inline syntax that the parser does
//! not know. Everything nested deeper than [`DEEPEST`] is dropped here, so no later step has to limit the depth.

mod addresses;
pub(super) mod attributes;
mod block_ids;
pub(super) mod callout;
mod items;
mod runs;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag};

use super::definitions::HIDDEN;
use super::raw::Markup;
use super::syntax::Syntax;
use runs::Features;

pub(super) use items::{DEEPEST, Events, INLINE_NOTE, Item, Node, is_inline};

impl<'a> Events<'a> {
    /// Parses a text. `guarded` is the same text as the parser is to read it. Items have 32-bit offsets, so nothing after
    /// the first 4 GiB is read.
    pub(super) fn of(text: &'a str, guarded: &'a str, syntax: &Syntax) -> Self {
        let end = text.floor_char_boundary(u32::MAX as usize);
        let text = &text[..end];
        let mut events = Events {
            text,
            guarded: &guarded[..end],
            // A guess that is right for prose; both lists grow when it is not.
            items: Vec::with_capacity(text.len() / 8),
            tags: Vec::with_capacity(text.len() / 48),
            ..Events::default()
        };
        events.read(syntax, Features::of(text, syntax));
        events.write_inline_notes();
        if syntax.extensions {
            block_ids::take_out(&mut events);
        }
        events
    }

    fn read(&mut self, syntax: &Syntax, wanted: Features) {
        let mut open: Vec<u32> = Vec::new();
        let mut skipped = 0_usize;
        let mut markup: Option<Markup<'a>> = None;
        // Where the current run of words begins.
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
                    self.finish_run(run, wanted, syntax);
                    markup = Some(Markup::block(range));
                }
                Event::Start(_) if open.len() >= DEEPEST => {
                    self.too_deep.get_or_insert(range);
                    skipped = 1;
                }
                Event::Start(tag) => {
                    let is_block = !is_inline(&tag);
                    if is_block {
                        self.finish_run(run, wanted, syntax);
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
                    None => run = self.end(open.pop(), range, run, wanted, syntax),
                },
                Event::Text(text) | Event::Html(text) if markup.is_some() => {
                    let text = self.restore(text, &range);
                    if let Some(markup) = &mut markup {
                        markup.append(self.text, text, range);
                    }
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    let html = self.restore(html, &range);
                    self.markup(Markup::inline(html, range));
                }
                event => self.leaf(event, range),
            }
        }
    }

    /// Ends a tag. `run` is where the current run begins; the result is where the next one does.
    fn end(
        &mut self,
        opened: Option<u32>,
        range: Range<usize>,
        run: usize,
        wanted: Features,
        syntax: &Syntax,
    ) -> usize {
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
        // Code is shown as it is, so nothing in it is rewritten.
        if is_block && !is_code {
            self.finish_run(run, wanted, syntax);
        }
        self.close(opened, range);
        if is_block { self.items.len() } else { run }
    }

    fn open(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let at = self.items.len();
        match &tag {
            Tag::Heading { id: Some(_), .. } => self.fixed_ids.push(at),
            Tag::FootnoteDefinition(_) => self.notes.push(at),
            _ => {}
        }
        let tag = self.restore_tag(tag, &range);
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

    /// Reads the braces at the end of a heading again: the parser takes any braces for attributes, and drops what is no
    /// attribute.
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
        // `x_{i=0}` and `x^{n=2}` are formulas.
        let is_formula = self.text[..from + start].ends_with(['_', '^']);
        match attributes::read(braces).filter(|found| !(found.is_bare && is_formula)) {
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

    /// Restores the hidden colons in a text that comes from the parser.
    fn restore(&self, text: CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        if std::ptr::eq(self.text, self.guarded) {
            return text;
        }
        if let CowStr::Borrowed(part) = text {
            let start = part
                .as_ptr()
                .addr()
                .wrapping_sub(self.guarded.as_ptr().addr());
            if let Some(original) = self.text.get(start..start.saturating_add(part.len())) {
                return CowStr::Borrowed(original);
            }
        }
        let mut originals = self.commas(range);
        let restored = text.chars().map(|c| match c {
            ',' => originals.next().unwrap_or(c),
            c => c,
        });
        CowStr::from(restored.collect::<String>())
    }

    /// The original characters, commas or colons, where the parser saw a comma in a range. A text that the parser makes of
    /// the range has them in the same order.
    fn commas(&self, range: &Range<usize>) -> impl DoubleEndedIterator<Item = char> + '_ {
        let source = self.text.as_bytes().get(range.clone());
        let guarded = self.guarded.as_bytes().get(range.clone());
        let both = guarded
            .unwrap_or_default()
            .iter()
            .zip(source.unwrap_or_default());
        both.filter(|(comma, _)| **comma == HIDDEN)
            .map(|(_, original)| char::from(*original))
    }

    /// Restores the hidden colons in the title of a tag, which is the only part of a tag that can span several lines.
    fn restore_tag(&self, mut tag: Tag<'a>, range: &Range<usize>) -> Tag<'a> {
        if let Tag::Link { title, .. } | Tag::Image { title, .. } = &mut tag
            && !std::ptr::eq(self.text, self.guarded)
            && title.contains(',')
        {
            // The words of the link come before its title, so the last commas are those of the title.
            let mut originals = self.commas(range).rev();
            let restored = title.chars().rev().map(|c| match c {
                ',' => originals.next().unwrap_or(c),
                c => c,
            });
            let restored: Vec<char> = restored.collect();
            *title = restored.into_iter().rev().collect::<String>().into();
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
                let text = self.restore(text, &range);
                if is_source(self.text, &text, &range) {
                    Node::Text
                } else {
                    Node::Converted(self.string(text))
                }
            }
            Event::Code(text) => {
                let text = self.restore(text, &range);
                Node::Code(self.string(text))
            }
            Event::FootnoteReference(name) => Node::NoteMark(self.string(name)),
            Event::SoftBreak => Node::SoftBreak,
            Event::HardBreak => Node::HardBreak,
            Event::Rule => Node::Rule,
            Event::TaskListMarker(ticked) => Node::Task(ticked),
            // Formulas are not switched on; if they ever were, they would be text.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                Node::Converted(self.string(text))
            }
            Event::Start(_) | Event::End(_) | Event::Html(_) | Event::InlineHtml(_) => return,
        };
        self.push(node, range);
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
