//! Draws the pages and the machine-readable files that are not cached from the last build.
//!
//! The view decides what is on a page; the theme decides how it looks. A page is judged and passed on as soon as it is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{self, FinishedPage, PageRules};
use crate::document::Document;
use crate::files::{Output, Sink};
use crate::graph::{self, PageKey};
use crate::kinds::Kinds;
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, Route};
use crate::render::{self, ListingCache};
use crate::theme::Theme;
use crate::view::{self, Views};

use super::cancel::Cancellation;
use super::outputs::Outlet;

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
    pages: Memo<DrawnPage>,
}

/// A page, and what stays of it when it was passed on.
struct DrawnPage {
    output: Option<Output>,
    finished: Arc<FinishedPage>,
}

/// What was drawn.
#[derive(Default)]
pub(super) struct DrawnSite {
    /// The pages, in the order of the graph's; none when the theme cannot be used.
    pub(super) pages: Vec<Arc<FinishedPage>>,
    /// The ids of the pages to whose anchors articles link.
    pub(super) ids: BTreeMap<Route, Vec<String>>,
    /// The files for machines.
    pub(super) listings: Arc<Vec<(OutputPath, Output)>>,
}

impl Cache {
    /// A cache for a single build, which drops a page as soon as it was passed on.
    pub(super) fn forgetting() -> Self {
        Self {
            drawn: PageCache {
                pages: Memo::forgetting(),
                ..PageCache::default()
            },
            ..Self::default()
        }
    }

    /// Draws the site.
    pub(super) fn draw(&mut self, context: &DrawContext<'_>) -> DrawnSite {
        let listings = self
            .listings
            .listings(context.source, context.kinds.views(), context.key());
        let own = listings.iter();
        let own = own.filter(|(path, _)| !graph::is_replaceable(path));
        context.way.outlet.put_all(own.cloned());
        let pages = context.source.graph.pages.iter();
        let pages: Vec<Addressed<'_>> = pages.zip(context.way.addresses).collect();
        let (finished, ids): (_, Vec<_>) = self.drawn.draw(context, &pages).into_iter().unzip();
        let ids = pages.iter().zip(ids);
        let ids = ids.filter_map(|((page, _), ids)| Some((page.route.clone(), ids?)));
        DrawnSite {
            pages: finished,
            ids: ids.collect(),
            listings,
        }
    }

    /// Draws some pages once more, with another theme.
    pub(super) fn redraw(&mut self, context: &DrawContext<'_>, pages: &[Addressed<'_>]) {
        self.redrawn.draw(context, pages);
    }

    /// How many pages the last call of [`Self::draw`] had to draw.
    pub(super) fn drawn(&self) -> usize {
        self.drawn.pages.computed()
    }
}

/// A page, and the name of its file if it gets one.
pub(super) type Addressed<'a> = (&'a graph::Page, &'a Option<OutputPath>);

/// What pages are drawn from, and where they go.
pub(super) struct DrawContext<'a> {
    pub(super) source: &'a view::Source<'a>,
    pub(super) theme: &'a Theme,
    pub(super) kinds: Kinds,
    /// The cache key of the graph.
    pub(super) graph_key: Fingerprint,
    /// The cache key of everything else that pages may show, except for the text of their own documents.
    pub(super) settings_key: Fingerprint,
    /// The rules by which pages are judged.
    pub(super) rules: PageRules<'a>,
    pub(super) way: PageWay<'a>,
    pub(super) cancellation: &'a Cancellation<'a>,
}

/// Where drawn pages go, and what is asked of them on the way.
#[derive(Clone, Copy)]
pub(super) struct PageWay<'a> {
    /// The names of the pages' files, in the order of the graph's pages.
    pub(super) addresses: &'a [Option<OutputPath>],
    /// The pages whose ids are asked for.
    pub(super) anchored: &'a BTreeSet<&'a Route>,
    pub(super) outlet: &'a Outlet<'a>,
}

impl DrawContext<'_> {
    fn key(&self) -> Fingerprint {
        Fingerprint::of(&(self.graph_key, self.settings_key))
    }

    /// Judges a page by its bytes.
    fn judge(&self, drawn: render::Page, article: Option<&Document>) -> DrawnPage {
        let found = drawn.output.as_ref().map(|output| {
            let path = article.map(|article| &article.path);
            let judge = || self.rules.judge(&output.bytes, article);
            let found = self.cancellation.guard("privacy", path, judge);
            found.unwrap_or_else(|fault| vec![*fault])
        });
        let (output, finished) = FinishedPage::of(drawn, found.unwrap_or_default());
        DrawnPage {
            output,
            finished: Arc::new(finished),
        }
    }
}

impl PageWay<'_> {
    /// Passes a page on to the sink. What stays of it: what is known of it, and its ids if articles link to them.
    fn pass_on(
        &self,
        (page, to): Addressed<'_>,
        drawn: &DrawnPage,
    ) -> (Arc<FinishedPage>, Option<Vec<String>>) {
        let output = drawn.output.as_ref();
        if let (Some(to), Some(output)) = (to, output) {
            self.outlet.put(to.clone(), output.clone().into());
        }
        let asked = output.filter(|_| self.anchored.contains(&page.route));
        let ids = asked.map(|output| check::ids(&output.bytes));
        (Arc::clone(&drawn.finished), ids)
    }
}

impl PageCache {
    fn draw(
        &mut self,
        context: &DrawContext<'_>,
        pages: &[Addressed<'_>],
    ) -> Vec<(Arc<FinishedPage>, Option<Vec<String>>)> {
        let DrawContext {
            source,
            theme,
            kinds,
            rules,
            cancellation,
            ..
        } = *context;
        let views = Views::of(*source, kinds.views());
        let keys = match self.pages.is_forgetting() {
            true => Arc::default(),
            false => self.keys.one(Fingerprint::of(&(context.key(), pages)), || {
                views.keys(pages.par_iter().map(|(page, _)| *page))
            }),
        };
        let places: Vec<usize> = (0..pages.len()).collect();
        let page = |at: usize| pages[at].0;
        let renderer = render::Renderer::new(theme, source.facts, kinds.page_kinds());
        let file = |key: PageKey| {
            let document = source.graph.edition.document_of(key);
            document.map(|id| &source.documents[id.index()].path)
        };
        let article = |key: PageKey| key.article().map(|id| &*source.documents[id.index()]);
        self.pages.each(
            &places,
            |at| {
                let page = page(*at);
                let rules = rules.key(article(page.key));
                Fingerprint::of(&(keys[*at], views.own_key(page), theme.fingerprint, rules))
            },
            |at| {
                let page = page(*at);
                let view = cancellation.guard("view", file(page.key), || views.page(page));
                let drawn = view.and_then(|view| {
                    cancellation.guard("render", file(page.key), || renderer.page(&view))
                });
                let drawn = drawn.unwrap_or_else(|fault| render::Page::failed(*fault));
                context.judge(drawn, article(page.key))
            },
            |at, drawn| context.way.pass_on(pages[*at], drawn),
        )
    }
}
