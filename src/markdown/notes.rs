//! Footnotes: numbered in the order in which their marks are read, written at the article's end.
//!
//! The numbers are given before anything is written: marks in the text come first, marks that stand
//! in other footnotes after them, in the order in which those footnotes are read.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::Tag;

use super::events::Node;
use super::fragment::Fragment;
use super::runs::INLINE_NOTE;
use super::writer::{Frame, Writer};
use crate::codes;
use crate::path;

/// The footnotes of an article.
#[derive(Default)]
pub(super) struct Notes {
    /// The note of each name, folded as the parser folds it.
    by_name: HashMap<String, usize>,
    notes: Vec<Note>,
    /// The notes that are marked, in order; a note's number is its place here, from 1.
    order: Vec<usize>,
}

#[derive(Default)]
struct Note {
    /// The index of its opening.
    at: usize,
    /// Its number, or 0 when it is never marked.
    number: usize,
    /// What its ids are made of.
    name: String,
    id: Box<str>,
    /// The ids of its marks, all of them known before they are written.
    marks: Vec<Box<str>>,
    /// How many of its marks are written.
    written: usize,
    body: Vec<Fragment>,
    holds_html: bool,
}

/// A footnote's text that is being written.
pub(super) struct OpenNote {
    note: usize,
    outer: Vec<Fragment>,
    outer_holds_html: bool,
}

