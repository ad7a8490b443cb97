//! The search page, on sites that have a search.

use crate::data::texts::Texts;
use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts, Subject};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{Gather, KindInputs, PageKind, ViewSource};

/// The kind of page.
pub(super) struct Search;

/// By which name templates know it.
const SEARCH: PageKind = PageKind::new("search", "search.html", "the search page");

/// The page shows nothing but texts of the interface.
#[derive(Hash)]
struct Inputs;

impl PageSource for Search {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let route = &site.edition.generated.search;
        if site.inputs.settings.has_search && !site.is_written(route) {
            pages.add(Subject::Generated(0), route);
        }
    }

    fn fixed_route<'r>(&self, generated: &'r GeneratedRoutes) -> Option<&'r Route> {
        Some(&generated.search)
    }
}

impl ViewSource for Search {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[SEARCH]
    }

    fn inputs<'a>(&self, _gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs)
    }
}

impl KindInputs<'_> for Inputs {
    fn page_kind(&self) -> PageKind {
        SEARCH
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("search")
    }
}

impl WordSource for Search {}
