//! The pages that can be found, with their text.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use super::sections::{self, Section};
use crate::document::Document;

/// A page as the index knows it.
pub(super) struct Article<'a> {
    /// Its address, seen from the top of the site.
    pub(super) url: String,
    /// The title of the top-level section it belongs to; empty if it is in none.
    pub(super) section: &'a str,
    /// Whether it ranks lower than a page that matches equally well: it is a worksheet, the page of questions or a generated
    /// page that is not about safety.
    pub(super) aside: bool,
    pub(super) page: Page<'a>,
}

impl Article<'_> {
    /// Whether it is this document.
    pub(super) fn is(&self, document: &Document) -> bool {
        matches!(&self.page, Page::Document(own) if std::ptr::eq(own.document, document))
    }
}

/// Hashes what its text file and its postings are made from. `aside` is only in the root file.
impl Hash for Article<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.url, self.section, &self.page).hash(state);
    }
}

/// Where the words of a page come from.
pub(super) enum Page<'a> {
    Document(DocumentPage<'a>),
    Generated(GeneratedPage),
}

/// A document as a page.
pub(super) struct DocumentPage<'a> {
    pub(super) document: &'a Document,
    /// Its links that have no text of their own, each with its index and the text it is shown with.
    pub(super) links: Vec<(usize, Cow<'a, str>)>,
    /// The ids of its terms by which readers can narrow a search.
    pub(super) terms: Vec<&'a str>,
}

/// The words of a page that mend makes itself.
#[derive(Hash)]
pub(crate) struct GeneratedPage {
    pub(super) title: String,
    /// What readers type to find it.
    pub(super) names: String,
    pub(super) summary: String,
    /// Id, heading and text of each section; the first one has neither id nor heading.
    pub(super) sections: Vec<(String, String, String)>,
}

impl Hash for Page<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Page::Document(page) => {
                let DocumentPage {
                    document,
                    links,
                    terms,
                } = page;
                (document.facets, links, terms).hash(state);
            }
            Page::Generated(page) => page.hash(state),
        }
    }
}

impl Page<'_> {
    pub(super) fn title(&self) -> &str {
        match self {
            Page::Document(page) => &page.document.title,
            Page::Generated(page) => &page.title,
        }
    }

    pub(super) fn summary(&self) -> &str {
        match self {
            Page::Document(page) => &page.document.summary,
            Page::Generated(page) => &page.summary,
        }
    }

    /// Other names, and words that readers type.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Page::Document(page) => {
                let meta = &page.document.meta;
                let names = meta.names.iter().chain(&meta.search_words);
                names.map(AsRef::as_ref).collect()
            }
            Page::Generated(page) => vec![&page.names],
        }
    }

    /// What readers can narrow a search by: the ids of the audiences it is for, and of its terms.
    pub(super) fn filters(&self) -> Vec<&str> {
        match self {
            Page::Document(page) => {
                let audience = page.document.meta.audience.iter();
                let audience = audience.map(|(id, _)| id.as_str());
                audience.chain(page.terms.iter().copied()).collect()
            }
            Page::Generated(_) => Vec::new(),
        }
    }

    /// Its language, if it names one.
    pub(super) fn language(&self) -> Option<&str> {
        match self {
            Page::Document(page) => page.document.meta.language.as_deref(),
            Page::Generated(_) => None,
        }
    }

    /// Its sections; the first is the beginning, before any heading.
    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        match self {
            Page::Document(page) => sections::of(page.document, &page.links),
            Page::Generated(page) => {
                let sections = page.sections.iter();
                let sections = sections.map(|(id, heading, text)| Section {
                    id,
                    heading,
                    text: text.clone(),
                });
                sections.collect()
            }
        }
    }
}