impl Writer<'_> {
    /// Numbers the footnotes and gives them their ids.
    pub(super) fn number_notes(&mut self) {
        let events = self.events;
        if events.notes.is_empty() {
            return;
        }
        for &at in &events.notes {
            if let Some(Tag::FootnoteDefinition(name)) = events.tag(at) {
                self.add_note(at, name);
            }
        }
        let mut at = 0;
        while at < events.items.len() {
            match events.items[at].node {
                Node::NoteMark(name) => self.number_mark(&events.strings[name as usize]),
                Node::Open(_) if matches!(events.tag(at), Some(Tag::FootnoteDefinition(_))) => {
                    at = events.mate(at);
                }
                _ => {}
            }
            at += 1;
        }
        let mut next = 0;
        while let Some(&note) = self.notes.order.get(next) {
            let start = self.notes.notes[note].at;
            for inside in start..events.mate(start) {
                if let Node::NoteMark(name) = events.items[inside].node {
                    self.number_mark(&events.strings[name as usize]);
                }
            }
            next += 1;
        }
        for &note in &self.notes.order.clone() {
            let note = &mut self.notes.notes[note];
            note.id = self.ids.unique(&format!("fn-{}", note.name));
            for mark in &mut note.marks {
                *mark = self.ids.unique(&format!("fnref-{}", note.name));
            }
            self.parsed.anchors.push(note.id.clone());
            self.parsed.anchors.extend(note.marks.iter().cloned());
        }
        self.report_notes();
    }

    fn add_note(&mut self, at: usize, name: &str) {
        let notes = &mut self.notes;
        let number = notes.notes.len();
        let slug = path::slug(name);
        notes.by_name.entry(path::fold(name)).or_insert(number);
        notes.notes.push(Note {
            at,
            name: if slug.is_empty() {
                (number + 1).to_string()
            } else {
                slug
            },
            ..Note::default()
        });
    }

    fn number_mark(&mut self, name: &str) {
        let notes = &mut self.notes;
        let Some(&index) = notes.by_name.get(&path::fold(name)) else {
            return;
        };
        let note = &mut notes.notes[index];
        if note.number == 0 {
            notes.order.push(index);
            note.number = notes.order.len();
        }
        note.marks.push("".into());
    }

    fn report_notes(&mut self) {
        let events = self.events;
        // The names in whatever looks like a mark, gathered once for all notes.
        let written: HashSet<&str> = match events.notes.is_empty() {
            true => HashSet::new(),
            false => events.text.split("[^").skip(1).filter_map(marked).collect(),
        };
        for &at in &events.notes {
            let Some(Tag::FootnoteDefinition(name)) = events.tag(at) else {
                continue;
            };
            let Some(&index) = self.notes.by_name.get(&path::fold(name)) else {
                continue;
            };
            let place = self.note_name(at);
            let note = &self.notes.notes[index];
            if note.at != at {
                self.report(
                    codes::NOTE_02,
                    &place,
                    format!(
                        "the footnote `[^{name}]` is written twice, and only the first is shown"
                    ),
                    "give it a name of its own",
                );
            } else if note.number == 0 && !name.starts_with(INLINE_NOTE) {
                let mark = format!("[^{name}]");
                let how = match written.contains(&**name) {
                    true => "marked only in code or HTML, where the mark is text",
                    false => "written, but never marked",
                };
                self.report(
                    codes::NOTE_02,
                    &place,
                    format!("the footnote `{mark}` is {how}"),
                    format!("put `{mark}` into the text, or remove the note"),
                );
            }
        }
    }

    /// The place of the name a footnote's text begins with.
    fn note_name(&self, at: usize) -> std::ops::Range<usize> {
        let range = self.events.items[at].range();
        let text = &self.events.text[range.clone()];
        let length = text.find("]:").map_or(text.len(), |end| end + 1);
        range.start..range.start + length
    }

    /// Writes the mark of a footnote.
    pub(super) fn note_mark(&mut self, name: &str) {
        let notes = &mut self.notes;
        let Some(&index) = notes.by_name.get(&path::fold(name)) else {
            return;
        };
        let note = &mut notes.notes[index];
        // A mark inside a note that is not shown is not shown either.
        let Some(mark) = note.marks.get(note.written) else {
            return;
        };
        note.written += 1;
        let (id, number) = (&note.id, note.number);
        let html =
            format!("<sup id=\"{mark}\"><a href=\"#{id}\" role=\"doc-noteref\">{number}</a></sup>");
        self.html.push_str(&html);
    }

    /// Begins a footnote's text, or skips it when it is never marked.
    pub(super) fn open_note(&mut self, at: usize, name: &str) -> usize {
        let index = self.notes.by_name.get(&path::fold(name)).copied();
        let shown = index.filter(|&index| {
            let note = &self.notes.notes[index];
            note.at == at && note.number > 0
        });
        let Some(note) = shown else {
            return self.events.mate(at) + 1;
        };
        self.end_line();
        self.flush();
        let open = OpenNote {
            note,
            outer: std::mem::take(&mut self.fragments),
            outer_holds_html: std::mem::take(&mut self.holds_html),
        };
        self.frames.push(Frame::Note(Box::new(open)));
        at + 1
    }

    pub(super) fn close_note(&mut self, open: OpenNote) {
        let OpenNote {
            note,
            outer,
            outer_holds_html,
        } = open;
        self.flush();
        self.end_line();
        // It is made safe together with the article, at whose end it is written.
        let note = &mut self.notes.notes[note];
        note.body = std::mem::replace(&mut self.fragments, outer);
        note.holds_html = std::mem::replace(&mut self.holds_html, outer_holds_html);
    }

    /// Writes all footnotes, each with links back to its marks.
    pub(super) fn write_notes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        self.block("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for note in std::mem::take(&mut self.notes.order) {
            let note = std::mem::take(&mut self.notes.notes[note]);
            self.holds_html |= note.holds_html;
            self.html.push_str(&format!("<li id=\"{}\">", note.id));
            for fragment in note.body {
                match fragment {
                    Fragment::Html(html) => self.html.push_str(&html),
                    gap => self.gap(gap),
                }
            }
            // The way back stands behind the last words, not in a line of its own.
            let ended = self.html.ends_with("</p>\n");
            if ended {
                self.html.truncate(self.html.len() - "</p>\n".len());
            }
            for (number, mark) in note.marks.iter().take(note.written).enumerate() {
                self.html.push_str(&format!(
                    " <a href=\"#{mark}\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{fe0e}"
                ));
                if number > 0 {
                    self.html.push_str(&format!("<sup>{}</sup>", number + 1));
                }
                self.html.push_str("</a>");
            }
            self.html
                .push_str(if ended { "</p>\n</li>\n" } else { "</li>\n" });
        }
        self.html.push_str("</ol>\n</div>\n");
    }
}

/// The name in a mark `[^name]`, given what stands behind `[^`; nothing where a note begins.
fn marked(rest: &str) -> Option<&str> {
    let (name, behind) = rest.split_once(']')?;
    (!behind.starts_with(':')).then_some(name)
}
