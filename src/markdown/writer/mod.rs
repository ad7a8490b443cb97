//! Events -> HTML with gaps.
//!
//! One pass over the list of events, from left to right. Open elements are on a stack of `frames`, each of which knows how it
//! is closed; a frame is pushed for every opening event that is not written as a whole. The `draft` grows in one string until
//! the next gap. The loop is here; `state` is what every part of it needs. `callouts`, `containers` (lists, tables),
//! `headings`, `notes`, `links`, `figures`, `text`, `html` and `raw_links` each write one kind of element, and their words through
//! `marked_text`. `brackets` and `stray` handle brackets that the parser does not know.

mod brackets;
mod callouts;
mod containers;
mod direction;
mod draft;
mod figures;
mod footnotes;
mod frames;
mod headings;
mod html;
mod ids;
mod inline;
mod links;
mod marked_text;
mod notes;
mod raw_links;
mod sanitise;
mod state;
mod stray;
mod tables;
mod text;

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag};

use super::comments::FILLER;
use super::events::{Item, Node};
use super::foreign;
use super::fragment::Parsed;
use crate::codes;
use crate::diag::Reported;
use crate::html::escape;
use frames::Frame;

pub(super) use state::Writer;

impl<'w> Writer<'w> {
    /// Reports a comment without an end, and keeps what the comments `%%noterm: word%%` say.
    pub(super) fn comments(
        &mut self,
        unclosed: Option<(Range<usize>, &str)>,
        begin: &str,
        no_terms: &[(&str, Range<usize>)],
    ) {
        if let Some((range, end)) = unclosed {
            self.report(
                codes::TEXT_06,
                &range,
                "this comment has no end",
                format!("end it with `{end}`, or write `\\{begin}` if no comment is meant"),
            );
        }
        let no_terms = no_terms.iter();
        self.parsed.no_terms = no_terms
            .map(|(word, range)| ((*word).into(), self.span(range)))
            .collect();
    }

    /// Writes the whole article.
    pub(super) fn article(mut self, title: Option<&str>) -> Reported<Parsed> {
        if let Some(range) = &self.events.too_deep {
            self.report_depth(range);
        }
        self.fix_ids();
        self.number_notes();
        self.take_title(title);
        self.close_raw();
        self.write_notes();
        for form in foreign::forms(self.events, &self.tags, self.syntax) {
            self.report(form.code, &form.place, form.message, form.help);
        }
        let mut body = self.finish_fragments();
        self.parsed.runs = self.marks.place(&mut body);
        self.parsed.body = body;
        Reported {
            value: self.parsed,
            problems: self.problems,
        }
    }

    /// Writes the items from `at` up to `end`.
    pub(super) fn run(&mut self, mut at: usize, end: usize) {
        while at < end {
            at = self.step(at);
        }
    }

    /// Writes one item, or everything up to its closing item if that is written as a whole, and says which item comes next.
    pub(super) fn step(&mut self, at: usize) -> usize {
        if self.inline.starts_when(at) {
            self.draft.html.push_str("<strong class=\"when\">");
        }
        self.write_block_anchor(at);
        let events = self.events;
        let item = &events.items[at];
        match item.node {
            Node::Open(tag) => return self.open(at, &events.tags[tag as usize], item),
            Node::Close => self.close(),
            Node::Text => return self.text(at, &events.text[item.range()]),
            Node::Converted(text) => return self.text(at, &events.strings[text as usize]),
            Node::Code(code) => self.code(&events.strings[code as usize]),
            Node::Raw(markup) => return self.raw(at, &events.markup[markup as usize]),
            Node::NoteMark(name) => self.note_mark(&events.strings[name as usize]),
            Node::SoftBreak => self.line_break("\n"),
            Node::HardBreak => self.line_break("<br>\n"),
            Node::Rule => {
                self.block("<hr>\n");
            }
            Node::Task(ticked) => self.task(ticked),
        }
        at + 1
    }

    /// Writes the anchor of a block with an id, if it belongs before this item.
    fn write_block_anchor(&mut self, at: usize) {
        if let Some(id) = self.events.block_id(at) {
            self.draft.html.push_str("<span id=\"");
            escape::attribute(&mut self.draft.html, id);
            self.draft.html.push_str("\"></span>");
        }
    }

