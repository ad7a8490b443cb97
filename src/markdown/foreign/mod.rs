//! Finds syntax of other tools that has no meaning in mend (shortcodes, containers, formulas, components), and marks that
//! are almost right.
//!
//! Each form is reported once per article, at its first place and with its count, since a site that moves to mend has each of
//! them a hundred times. Code is not searched, with one exception: mdBook's includes are always written in a code block.
//! Text that looks like prose (`$5 and $10`, `10:30:15`) is not reported.

mod finder;
mod forms;
mod formulas;
mod markers;
mod slips;
mod tags;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Tag};

use super::events::{Events, Node, is_inline};
use super::raw::{Markup, Token};
use super::syntax::Syntax;
use crate::codes::Code;
use crate::config::RawHtml;
use finder::FormFinder;
use forms::{FORMS, Form, FoundForms};

pub(crate) use slips::garbled;
pub(super) use tags::{Kind, Tags};

/// A form that was found, with its message.
pub(super) struct ForeignForm {
    pub(super) code: Code,
    /// Its first place.
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What was written for other tools, each form once for the whole article.
pub(super) fn forms(events: &Events<'_>, tags: &Tags, syntax: &Syntax) -> Vec<ForeignForm> {
    if !syntax.extensions {
        return Vec::new();
    }
    let finder = FormFinder {
        events,
        tags,
        drops_html: syntax.raw_html == RawHtml::Refuse,
        found: FoundForms::default(),
        formulas: formulas::formulas(events),
    };
    let forms = FORMS.iter().zip(finder.find().0);
    let found = forms.filter_map(|((_, code, message, help), found)| {
        let (place, count) = found?;
        let others = match count {
            1 => String::new(),
            2 => ", and one more in this article".to_owned(),
            more => format!(", and {} more in this article", more - 1),
        };
        Some(ForeignForm {
            code: *code,
            place,
            message: format!("{message}{others}"),
            help,
        })
    });
    found.collect()
}

/// Whether a paragraph is only the marker that other tools replace by a table of contents.
pub(super) fn is_contents(events: &Events<'_>, at: usize) -> bool {
    let range = events.items[at].range();
    // The longest of the markers, with a blank and a line break.
    if range.len() > 12 {
        return false;
    }
    let words = events.text[range].trim();
    ["[toc]", "[[_toc_]]"]
        .iter()
        .any(|mark| words.eq_ignore_ascii_case(mark))
}

impl FormFinder<'_> {
    fn find(mut self) -> FoundForms {
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
                    Some(Tag::Paragraph) => self.bold_heading(at),
                    _ => {}
                },
                _ => {}
            }
            at += 1;
        }
        self.found
    }

    /// Whether a text item is the first of its line.
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

/// Whether a fenced block ends with a line of the characters it begins with.
fn is_closed(block: &str) -> bool {
    let character = block.chars().next().unwrap_or('`');
    let length = block.chars().take_while(|c| *c == character).count();
    let mut lines = block.trim_end().lines();
    let last = lines.next_back().unwrap_or_default();
    // In a quotation or a list the last line begins with the marker of that.
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    lines.next().is_some() && last.chars().all(|c| c == character) && last.chars().count() >= length
}

/// The place of a line in the text of raw HTML that begins like a fence.
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
