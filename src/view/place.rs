//! What pages show of each other: the title, the address and the sentence of an article or a section.
//!
//! These values are hashed at most once per build, because each is part of the cache keys of many pages.

use std::borrow::Cow;
use std::sync::Arc;

use super::titles::section_title;
use crate::data::texts::Texts;
use crate::document::Document;
use crate::graph::{DocId, Graph, Page, Section, SectionId, Term};
use crate::memo::Hashed;
use crate::path::Route;

/// The title and the address of a page.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Name<'a> {
    pub(crate) title: Cow<'a, str>,
    pub(crate) route: &'a Route,
}

impl<'a> Name<'a> {
    /// A generated page.
    pub(crate) fn of_page(page: &'a Page, title: String) -> Self {
        Self {
            title: Cow::Owned(title),
            route: &page.route,
        }
    }

    /// The page of a term.
    pub(crate) fn of_term(term: &'a Term) -> Self {
        Self {
            title: Cow::Borrowed(&term.name),
            route: &term.route,
        }
    }
}

/// What a list shows of a page.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Face<'a> {
    pub(crate) name: Hashed<Name<'a>>,
    /// A sentence about it.
    pub(crate) summary: Option<&'a str>,
}

/// The faces of all documents and sections.
pub(super) struct Faces<'a> {
    documents: Vec<Hashed<Face<'a>>>,
    sections: Vec<Hashed<Face<'a>>>,
}

impl<'a> Faces<'a> {
    pub(crate) fn of(documents: &'a [Arc<Document>], graph: &'a Graph, texts: &Texts) -> Self {
        let of_document = |(document, route): (&'a Arc<Document>, &'a Route)| {
            let summary = Some(document.summary.as_str()).filter(|summary| !summary.is_empty());
            face(Cow::Borrowed(&document.title), route, summary)
        };
        let of_section = |section: &'a Section| {
            let index = section.index.map(|index| &documents[index.index()]);
            let summary = index.and_then(|index| index.meta.summary.as_deref());
            face(section_title(texts, section), &section.route, summary)
        };
        let sections = graph.edition.sections.iter();
        let routed = documents.iter().zip(&*graph.routes);
        Self {
            documents: routed.map(of_document).collect(),
            sections: sections.map(of_section).collect(),
        }
    }

    pub(crate) fn document(&self, id: DocId) -> &Hashed<Face<'a>> {
        &self.documents[id.index()]
    }

    pub(crate) fn section(&self, id: SectionId) -> &Hashed<Face<'a>> {
        &self.sections[id.index()]
    }
}

fn face<'a>(title: Cow<'a, str>, route: &'a Route, summary: Option<&'a str>) -> Hashed<Face<'a>> {
    let name = Hashed::new(Name { title, route });
    Hashed::new(Face { name, summary })
}
