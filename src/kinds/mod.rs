//! The kinds of page: a file for each, and the table of them.
//!
//! The file of a kind says all of it: which pages a site has of it, at which addresses, and whether the site map has them
//! (`PageSource`); what they show, which template draws them, and which of them menus lead to (`ViewSource`); and by which words
//! readers find them (`WordSource`). Places on its pages to which links may lead are found in their HTML.
//!
//! The rooms that need to know the kinds get them as a table ([`Kinds`]), and know none of them.

mod a_to_z;
mod article;
mod audience;
mod glossary;
mod help;
mod letter;
mod not_found;
mod path;
mod paths;
mod privacy;
mod redirect;
mod safe_browsing;
mod search;
mod section;
mod taxonomy;
mod term;
#[cfg(test)]
mod tests;
mod text_page;

use std::sync::LazyLock;

use crate::graph::{DocId, KindId, Page, PageKey, PageSource, Subject};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{PageKind, ViewSource};

/// A kind of page.
trait Kind: ViewSource + WordSource {}

impl<T: ViewSource + WordSource> Kind for T {}

/// All kinds of page. The links to their lists are in this order.
const ALL: [&dyn Kind; 16] = [
    &a_to_z::AToZ,
    &letter::Letter,
    &glossary::Glossary,
    &paths::Paths,
    &path::Path,
    &section::Section,
    &article::Article,
    &taxonomy::Taxonomy,
    &term::Term,
    &audience::Audience,
    &help::Help,
    &safe_browsing::SafeBrowsing,
    &privacy::Privacy,
    &search::Search,
    &not_found::NotFound,
    &redirect::Redirect,
];

/// A table of kinds of page, as each room sees it.
#[derive(Clone, Copy)]
pub struct Kinds(&'static Table);

struct Table {
    pages: Vec<&'static dyn PageSource>,
    views: Vec<&'static dyn ViewSource>,
    words: Vec<&'static dyn WordSource>,
    page_kinds: Vec<PageKind>,
}

impl Default for Kinds {
    /// All kinds.
    fn default() -> Self {
        static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(&ALL));
        Self(&TABLE)
    }
}

impl Kinds {
    /// The kinds for the graph.
    pub(crate) fn pages(self) -> &'static [&'static dyn PageSource] {
        &self.0.pages
    }

    /// The kinds for views.
    pub(crate) fn views(self) -> &'static [&'static dyn ViewSource] {
        &self.0.views
    }

    /// The kinds for the search.
    pub(crate) fn words(self) -> &'static [&'static dyn WordSource] {
        &self.0.words
    }

    /// The page that shows a document as an article, whether or not the site has this page.
    pub fn article_page(self, id: DocId, route: &Route) -> Page {
        let mut kinds = self.0.views.iter();
        let at = kinds.position(|kind| kind.page_kinds().contains(&article::ARTICLE));
        Page {
            key: PageKey {
                subject: Subject::Article(id),
                kind: KindId::new(at.unwrap_or_default()),
                part: 0,
            },
            route: route.clone(),
        }
    }

    /// The kinds by the names by which templates know them.
    pub fn page_kinds(self) -> &'static [PageKind] {
        &self.0.page_kinds
    }
}

impl Table {
    fn of(kinds: &[&'static dyn Kind]) -> Self {
        Self {
            pages: kinds.iter().map(|kind| *kind as _).collect(),
            views: kinds.iter().map(|kind| *kind as _).collect(),
            words: kinds.iter().map(|kind| *kind as _).collect(),
            page_kinds: kinds
                .iter()
                .flat_map(|kind| kind.page_kinds())
                .copied()
                .collect(),
        }
    }
}
