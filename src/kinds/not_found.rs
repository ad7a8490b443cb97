//! The page that hosts show for an address that does not exist.

use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{Gather, KindInputs, PageKind, ViewSource};

use super::text_page::TextPage;

/// The kind of page.
pub(super) struct NotFound;

/// By which name templates know it.
const NOT_FOUND: PageKind = PageKind::new(
    "not-found",
    "404.html",
    "the page for addresses that do not exist",
);

impl PageSource for NotFound {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let route = &site.edition.generated.not_found;
        // It can be an HTML file of the site. Hosts show the one of the first language, whatever the address.
        if site.inputs.settings.edition.prefix.is_empty() && !site.is_file(route) {
            pages.add_fixed(site, route);
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

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(TextPage {
            kind: NOT_FOUND,
            title: gather.texts.get("page_not_found"),
        })
    }
}

impl WordSource for NotFound {}
