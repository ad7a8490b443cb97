//! Inline notes: `^[words]` becomes the mark of a footnote, whose text is added at the end.

use std::ops::Range;

use pulldown_cmark::{CowStr, Tag};

use super::list::split;
use crate::markdown::events::items::{Events, INLINE_NOTE, InlineNote, Item, Node};

impl Events<'_> {
    /// Replaces each `^[…]` by the mark of a footnote, and keeps its words for the end of the text.
    pub(super) fn take_notes(&mut self, run: Vec<Item>) -> Vec<Item> {
        let notes = self.find_notes(&run);
        if notes.is_empty() {
            return run;
        }
        let cuts = notes
            .iter()
            .flat_map(|note| [note.start, note.start + 2, note.end - 1, note.end]);
        let run = split(run, cuts);
        let mut out = Vec::with_capacity(run.len());
        let mut notes = notes.into_iter().peekable();
        let mut words = Vec::new();
        for item in run {
            let range = item.range();
            let Some(note) =
                notes.next_if(|note| note.start <= range.start && note.end <= range.end)
            else {
                match notes.peek() {
                    Some(note) if note.start + 2 <= range.start => words.push(item),
                    // The `^[` itself.
                    Some(note) if note.start <= range.start => {}
                    _ => out.push(item),
                }
                continue;
            };
            let name = format!("{INLINE_NOTE}{}", self.inline_notes.len() + 1);
            let name = self.string(CowStr::from(name));
            out.push(Item::new(Node::NoteMark(name), note.clone()));
            self.inline_notes.push(InlineNote {
                range: note,
                words: std::mem::take(&mut words),
            });
        }
        out
    }

    /// The places of inline notes, in order; a note within a note is part of the outer one.
    fn find_notes(&self, run: &[Item]) -> Vec<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut found: Vec<Range<usize>> = Vec::new();
        // The open brackets, each by its place; `None` for a tag that the parser opened.
        let mut open: Vec<Option<usize>> = Vec::new();
        for item in run {
            match item.node {
                Node::Open(_) => open.push(None),
                Node::Close => while open.pop().is_some_and(|bracket| bracket.is_some()) {},
                Node::Text => {
                    let range = item.range();
                    let is_escaped = range.start > 0 && bytes[range.start - 1] == b'\\';
                    for at in range.start + usize::from(is_escaped)..range.end {
                        match bytes[at] {
                            b'[' => open.push(Some(at)),
                            b']' => {
                                let start = match open.last() {
                                    Some(Some(start)) => *start,
                                    _ => continue,
                                };
                                open.pop();
                                let is_note = start > 0
                                    && bytes[start - 1] == b'^'
                                    && bytes.get(start.wrapping_sub(2)) != Some(&b'\\');
                                if is_note && at > start + 1 {
                                    while found.pop_if(|inner| inner.start > start).is_some() {}
                                    found.push(start - 1..at + 1);
                                }
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Adds the words of the inline notes after the text, as footnotes.
    pub(in crate::markdown::events) fn write_inline_notes(&mut self) {
        for (number, note) in std::mem::take(&mut self.inline_notes)
            .into_iter()
            .enumerate()
        {
            let name = format!("{INLINE_NOTE}{}", number + 1);
            self.notes.push(self.items.len());
            let mut items = Vec::with_capacity(note.words.len() + 4);
            for tag in [Tag::FootnoteDefinition(name.into()), Tag::Paragraph] {
                self.tags.push(tag);
                items.push(Item::new(
                    Node::Open(self.tags.len() as u32 - 1),
                    note.range.clone(),
                ));
            }
            items.extend(note.words);
            items.extend([
                Item::new(Node::Close, note.range.clone()),
                Item::new(Node::Close, note.range),
            ]);
            self.extend(items);
        }
    }
}
