//! Draws the pages and the machine-readable files that are not cached from the last build.
//!
//! The view decides what is on a page; the theme decides how it looks.

use std::sync::Arc;

use crate::document::Document;
use crate::document::mentions::Mention;
use crate::files::Output;
use crate::graph::{self, DocId, Graph, PageKey};
use crate::memo::{EarlyCutoff, Fingerprint, Memo};
use crate::path::OutputPath;
use crate::render::{self, ListingCache};
use crate::theme::Theme;
use crate::view;

use super::cancel::Cancellation;

/// The pages that were drawn last, and what they were drawn from.
#[derive(Default)]
pub(super) struct Cache {
    surroundings: Memo<view::Surroundings>,
    pages: EarlyCutoff<render::Page>,
    redrawn: EarlyCutoff<render::Page>,
    listings: ListingCache,
}

/// What was drawn.
#[derive(Default)]
pub(super) struct DrawnSite {
    /// The pages, in the order of the graph's; none when the theme cannot be used.
    pub(super) pages: Vec<Arc<render::Page>>,
    /// The files for machines.
    pub(super) listings: Arc<Vec<(OutputPath, Output)>>,
}

impl Cache {
    /// Draws the site.
    pub(super) fn draw(&mut self, context: &DrawContext<'_>) -> DrawnSite {
        let around = context.surroundings(&mut self.surroundings);
        DrawnSite {
            pages: context.draw(&context.source.graph.pages, &around, &mut self.pages),
            listings: self.listings.listings(context.source, context.key()),
        }
    }

    /// Draws some pages once more, with another theme.
    pub(super) fn redraw(
        &mut self,
        context: &DrawContext<'_>,
        pages: &[graph::Page],
    ) -> Vec<Arc<render::Page>> {
        let around = context.surroundings(&mut self.surroundings);
        context.draw(pages, &around, &mut self.redrawn)
    }

    /// How many pages the last call of [`Self::draw`] had to draw.
    pub(super) fn drawn(&self) -> usize {
        self.pages.computed()
    }
}

/// What pages are drawn from.
pub(super) struct DrawContext<'a> {
    pub(super) source: &'a view::Source<'a>,
    pub(super) theme: &'a Theme,
    /// The cache key of the graph.
    pub(super) graph_key: Fingerprint,
    /// The cache key of everything else that pages may show, except for the text of their own documents.
    pub(super) settings_key: Fingerprint,
    pub(super) cancellation: &'a Cancellation<'a>,
}

impl DrawContext<'_> {
    fn key(&self) -> Fingerprint {
        Fingerprint::of(&(self.graph_key, self.settings_key))
    }

    fn surroundings(&self, known: &mut Memo<view::Surroundings>) -> Arc<view::Surroundings> {
        let key = self.key();
        known.one(key, || {
            view::Surroundings::of(self.source, key, self.settings_key)
        })
    }

    fn draw(
        &self,
        pages: &[graph::Page],
        around: &view::Surroundings,
        known: &mut EarlyCutoff<render::Page>,
    ) -> Vec<Arc<render::Page>> {
        let Self {
            source,
            theme,
            cancellation,
            ..
        } = *self;
        let mentioned = mentioned_terms(source.mentions);
        let renderer = render::Renderer::new(theme, source.facts);
        let file = |key: PageKey| {
            document_of(source.graph, key).map(|id| &source.documents[id.index()].path)
        };
        known.map(
            pages,
            |page| {
                let text = own_text(source.graph, page.key, source.documents, mentioned);
                Fingerprint::of(&(
                    (around.around(source, page), theme.fingerprint),
                    (page, text),
                ))
            },
            |page| {
                let view = || view::page(source, page);
                let view = cancellation.guard("view", file(page.key), view);
                (view, theme.fingerprint)
            },
            |page, (view, _)| {
                let drawn = view.and_then(|view| {
                    let root = view::root_url(&page.route, source.settings.addresses.base_path);
                    let render = || renderer.page(&view, &root);
                    cancellation.guard("render", file(page.key), render)
                });
                drawn.unwrap_or_else(|fault| render::Page::failed(*fault))
            },
        )
    }
}

/// The fingerprint of which glossary terms each document mentions.
fn mentioned_terms(mentions: &[Arc<Vec<Mention>>]) -> Fingerprint {
    let terms = |of_page: &Arc<Vec<Mention>>| of_page.iter().map(|found| found.term).collect();
    let terms: Vec<Vec<usize>> = mentions.iter().map(terms).collect();
    Fingerprint::of(&terms)
}

/// The fingerprint of the text that a page shows: of its own document, or of all mentions of the glossary's terms.
fn own_text(
    graph: &Graph,
    key: PageKey,
    documents: &[Arc<Document>],
    mentioned: Fingerprint,
) -> Option<Fingerprint> {
    if key == PageKey::Glossary {
        return Some(mentioned);
    }
    document_of(graph, key).map(|id| documents[id.index()].facets.body)
}

/// The document whose text a page shows.
fn document_of(graph: &Graph, key: PageKey) -> Option<DocId> {
    match key {
        // The text of an index is on the first page of its section only.
        PageKey::Section(_, 1..) => None,
        key => graph.edition.document_of(key),
    }
}
