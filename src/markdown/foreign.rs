//! What was written for another tool and means nothing to mend: shortcodes, containers, formulas, components.
//!
//! Each form is told once for an article, at its first place and with its count, since whoever moves a site
//! meets each of them a hundred times. Nothing is judged in code, with one exception: a file that mdBook
//! includes is always named in a block of code. What looks like prose (`$5 and $10`, `10:30:15`) is prose.

mod formulas;
mod signs;
mod tags;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Tag};

use super::events::{Events, Node, is_inline};
use super::raw::{Markup, Token};
use super::writer::Writer;
use crate::codes::{self, Code};
use crate::config::RawHtml;

pub(super) use tags::{Kind, Tags};

/// A form that means something elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Shortcode,
    Include,
    Erb,
    Colons,
    Admonition,
    Tab,
    Attributes,
    Icon,
    Formula,
    Tilde,
    Import,
    Component,
    OpenFence,
    FenceInHtml,
    Contents,
    Enclosed,
    Words,
    Comment,
}

/// A form, its code, what is said of it, and what to do.
type Told = (Form, Code, &'static str, &'static str);

const TOLD: [Told; 18] = [
    (
        Form::Shortcode,
        codes::TEXT_05,
        "a shortcode of another tool stays as it is",
        "write it in Markdown or as one of mend's blocks, or put it in a code span",
    ),
    (
        Form::Include,
        codes::TEXT_05,
        "a file that another tool would include here is not included",
        "paste the lines that are meant",
    ),
    (
        Form::Erb,
        codes::TEXT_05,
        "a template's `<% %>` stays as it is",
        "write what it would say, or put it in a code span",
    ),
    (
        Form::Colons,
        codes::TEXT_08,
        "a container `:::` of another tool stays as it is",
        "write a block: a quotation that begins with `> [!note]`",
    ),
    (
        Form::Admonition,
        codes::TEXT_08,
        "an admonition of another tool stays as it is",
        "write a block: a quotation that begins with `> [!note]`",
    ),
    (
        Form::Tab,
        codes::TEXT_08,
        "a tab of another tool stays as it is",
        "write a heading instead, or a block `> [!folded]`",
    ),
    (
        Form::Attributes,
        codes::TEXT_09,
        "attributes in braces stay as they are",
        "take them out; only a heading can have them, as in `## Title {#name}`",
    ),
    (
        Form::Icon,
        codes::TEXT_09,
        "the name of an icon stays as it is",
        "put the character itself there, or take it out",
    ),
    (
        Form::Formula,
        codes::TEXT_09,
        "a formula stays as it is",
        "write it in words and signs, or put it in a code span",
    ),
    (
        Form::Tilde,
        codes::TEXT_09,
        "single tildes around words stay as they are",
        "write `~~words~~` to strike them out",
    ),
    (
        Form::Import,
        codes::TEXT_10,
        "an `import` or `export` of another tool stays as it is",
        "take it out, or put it in a block of code",
    ),
    (
        Form::Component,
        codes::TEXT_10,
        "a component of another tool is not drawn",
        "write it in Markdown or as one of mend's blocks",
    ),
    (
        Form::OpenFence,
        codes::TEXT_11,
        "this block of code is never closed, so all behind it is code",
        "close it with a line of the signs that it begins with",
    ),
    (
        Form::FenceInHtml,
        codes::TEXT_11,
        "this fence stands in HTML, so it begins no block of code",
        "leave an empty line between the HTML and the fence",
    ),
    (
        Form::Contents,
        codes::TEXT_12,
        "the mark for a table of contents was left out",
        "take it out; the theme draws the contents of a long article itself",
    ),
    (
        Form::Enclosed,
        codes::TEXT_05,
        "what a shortcode of another tool encloses is shown as a block of code",
        "write it as one: between two lines of three backticks",
    ),
    (
        Form::Words,
        codes::HTML_05,
        "this is read as an HTML tag, so readers do not see it",
        "write `&lt;` for `<`, or put it in a code span",
    ),
    (
        Form::Comment,
        codes::TEXT_05,
        "a comment of another tool is shown to readers",
        "write it between `%%` and `%%`, which is never published, or take it out",
    ),
];

/// The forms that were met: where first, and how often.
#[derive(Debug, Default)]
struct Found([Option<(Range<usize>, usize)>; TOLD.len()]);

impl Found {
    fn add(&mut self, form: Form, place: Range<usize>) {
        self.0[form as usize].get_or_insert((place, 0)).1 += 1;
    }
}

impl Writer<'_> {
    /// Reports what was written for other tools, each form once for the whole article.
    pub(super) fn report_foreign(&mut self) {
        if !self.syntax.extensions {
            return;
        }
        let found = Reader {
            events: self.events,
            tags: &self.tags,
            drops_html: self.syntax.raw_html == RawHtml::Refuse,
            found: Found::default(),
            formulas: formulas::formulas(self.events),
        };
        let told = TOLD.iter().zip(found.read().0);
        for ((_, code, message, help), found) in told {
            let Some((place, count)) = found else {
                continue;
            };
            let others = match count {
                1 => String::new(),
                2 => ", and one more in this article".to_owned(),
                more => format!(", and {} more in this article", more - 1),
            };
            self.report(*code, &place, format!("{message}{others}"), *help);
        }
    }
}

