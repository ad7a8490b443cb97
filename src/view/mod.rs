//! Everything a template can see, and nothing else.
//!
//! The contract with themes is in `model`: if a template needs a new value, add a field there. Addresses in a view are relative to
//! its page and percent-encoded, so that they can be written into a quoted attribute as they are.
//!
//! A [`View`] is the site as the page sees it, which pages in one folder share (`site`), and the page (`page`). What only pages
//! of one kind show is decided by that kind, which is a file in [`kinds`](crate::kinds) (`kind` says what views ask of it). Both are made from typed inputs, which hold all that they may show and nothing else, and the
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
mod details;
mod entry;
mod feeds;
mod gather;
mod help;
mod kind;
mod language;
mod menu;
mod model;
mod outline;
mod own;
mod page;
mod page_kind;
mod pager;
mod place;
mod safeguards;
mod site;
mod site_facts;
mod source;
mod text;
mod titles;
mod vantage;

use rayon::prelude::*;

use crate::graph::Page;
use crate::memo::Fingerprint;

pub(crate) use article_list::ArticleList;
pub(crate) use audiences::{AudienceFace, audience_words};
pub use content::{
    Content, FilledCopy, FilledImage, FilledLink, FilledPicture, FilledTerm, Player,
};
pub(crate) use details::Terms;
pub(crate) use entry::Entry;
pub(crate) use feeds::sitemap;
pub use feeds::{Feed, FeedEntry, FeedInputs, SitemapEntry, feeds};
pub(crate) use gather::Gather;
pub use help::kind_name;
pub(crate) use kind::{KindInputs, ViewContext, ViewSource};
pub use model::*;
pub(crate) use own::Own;
pub(crate) use page_kind::ListLink;
pub use page_kind::{PageKind, suits, template_file};
pub(crate) use pager::{PagerInputs, plain_group, shown};
pub(crate) use place::{Face, Name};
pub(crate) use site::SiteInputs;
pub use site::top_pages;
pub use site_facts::{FactSettings, Shared, SiteFacts};
pub use source::{Addresses, PictureFile, PictureFiles, Settings, SiteSettings, Source};
pub(crate) use text::Targets;
pub(crate) use titles::{section_title, term_word, word_and_term};
pub(crate) use vantage::Vantage;

use page::PageInputs;
use place::Faces;
use site::SiteViews;
use text::OwnDocument;

/// The views of the pages of one site.
pub struct Views<'a> {
    source: Source<'a>,
    kinds: &'a [&'a dyn ViewSource],
    faces: Faces<'a>,
    sites: SiteViews<'a>,
}

impl<'a> Views<'a> {
    /// Makes everything ready that pages of these kinds share.
    pub(crate) fn of(source: Source<'a>, kinds: &'a [&'a dyn ViewSource]) -> Self {
        let faces = Faces::of(source.documents, source.graph, source.texts);
        let mut pages = vec![Vec::new(); kinds.len()];
        for page in source.graph.pages.iter().filter(|page| page.key.part == 0) {
            pages[page.key.kind.index()].push(page);
        }
        let lists = kinds.iter().zip(pages);
        let lists = lists.flat_map(|(kind, pages)| kind.lists(&source, &pages));
        let site = SiteInputs::of(&source, &faces, lists.collect());
        Self {
            kinds,
            sites: SiteViews::of(site),
            faces,
            source,
        }
    }

    /// The fingerprint of everything that each page shows, except for what is its own. They depend on the outlines of
    /// documents, not on their texts.
    pub fn keys<'p>(
        &self,
        pages: impl IndexedParallelIterator<Item = &'p Page>,
    ) -> Vec<Fingerprint> {
        let gather = self.gather();
        let details = gather.all_details();
        let gather = gather.with_details(&details);
        let key = |page: &Page| {
            Fingerprint::of(&PageInputs::of(
                &gather,
                self.kinds,
                &self.sites.inputs,
                page,
            ))
        };
        pages.map(key).collect()
    }

    /// The same for one page.
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
        PageInputs::of(&self.gather(), self.kinds, &self.sites.inputs, page)
    }

    fn gather(&self) -> Gather<'_> {
        Gather::of(self.source, &self.faces)
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
        let Some(id) = edition.document_of(page.key) else {
            return match self.kinds[page.key.kind.index()].shows_mentions() {
                true => Own::mentions(edition, &self.faces, mentions, terms.len()),
                false => Own::Nothing,
            };
        };
        let document = &documents[id.index()];
        Own::Document(match edition.text_of(page.key) {
            Some(_) => {
                let found = mentions.get(id.index());
                let found = found.map_or(&[][..], |found| found.as_slice());
                OwnDocument::whole(document, found, terms)
            }
            None => OwnDocument::settings(document),
        })
    }
}
