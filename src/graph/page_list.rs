//! The list of all pages of the site, with their addresses.
//!
//! No page grows with the site: a list is split after `[lists] page_size` entries.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::address::{Layout, asset_route};
use super::edition::Edition;
use super::generated::FixedPage;
use super::ids::{DocId, SectionId};
use super::inputs::GraphInputs;
use super::page::{Page, PageKey, part_route, parts};
use super::reading_paths::path_route;
use super::redirects::Redirect;
use crate::path::Route;

/// Every page of the site, in the order of the addresses.
pub(super) fn pages(
    inputs: &GraphInputs<'_>,
    layout: &Layout,
    edition: &Edition,
    redirects: &[Redirect],
) -> Vec<Page> {
    let mut list = PageList {
        inputs,
        edition,
        pages: Vec::new(),
    };
    list.add_articles(layout);
    for (at, redirect) in redirects.iter().enumerate() {
        list.add(PageKey::Redirect(at), &redirect.from);
    }
    list.add_sections();
    list.add_terms();
    list.add_letters();
    list.add_glossary_and_paths();
    list.add_audiences();
    list.add_fixed();
    let mut pages = list.pages;
    pages.sort_by(|left, right| (&left.route, left.key).cmp(&(&right.route, right.key)));
    pages
}

/// The pages found so far.
struct PageList<'a> {
    inputs: &'a GraphInputs<'a>,
    edition: &'a Edition,
    pages: Vec<Page>,
}

impl PageList<'_> {
    fn add(&mut self, key: PageKey, route: &Route) {
        let route = route.clone();
        self.pages.push(Page { key, route });
    }

    /// Adds the pages into which a list is split.
    fn add_parts(&mut self, entries: usize, route: &Route, key: impl Fn(usize) -> PageKey) {
        self.add_parts_of(self.inputs.settings.page_size, entries, route, key);
    }

    /// The same, with so many entries on each.
    fn add_parts_of(
        &mut self,
        size: usize,
        entries: usize,
        route: &Route,
        key: impl Fn(usize) -> PageKey,
    ) {
        let count = parts(entries, size);
        self.pages.extend((0..count).map(|n| Page {
            key: key(n),
            route: part_route(route, n),
        }));
    }

    fn add_articles(&mut self, layout: &Layout) {
        for (at, state) in self.inputs.states.iter().enumerate() {
            let id = DocId::new(at);
            if state.published && !layout.is_index(id) {
                self.add(PageKey::Article(id), &layout.routes[at]);
            }
        }
    }

    fn add_sections(&mut self) {
        for (at, section) in self.edition.sections.iter().enumerate() {
            // A folder with nothing to show gets no page, but there is always a home page.
            if at == 0 || section.size > 0 || section.index.is_some() {
                let id = SectionId::from_index(at);
                let key = |n| PageKey::Section(id, n);
                let entries = section.pages.len().max(section.children.len());
                self.add_parts(entries, &section.route, key);
            }
        }
    }

    fn add_terms(&mut self) {
        for (at, taxonomy) in self.edition.taxonomies.iter().enumerate() {
            let key = |n| PageKey::Taxonomy(at, n);
            self.add_parts_of(
                taxonomy.page_size,
                taxonomy.terms.len(),
                &taxonomy.route,
                key,
            );
            for (index, term) in taxonomy.terms.iter().enumerate() {
                let key = |n| PageKey::Term(at, index, n);
                self.add_parts_of(taxonomy.page_size, term.pages.len(), &term.route, key);
            }
        }
    }

    fn add_letters(&mut self) {
        let Edition {
            letters, generated, ..
        } = self.edition;
        if !letters.is_empty() {
            self.add(PageKey::AtoZ, &generated.a_to_z);
        }
        for (at, letter) in letters.iter().enumerate() {
            // The letters of a short list have no pages of their own.
            if letter.route != generated.a_to_z {
                let key = |n| PageKey::Letter(at, n);
                self.add_parts(letter.entries.len(), &letter.route, key);
            }
        }
    }

    fn add_glossary_and_paths(&mut self) {
        let (data, generated) = (self.inputs.data, &self.edition.generated);
        if !data.localised.glossary.terms.is_empty() {
            self.add(PageKey::Glossary, &generated.glossary);
        }
        if !data.localised.paths.is_empty() {
            self.add(PageKey::Paths, &generated.paths);
        }
        let mut taken = BTreeSet::new();
        for (at, path) in data.localised.paths.iter().enumerate() {
            let route = path_route(generated, path);
            // A second path of the same name is reported where it is read.
            if taken.insert(route.clone()) {
                self.add(PageKey::Path(at), &route);
            }
        }
    }

    fn add_audiences(&mut self) {
        for (at, list) in self.edition.audiences.iter().enumerate() {
            let key = |n| PageKey::Audience(at, n);
            self.add_parts(list.pages.len(), &list.route, key);
        }
    }

    /// Adds the generated pages at fixed addresses, except those that the site writes itself or does not need.
    fn add_fixed(&mut self) {
        let articles = self.pages.iter();
        let articles = articles.filter(|page| matches!(page.key, PageKey::Article(_)));
        let written: FxHashSet<Route> = articles.map(|page| page.route.clone()).collect();
        for fixed in FixedPage::ALL {
            let route = self.edition.generated.fixed(fixed);
            let mut assets = self.inputs.assets.iter();
            // The page for an address that does not exist can be an HTML file of the site.
            let is_file = fixed == FixedPage::NotFound
                && assets.any(|asset| asset_route(&asset.path) == *route);
            let is_wanted = match fixed {
                FixedPage::Help => self.edition.help.is_some(),
                FixedPage::Search => self.inputs.settings.has_search,
                FixedPage::SafeBrowsing => self.edition.has_safety_parts,
                FixedPage::Privacy | FixedPage::NotFound => !is_file,
            };
            if is_wanted && !written.contains(route) {
                self.add(PageKey::Fixed(fixed), route);
            }
        }
    }
}
