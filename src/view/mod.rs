//! Everything a template can see, and nothing else.
//!
//! The contract with themes is in `model`: if a template needs a new value, add a field there. Addresses in a view are relative to
//! its page and percent-encoded, so that they can be written into a quoted attribute as they are.
//!
//! A [`View`] is the site as the page sees it, which pages in one folder share (`site`), and the page (`page`, with a file for
//! each kind in `kinds`). Both are made from typed inputs, which hold all that they may show and nothing else, and the
//! fingerprint of the inputs is the cache key of the page: a value that is missing in the key cannot be shown. What pages
//! show of each other is in `place`; `outline` keeps the texts of documents out of it.
//!
//! No view grows with the site. Each list is bounded: by the page size (sections, tags, the A to Z, audiences), by a number
//! in `model` with a way to the others (header, foot, home page, glossary, links back), by the text of the page itself
//! (headings, evidence, terms, tags), or by a data file that is written by hand and has its own page (terms of the
//! glossary, reading paths, regions of the help page, audiences).

mod article_list;
mod audiences;
mod content;
mod entry;
mod feeds;
mod gather;
mod help;
mod kinds;
mod language;
mod menu;
mod model;
mod outline;
mod page;
mod pager;
mod place;
mod safeguards;
mod site;
mod site_facts;
mod source;
mod template;
mod text;
mod titles;
mod vantage;

use crate::graph::{Page, PageKey};
use crate::memo::Fingerprint;

pub use content::{Content, FilledImage, FilledLink, FilledTerm};
pub use feeds::{Feed, FeedEntry, FeedInputs, SitemapEntry, feeds, sitemap};
pub use help::kind_name;
pub use model::*;
pub use site::top_pages;
pub use site_facts::{FactSettings, Shared, SiteFacts};
pub use source::{Addresses, Settings, SiteSettings, Source};
pub use template::{PAGE_KINDS, default_template, suits, template_file};

use gather::Gather;
use kinds::{Own, glossary::Mentioned};
use page::PageInputs;
use place::Faces;
use site::{SiteInputs, SiteViews};
use text::OwnDocument;

/// The views of the pages of one site.
pub struct Views<'a> {
    source: Source<'a>,
    faces: Faces<'a>,
    sites: SiteViews<'a>,
}

impl<'a> Views<'a> {
    /// Makes everything ready that pages share.
    pub fn of(source: Source<'a>) -> Self {
        let faces = Faces::of(source.documents, source.graph, source.texts);
        let site = SiteInputs::of(&source, &faces);
        Self {
            sites: SiteViews::of(site),
            faces,
            source,
        }
    }

    /// The fingerprint of everything that a page shows, except for what is its own. It depends on the outlines of documents,
    /// not on their texts.
    pub fn key(&self, page: &Page) -> Fingerprint {
        Fingerprint::of(&self.inputs(page))
    }

    /// The fingerprint of what is the page's own: its text, or for the glossary the articles that mention terms.
    pub fn own_key(&self, page: &Page) -> Fingerprint {
        Fingerprint::of(&self.own(page))
    }

    /// The view of a page.
    pub fn page(&self, page: &Page) -> View {
        let inputs = self.inputs(page);
        let vantage = inputs.vantage();
        let site = self.sites.seen_from(&vantage);
        inputs.view(&self.own(page), site, &vantage)
    }

    fn inputs<'v>(&'v self, page: &'v Page) -> PageInputs<'v> {
        let gather = Gather::of(self.source, &self.faces);
        PageInputs::of(&gather, &self.sites.inputs, page)
    }

    fn own(&self, page: &Page) -> Own<'_> {
        let Source {
            documents,
            graph,
            data,
            mentions,
            ..
        } = self.source;
        let terms = &data.localised.glossary.terms;
        let edition = &graph.edition;
        match (page.key, edition.document_of(page.key)) {
            (PageKey::Glossary, _) => {
                Own::Mentions(Mentioned::of(edition, &self.faces, mentions, terms.len()))
            }
            // The text of an index is on the first page of its section only.
            (PageKey::Section(_, 1..), Some(id)) => {
                Own::Document(OwnDocument::settings(&documents[id.index()]))
            }
            (_, Some(id)) => {
                let found = mentions.get(id.index());
                let found = found.map_or(&[][..], |found| found.as_slice());
                Own::Document(OwnDocument::whole(&documents[id.index()], found, terms))
            }
            (_, None) => Own::Nothing,
        }
    }
}
