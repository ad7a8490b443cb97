//! The pages that are made from articles: tags, the further pages of long lists; and the list of all pages. The A to Z
//! is put together in `letters`.
//!
//! No page grows with the site: a list is cut after `[lists] page_size` entries.

use rustc_hash::FxHashMap;

use super::address::Layout;
use super::address::asset_route;
use super::letters::{Letter, TitleOrder};
use super::{DocId, Fixed, Listed, Made, Material, PageKey, Redirect, Section, SectionId};
use crate::memo::Fingerprint;
use crate::path::{self, Route};

/// A way of grouping articles: tags or categories.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its name in the plural, as it stands in addresses: `tags`.
    pub name: &'static str,
    /// Its address.
    pub route: Route,
    /// Its terms, in the order of the alphabet.
    pub terms: Vec<Term>,
    /// The place of each term, by its address.
    places: FxHashMap<Route, usize>,
}

impl Taxonomy {
    /// The term that a name of an article's belongs to, if it has a page.
    pub fn term(&self, name: &str) -> Option<&Term> {
        let route = self.route.join(&format!("{}/", term_slug(name)));
        self.places.get(&route).map(|at| &self.terms[*at])
    }
}

/// One tag or category.
#[derive(Clone, Debug)]
pub struct Term {
    /// As it was written where it was first met.
    pub name: String,
    /// Its address.
    pub route: Route,
    /// Its articles, in the order of their titles.
    pub pages: Vec<Listed>,
}

/// Groups the articles by their tags and categories; spellings with one address are one term.
pub(super) fn taxonomies(
    material: &Material<'_>,
    made: &Made,
    articles: &[Listed],
    titles: &TitleOrder,
) -> Vec<Taxonomy> {
    let tags = group(articles, titles, ("tags", &made.tags), |id| {
        &material.documents[id.index()].meta.tags
    });
    let categories = group(articles, titles, ("categories", &made.categories), |id| {
        &material.documents[id.index()].meta.categories
    });
    [tags, categories]
        .into_iter()
        .filter(|taxonomy| !taxonomy.terms.is_empty())
        .collect()
}

fn group<'a>(
    articles: &[Listed],
    titles: &TitleOrder,
    (name, route): (&'static str, &Route),
    names_of: impl Fn(DocId) -> &'a Vec<String>,
) -> Taxonomy {
    let mut terms: Vec<Term> = Vec::new();
    // The place of each term, by its address and by each of its spellings.
    let mut by_slug: FxHashMap<String, usize> = FxHashMap::default();
    let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
    for page in articles {
        for name in names_of(page.id()) {
            let at = *by_name.entry(name).or_insert_with(|| {
                *by_slug.entry(term_slug(name)).or_insert_with_key(|slug| {
                    terms.push(Term {
                        name: name.clone(),
                        route: route.join(&format!("{slug}/")),
                        pages: Vec::new(),
                    });
                    terms.len() - 1
                })
            });
            let pages = &mut terms[at].pages;
            if pages.last() != Some(page) {
                pages.push(*page);
            }
        }
    }
    for term in &mut terms {
        term.pages
            .sort_unstable_by_key(|page| titles.place(page.id()));
    }
    terms.sort_by_cached_key(|term| (path::fold(&term.name), term.route.clone()));
    let places = terms.iter().enumerate();
    let places = places.map(|(at, term)| (term.route.clone(), at)).collect();
    Taxonomy {
        name,
        route: route.clone(),
        terms,
        places,
    }
}

/// A tag as part of an address; the parts of `a/b` stay parts. Every tag has one that every system can hold, since a tag is
/// a word and no name of a file: `con`, `???` and a whole sentence, too.
fn term_slug(name: &str) -> String {
    let parts = name
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(part_slug).collect();
    match parts.is_empty() {
        true => part_slug(name),
        false => parts.join("/"),
    }
}

/// The longest part of an address that is made of a tag, in bytes.
const LONGEST_TERM: usize = 120;

fn part_slug(part: &str) -> String {
    let mut slug = path::slug(part);
    if slug.is_empty() {
        slug = part.to_owned();
    }
    if slug.len() > LONGEST_TERM {
        let end = slug.floor_char_boundary(LONGEST_TERM);
        let rest = Fingerprint::of(&slug).to_hex();
        slug = format!("{}-{}", &slug[..end], &rest[..8]);
    }
    // The names of devices, as `con`, are names again with one more sign.
    let other = format!("{slug}-");
    // What begins with a dot is hidden on many systems.
    let is_legal = |slug: &String| !slug.starts_with('.') && path::check_output(slug).is_ok();
    let legal = [slug, other].into_iter().find(is_legal);
    legal.unwrap_or_else(|| {
        let signs = part.chars().map(|sign| format!("{:x}", u32::from(sign)));
        signs.collect::<Vec<_>>().join("-")
    })
}

