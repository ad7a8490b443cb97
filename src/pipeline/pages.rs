//! What readers and machines get to see of the site, drawn as far as it is not known from the last time: the pages, and
//! the files that list them.
//!
//! What is in a page is decided by the view; how it looks, by the theme.

use std::sync::Arc;

use crate::document::Document;
use crate::document::mentions::Mention;
use crate::files::Output;
use crate::graph::{self, DocId, Graph, PageKey};
use crate::memo::{EarlyCutoff, Fingerprint, Memo};
use crate::path::OutputPath;
use crate::render;
use crate::theme::Theme;
use crate::view;

use super::superseded::Superseded;

/// What is remembered of them.
#[derive(Default)]
pub(super) struct Memory {
    surroundings: Memo<view::Surroundings>,
    pages: EarlyCutoff<render::Page>,
    again: EarlyCutoff<render::Page>,
    listings: Memo<Vec<(OutputPath, Output)>>,
    sitemap: Memo<Vec<(OutputPath, Output)>>,
}

/// What was drawn.
#[derive(Default)]
pub(super) struct Drawn {
    /// The pages, in the order of the graph's; none when the theme cannot be used.
    pub(super) pages: Vec<Arc<render::Page>>,
    /// The files for machines.
    pub(super) listings: Arc<Vec<(OutputPath, Output)>>,
}

impl Memory {
    /// Draws what is not known.
    pub(super) fn draw(&mut self, canvas: &Canvas<'_>, theme: &Theme) -> Drawn {
        let Self {
            listings,
            sitemap,
            surroundings,
            pages,
            ..
        } = self;
        let around = canvas.surroundings(surroundings);
        let all = &canvas.source.graph.pages;
        Drawn {
            pages: canvas.draw(all, theme, &around, pages),
            listings: listings.one(canvas.whole(), || files(canvas.source, sitemap)),
        }
    }

    /// Draws some pages once more, by another theme.
    pub(super) fn draw_again(
        &mut self,
        canvas: &Canvas<'_>,
        theme: &Theme,
        pages: &[graph::Page],
    ) -> Vec<Arc<render::Page>> {
        let around = canvas.surroundings(&mut self.surroundings);
        canvas.draw(pages, theme, &around, &mut self.again)
    }

    /// How many pages the last call had to draw.
    pub(super) fn drawn(&self) -> usize {
        self.pages.computed()
    }
}

/// What pages are drawn from.
pub(super) struct Canvas<'a> {
    pub(super) source: &'a view::Source<'a>,
    /// Stands for the graph.
    pub(super) site: Fingerprint,
    /// Stands for all else that pages may show beside the text of their own documents.
    pub(super) settings: Fingerprint,
    pub(super) superseded: &'a Superseded<'a>,
}

impl Canvas<'_> {
    fn whole(&self) -> Fingerprint {
        Fingerprint::of(&(self.site, self.settings))
    }

    fn surroundings(&self, known: &mut Memo<view::Surroundings>) -> Arc<view::Surroundings> {
        let whole = self.whole();
        known.one(whole, || {
            view::Surroundings::of(self.source, whole, self.settings)
        })
    }

    fn draw(
        &self,
        pages: &[graph::Page],
        theme: &Theme,
        around: &view::Surroundings,
        known: &mut EarlyCutoff<render::Page>,
    ) -> Vec<Arc<render::Page>> {
        let Self {
            source, superseded, ..
        } = *self;
        let used = used_terms(source.uses);
        let file = |key: PageKey| {
            document_of(source.graph, key).map(|id| &source.documents[id.index()].path)
        };
        known.map(
            pages,
            |page| {
                let text = own_text(source.graph, page.key, source.documents, used);
                Fingerprint::of(&(
                    (around.around(source, page), theme.fingerprint),
                    (page, text),
                ))
            },
            |page| {
                let view =
                    superseded.guard("view", file(page.key), || view_of(source, theme, page));
                (view, theme.fingerprint)
            },
            |page, (view, _)| {
                let drawn = view.and_then(|view| {
                    let root = view::root_url(&page.route, source.config);
                    superseded.guard("render", file(page.key), || {
                        render::page(&view, &root, theme)
                    })
                });
                drawn.unwrap_or_else(|fault| render::Page::failed(*fault))
            },
        )
    }
}

/// Stands for which terms are used where.
fn used_terms(uses: &[Arc<Vec<Mention>>]) -> Fingerprint {
    let terms: Vec<Vec<usize>> = uses
        .iter()
        .map(|uses| uses.iter().map(|found| found.term).collect())
        .collect();
    Fingerprint::of(&terms)
}

/// Stands for the text that a page shows: that of its own document, or what the glossary finds in all.
fn own_text(
    graph: &Graph,
    key: PageKey,
    documents: &[Arc<Document>],
    used: Fingerprint,
) -> Option<Fingerprint> {
    if key == PageKey::Glossary {
        return Some(used);
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

/// The view of a page, drawn by its usual template if the one it asks for cannot.
fn view_of(source: &view::Source<'_>, theme: &Theme, page: &graph::Page) -> view::View {
    let mut view = view::page(source, page);
    let kind = view.page.kind;
    if !can_draw(theme, kind).any(|template| template == view.template) {
        view.template = view::usual_template(kind).to_owned();
    }
    view
}

/// The templates among which a page of this kind can choose: its usual one, and those that show its text.
pub(super) fn can_draw(theme: &Theme, kind: view::PageKind) -> impl Iterator<Item = &str> {
    let usual = view::usual_template(kind);
    let others = theme.with_text();
    let others = others.filter(move |template| *template != usual && view::suits(template, kind));
    std::iter::once(usual).chain(others)
}

/// The files for machines: feeds, site map, robots.txt, and the policy as hosts read it.
fn files(
    source: &view::Source<'_>,
    sitemap: &mut Memo<Vec<(OutputPath, Output)>>,
) -> Vec<(OutputPath, Output)> {
    let config = source.config;
    let noindex = config.is_noindex();
    let base_url = config.base_url.as_deref();
    // A site that asks to be left out has no site map.
    let mapped = base_url.filter(|_| !noindex);
    let mut listings = vec![(OutputPath::new("robots.txt"), render::robots(mapped))];
    listings.extend(config.privacy.headers.iter().filter_map(|kind| {
        let text = kind.text(noindex).into_bytes();
        Some((OutputPath::new(kind.published_name()?), Output::new(text)))
    }));
    if base_url.is_some() {
        listings.extend(
            view::feeds(source)
                .iter()
                .map(|feed| (feed.route.to_output(), render::atom(feed))),
        );
    }
    if let Some(base_url) = mapped {
        // It is as long as the site, and no title stands in it.
        let entries = view::sitemap(source);
        let files = sitemap.one(Fingerprint::of(&(base_url, &entries)), || {
            let files = render::sitemap(&entries, base_url).into_iter();
            files
                .map(|(name, output)| (OutputPath::new(&name), output))
                .collect()
        });
        listings.extend_from_slice(&files);
    }
    listings
}