    fn open(&mut self, at: usize, tag: &Tag<'w>, item: &Item) -> usize {
        match tag {
            Tag::Paragraph if self.is_blank(at) || foreign::is_contents(self.events, at) => {
                return item.mate as usize + 1;
            }
            Tag::Paragraph => match self.figure(at) {
                Some(next) => return next,
                None => self.open_block("<p>", "</p>\n"),
            },
            Tag::Heading {
                level, id, classes, ..
            } => return self.heading(at, *level as u8, id.as_deref(), classes),
            Tag::BlockQuote(_) => return self.quote(at),
            Tag::CodeBlock(kind) => return self.code_block(at, kind),
            Tag::List(start) => self.open_list(*start),
            Tag::Item => self.open_item(at, item.mate as usize),
            Tag::FootnoteDefinition(name) => return self.open_note(at, name),
            Tag::DefinitionList => self.open_block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.open_block("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.open_block("<dd>", "</dd>\n"),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableHead => self.open_head(),
            Tag::TableRow => self.open_row(),
            Tag::TableCell => self.open_cell(at),
            Tag::Emphasis => self.open_inline("<em>", "</em>"),
            Tag::Strong => self.open_inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.open_inline("<del>", "</del>"),
            Tag::Link { .. } => return self.open_link(at, tag),
            Tag::Image { .. } => return self.image(at, tag),
            Tag::Superscript => self.open_inline("<sup>", "</sup>"),
            Tag::Subscript => self.open_inline("<sub>", "</sub>"),
            // Neither is an opening here: HTML is read as `Markup`, and front matter is taken off before.
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.open_inline("", "");
            }
        }
        at + 1
    }

    fn close(&mut self) {
        self.close_raw();
        self.close_label();
        let Some(frame) = self.frames.pop() else {
            return;
        };
        match frame {
            Frame::Inline(end) => self.draft.html.push_str(end),
            Frame::Block(end) | Frame::List(end, _) => {
                self.draft.html.push_str(end);
                self.marks.border();
            }
            Frame::Table(block) => self.close_table(*block),
            Frame::Link => self.close_link(),
            Frame::Callout(callout) => self.close_callout(*callout),
            Frame::Note(note) => self.close_note(*note),
            Frame::Raw(name) => self.end_tag(name),
        }
    }

    fn line_break(&mut self, html: &str) {
        self.draft.html.push_str(html);
        self.marks.separated = true;
        self.name_with(" ");
    }

    fn code(&mut self, code: &str) {
        let code = self.inline.without_filler(code);
        self.draft.html.push_str("<code>");
        self.write_code(&code);
        self.draft.html.push_str("</code>");
        self.name_with(&code);
    }

    /// Whether a paragraph holds nothing but a comment that was taken out.
    fn is_blank(&self, at: usize) -> bool {
        (self.inline.holds_filler() || !self.events.block_ids.is_empty())
            && (at + 1..self.events.mate(at)).all(|inside| {
                self.events
                    .words(inside)
                    .is_some_and(|words| words.trim_matches(FILLER).trim().is_empty())
            })
    }

    /// Whether readers see nothing of a paragraph, such as `<a id="old-heading"></a>`.
    fn is_invisible(&self, at: usize) -> bool {
        let events = self.events;
        (at + 1..events.mate(at)).all(|inside| match events.items[inside].node {
            Node::Raw(markup) => events.markup[markup as usize].is_invisible(),
            node => matches!(node, Node::SoftBreak),
        })
    }

    /// Writes the first heading of the article, if it is its title.
    fn take_title(&mut self, title: Option<&str>) {
        let events = self.events;
        let end = events.items.len();
        if !self.syntax.extensions {
            return self.run(0, end);
        }
        let mut at = 0;
        // Comments, scripts and anchors for old links may come before the title.
        while let Some(item) = events.items.get(at) {
            match item.node {
                Node::Raw(markup) if events.markup[markup as usize].is_invisible() => {
                    at = self.step(at);
                }
                Node::Open(_)
                    if matches!(events.tag(at), Some(Tag::Paragraph))
                        && (self.is_blank(at) || self.is_invisible(at)) =>
                {
                    let end = events.mate(at) + 1;
                    self.run(at, end);
                    at = end;
                }
                _ => break,
            }
        }
        if let Some(Tag::Heading { level, .. }) = events.tag(at)
            && *level == HeadingLevel::H1
        {
            let mut text = String::new();
            events.plain(at + 1..events.mate(at), &mut text);
            let text = self.inline.without_filler(text.trim());
            if !text.is_empty() && title.is_none_or(|title| is_same(title, &text)) {
                self.parsed.title = Some(text.as_ref().into());
                self.write_block_anchor(at + 1);
                at = events.mate(at) + 1;
            }
        }
        self.run(at, end);
    }
}

/// Whether two titles are equal, however their quotes, dashes and dots are written.
fn is_same(left: &str, right: &str) -> bool {
    fn plain(title: &str) -> String {
        let mut plain = String::with_capacity(title.len());
        for c in title.trim().chars() {
            match c {
                '‘' | '’' => plain.push('\''),
                '“' | '”' => plain.push('"'),
                '–' => plain.push_str("--"),
                '—' => plain.push_str("---"),
                '…' => plain.push_str("..."),
                c => plain.push(c),
            }
        }
        plain
    }
    plain(left) == plain(right)
}
