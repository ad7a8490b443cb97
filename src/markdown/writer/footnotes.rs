//! Assigns numbers and ids to footnotes before anything is written.
//!
//! Footnotes are numbered in reading order: first those with marks in the text, then those with marks in other footnotes, in
//! the order of these footnotes.

use std::collections::HashMap;

use pulldown_cmark::Tag;

use super::ids::Ids;
use crate::markdown::events::{Events, Node};
use crate::markdown::fragment::Fragment;
use crate::path;

/// The footnotes of an article.
#[derive(Default)]
pub(super) struct Footnotes {
    /// The note of each name, folded as the parser folds it.
    pub(super) by_name: HashMap<String, usize>,
    pub(super) notes: Vec<Note>,
    /// The notes that have a mark, in the order of their first marks; a note's number is its place here, from 1.
    pub(super) order: Vec<usize>,
}

#[derive(Default)]
pub(super) struct Note {
    /// The index of its opening.
    pub(super) at: usize,
    /// Its number, or 0 if it has no mark.
    pub(super) number: usize,
    /// The name from which its ids are made.
    pub(super) name: String,
    pub(super) id: Box<str>,
    /// The ids of its marks, all of them known before they are written.
    pub(super) marks: Vec<Box<str>>,
    /// How many of its marks are written.
    pub(super) written: usize,
    pub(super) body: Vec<Fragment>,
    pub(super) holds_html: bool,
}

impl Footnotes {
    /// The footnotes of an article, numbered.
    pub(super) fn of(events: &Events<'_>) -> Self {
        let mut notes = Self::default();
        for &at in &events.notes {
            if let Some(Tag::FootnoteDefinition(name)) = events.tag(at) {
                notes.add(at, name);
            }
        }
        let mut at = 0;
        while at < events.items.len() {
            match events.items[at].node {
                Node::NoteMark(name) => notes.number(&events.strings[name as usize]),
                Node::Open(_) if matches!(events.tag(at), Some(Tag::FootnoteDefinition(_))) => {
                    at = events.mate(at);
                }
                _ => {}
            }
            at += 1;
        }
        // Marks in a footnote can add further footnotes to the order, so it may grow while it is walked.
        let mut next = 0;
        while let Some(&note) = notes.order.get(next) {
            let start = notes.notes[note].at;
            for inside in start..events.mate(start) {
                if let Node::NoteMark(name) = events.items[inside].node {
                    notes.number(&events.strings[name as usize]);
                }
            }
            next += 1;
        }
        notes
    }

    /// Gives ids to the footnotes that have marks and to these marks, and returns all the ids.
    pub(super) fn give_ids(&mut self, ids: &mut Ids) -> Vec<Box<str>> {
        let mut given = Vec::new();
        for &note in &self.order {
            let note = &mut self.notes[note];
            note.id = ids.unique(&format!("fn-{}", note.name));
            for mark in &mut note.marks {
                *mark = ids.unique(&format!("fnref-{}", note.name));
            }
            given.push(note.id.clone());
            given.extend(note.marks.iter().cloned());
        }
        given
    }

    /// The note with a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&path::fold(name)).copied()
    }

    fn add(&mut self, at: usize, name: &str) {
        let number = self.notes.len();
        let slug = path::slug(name);
        self.by_name.entry(path::fold(name)).or_insert(number);
        self.notes.push(Note {
            at,
            name: if slug.is_empty() {
                (number + 1).to_string()
            } else {
                slug
            },
            ..Note::default()
        });
    }

    /// Counts a mark, and numbers its note if it is the note's first.
    fn number(&mut self, name: &str) {
        let Some(index) = self.find(name) else {
            return;
        };
        let note = &mut self.notes[index];
        if note.number == 0 {
            self.order.push(index);
            note.number = self.order.len();
        }
        note.marks.push("".into());
    }
}
