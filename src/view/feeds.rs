//! The contents of feeds and the site map. Both need absolute addresses, so there are none without a `base_url`.

use std::sync::Arc;

use rayon::prelude::*;

use super::scope::section_title;
use super::source::{Settings, Source};
use crate::date::Moment;
use crate::document::Document;
use crate::graph::{Edition, FixedPage, Graph, Listed, Page, PageKey, SectionId};
use crate::path::Route;

/// An Atom feed.
#[derive(Clone, Debug, Hash)]
pub struct Feed {
    /// Its own address in the site.
    pub route: Route,
    /// Its whole address.
    pub url: String,
    /// The whole address of the page it belongs to.
    pub page: String,
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub subtitle: Option<String>,
    /// Who writes the site.
    pub author: String,
    /// Its language.
    pub language: String,
    /// When its newest entry changed.
    pub updated: Moment,
    /// Its entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Hash)]
pub struct FeedEntry {
    /// Its title.
    pub title: String,
    /// Its whole address.
    pub url: String,
    /// A sentence about it.
    pub summary: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The day it is dated.
    pub published: Moment,
    /// When it was last changed in substance.
    pub updated: Moment,
}

/// A page in the site map.
#[derive(Clone, Debug, Hash)]
pub struct SitemapEntry {
    /// Its address in the site.
    pub route: Route,
    /// When it was last changed in substance, as far as that is known.
    pub updated: Option<Moment>,
}

/// The feeds of the site and of each section that holds a dated article.
pub fn feeds(source: &Source<'_>) -> Vec<Feed> {
    let edition = &source.graph.edition;
    (0..edition.sections.len())
        .into_par_iter()
        .filter_map(|at| feed(source, edition, SectionId::from_index(at)))
        .collect()
}

fn feed(source: &Source<'_>, edition: &Edition, id: SectionId) -> Option<Feed> {
    let Settings {
        site,
        addresses,
        feed_limit,
        ..
    } = source.settings;
    let base = addresses.base_url?;
    let section = edition.section(id);
    let route = section.feed.clone()?;
    let whole = |route: &Route| format!("{base}{}", &route.encoded()[1..]);
    let mut dated: Vec<(Moment, Listed)> = edition
        .articles_below(id)
        .into_iter()
        .filter_map(|page| Some((changed(source.documents, page)?, page)))
        .collect();
    dated.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    dated.truncate(feed_limit);
    let author = site.author.unwrap_or(site.title).to_owned();
    let entry = |(updated, page): &(Moment, Listed)| {
        let document = &source.documents[page.id().index()];
        FeedEntry {
            title: document.title.clone(),
            url: whole(&source.graph.routes[page.id().index()]),
            summary: document.summary.clone(),
            authors: document.meta.authors.clone(),
            tags: document.meta.tags.clone(),
            published: document.meta.date.unwrap_or(*updated),
            updated: *updated,
        }
    };
    Some(Feed {
        url: whole(&route),
        page: whole(&section.route),
        title: if id == SectionId::default() {
            site.title.to_owned()
        } else {
            format!("{}: {}", site.title, section_title(source.texts, section))
        },
        subtitle: section.index.map_or_else(
            || site.description.map(str::to_owned),
            |index| source.documents[index.index()].meta.summary.clone(),
        ),
        author,
        language: site.language.to_owned(),
        updated: dated.first()?.0,
        entries: dated.iter().map(entry).collect(),
        route,
    })
}

fn changed(documents: &[Arc<Document>], page: Listed) -> Option<Moment> {
    documents[page.id().index()].meta.changed()
}

/// Every page that search engines should know, in the order of the addresses.
pub fn sitemap(graph: &Graph, documents: &[Arc<Document>]) -> Vec<SitemapEntry> {
    let edition = &graph.edition;
    let listed = |key: PageKey| match key {
        PageKey::Article(id) => edition.listed(id).map(Some),
        PageKey::Section(id, _) => match edition.section(id).index {
            Some(index) => edition.listed(index).map(Some),
            None => Some(None),
        },
        PageKey::Taxonomy(..)
        | PageKey::Term(..)
        | PageKey::AtoZ
        | PageKey::Letter(..)
        | PageKey::Glossary
        | PageKey::Paths
        | PageKey::Path(_)
        | PageKey::Audience(..) => Some(None),
        PageKey::Fixed(fixed) => (fixed != FixedPage::NotFound).then_some(None),
        PageKey::Redirect(_) => None,
    };
    let entry = |page: &Page| {
        let listed = listed(page.key)?;
        Some(SitemapEntry {
            route: page.route.clone(),
            updated: listed.and_then(|listed| changed(documents, listed)),
        })
    };
    graph.pages.iter().filter_map(entry).collect()
}