/// Whether a paragraph is only the mark that other tools replace by a table of contents.
pub(super) fn is_contents(events: &Events<'_>, at: usize) -> bool {
    let range = events.items[at].range();
    // The longest of the marks, a blank and a line break.
    if range.len() > 12 {
        return false;
    }
    let words = events.text[range].trim();
    ["[toc]", "[[_toc_]]"]
        .iter()
        .any(|mark| words.eq_ignore_ascii_case(mark))
}

struct Reader<'r> {
    events: &'r Events<'r>,
    tags: &'r Tags,
    /// Whether all HTML is reported anyway.
    drops_html: bool,
    found: Found,
    /// Where formulas stand, in order.
    formulas: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn read(mut self) -> Found {
        let events = self.events;
        for range in &events.tildes {
            self.found.add(Form::Tilde, range.clone());
        }
        for range in &self.formulas {
            self.found.add(Form::Formula, range.clone());
        }
        let mut at = 0;
        while let Some(item) = events.items.get(at) {
            match item.node {
                Node::Text => self.words(item.range(), self.begins_line(at)),
                Node::Raw(markup) => self.html(&events.markup[markup as usize]),
                Node::Open(_) => match events.tag(at) {
                    Some(Tag::CodeBlock(kind)) => {
                        self.code(at, kind);
                        at = events.mate(at);
                    }
                    Some(Tag::Paragraph) if is_contents(events, at) => {
                        self.found.add(Form::Contents, item.range());
                        at = events.mate(at);
                    }
                    _ => {}
                },
                _ => {}
            }
            at += 1;
        }
        self.found
    }

    /// Whether an item of words is the first of its line.
    fn begins_line(&self, at: usize) -> bool {
        let before = at
            .checked_sub(1)
            .map(|before| self.events.items[before].node);
        match before {
            Some(Node::Open(_)) => {
                let tag = self.events.tag(at - 1);
                tag.is_some_and(|tag| !is_inline(tag))
            }
            Some(Node::SoftBreak | Node::HardBreak) | None => true,
            Some(_) => false,
        }
    }

    fn html(&mut self, markup: &Markup<'_>) {
        if self.events.is_shortcode(markup) {
            return;
        }
        for token in markup.tokens() {
            match token {
                Token::Open(tag) if !self.drops_html => {
                    let form = match self.tags.kind(markup, &tag) {
                        Kind::Html => continue,
                        Kind::Component => Form::Component,
                        Kind::Words => Form::Words,
                        Kind::Filled => Form::Shortcode,
                    };
                    self.found.add(form, markup.place(&tag.range));
                }
                Token::Text(range) if !markup.inline => {
                    if let Some(range) = fence_in(&markup.html, range) {
                        self.found.add(Form::FenceInHtml, markup.place(&range));
                    }
                }
                _ => {}
            }
        }
    }

    fn code(&mut self, at: usize, kind: &CodeBlockKind<'_>) {
        let events = self.events;
        for inside in at + 1..events.mate(at) {
            let words = events.words(inside).unwrap_or_default();
            let start = events.items[inside].range().start;
            let includes = [
                "{{#include ",
                "{{#rustdoc_include ",
                "{{#playground ",
                "{{#title ",
            ];
            let mut lines = words.lines().map(str::trim_start);
            if lines.any(|line| includes.iter().any(|mark| line.starts_with(mark))) {
                self.found
                    .add(Form::Include, start..start + words.trim_end().len());
            }
        }
        let range = events.items[at].range();
        let block = &events.text[range.clone()];
        let form = match kind {
            CodeBlockKind::Fenced(_) if block.starts_with('{') => Form::Enclosed,
            CodeBlockKind::Fenced(_) if !is_closed(block) => Form::OpenFence,
            _ => return,
        };
        let first = block.lines().next().unwrap_or_default();
        let end = range.start + first.trim_end().len();
        self.found.add(form, range.start..end);
    }
}

/// Whether a fenced block ends with a line of the signs it begins with.
fn is_closed(block: &str) -> bool {
    let sign = block.chars().next().unwrap_or('`');
    let length = block.chars().take_while(|c| *c == sign).count();
    let mut lines = block.trim_end().lines();
    let last = lines.next_back().unwrap_or_default();
    // In a quotation or a list the last line begins with their marks.
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    lines.next().is_some() && last.chars().all(|c| c == sign) && last.chars().count() >= length
}

/// Where a line of HTML's text begins like a fence.
fn fence_in(html: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut start = range.start;
    for line in html[range].split_inclusive('\n') {
        let words = line.trim_start();
        if words.starts_with("```") || words.starts_with("~~~") {
            let from = start + line.len() - words.len();
            return Some(from..from + 3);
        }
        start += line.len();
    }
    None
}
