//! A page of the site: what it is made from, and its address.

use super::ids::{DocId, SectionId};
use crate::path::Route;

/// A page of the site in one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// What it is made from.
    pub key: PageKey,
    /// Its address.
    pub route: Route,
}

/// What a page is made from. Of two pages at one address, the lesser key comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// What the page is about.
    pub subject: Subject,
    /// The kind of page.
    pub kind: KindId,
    /// Its number among the pages into which a long list is split, from 0.
    pub part: usize,
}

/// A kind of page by its place in the table of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(usize);

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An article.
    Article(DocId),
    /// A section; the home page is about the first one.
    Section(SectionId),
    /// Something that mend generates a page for, by the number that its kind gives it.
    Generated(usize),
    /// An old address that leads to a page.
    Redirect(usize),
}

impl PageKey {
    /// The number of what the page is about, as its kind counts.
    pub fn number(self) -> usize {
        match self.subject {
            Subject::Article(id) => id.index(),
            Subject::Section(id) => id.index(),
            Subject::Generated(number) | Subject::Redirect(number) => number,
        }
    }

    /// The article that this is the page of.
    pub fn article(self) -> Option<DocId> {
        match self.subject {
            Subject::Article(id) => Some(id),
            Subject::Section(_) | Subject::Generated(_) | Subject::Redirect(_) => None,
        }
    }
}

impl KindId {
    /// The kind at a place in the table.
    pub fn new(at: usize) -> Self {
        Self(at)
    }

    /// The place in the table.
    pub fn index(self) -> usize {
        self.0
    }
}

/// The number of pages that a list is split into; an empty list still has its page.
pub(super) fn parts(entries: usize, size: usize) -> usize {
    entries.div_ceil(size).max(1)
}

/// The address of the n-th page of a list, from 0.
pub(crate) fn part_route(route: &Route, n: usize) -> Route {
    if n == 0 {
        route.clone()
    } else {
        route.join(&format!("page/{}/", n + 1))
    }
}
