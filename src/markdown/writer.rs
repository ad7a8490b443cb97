//! Events -> fragments of HTML: the loop, and what every part of it needs.
//!
//! One pass over the list of events, from left to right. What is open stands on a stack of frames,
//! each of which knows how it ends; a frame is pushed for every opening that is not skipped whole.
//! The HTML of the moment grows in one string until a gap is met. Lists and tables,
//! links, blocks, headings, notes and raw HTML each have a file of their own beside this one.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag};

use super::block::BlockKind;
use super::callout::Callout;
use super::containers::Table;
use super::events::{DEEPEST, Events, Item, Node};
use super::foreign;
use super::fragment::{Fragment, Parsed};
use super::headings::Ids;
use super::inline::Inline;
use super::links::OpenLink;
use super::notes::{Notes, OpenNote};
use super::sanitise::sanitise;
use super::syntax::Syntax;
use crate::codes::{self, Code};
use crate::diag::{Diagnostic, Reported, Span};
use crate::html::escape;
use crate::path::SourcePath;

/// Writes one article.
pub(super) struct Writer<'w> {
    pub(super) events: &'w Events<'w>,
    pub(super) syntax: &'w Syntax,
    pub(super) path: &'w SourcePath,
    /// Where the text begins in its file.
    pub(super) offset: usize,
    pub(super) html: String,
    pub(super) fragments: Vec<Fragment>,
    /// Whether the fragments so far hold HTML the author wrote, which ammonia then has to see.
    pub(super) holds_html: bool,
    pub(super) frames: Vec<Frame>,
    pub(super) parsed: Parsed,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) ids: Ids,
    pub(super) notes: Notes,
    pub(super) inline: Inline,
    pub(super) tags: foreign::Tags,
    /// The link that is open; there is never more than one.
    pub(super) link: Option<OpenLink>,
    /// The level of the heading before.
    pub(super) level: u8,
    pub(super) reported_depth: bool,
    pub(super) table: Table,
    /// How many tables stand so far under headings of the same words.
    pub(super) tables: HashMap<Box<str>, usize>,
    /// The number of frames that were open when a task's label was opened.
    pub(super) label: Option<usize>,
}

