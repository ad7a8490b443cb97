//! Events -> the runs of the source that hold the words of an article.
//!
//! It walks over the same events as the writer, and writes no HTML.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::block::BlockKind;
use super::comments::FILLER;
use super::events::callout::{self, QuoteKind};
use super::events::{Events, Node, is_inline};
use super::prose::{List, Role, Silence};
use super::source_runs::{PassageRuns, RunWords, SourceRun, SourceRuns};
use crate::diag::Span;

/// The runs of a text, from its events; `offset` is where the text begins in its file.
pub(super) fn read(events: &Events<'_>, offset: usize) -> SourceRuns {
    let mut reader = Reader {
        events,
        found: SourceRuns {
            offset,
            length: events.text.len(),
            ..SourceRuns::default()
        },
        blocks: Vec::new(),
        quotes: 0,
        list: None,
        notes: 0,
        waiting: Vec::new(),
    };
    reader.run(0, events.items.len());
    reader.found.runs.shrink_to_fit();
    reader.found.passages.shrink_to_fit();
    reader.found.links.shrink_to_fit();
    reader.found
}

struct Reader<'r> {
    events: &'r Events<'r>,
    found: SourceRuns,
    blocks: Vec<BlockKind>,
    /// How many plain quotations are open.
    quotes: usize,
    /// The list that is open.
    list: Option<usize>,
    /// How many footnotes are open.
    notes: usize,
    /// The silences that wait for their block.
    waiting: Vec<usize>,
}

