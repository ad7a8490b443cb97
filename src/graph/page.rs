//! A page of the site: its source and its address.

use super::generated::FixedPage;
use super::ids::{DocId, SectionId};
use crate::path::Route;

/// A page of the site.
///
/// The edition a page belongs to is a property of the page, not of its key: when there are several, it is a further field
/// here, and matches on keys stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// What it is made from.
    pub key: PageKey,
    /// Its address.
    pub route: Route,
}

/// What a page is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// An article.
    Article(DocId),
    /// The n-th page of a section, from 0; the home page is one.
    Section(SectionId, usize),
    /// The n-th page of all terms of a taxonomy.
    Taxonomy(usize, usize),
    /// The n-th page of one term: taxonomy, term, page.
    Term(usize, usize, usize),
    /// The A to Z as a whole, or the list of its letters.
    AtoZ,
    /// The n-th page of one letter of a long A to Z.
    Letter(usize, usize),
    /// A generated page of which there is one.
    Fixed(FixedPage),
    /// The glossary.
    Glossary,
    /// All reading paths.
    Paths,
    /// One reading path.
    Path(usize),
    /// The n-th page of the articles for one audience: audience, page.
    Audience(usize, usize),
    /// An old address that leads to a page.
    Redirect(usize),
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
