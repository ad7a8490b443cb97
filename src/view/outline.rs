//! The outlines of documents: the part of a document that other pages, and addresses in its own, may depend on.
//!
//! The cache keys of pages are computed anew when an outline changes, and not when a text does. So what a page shows of other
//! documents must come through these types, which give no access to a text.

use std::borrow::Cow;
use std::sync::Arc;

use super::source::asset_at;
use crate::asset::Asset;
use crate::document::{Document, Meta};
use crate::graph::{DocId, Graph};
use crate::markdown::Link;

/// The outlines of all documents.
#[derive(Clone, Copy)]
pub(crate) struct Outlines<'a>(&'a [Arc<Document>]);

/// The outline of one document.
#[derive(Clone, Copy)]
pub(crate) struct Outline<'a>(&'a Document);

impl<'a> Outlines<'a> {
    pub(crate) fn of(documents: &'a [Arc<Document>]) -> Self {
        Self(documents)
    }

    pub(crate) fn get(self, id: DocId) -> Outline<'a> {
        Outline(&self.0[id.index()])
    }

    pub(crate) fn all(self) -> impl Iterator<Item = (DocId, Outline<'a>)> {
        let numbered = self.0.iter().enumerate();
        numbered.map(|(at, document)| (DocId::new(at), Outline(document)))
    }

    /// The words of a link that has none of its own.
    pub(super) fn link_text(self, graph: &'a Graph, id: DocId, link: usize) -> Cow<'a, str> {
        graph.link_text(self.0, id, link)
    }

    /// Whether an article is called sensitive.
    pub(super) fn is_sensitive(self, graph: &Graph, id: DocId) -> bool {
        graph
            .edition
            .discretion
            .is_sensitive(id, &self.0[id.index()])
    }
}

impl<'a> Outline<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        Self(document)
    }

    pub(crate) fn title(self) -> &'a str {
        &self.0.title
    }

    pub(crate) fn summary(self) -> Option<&'a str> {
        Some(&*self.0.summary).filter(|summary| !summary.is_empty())
    }

    pub(crate) fn meta(self) -> &'a Meta {
        &self.0.meta
    }

    /// The name of the drawing that its front matter asks for.
    pub(crate) fn drawing(self) -> Option<&'a str> {
        self.0.meta.extra.get("drawing")?.as_str()
    }

    pub(crate) fn links(self) -> &'a [Link] {
        &self.0.parsed.links
    }

    /// The ids of the evidence that it cites, in the order of its text.
    pub(crate) fn evidence(self) -> impl Iterator<Item = &'a str> {
        self.0.parsed.evidence.iter().map(|mark| &*mark.id)
    }

    /// The time it takes to read, in minutes.
    pub(crate) fn minutes(self) -> usize {
        self.0.minutes()
    }

    /// The index of the picture that its front matter names.
    pub(super) fn image(self, assets: &[Arc<Asset>]) -> Option<usize> {
        let path = self.0.image_path(self.0.meta.image.as_deref()?)?;
        asset_at(assets, &path)
    }
}
