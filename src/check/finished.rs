//! Checks the finished site by its HTML: every page that a theme drew, and every HTML file of the site itself.
//!
//! The checks of one page are in [`page`] and [`raw_page`]. A drawn page is judged right away, and only what was found stays.
//! This file also finds the place in the sources that causes each finding.

use std::sync::Arc;

use super::raw_page::{PublishedFiles, RawPageRules};
use super::{page, raw_page};
use crate::asset::Asset;
use crate::config::{Check, Config};
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::files::Output;
use crate::graph::{Graph, PageKey};
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, Route};
use crate::render::{self, UnmetTemplate};

/// The findings in each HTML file of the site, by its contents.
#[derive(Default)]
pub struct Cache {
    raw_pages: Memo<Vec<Diagnostic>>,
}

/// What is known of a page after it was drawn and passed on: all but its bytes.
pub struct FinishedPage {
    /// Whether its template drew it.
    pub is_drawn: bool,
    /// The template that drew it.
    pub template: String,
    /// The template for which the page asks, if it cannot draw the page.
    pub unmet: Option<UnmetTemplate>,
    /// The failures of its templates.
    pub failures: Vec<Diagnostic>,
    /// What is wrong with its HTML. The problems have no place.
    found: Vec<Diagnostic>,
}

impl FinishedPage {
    /// Splits a page into its bytes and what stays of it, with what was found in its HTML.
    pub fn of(page: render::Page, found: Vec<Diagnostic>) -> (Option<Output>, Self) {
        let finished = Self {
            is_drawn: page.output.is_some(),
            template: page.template,
            unmet: page.unmet,
            failures: page.problems,
            found,
        };
        (page.output, finished)
    }
}

/// The rules about the HTML of pages.
#[derive(Clone, Copy)]
pub struct PageRules<'a> {
    own_address: Option<&'a str>,
    rules: &'a Check,
    key: Fingerprint,
}

impl<'a> PageRules<'a> {
    /// The rules of a site.
    pub fn of(config: &'a Config) -> Self {
        let (own_address, rules) = (config.base_url.as_deref(), &config.check);
        Self {
            own_address,
            rules,
            key: Fingerprint::of(&(own_address, rules)),
        }
    }

    /// The cache key of what [`Self::judge`] reads besides the HTML.
    pub fn key(&self, article: Option<&Document>) -> Fingerprint {
        let context = article.map(|article| (article.unread, article.meta.safety.is_empty()));
        Fingerprint::of(&(self.key, context))
    }

    /// Judges a page by its HTML, if a rule asks for it; `article` is the one that it shows. If that could not be read, the page
    /// is not judged.
    pub fn judge(&self, html: &[u8], article: Option<&Document>) -> Vec<Diagnostic> {
        if !page::is_asked(self.rules) || article.is_some_and(|article| article.unread) {
            return Vec::new();
        }
        let context = page::PageContext {
            own_address: self.own_address,
            flagged: article.is_some_and(|article| !article.meta.safety.is_empty()),
        };
        page::check(&String::from_utf8_lossy(html), &context, self.rules)
    }
}

/// The ids in the HTML of a page, to which links may lead.
pub fn ids(html: &[u8]) -> Vec<String> {
    page::ids(&String::from_utf8_lossy(html))
}

/// What was found in the finished pages, with the articles that they show.
pub(super) fn problems(
    graph: &Graph,
    documents: &[Arc<Document>],
    pages: &[Arc<FinishedPage>],
) -> Vec<Diagnostic> {
    let all = graph.pages.iter().zip(pages);
    let place = |problem: &Diagnostic, key: PageKey| match key.article() {
        Some(id) => {
            let document = &documents[id.index()];
            problem.clone().at(&document.path, document.top())
        }
        None => problem.clone(),
    };
    all.flat_map(|(page, finished)| {
        let found = finished.found.iter();
        found.map(move |problem| place(problem, page.key))
    })
    .collect()
}

impl Cache {
    /// Judges the site's own HTML files. `files` are the files that mend writes besides the pages: links may lead to them.
    pub(super) fn raw_pages(
        &mut self,
        graph: &Graph,
        assets: &[Arc<Asset>],
        files: &[OutputPath],
        rules: &RawPageRules<'_>,
    ) -> Vec<Diagnostic> {
        const ENDINGS: [&str; 4] = ["htm", "html", "shtml", "xhtml"];
        let published = assets.iter().zip(graph.asset_routes.iter());
        let published = published.filter_map(|(asset, route)| Some((asset, route.as_ref()?)));
        let raw: Vec<(&Arc<Asset>, OutputPath)> = published
            .clone()
            .filter(|(asset, _)| ENDINGS.contains(&&*asset.path.extension()) && !asset.unread)
            .map(|(asset, route)| (asset, route.to_output()))
            .collect();
        if raw.is_empty() {
            return Vec::new();
        }
        let pages = graph.pages.iter().map(|page| &page.route);
        let routes = pages.chain(published.map(|(_, route)| route));
        let routes = routes.map(Route::to_output);
        let published = PublishedFiles::new(routes.chain(files.iter().cloned()).collect());
        let site_key = Fingerprint::of(&(rules, &published));
        let found = self.raw_pages.map(
            &raw,
            |(asset, _)| Fingerprint::of(&(&asset.path, asset.content.fingerprint(), site_key)),
            |(asset, output)| {
                // A file that cannot be read any more is reported when it is published.
                let bytes = asset.content.read().unwrap_or_default();
                let html = String::from_utf8_lossy(&bytes);
                raw_page::check(&html, (&asset.path, output), rules, &published)
            },
        );
        let found = found.iter().flat_map(|found| found.iter().cloned());
        found.collect()
    }
}
