//! The addresses of the generated pages. A site that needs one for something else moves the page with `[urls.pages]`.
//!
//! Which of these pages a site has is decided by their kinds.

use super::ids::NOT_FOUND;
use crate::config::{Edition, Taxonomies, Urls};
use crate::path::Route;

/// The addresses of the generated pages.
#[derive(Clone, Debug, Hash)]
pub struct GeneratedRoutes {
    /// The help page: contacts by region.
    pub help: Route,
    /// What the site learns about its readers and stores on their devices.
    pub privacy: Route,
    /// How to read without being watched, and how to leave.
    pub safe_browsing: Route,
    /// The search page.
    pub search: Route,
    /// The page that hosts show for an address that does not exist.
    pub not_found: Route,
    /// The A to Z.
    pub a_to_z: Route,
    /// The list of the terms of each taxonomy, with the taxonomy's name.
    pub taxonomies: Vec<(String, Route)>,
    /// The glossary.
    pub glossary: Route,
    /// All reading paths.
    pub paths: Route,
    /// The folder of the lists by audience; there is no page at it.
    pub audiences: Route,
}

impl GeneratedRoutes {
    /// The addresses that the configuration gives them.
    pub fn of(urls: &Urls, taxonomies: &Taxonomies, edition: &Edition) -> Self {
        let pages = &urls.pages;
        let route = |address: &str| match address.trim_matches('/') {
            "" => edition.home(),
            path => edition.route(&format!("{path}/")),
        };
        Self {
            help: route(&pages.help),
            privacy: route(&pages.privacy),
            safe_browsing: route(&pages.safe_browsing),
            search: route(&pages.search),
            not_found: edition.route(NOT_FOUND),
            a_to_z: route(&pages.a_z),
            taxonomies: taxonomies
                .iter()
                .map(|(name, taxonomy)| (name.to_owned(), route(&taxonomy.address(name))))
                .collect(),
            glossary: route(&pages.glossary),
            paths: route(&pages.paths),
            audiences: route(&pages.audiences),
        }
    }

    /// The setting that moves the page at an address, if it is one of these pages or below one.
    pub(super) fn setting(&self, route: &Route) -> Option<AddressSetting> {
        let pages = [
            ("help", &self.help),
            ("privacy", &self.privacy),
            ("safe_browsing", &self.safe_browsing),
            ("search", &self.search),
            ("a_z", &self.a_to_z),
            ("glossary", &self.glossary),
            ("paths", &self.paths),
            ("audiences", &self.audiences),
        ];
        let pages = pages.map(|(key, page)| (("urls", "pages", key), page));
        let taxonomies = self.taxonomies.iter();
        let taxonomies = taxonomies.map(|(name, page)| (("taxonomies", &**name, "address"), page));
        let all = pages.into_iter().chain(taxonomies);
        let above = all.filter(|(_, page)| route.as_str().starts_with(page.as_str()));
        let nearest = above.max_by_key(|(_, page)| page.as_str().len());
        nearest.map(|((outer, table, key), _)| AddressSetting {
            table: format!("{outer}.{table}"),
            key,
        })
    }
}

/// The setting that moves a generated page.
#[derive(Clone)]
pub(super) struct AddressSetting {
    /// The table of `site.toml` that it is in.
    pub(super) table: String,
    /// Its key in that table.
    pub(super) key: &'static str,
}
