//! Writes the marks of footnotes, and their texts at the end of the article. `footnotes` numbers them.

use std::collections::HashSet;

use pulldown_cmark::Tag;

use super::footnotes::Footnotes;
use super::frames::{Frame, OpenNote};
use super::state::Writer;
use crate::codes;
use crate::markdown::events::INLINE_NOTE;
use crate::markdown::fragment::Fragment;

impl Writer<'_> {
    /// Gives the footnotes their numbers and ids.
    pub(super) fn number_notes(&mut self) {
        if self.events.notes.is_empty() {
            return;
        }
        self.notes = Footnotes::of(self.events);
        self.parsed
            .anchors
            .extend(self.notes.give_ids(&mut self.ids));
        self.report_notes();
    }

    fn report_notes(&mut self) {
        let events = self.events;
        // The names in whatever looks like a mark, gathered once for all notes.
        let written: HashSet<&str> = match events.notes.is_empty() {
            true => HashSet::new(),
            false => events
                .text
                .split("[^")
                .skip(1)
                .filter_map(marked_name)
                .collect(),
        };
        for &at in &events.notes {
            let Some(Tag::FootnoteDefinition(name)) = events.tag(at) else {
                continue;
            };
            let Some(index) = self.notes.find(name) else {
                continue;
            };
            let place = self.note_name(at);
            let note = &self.notes.notes[index];
            if note.at != at {
                self.report(
                    codes::NOTE_02,
                    &place,
                    format!("the footnote `[^{name}]` is defined twice; only the first is shown"),
                    "give it a name of its own",
                );
            } else if note.number == 0 && !name.starts_with(INLINE_NOTE) {
                let mark = format!("[^{name}]");
                let how = match written.contains(&**name) {
                    true => "used only in code or HTML, where it is plain text",
                    false => "defined, but never used",
                };
                self.report(
                    codes::NOTE_02,
                    &place,
                    format!("the footnote `{mark}` is {how}"),
                    format!("add `{mark}` to the text, or remove the note"),
                );
            }
        }
    }

    /// The place of the `[^name]` at the beginning of a footnote.
    fn note_name(&self, at: usize) -> std::ops::Range<usize> {
        let range = self.events.items[at].range();
        let text = &self.events.text[range.clone()];
        let length = text.find("]:").map_or(text.len(), |end| end + 1);
        range.start..range.start + length
    }

    /// Writes the mark of a footnote.
    pub(super) fn note_mark(&mut self, name: &str) {
        let Some(index) = self.notes.find(name) else {
            return;
        };
        let note = &mut self.notes.notes[index];
        // A mark inside a note that is not shown is not shown either.
        let Some(mark) = note.marks.get(note.written) else {
            return;
        };
        note.written += 1;
        let (id, number) = (&note.id, note.number);
        let html = &mut self.draft.html;
        html.push_str(&format!(
            "<sup id=\"{mark}\"><a href=\"#{id}\" role=\"doc-noteref\">"
        ));
        self.marks.begin_generated(html);
        html.push_str(&format!("{number}</a></sup>"));
    }

    /// Begins a footnote's text, or skips it when it is never marked.
    pub(super) fn open_note(&mut self, at: usize, name: &str) -> usize {
        let shown = self.notes.find(name).filter(|&index| {
            let note = &self.notes.notes[index];
            note.at == at && note.number > 0
        });
        let Some(note) = shown else {
            return self.events.mate(at) + 1;
        };
        self.marks.border();
        let outer = self.draft.begin_inner();
        let open = OpenNote { note, outer };
        self.frames.push(Frame::Note(Box::new(open)));
        at + 1
    }

    pub(super) fn close_note(&mut self, open: OpenNote) {
        let OpenNote { note, outer } = open;
        self.marks.border();
        // It is made safe together with the article, at whose end it is written.
        let note = &mut self.notes.notes[note];
        (note.body, note.holds_html) = self.draft.end_inner(outer);
    }

    /// Writes all footnotes, each with links back to its marks.
    pub(super) fn write_notes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        self.block("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for note in std::mem::take(&mut self.notes.order) {
            let note = std::mem::take(&mut self.notes.notes[note]);
            self.draft.holds_html |= note.holds_html;
            self.draft
                .html
                .push_str(&format!("<li id=\"{}\">", note.id));
            for fragment in note.body {
                match fragment {
                    Fragment::Html(html) => self.draft.html.push_str(&html),
                    gap => self.draft.gap(gap),
                }
            }
            // The links back come after the last words, not in a line of their own.
            let ended = self.draft.html.ends_with("</p>\n");
            if ended {
                self.draft
                    .html
                    .truncate(self.draft.html.len() - "</p>\n".len());
            }
            for (number, mark) in note.marks.iter().take(note.written).enumerate() {
                let html = &mut self.draft.html;
                html.push_str(&format!(
                    " <a href=\"#{mark}\" class=\"footnote-back\" role=\"doc-backlink\">"
                ));
                self.marks.separated = true;
                self.marks.begin_generated(html);
                html.push_str("↩\u{fe0e}");
                if number > 0 {
                    html.push_str("<sup>");
                    self.marks.begin_generated(html);
                    html.push_str(&format!("{}</sup>", number + 1));
                }
                html.push_str("</a>");
            }
            self.draft
                .html
                .push_str(if ended { "</p>\n</li>\n" } else { "</li>\n" });
        }
        self.draft.html.push_str("</ol>\n</div>\n");
    }
}

/// The name in a mark `[^name]`, given the text after `[^`; `None` where a note begins.
fn marked_name(rest: &str) -> Option<&str> {
    let (name, after) = rest.split_once(']')?;
    (!after.starts_with(':')).then_some(name)
}
