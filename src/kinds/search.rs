//! The search page, on sites that have a search.

use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{Gather, KindInputs, PageKind, ViewSource};

use super::text_page::TextPage;

/// The kind of page.
pub(super) struct Search;

/// By which name templates know it.
const SEARCH: PageKind = PageKind::new("search", "search.html", "the search page");

impl PageSource for Search {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let route = &site.edition.generated.search;
        if site.inputs.settings.has_search {
            pages.add_fixed(site, route);
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

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(TextPage {
            kind: SEARCH,
            title: gather.texts.get("search"),
        })
    }
}

impl WordSource for Search {}
