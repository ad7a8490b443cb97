//! The page that hosts show for an address that does not exist.

use crate::data::texts::Texts;
use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts, Subject};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{Gather, KindInputs, PageKind, ViewSource};

/// The kind of page.
pub(super) struct NotFound;

/// By which name templates know it.
const NOT_FOUND: PageKind = PageKind::new(
    "not-found",
    "404.html",
    "the page for addresses that do not exist",
);

/// The page shows nothing but texts of the interface.
#[derive(Hash)]
struct Inputs;

impl PageSource for NotFound {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let route = &site.edition.generated.not_found;
        // It can be an HTML file of the site.
        if !site.is_file(route) && !site.is_written(route) {
            pages.add(Subject::Generated(0), route);
        }
    }

    fn fixed_route<'r>(&self, generated: &'r GeneratedRoutes) -> Option<&'r Route> {
        Some(&generated.not_found)
    }

    fn is_in_site_map(&self) -> bool {
        false
    }
}

impl ViewSource for NotFound {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[NOT_FOUND]
    }

    fn inputs<'a>(&self, _gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs)
    }
}

impl KindInputs<'_> for Inputs {
    fn page_kind(&self) -> PageKind {
        NOT_FOUND
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("page_not_found")
    }
}

impl WordSource for NotFound {}
