//! The parts of a site from which the inputs of pages are gathered.
//!
//! It gives no access to the texts of documents: see `outline`.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::details::Details;
use super::outline::Outlines;
use super::place::{Face, Faces};
use super::site_facts::SiteFacts;
use super::source::{PictureFiles, Settings, Source};
use crate::asset::Asset;
use crate::data::Data;
use crate::data::texts::Texts;
use crate::graph::{DocId, Edition, Graph, Listed, SectionId};
use crate::memo::Hashed;

/// What inputs may be gathered from.
#[derive(Clone, Copy)]
pub(crate) struct Gather<'a> {
    pub(crate) outlines: Outlines<'a>,
    pub(super) assets: &'a [Arc<Asset>],
    pub(super) pictures: &'a PictureFiles,
    pub(crate) graph: &'a Graph,
    pub(crate) edition: &'a Edition,
    pub(crate) related: &'a [Option<Arc<Vec<Listed>>>],
    pub(crate) data: &'a Data,
    pub(crate) texts: &'a Texts,
    pub(crate) facts: &'a SiteFacts,
    pub(crate) settings: Settings<'a>,
    pub(super) faces: &'a Faces<'a>,
    /// The details of all documents, or none: then they are made when an entry needs them.
    details: &'a [Hashed<Details<'a>>],
}

impl<'a> Gather<'a> {
    pub(super) fn of(source: Source<'a>, faces: &'a Faces<'a>) -> Self {
        Self {
            outlines: Outlines::of(source.documents),
            assets: source.assets,
            pictures: source.pictures,
            graph: source.graph,
            edition: &source.graph.edition,
            related: source.related,
            data: source.data,
            texts: source.texts,
            facts: source.facts,
            settings: source.settings,
            faces,
            details: &[],
        }
    }

    /// The same with the details of all documents. An article is in several lists, so this is faster when many lists are
    /// gathered.
    pub(super) fn with_details(self, details: &'a [Hashed<Details<'a>>]) -> Self {
        Self { details, ..self }
    }

    /// The details of all documents.
    pub(super) fn all_details(&self) -> Vec<Hashed<Details<'a>>> {
        let documents = (0..self.graph.routes.len()).into_par_iter();
        let details = documents.map(|at| self.new_details(DocId::new(at)));
        details.collect()
    }

    /// What lists show of an article besides its face.
    pub(super) fn details(&self, id: DocId) -> Cow<'a, Hashed<Details<'a>>> {
        let known = self.details.get(id.index());
        known.map_or_else(|| Cow::Owned(self.new_details(id)), Cow::Borrowed)
    }

    fn new_details(&self, id: DocId) -> Hashed<Details<'a>> {
        let outline = self.outlines.get(id);
        Hashed::new(Details::of(outline, self.graph, self.assets, self.texts))
    }

    pub(crate) fn face(&self, id: DocId) -> &'a Hashed<Face<'a>> {
        self.faces.document(id)
    }

    pub(crate) fn section_face(&self, id: SectionId) -> &'a Hashed<Face<'a>> {
        self.faces.section(id)
    }

    /// The name of a page's drawing: that of its document, else of the nearest section around it that has one.
    pub(super) fn drawing(&self, id: Option<DocId>, section: Option<SectionId>) -> Option<&'a str> {
        let drawing = |id| self.outlines.get(id).drawing();
        let mut section = section.map(|id| self.edition.section(id));
        let mut found = id.and_then(drawing);
        while let Some(at) = section.filter(|_| found.is_none()) {
            found = at.index.and_then(drawing);
            section = at.parent.map(|id| self.edition.section(id));
        }
        found
    }

    /// The sections around a section, from the home page down to it.
    pub(super) fn trail(&self, id: SectionId) -> Vec<&'a Hashed<Face<'a>>> {
        let mut trail = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at {
            trail.push(self.section_face(id));
            at = self.edition.section(id).parent;
        }
        trail.reverse();
        trail
    }
}