impl Reader<'_> {
    fn run(&mut self, mut at: usize, end: usize) {
        let events = self.events;
        while at < end {
            let close = events.mate(at);
            if let Some(tag) = events.tag(at).filter(|tag| !is_inline(tag)) {
                self.cover(at);
                self.block(at, tag);
            } else if let Node::Raw(markup) = events.items[at].node {
                let html = &events.markup[markup as usize].html;
                self.silence(html, events.items[at].range());
            } else if !matches!(events.items[at].node, Node::Close) {
                // A tight list's item holds words without a paragraph around them.
                let stop = (at..end)
                    .find(|inside| self.starts_block(*inside))
                    .unwrap_or(end);
                self.passage(at..stop, self.role());
                at = stop;
                continue;
            }
            at = close + 1;
        }
    }

    /// Whether this item begins a block.
    fn starts_block(&self, at: usize) -> bool {
        match self.events.tag(at) {
            Some(tag) => !is_inline(tag),
            None => false,
        }
    }

    fn block(&mut self, at: usize, tag: &Tag<'_>) {
        let inside = at + 1..self.events.mate(at);
        match tag {
            Tag::Paragraph => self.passage(inside, self.role()),
            Tag::Heading { level, .. } => self.passage(inside, Role::Heading(*level as u8)),
            Tag::BlockQuote(_) => self.quote(at),
            Tag::CodeBlock(_) => self.code(at, inside),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            Tag::List(_) => {
                let span = self.span(&self.events.items[at].range());
                self.found.lists.push(List {
                    items: 0,
                    blocks: self.blocks.clone(),
                    span,
                });
                let outer = self.list.replace(self.found.lists.len() - 1);
                self.run(inside.start, inside.end);
                self.list = outer;
            }
            Tag::Item => {
                if let Some(list) = self.list {
                    self.found.lists[list].items += 1;
                }
                self.run(inside.start, inside.end);
            }
            Tag::FootnoteDefinition(_) => {
                self.notes += 1;
                self.run(inside.start, inside.end);
                self.notes -= 1;
            }
            Tag::TableCell | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.passage(inside, Role::Cell);
            }
            _ => self.run(inside.start, inside.end),
        }
    }

    fn code(&mut self, at: usize, inside: Range<usize>) {
        let first = self.next_run();
        for item in inside {
            self.push_item(item);
        }
        let span = self.span(&self.events.items[at].range());
        let runs = first..self.next_run();
        self.found.code.push((runs, span));
    }

    /// A quotation, or a block of the closed set.
    fn quote(&mut self, at: usize) {
        let end = self.events.mate(at);
        let mark = callout::mark(self.events, at);
        let with_kind = |mark| Some((callout::kind(self.events, at, &mark), mark));
        let Some((QuoteKind::Block(kind, _), mark)) = mark.and_then(with_kind) else {
            self.quotes += 1;
            self.run(at + 1, end);
            self.quotes -= 1;
            return;
        };
        let span = self.span(&self.events.items[at].range());
        self.found.blocks.push((kind, span));
        self.blocks.push(kind);
        let paragraph = self.events.mate(at + 1);
        let is_after_mark = |item: &usize| self.events.items[*item].range().start >= mark.end;
        let title = (at + 2..paragraph).find(is_after_mark).unwrap_or(paragraph);
        let breaks = |item: &usize| {
            matches!(
                self.events.items[*item].node,
                Node::SoftBreak | Node::HardBreak
            )
        };
        let stop = (title..paragraph).find(breaks).unwrap_or(paragraph);
        self.passage(title..stop, Role::Title);
        if stop < paragraph {
            // A line `contacts: …` and the break after it are settings, not words.
            let asks = callout::asked_contacts(self.events, kind, stop + 1).is_some();
            let first = if asks { stop + 3 } else { stop + 1 };
            if first < paragraph {
                self.passage(first..paragraph, self.role());
            }
        }
        self.run(paragraph + 1, end);
        self.blocks.pop();
    }

    /// What a paragraph is here.
    fn role(&self) -> Role {
        match self.list {
            _ if self.notes > 0 => Role::Note,
            Some(_) => Role::Item,
            None => Role::Paragraph,
        }
    }

    fn passage(&mut self, items: Range<usize>, role: Role) {
        let first = self.next_run();
        let links = self.found.links.len() as u32;
        let mut passage = OpenPassage::default();
        let mut at = items.start;
        while at < items.end {
            at = self.word(at, &mut passage);
        }
        let Some(last) = items.clone().next_back() else {
            return;
        };
        let range =
            self.events.items[items.start].range().start..self.events.items[last].range().end;
        let span = self.span(&range);
        let passage = PassageRuns {
            role,
            blocks: self.stack(),
            quoted: self.quotes > 0,
            backed: passage.backed,
            place: span.start as u32..span.end as u32,
            runs: first..self.next_run(),
            links: links..self.found.links.len() as u32,
        };
        self.found.passages.push(passage);
    }

    /// The open blocks as a range of the stacks. Neighbours are mostly in the same blocks.
    fn stack(&mut self) -> Range<u32> {
        let stacks = &mut self.found.stacks;
        if !stacks.ends_with(&self.blocks) {
            stacks.extend_from_slice(&self.blocks);
        }
        let end = stacks.len() as u32;
        end - self.blocks.len() as u32..end
    }

    /// Takes one item of a passage, and says which comes next.
    fn word(&mut self, at: usize, passage: &mut OpenPassage) -> usize {
        let events = self.events;
        let item = &events.items[at];
        match item.node {
            Node::Text | Node::Converted(_) => passage.length += self.push_item(at),
            Node::SoftBreak | Node::HardBreak | Node::Rule => {
                self.push(item.range().start, RunWords::Blank);
                passage.length += 1;
            }
            Node::NoteMark(_) => passage.backed = true,
            Node::Raw(markup) => {
                self.silence(&events.markup[markup as usize].html, item.range());
            }
            Node::Open(_) => match events.tag(at) {
                Some(Tag::Image { .. }) => return item.mate as usize + 1,
                Some(Tag::Link { link_type, .. }) => {
                    self.found.links.push(passage.length..passage.length);
                    if matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
                        passage.length += self.push_name(events.items[at + 1].range());
                        self.close_link(passage);
                        return item.mate as usize + 1;
                    }
                }
                _ => {}
            },
            Node::Close => {
                if let Some(Tag::Link { .. }) = events.tag(item.mate as usize) {
                    self.close_link(passage);
                }
            }
            Node::Code(_) | Node::Task(_) => {}
        }
        at + 1
    }

    /// Ends the link that was opened last.
    fn close_link(&mut self, passage: &OpenPassage) {
        if let Some(link) = self.found.links.last_mut() {
            link.end = passage.length;
        }
    }

    /// Adds the words of an item, and says how many bytes they have.
    fn push_item(&mut self, at: usize) -> u32 {
        let range = self.events.items[at].range();
        let Some(words) = self.events.words(at) else {
            return 0;
        };
        let source = &self.events.text[range.clone()];
        match self.events.items[at].node {
            Node::Text => self.push_source(source, range.start),
            // Typographic marks are what the author typed, so that every rule and every place is about that.
            _ if is_typed_mark(source) => self.push_source(source, range.start),
            _ => self.push_literal(words.replace(FILLER, "").into(), range.start),
        }
    }

    /// Adds bytes of the text as they are; where a comment was taken out, the file has other bytes.
    fn push_source(&mut self, source: &str, mut place: usize) -> u32 {
        let mut length = 0;
        for (number, part) in source.split(FILLER).enumerate() {
            if number > 0 {
                self.push(place, RunWords::Comment);
                place += FILLER.len_utf8();
                length += FILLER.len_utf8() as u32;
            }
            if !part.is_empty() {
                self.push(place, RunWords::Source(part.len() as u32));
                place += part.len();
                length += part.len() as u32;
            }
        }
        length
    }

    /// Adds the name of a page in place of its title: the title is not known here, but a name begins like it and has about
    /// its words.
    fn push_name(&mut self, target: Range<usize>) -> u32 {
        let name = self.events.text[target.clone()].split('#').next();
        let name = name.unwrap_or_default();
        let start = name.rfind('/').map_or(0, |slash| slash + 1);
        let mut title = name[start..].replace('-', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        self.push_literal(title.into(), target.start + start)
    }

    fn push_literal(&mut self, words: Box<str>, place: usize) -> u32 {
        let length = words.len() as u32;
        self.push(place, RunWords::Literal(self.found.literals.len() as u32));
        self.found.literals.push(words);
        length
    }

    fn push(&mut self, place: usize, words: RunWords) {
        let place = place as u32;
        self.found.runs.push(SourceRun { place, words });
    }

    fn next_run(&self) -> u32 {
        self.found.runs.len() as u32
    }

    /// Remembers the silence a comment asks for, if it does.
    fn silence(&mut self, html: &str, range: Range<usize>) {
        let mut rest = html;
        while let Some((_, after)) = rest.split_once("<!--") {
            let (comment, next) = after.split_once("-->").unwrap_or((after, ""));
            if let Some(asked) = comment.trim().strip_prefix("lint-ok ") {
                let (code, reason) = asked.split_once(':').unwrap_or((asked, ""));
                self.waiting.push(self.found.silences.len());
                self.found.silences.push(Silence {
                    code: code.trim().into(),
                    reason: reason.trim().into(),
                    span: self.span(&range),
                    covers: None,
                });
            }
            rest = next;
        }
    }

    /// Gives the block that begins here to the silences that wait for one.
    fn cover(&mut self, at: usize) {
        if self.waiting.is_empty() {
            return;
        }
        let span = self.span(&self.events.items[at].range());
        for silence in self.waiting.drain(..) {
            self.found.silences[silence].covers = Some(span.clone());
        }
    }

    /// A range of the text as a range of the file, without the breaks at its end.
    fn span(&self, range: &Range<usize>) -> Span {
        let text = self.events.text.get(range.clone()).unwrap_or_default();
        let length = text.trim_end().len();
        self.found.offset + range.start..self.found.offset + range.start + length
    }
}

/// A passage while its runs are gathered.
#[derive(Default)]
struct OpenPassage {
    /// How many bytes its words have so far.
    length: u32,
    backed: bool,
}

/// Whether a text is a quotation mark, dots or dashes as they are typed.
fn is_typed_mark(source: &str) -> bool {
    let is_mark = |byte| matches!(byte, b'\'' | b'"' | b'.' | b'-');
    !source.is_empty() && source.bytes().all(is_mark)
}
