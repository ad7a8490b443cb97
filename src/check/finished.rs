//! Checks the finished site by its HTML: every page that a theme drew, and every HTML file of the site itself.
//!
//! The checks of one page are in [`page`] and [`raw_page`]. This file selects the pages, caches their findings, and finds
//! the place in the sources that causes each.

use std::sync::Arc;

use super::raw_page::{PublishedFiles, RawPageRules};
use super::{page, raw_page};
use crate::asset::Asset;
use crate::config::Check;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::files::Output;
use crate::graph::{Graph, PageKey};
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, Route};
use crate::render;

/// The findings in each page and each HTML file of the site, by their contents.
#[derive(Default)]
pub struct Cache {
    pages: Memo<Vec<Diagnostic>>,
    raw_pages: Memo<Vec<Diagnostic>>,
}

impl Cache {
    /// Judges the pages that a theme drew, if a rule asks for it. A page is judged again when its bytes change.
    pub(super) fn pages(
        &mut self,
        graph: &Graph,
        documents: &[Arc<Document>],
        pages: &[Arc<render::Page>],
        own_address: Option<&str>,
        rules: &Check,
    ) -> Vec<Diagnostic> {
        if !page::is_asked(rules) {
            return Vec::new();
        }
        let article = |key: PageKey| match key {
            PageKey::Article(id) => Some(&documents[id.index()]),
            _ => None,
        };
        let all = graph.pages.iter().zip(pages);
        let finished = all.filter_map(|(page, drawn)| {
            let article = article(page.key);
            let is_unread = article.is_some_and(|document| document.unread);
            Some((article, drawn.output.as_ref().filter(|_| !is_unread)?))
        });
        let finished: Vec<(Option<&Arc<Document>>, &Output)> = finished.collect();
        let page = |article: Option<&Arc<Document>>| page::PageContext {
            own_address,
            flagged: article.is_some_and(|document| !document.meta.safety.is_empty()),
        };
        let found = self.pages.map(
            &finished,
            |(article, output)| Fingerprint::of(&(output.fingerprint, rules, page(*article))),
            |(article, output)| {
                let html = String::from_utf8_lossy(&output.bytes);
                page::check(&html, &page(*article), rules)
            },
        );
        let place = |problem: &Diagnostic, article: Option<&Arc<Document>>| match article {
            Some(document) => problem.clone().at(&document.path, document.top()),
            None => problem.clone(),
        };
        let finished = finished.iter().zip(&found);
        finished
            .flat_map(|((article, _), found)| found.iter().map(|problem| place(problem, *article)))
            .collect()
    }

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
