//! Writes code blocks, lists, tasks and tables.

use pulldown_cmark::{Alignment, CodeBlockKind, Tag};

use super::frames::{Frame, OpenBlock};
use super::state::Writer;
use crate::html::escape;
use crate::markdown::block::BlockKind;
use crate::markdown::events::Node;
use crate::markdown::text_runs::RunKind;
use crate::path;

impl Writer<'_> {
    /// Writes a code block as a whole.
    pub(super) fn code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        self.block("<pre><code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = language(info, self.syntax.extensions)
        {
            self.draft.html.push_str(" class=\"language-");
            escape::attribute(&mut self.draft.html, language);
            self.draft.html.push('"');
        }
        self.draft.html.push('>');
        let end = self.events.mate(at);
        self.marks.kind = RunKind::Code;
        for inside in at + 1..end {
            self.write_code(self.events.words(inside).unwrap_or_default());
        }
        self.marks.kind = RunKind::Text;
        self.draft.html.push_str("</code></pre>\n");
        self.marks.border();
        end + 1
    }

    pub(super) fn open_list(&mut self, start: Option<u64>) {
        let (tag, end) = match start {
            None => ("<ul>\n", "</ul>\n"),
            Some(1) => ("<ol>\n", "</ol>\n"),
            Some(_) => ("<ol start=\"", "</ol>\n"),
        };
        self.block(tag);
        if let Some(start) = start.filter(|start| *start != 1) {
            self.draft.html.push_str(&start.to_string());
            self.draft.html.push_str("\">\n");
        }
        let block = self.block_of_list();
        self.frames.push(Frame::List(end, block));
    }

    pub(super) fn open_item(&mut self, at: usize, end: usize) {
        let first = match self.events.tag(at + 1) {
            Some(Tag::Paragraph) => at + 2,
            _ => at + 1,
        };
        let block = match self.frames.last() {
            Some(Frame::List(_, block)) => *block,
            _ => None,
        };
        if block == Some(BlockKind::TIMELINE) {
            self.inline.split_when(self.events, first);
        }
        let is_task = matches!(self.events.items[first].node, Node::Task(_));
        let start = if is_task { "<li class=\"task\"" } else { "<li" };
        self.open_block(start, "</li>\n");
        if block == Some(BlockKind::STEPS) {
            let id = self.step_id(first, end);
            self.draft.html.push_str(" id=\"");
            escape::attribute(&mut self.draft.html, &id);
            self.draft.html.push('"');
            self.parsed.anchors.push(id);
        }
        self.draft.html.push('>');
    }

    /// An id for a step, made from the bold words at its start, else from its first few words. So it stays the same when
    /// other steps are added or removed, or when the end of the step is rewritten.
    fn step_id(&mut self, first: usize, end: usize) -> Box<str> {
        const MOST_WORDS: usize = 6;
        let events = self.events;
        let end = match events.tag(first) {
            Some(Tag::Strong) => events.mate(first),
            _ => (first..end)
                .find(|&inside| matches!(events.tag(inside), Some(Tag::List(_))))
                .unwrap_or(end),
        };
        let mut text = String::new();
        events.plain(first..end, &mut text);
        let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
        let slug = path::slug(&self.inline.without_filler(&words.join(" ")));
        let id = format!("step-{slug}");
        self.ids.unique(id.trim_end_matches('-'))
    }

    /// Begins a task: the words after the box become its label, so that screen readers name it, too.
    pub(super) fn task(&mut self, ticked: bool) {
        self.draft
            .html
            .push_str("<label><input type=\"checkbox\" disabled");
        self.draft
            .html
            .push_str(if ticked { " checked> " } else { "> " });
        self.marks.separated = true;
        self.label = Some(self.frames.len());
    }

    pub(super) fn close_label(&mut self) {
        if self.label == Some(self.frames.len()) {
            self.label = None;
            self.draft.html.push_str("</label>");
        }
    }

    pub(super) fn open_table(&mut self, alignments: &[Alignment]) {
        let mut block = self.begin_callout(BlockKind::TABLE);
        let heading = self.parsed.headings.last();
        let heading = heading.map(|heading| &*heading.text);
        block.block.about = self.tables.name(heading.unwrap_or_default());
        self.tables.begin(alignments);
        self.draft.html.push_str("<table>\n");
        self.frames.push(Frame::Table(block));
    }

    pub(super) fn open_head(&mut self) {
        self.tables.begin_head();
        self.open_block("<thead>\n<tr>", "</tr>\n</thead>\n");
    }

    pub(super) fn open_row(&mut self) {
        if self.tables.begin_row() {
            self.block("<tbody>\n");
        }
        self.open_block("<tr>", "</tr>\n");
    }

    pub(super) fn open_cell(&mut self, at: usize) {
        let has_words = self.events.mate(at) > at + 1;
        let (is_head, alignment) = self.tables.begin_cell(has_words);
        self.marks.border();
        let start = if is_head { "<th scope=\"col\"" } else { "<td" };
        self.draft.html.push_str(start);
        self.draft.html.push_str(match alignment {
            Alignment::Left => " class=\"left\">",
            Alignment::Center => " class=\"center\">",
            Alignment::Right => " class=\"right\">",
            Alignment::None => ">",
        });
        self.frames
            .push(Frame::Block(if is_head { "</th>" } else { "</td>" }));
    }

    pub(super) fn close_table(&mut self, block: OpenBlock) {
        if self.tables.has_body() {
            self.draft.html.push_str("</tbody>\n");
        }
        self.draft.html.push_str("</table>\n");
        self.close_callout(block);
    }
}

/// The language of a code fence, as far as it can be a class.
fn language(info: &str, extensions: bool) -> Option<&str> {
    if !extensions {
        return info.split(' ').next().filter(|word| !word.is_empty());
    }
    let word = info
        .trim_start()
        .split(|c: char| c.is_whitespace() || c == ',' || c == '{')
        .next()?;
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"+#._-".contains(&byte);
    (!word.is_empty() && word.len() <= 40 && word.bytes().all(is_legal)).then_some(word)
}
