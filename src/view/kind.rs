//! What views ask of a kind of page: the names by which templates know it, what its pages show, and which lists it has.
//!
//! It knows no kind: each is a file in [`kinds`](crate::kinds).

use std::hash::{Hash, Hasher};

use super::gather::Gather;
use super::model::View;
use super::own::Own;
use super::page_kind::{ListLink, PageKind};
use super::place::Name;
use super::site::SiteInputs;
use super::source::Source;
use super::vantage::Vantage;
use crate::data::texts::Texts;
use crate::graph::{Page, PageKey, PageSource};
use crate::memo::Fingerprint;

/// A kind of page, as views see it.
pub(crate) trait ViewSource: PageSource {
    /// The names by which templates know its pages.
    fn page_kinds(&self) -> &'static [PageKind];

    /// Everything that one of its pages shows of the site.
    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a>;

    /// Those of its pages to which a menu of the whole site should lead. `pages` are all of them, of long lists the first part.
    fn lists<'a>(&self, _source: &Source<'a>, _pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        Vec::new()
    }

    /// Whether its pages show which articles mention the terms of the glossary.
    fn shows_mentions(&self) -> bool {
        false
    }
}

/// What a page of one kind shows of the site, gathered from outlines only. It is hashed as a part of the page's cache key, and
/// fills a view that already has what all pages have.
pub(crate) trait KindInputs<'a>: Hashable {
    /// By which name templates know the page.
    fn page_kind(&self) -> PageKind;

    /// The title of the page, unless a document gives it one.
    fn title(&self, texts: &Texts) -> String;

    /// The feed of a page that is in no section.
    fn feed(&self, _texts: &Texts) -> Option<Name<'a>> {
        None
    }

    /// The name of the drawing of a page that no document is written for.
    fn drawing(&self) -> Option<&'a str> {
        None
    }

    /// The page of which this one is a part, if its trail names one besides the sections.
    fn parent(&self, _site: &SiteInputs<'a>) -> Option<Name<'a>> {
        None
    }

    /// Adds what pages of this kind show.
    fn fill(&self, _view: &mut View, _context: &ViewContext<'_>) {}
}

/// What a view is filled with besides the inputs of its kind.
pub(crate) struct ViewContext<'v> {
    pub(crate) site: &'v SiteInputs<'v>,
    /// What is the page's own.
    pub(crate) own: &'v Own<'v>,
    pub(crate) vantage: &'v Vantage<'v>,
}

/// A type that can be hashed, without saying which.
pub(crate) trait Hashable {
    /// The fingerprint of the value.
    fn fingerprint(&self) -> Fingerprint;
}

impl<T: Hash> Hashable for T {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

impl Hash for dyn KindInputs<'_> + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}
