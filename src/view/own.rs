//! What only the page itself depends on: the text of its document, or the articles that mention the terms it explains.

use std::sync::Arc;

use super::model::MOST_BACKLINKS;
use super::place::{Faces, Name};
use super::text::OwnDocument;
use crate::document::mentions::Mention;
use crate::graph::Edition;
use crate::memo::Hashed;

/// What only the page itself depends on.
#[derive(Hash)]
pub(crate) enum Own<'a> {
    /// Nothing.
    Nothing,
    /// The document that it is written in.
    Document(OwnDocument<'a>),
    /// The articles that mention each term of the glossary, in the order of their paths.
    Mentions(Vec<TermPages<'a>>),
}

/// The articles that mention a term.
#[derive(Default, Hash)]
pub(crate) struct TermPages<'a> {
    pub(crate) pages: Vec<&'a Hashed<Name<'a>>>,
    /// How many more there are.
    pub(crate) more: usize,
}

impl<'a> Own<'a> {
    /// The document that the page is written in.
    pub(crate) fn document(&self) -> Option<&OwnDocument<'a>> {
        match self {
            Self::Document(document) => Some(document),
            Self::Nothing | Self::Mentions(_) => None,
        }
    }

    pub(super) fn mentions(
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
        Self::Mentions(all)
    }
}