/// Something open, and how it ends.
pub(super) enum Frame {
    /// Part of a line: only its end tag is written.
    Inline(&'static str),
    /// A block: a line of plain text ends with it, too.
    Block(&'static str),
    /// A list, and the block that it stands directly in.
    List(&'static str, Option<BlockKind>),
    Table(Box<Callout>),
    Link,
    Callout(Box<Callout>),
    Note(Box<OpenNote>),
    /// An element the author opened.
    Raw(&'static str),
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        events: &'w Events<'w>,
        syntax: &'w Syntax,
        path: &'w SourcePath,
        offset: usize,
        inline: Inline,
    ) -> Self {
        let length = events.text.len();
        Self {
            events,
            syntax,
            path,
            offset,
            html: String::with_capacity(length + length / 4),
            fragments: Vec::new(),
            holds_html: false,
            frames: Vec::new(),
            parsed: Parsed {
                text: String::with_capacity(length),
                ..Parsed::default()
            },
            problems: Vec::new(),
            ids: Ids::beside(&syntax.reserved.ids),
            notes: Notes::default(),
            inline,
            tags: foreign::Tags::of(events),
            link: None,
            level: 1,
            reported_depth: false,
            table: Table::default(),
            tables: HashMap::new(),
            label: None,
        }
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
        self.report_foreign();
        self.end_line();
        self.parsed.text.shrink_to_fit();
        self.parsed.body = self.finish_fragments();
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

    /// Writes one item, or what it begins if that is written as a whole, and says which comes next.
    pub(super) fn step(&mut self, at: usize) -> usize {
        if self.inline.starts_when(at) {
            self.html.push_str("<strong class=\"when\">");
        }
        self.place_of_block(at);
        let events = self.events;
        let item = &events.items[at];
        match item.node {
            Node::Open(tag) => return self.open(at, &events.tags[tag as usize], item),
            Node::Close => self.close(),
            Node::Text => return self.text(at, &events.text[item.range()]),
            Node::Made(text) => return self.text(at, &events.strings[text as usize]),
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

    /// Writes the place that the id of a block leads to, if it lies before this item.
    fn place_of_block(&mut self, at: usize) {
        if let Some(id) = self.events.block_id(at) {
            self.html.push_str("<span id=\"");
            escape::attribute(&mut self.html, id);
            self.html.push_str("\"></span>");
        }
    }

    fn open(&mut self, at: usize, tag: &Tag<'w>, item: &Item) -> usize {
        match tag {
            Tag::Paragraph if self.is_blank(at) || foreign::is_contents(self.events, at) => {
                return item.mate as usize + 1;
            }
            Tag::Paragraph => self.open_block("<p>", "</p>\n"),
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
            Frame::Inline(end) => self.html.push_str(end),
            Frame::Block(end) | Frame::List(end, _) => {
                self.html.push_str(end);
                self.end_line();
            }
            Frame::Table(block) => self.close_table(*block),
            Frame::Link => self.close_link(),
            Frame::Callout(callout) => self.close_callout(*callout),
            Frame::Note(note) => self.close_note(*note),
            Frame::Raw(name) => self.end_tag(name),
        }
    }

    fn open_inline(&mut self, start: &str, end: &'static str) {
        self.html.push_str(start);
        self.frames.push(Frame::Inline(end));
    }

    /// Begins a block.
    pub(super) fn open_block(&mut self, start: &str, end: &'static str) {
        self.block(start);
        self.frames.push(Frame::Block(end));
    }

    /// Writes what begins a block, at the start of a line.
    pub(super) fn block(&mut self, start: &str) {
        if self.label == Some(self.frames.len()) {
            self.close_label();
        }
        self.end_line();
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        self.html.push_str(start);
    }

    /// Ends the line of plain text, if one was begun.
    pub(super) fn end_line(&mut self) {
        let text = &mut self.parsed.text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    fn line_break(&mut self, html: &str) {
        self.html.push_str(html);
        self.parsed.text.push(' ');
    }

    fn code(&mut self, code: &str) {
        let code = self.inline.without_filler(code);
        self.html.push_str("<code>");
        escape::html(&mut self.html, &code);
        self.html.push_str("</code>");
        self.parsed.text.push_str(&code);
    }

    /// Whether a paragraph holds nothing but a comment that was taken out.
    fn is_blank(&self, at: usize) -> bool {
        (self.inline.holds_filler() || !self.events.block_ids.is_empty())
            && (at + 1..self.events.mate(at)).all(|inside| {
                self.events.words(inside).is_some_and(|words| {
                    words
                        .trim_matches(super::comments::FILLER)
                        .trim()
                        .is_empty()
                })
            })
    }

    /// Whether readers see nothing of a paragraph, such as `<a id="old-heading"></a>`.
    fn is_unseen(&self, at: usize) -> bool {
        let events = self.events;
        (at + 1..events.mate(at)).all(|inside| match events.items[inside].node {
            Node::Raw(markup) => events.markup[markup as usize].is_unseen(),
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
        // Comments, scripts and places that old links lead to may stand before the title.
        while let Some(item) = events.items.get(at) {
            match item.node {
                Node::Raw(markup) if events.markup[markup as usize].is_unseen() => {
                    at = self.step(at);
                }
                Node::Open(_)
                    if matches!(events.tag(at), Some(Tag::Paragraph))
                        && (self.is_blank(at) || self.is_unseen(at)) =>
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
                self.place_of_block(at + 1);
                at = events.mate(at) + 1;
            }
        }
        self.run(at, end);
    }

    /// Leaves a gap.
    pub(super) fn gap(&mut self, fragment: Fragment) {
        self.flush();
        self.fragments.push(fragment);
    }

    /// Takes what was written since the fragments were last put aside.
    pub(super) fn finish_fragments(&mut self) -> Vec<Fragment> {
        self.flush();
        let fragments = std::mem::take(&mut self.fragments);
        if std::mem::take(&mut self.holds_html) {
            return sanitise(fragments, self.events.text, self.syntax);
        }
        fragments
    }

    /// Makes a fragment of the HTML so far.
    pub(super) fn flush(&mut self) {
        if !self.html.is_empty() {
            self.fragments
                .push(Fragment::Html(self.html.as_str().into()));
            self.html.clear();
        }
    }

    /// A range of the text as a range of the file; the break that ends a block is not part of it.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let text = self.events.text.get(range.clone()).unwrap_or_default();
        let length = text.trim_end_matches(['\n', '\r']).len();
        self.offset + range.start..self.offset + range.start + length
    }

    /// Reports a problem and how to mend it.
    pub(super) fn report(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.span(range);
        let problem = Diagnostic::new(code, message).at(self.path, span);
        self.problems.push(problem.help(help));
    }

    /// Reports that something is nested too deeply, once.
    pub(super) fn report_depth(&mut self, range: &Range<usize>) {
        if !std::mem::replace(&mut self.reported_depth, true) {
            // Where it begins says enough; it may go on for pages.
            let first = self.events.text[range.start..].chars().next();
            let place = range.start..range.start + first.map_or(0, char::len_utf8);
            self.report(
                codes::TEXT_04,
                &place,
                format!("more than {DEEPEST} blocks and marks are open here, and those inside were left out"),
                "look for a run of `>`, `*`, `[` or list marks that was not meant",
            );
        }
    }
}

/// Whether two titles say the same, however their quotes and dashes are written.
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