/// Everything that has pages.
pub(super) struct Lists<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) layout: &'a Layout,
    pub(super) made: &'a Made,
    pub(super) sections: &'a [Section],
    pub(super) taxonomies: &'a [Taxonomy],
    pub(super) letters: &'a [Letter],
    pub(super) redirects: &'a [Redirect],
    pub(super) has_help: bool,
}

impl Lists<'_> {
    /// Every page of the site with its address, in the order of the addresses; `pages` are those of the data files.
    pub(super) fn pages(&self, mut pages: Vec<(PageKey, Route)>) -> Vec<(PageKey, Route)> {
        let layout = self.layout;
        let published = (0..self.material.documents.len())
            .map(DocId::new)
            .filter(|id| self.material.states[id.index()].published && !layout.is_index(*id));
        pages.extend(published.map(|id| (PageKey::Article(id), layout.routes[id.index()].clone())));
        self.add_sections(&mut pages);
        self.add_terms(&mut pages);
        self.add_letters(&mut pages);
        let redirects = self.redirects.iter().enumerate();
        pages
            .extend(redirects.map(|(at, redirect)| (PageKey::Redirect(at), redirect.from.clone())));
        self.add_fixed(&mut pages);
        pages.sort_by(|left, right| left.1.cmp(&right.1).then(left.0.cmp(&right.0)));
        pages
    }

    fn size(&self) -> usize {
        self.material.config.lists.page_size
    }

    fn add_sections(&self, pages: &mut Vec<(PageKey, Route)>) {
        for (at, section) in self.sections.iter().enumerate() {
            // A folder that holds nothing to show gets no page, but the home page is always there.
            if at == 0 || section.size > 0 || section.index.is_some() {
                let parts = parts(section.pages.len(), self.size());
                let key = |n| PageKey::Section(SectionId(at), n);
                pages.extend((0..parts).map(|n| (key(n), part_route(&section.route, n))));
            }
        }
    }

    fn add_terms(&self, pages: &mut Vec<(PageKey, Route)>) {
        for (at, taxonomy) in self.taxonomies.iter().enumerate() {
            let count = parts(taxonomy.terms.len(), self.size());
            let key = |n| PageKey::Taxonomy(at, n);
            pages.extend((0..count).map(|n| (key(n), part_route(&taxonomy.route, n))));
            for (which, term) in taxonomy.terms.iter().enumerate() {
                let count = parts(term.pages.len(), self.size());
                let key = |n| PageKey::Term(at, which, n);
                pages.extend((0..count).map(|n| (key(n), part_route(&term.route, n))));
            }
        }
    }

    fn add_letters(&self, pages: &mut Vec<(PageKey, Route)>) {
        let a_to_z = &self.made.a_to_z;
        if !self.letters.is_empty() {
            pages.push((PageKey::AtoZ, a_to_z.clone()));
        }
        let letters = self.letters.iter().enumerate();
        for (at, letter) in letters.filter(|(_, letter)| letter.route != *a_to_z) {
            let count = parts(letter.entries.len(), self.size());
            let key = |n| PageKey::Letter(at, n);
            pages.extend((0..count).map(|n| (key(n), part_route(&letter.route, n))));
        }
    }

    /// The pages of mend's own with a fixed address, but for those that the site writes itself or has no use for.
    fn add_fixed(&self, pages: &mut Vec<(PageKey, Route)>) {
        for fixed in Fixed::ALL {
            let route = self.made.fixed(fixed);
            let is_written = |(key, taken): &(PageKey, Route)| {
                matches!(key, PageKey::Article(_)) && taken == route
            };
            let mut assets = self.material.assets.iter();
            // A host's error page can be a file of any make.
            let is_file =
                fixed == Fixed::NotFound && assets.any(|asset| asset_route(&asset.path) == *route);
            let is_wanted = match fixed {
                Fixed::Help => self.has_help,
                Fixed::Search => self.material.config.search.enabled,
                Fixed::Privacy | Fixed::SafeBrowsing | Fixed::NotFound => !is_file,
            };
            if is_wanted && !pages.iter().any(is_written) {
                pages.push((PageKey::Fixed(fixed), route.clone()));
            }
        }
    }
}

/// Into how many pages a list is cut; an empty one still has its page.
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
