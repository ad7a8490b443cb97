//! The contents of feeds and the site map. Both need absolute addresses, so there are none without a `base_url`.

use std::sync::Arc;

use rayon::prelude::*;

use super::kind::ViewSource;
use super::source::{SiteSettings, Source};
use super::titles::{section_title, term_title};
use crate::config::TAGS;
use crate::data::texts::Texts;
use crate::date::Moment;
use crate::document::Document;
use crate::graph::{Graph, Listed, Page, SectionId, Taxonomy, Term};
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

/// What feeds are made from.
#[derive(Clone, Copy)]
pub struct FeedInputs<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The site.
    pub graph: &'a Graph,
    /// The words of the interface.
    pub texts: &'a Texts,
    /// What the site says about itself.
    pub site: &'a SiteSettings<'a>,
    /// Where the site will be published.
    pub base_url: &'a str,
    /// The most entries of a feed.
    pub limit: usize,
}

/// The feeds of the site, of each section that holds a dated article, and of terms.
pub fn feeds(inputs: &FeedInputs<'_>) -> Vec<Feed> {
    let edition = &inputs.graph.edition;
    let sections = (0..edition.sections.len()).into_par_iter();
    let sections = sections.filter_map(|at| {
        let source = of_section(inputs, SectionId::from_index(at))?;
        feed(inputs, source)
    });
    let terms = edition.taxonomies.par_iter().flat_map_iter(|taxonomy| {
        let terms = taxonomy.terms.iter();
        terms.filter_map(|term| feed(inputs, of_term(inputs, taxonomy, term)?))
    });
    sections.chain(terms).collect()
}

/// What one feed is made from.
struct FeedSource<'a> {
    route: &'a Route,
    /// The address of the page it belongs to.
    page: &'a Route,
    title: String,
    subtitle: Option<String>,
    articles: Vec<Listed>,
}

fn of_section<'a>(inputs: &FeedInputs<'a>, id: SectionId) -> Option<FeedSource<'a>> {
    let site = inputs.site;
    let edition = &inputs.graph.edition;
    let section = edition.section(id);
    Some(FeedSource {
        route: section.feed.as_ref()?,
        page: &section.route,
        title: match id == SectionId::default() {
            true => site.title.to_owned(),
            false => format!("{}: {}", site.title, section_title(inputs.texts, section)),
        },
        subtitle: section.index.map_or_else(
            || site.description.map(str::to_owned),
            |index| inputs.documents[index.index()].meta.summary.clone(),
        ),
        articles: edition.articles_below(id),
    })
}

fn of_term<'a>(
    inputs: &FeedInputs<'a>,
    taxonomy: &Taxonomy,
    term: &'a Term,
) -> Option<FeedSource<'a>> {
    let title = term_title(inputs.texts, taxonomy, term);
    Some(FeedSource {
        route: term.feed.as_ref()?,
        page: &term.route,
        title: format!("{}: {title}", inputs.site.title),
        subtitle: inputs.site.description.map(str::to_owned),
        articles: term.pages.clone(),
    })
}

fn feed(inputs: &FeedInputs<'_>, source: FeedSource<'_>) -> Option<Feed> {
    let FeedInputs {
        documents,
        graph,
        site,
        base_url,
        limit,
        ..
    } = *inputs;
    let edition = &graph.edition;
    let whole = |route: &Route| format!("{base_url}{}", &route.encoded()[1..]);
    let mut dated: Vec<(Moment, Listed)> = source
        .articles
        .into_iter()
        // A feed reader shows titles and summaries to everyone who opens it.
        .filter(|page| {
            let document = &documents[page.id().index()];
            !edition.discretion.hides(page.id(), document)
        })
        .filter_map(|page| Some((changed(documents, page)?, page)))
        .collect();
    dated.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    dated.truncate(limit);
    let author = site.author.unwrap_or(site.title).to_owned();
    let entry = |(updated, page): &(Moment, Listed)| {
        let document = &documents[page.id().index()];
        FeedEntry {
            title: document.title.clone(),
            url: whole(&graph.routes[page.id().index()]),
            summary: document.summary.clone(),
            authors: document.meta.authors.clone(),
            tags: document.meta.terms(TAGS).to_vec(),
            published: document.meta.date.unwrap_or(*updated),
            updated: *updated,
        }
    };
    Some(Feed {
        url: whole(source.route),
        page: whole(source.page),
        title: source.title,
        subtitle: source.subtitle,
        author,
        language: site.language.to_owned(),
        updated: dated.first()?.0,
        entries: dated.iter().map(entry).collect(),
        route: source.route.clone(),
    })
}

fn changed(documents: &[Arc<Document>], page: Listed) -> Option<Moment> {
    documents[page.id().index()].meta.changed()
}

/// Every page that search engines should know, in the order of the addresses.
pub(crate) fn sitemap(source: &Source<'_>, kinds: &[&dyn ViewSource]) -> Vec<SitemapEntry> {
    let Source {
        graph, documents, ..
    } = *source;
    let edition = &graph.edition;
    let is_in_site_map: Vec<bool> = kinds.iter().map(|kind| kind.is_in_site_map()).collect();
    let pages = graph.pages.iter();
    let pages = pages.filter(|page| is_in_site_map[page.key.kind.index()]);
    let entry = |page: &Page| {
        let updated = match edition.document_of(page.key) {
            Some(id) => changed(documents, edition.listed(id)?),
            None => None,
        };
        Some(SitemapEntry {
            route: page.route.clone(),
            updated,
        })
    };
    pages.filter_map(entry).collect()
}
