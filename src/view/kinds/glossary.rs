//! The page of the glossary: all terms, with the articles that mention them.

use std::sync::Arc;

use crate::data::glossary::Glossary;
use crate::data::texts::Texts;
use crate::document::mentions::Mention;
use crate::graph::{Edition, first_letter};
use crate::memo::Hashed;
use crate::path::{encode_path, fold};
use crate::view::model::{
    GlossaryEntry, GlossaryGroup, GlossaryView, LetterLink, Link, MOST_BACKLINKS, View,
};
use crate::view::place::{Faces, Name};
use crate::view::vantage::Vantage;

use super::a_to_z::{letter_id, letter_name};

/// Everything that the page shows besides the articles that mention terms.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    pub(super) glossary: &'a Glossary,
}

/// The articles that mention each term, in the order of their paths.
#[derive(Hash)]
pub(in crate::view) struct Mentioned<'a>(Vec<TermPages<'a>>);

/// The articles that mention a term.
#[derive(Default, Hash)]
struct TermPages<'a> {
    pages: Vec<&'a Hashed<Name<'a>>>,
    /// How many more there are.
    more: usize,
}

impl<'a> Mentioned<'a> {
    pub(in crate::view) fn of(
        edition: &Edition,
        faces: &'a Faces<'a>,
        mentions: &[Arc<Vec<Mention>>],
        terms: usize,
    ) -> Self {
        let mut all: Vec<TermPages<'_>> = (0..terms).map(|_| TermPages::default()).collect();
        for page in &edition.listed {
            let found = mentions.get(page.id().index());
            for found in found.into_iter().flat_map(|found| found.iter()) {
                let of_term = &mut all[found.term];
                if of_term.pages.len() == MOST_BACKLINKS {
                    of_term.more += 1;
                    continue;
                }
                of_term.pages.push(&faces.document(page.id()).name);
            }
        }
        Self(all)
    }
}

impl Inputs<'_> {
    pub(super) fn fill(
        &self,
        view: &mut View,
        mentioned: &Mentioned<'_>,
        texts: &Texts,
        vantage: &Vantage<'_>,
    ) {
        let terms = &self.glossary.terms;
        let entries = terms.iter().zip(&mentioned.0);
        let mut entries: Vec<GlossaryEntry> = entries
            .map(|(term, mentioned)| GlossaryEntry {
                id: term.id(),
                term: term.term.clone(),
                definition: term.definition.clone(),
                see: term
                    .see
                    .iter()
                    .filter_map(|name| terms.get(self.glossary.find(name)?))
                    .map(|other| anchor_link(&other.term, &other.id()))
                    .collect(),
                more_pages: mentioned.more,
                pages: mentioned
                    .pages
                    .iter()
                    .map(|name| vantage.name_link(name))
                    .collect(),
            })
            .collect();
        entries.sort_by_cached_key(|entry| fold(&entry.term));
        let mut groups: Vec<GlossaryGroup> = Vec::new();
        for entry in entries {
            let name = first_letter(&entry.term);
            let (title, id) = (letter_name(texts, &name), letter_id(&name));
            match groups.iter_mut().find(|group| group.id == id) {
                Some(group) => group.entries.push(entry),
                None => groups.push(GlossaryGroup {
                    title,
                    id,
                    entries: vec![entry],
                }),
            }
        }
        let letters = groups.iter().map(|group| LetterLink {
            name: group.title.clone(),
            url: format!("#{}", encode_path(&group.id)),
            current: false,
        });
        view.glossary = Some(GlossaryView {
            letters: letters.collect(),
            groups,
        });
    }
}

fn anchor_link(title: &str, id: &str) -> Link {
    Link {
        title: title.to_owned(),
        url: format!("#{}", encode_path(id)),
        summary: None,
    }
}
