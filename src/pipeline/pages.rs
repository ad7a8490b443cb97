//! Draws the pages and the machine-readable files that are not cached from the last build.
//!
//! The view decides what is on a page; the theme decides how it looks.

use std::sync::Arc;

use rayon::prelude::*;

use crate::files::Output;
use crate::graph::{self, PageKey};
use crate::memo::{Fingerprint, Memo};
use crate::path::OutputPath;
use crate::render::{self, ListingCache};
use crate::theme::Theme;
use crate::view::{self, Views};

use super::cancel::Cancellation;

/// The pages that were drawn last, and what they were drawn from.
#[derive(Default)]
pub(super) struct Cache {
    drawn: PageCache,
    redrawn: PageCache,
    listings: ListingCache,
}

/// The pages drawn with one theme.
#[derive(Default)]
struct PageCache {
    /// The keys of what the pages show of the site. They stay while only texts change.
    keys: Memo<Vec<Fingerprint>>,
    pages: Memo<render::Page>,
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
        let Self {
            drawn, listings, ..
        } = self;
        DrawnSite {
            pages: drawn.draw(context, &context.source.graph.pages),
            listings: listings.listings(context.source, context.key()),
        }
    }

    /// Draws some pages once more, with another theme.
    pub(super) fn redraw(
        &mut self,
        context: &DrawContext<'_>,
        pages: &[graph::Page],
    ) -> Vec<Arc<render::Page>> {
        self.redrawn.draw(context, pages)
    }

    /// How many pages the last call of [`Self::draw`] had to draw.
    pub(super) fn drawn(&self) -> usize {
        self.drawn.pages.computed()
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
}

impl PageCache {
    fn draw(&mut self, context: &DrawContext<'_>, pages: &[graph::Page]) -> Vec<Arc<render::Page>> {
        let DrawContext {
            source,
            theme,
            cancellation,
            ..
        } = *context;
        let views = Views::of(*source);
        let keys_key = Fingerprint::of(&(context.key(), pages));
        let keys = self.keys.one(keys_key, || {
            pages.par_iter().map(|page| views.key(page)).collect()
        });
        let keyed: Vec<(&graph::Page, Fingerprint)> =
            pages.iter().zip(keys.iter().copied()).collect();
        let renderer = render::Renderer::new(theme, source.facts);
        let file = |key: PageKey| {
            let document = source.graph.edition.document_of(key);
            document.map(|id| &source.documents[id.index()].path)
        };
        self.pages.map(
            &keyed,
            |(page, key)| Fingerprint::of(&(key, views.own_key(page), theme.fingerprint)),
            |(page, _)| {
                let view = cancellation.guard("view", file(page.key), || views.page(page));
                let drawn = view.and_then(|view| {
                    cancellation.guard("render", file(page.key), || renderer.page(&view))
                });
                drawn.unwrap_or_else(|fault| render::Page::failed(*fault))
            },
        )
    }
}
