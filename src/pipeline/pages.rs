//! Draws the pages and the machine-readable files that are not cached from the last build.
//!
//! The view decides what is on a page; the theme decides how it looks. A page is judged and passed on as soon as it is drawn.
//! Pages that the sink wants are drawn first, then all the others, with an eye on what the sink wants by then.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::check::{self, FinishedPage, PageRules};
use crate::document::Document;
use crate::files::{Output, Sink};
use crate::graph::{self, PageKey};
use crate::kinds::Kinds;
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, Route, SourcePath};
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
    /// How many pages were drawn ahead of the others.
    ahead: usize,
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

    /// Draws the pages that browsers are waiting for, before anything else of the site is made.
    pub(super) fn draw_wanted(&mut self, context: &DrawContext<'_>) {
        self.drawn.draw_wanted(context, &context.pages());
    }

    /// Draws the site.
    pub(super) fn draw(&mut self, context: &DrawContext<'_>) -> DrawnSite {
        let listings = self.listings.of_language(context.source, context.key());
        context.way.outlet.put_all(listings.iter().cloned());
        let pages = context.pages();
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

    /// How many pages the last calls of [`Self::draw_wanted`] and [`Self::draw`] had to draw.
    pub(super) fn drawn(&self) -> usize {
        self.drawn.ahead + self.drawn.pages.computed()
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

impl<'a> DrawContext<'a> {
    fn pages(&self) -> Vec<Addressed<'a>> {
        let pages = self.source.graph.pages.iter();
        pages.zip(self.way.addresses).collect()
    }

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
    fn draw_wanted(&mut self, context: &DrawContext<'_>, pages: &[Addressed<'_>]) {
        let wanted = iter::from_fn(|| context.way.outlet.wanted());
        let wanted: Vec<usize> = wanted.filter_map(|path| place_of(&path, pages)).collect();
        self.ahead = 0;
        if wanted.is_empty() {
            return;
        }
        let drawing = Drawing::of(context, pages);
        self.pages.ahead(
            &wanted,
            |at| drawing.key(*at, drawing.views.key(pages[*at].0)),
            |at| drawing.draw(*at),
            |at, drawn| context.way.pass_on(pages[*at], drawn),
        );
        self.ahead = self.pages.computed();
    }

    fn draw(
        &mut self,
        context: &DrawContext<'_>,
        pages: &[Addressed<'_>],
    ) -> Vec<(Arc<FinishedPage>, Option<Vec<String>>)> {
        let drawing = Drawing::of(context, pages);
        let keys = match self.pages.is_forgetting() {
            true => Arc::default(),
            false => self.keys.one(Fingerprint::of(&(context.key(), pages)), || {
                let views = &drawing.views;
                views.keys(pages.par_iter().map(|(page, _)| *page))
            }),
        };
        let places: Vec<usize> = (0..pages.len()).collect();
        let order = DrawOrder::of(context.way.outlet, pages);
        self.pages.each_next(
            &places,
            |_| order.next(),
            |at| drawing.key(*at, keys[*at]),
            |at| drawing.draw(*at),
            |at, drawn| context.way.pass_on(pages[*at], drawn),
        )
    }
}

/// What a run of drawing needs, made ready once.
struct Drawing<'d, 'a> {
    context: &'d DrawContext<'a>,
    pages: &'d [Addressed<'a>],
    views: Views<'d>,
    renderer: render::Renderer<'d>,
}

impl<'d, 'a> Drawing<'d, 'a> {
    fn of(context: &'d DrawContext<'a>, pages: &'d [Addressed<'a>]) -> Self {
        let DrawContext {
            source,
            theme,
            kinds,
            ..
        } = context;
        Self {
            context,
            pages,
            views: Views::of(**source, kinds.views()),
            renderer: render::Renderer::new(theme, source.facts, kinds.page_kinds()),
        }
    }

    /// The cache key of a page, given that of what it shows of the site.
    fn key(&self, at: usize, of_site: Fingerprint) -> Fingerprint {
        let (page, context) = (self.pages[at].0, self.context);
        let rules = context.rules.key(self.article(page.key));
        let own = self.views.own_key(page);
        Fingerprint::of(&(of_site, own, context.theme.fingerprint, rules))
    }

    fn draw(&self, at: usize) -> DrawnPage {
        let (page, cancellation) = (self.pages[at].0, self.context.cancellation);
        let file = self.file(page.key);
        let view = cancellation.guard("view", file, || self.views.page(page));
        let drawn =
            view.and_then(|view| cancellation.guard("render", file, || self.renderer.page(&view)));
        let drawn = drawn.unwrap_or_else(|fault| render::Page::failed(*fault));
        self.context.judge(drawn, self.article(page.key))
    }

    fn article(&self, key: PageKey) -> Option<&'a Document> {
        let documents = self.context.source.documents;
        key.article().map(|id| &*documents[id.index()])
    }

    /// The file that a page is written in.
    fn file(&self, key: PageKey) -> Option<&'a SourcePath> {
        let source = self.context.source;
        let document = source.graph.edition.document_of(key);
        document.map(|id| &source.documents[id.index()].path)
    }
}

/// The order in which pages are drawn: first those that browsers are waiting for.
struct DrawOrder<'d, 'a> {
    outlet: &'d Outlet<'a>,
    pages: &'d [Addressed<'a>],
    /// The pages whose turn has come.
    taken: Vec<AtomicBool>,
    /// The first page whose turn may not have come.
    rest: AtomicUsize,
}

impl<'d, 'a> DrawOrder<'d, 'a> {
    fn of(outlet: &'d Outlet<'a>, pages: &'d [Addressed<'a>]) -> Self {
        Self {
            outlet,
            pages,
            taken: pages.iter().map(|_| AtomicBool::new(false)).collect(),
            rest: AtomicUsize::new(0),
        }
    }

    /// The page whose turn it is. It must not be asked more often than there are pages.
    fn next(&self) -> usize {
        let take = |at: &usize| !self.taken[*at].swap(true, Ordering::Relaxed);
        let wanted = iter::from_fn(|| self.outlet.wanted());
        let mut wanted = wanted.filter_map(|path| place_of(&path, self.pages));
        let mut rest = iter::repeat_with(|| self.rest.fetch_add(1, Ordering::Relaxed));
        let next = wanted.find(take).or_else(|| rest.find(take));
        next.unwrap_or_default()
    }
}

/// The position of the page with this file.
fn place_of(path: &OutputPath, pages: &[Addressed<'_>]) -> Option<usize> {
    pages.iter().position(|(_, to)| to.as_ref() == Some(path))
}
