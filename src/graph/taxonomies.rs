//! Tags and categories.

use rustc_hash::FxHashMap;

use super::generated::GeneratedRoutes;
use super::ids::{DocId, Listed};
use super::inputs::GraphInputs;
use super::title_order::TitleOrder;
use crate::memo::Fingerprint;
use crate::path::{self, Route};

/// A way of grouping articles: tags or categories.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its name in the plural, as in addresses: `tags`.
    pub name: &'static str,
    /// Its address.
    pub route: Route,
    /// Its terms, in alphabetical order.
    pub terms: Vec<Term>,
    /// The place of each term, by its address.
    places: FxHashMap<Route, usize>,
}

impl Taxonomy {
    /// The term for a tag or category as an article writes it, if the term has a page.
    pub fn term(&self, name: &str) -> Option<&Term> {
        let route = self.route.join(&format!("{}/", term_slug(name)));
        self.places.get(&route).map(|at| &self.terms[*at])
    }
}

/// One tag or category.
#[derive(Clone, Debug)]
pub struct Term {
    /// The spelling of the first article that has it.
    pub name: String,
    /// Its address.
    pub route: Route,
    /// Its articles, in the order of their titles.
    pub pages: Vec<Listed>,
}

/// Groups the articles by their tags and categories; spellings with one address are one term.
pub(super) fn taxonomies(
    inputs: &GraphInputs<'_>,
    generated: &GeneratedRoutes,
    articles: &[Listed],
    titles: &TitleOrder,
) -> Vec<Taxonomy> {
    let tags = group(articles, titles, ("tags", &generated.tags), |id| {
        &inputs.documents[id.index()].meta.tags
    });
    let categories = group(
        articles,
        titles,
        ("categories", &generated.categories),
        |id| &inputs.documents[id.index()].meta.categories,
    );
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
            .sort_unstable_by_key(|page| titles.rank(page.id()));
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

/// A tag as part of an address; the parts of `a/b` stay parts. A tag is a word and not the name of a file, so every tag
/// gets a part that every file system can hold: `con`, `???` and a whole sentence, too.
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

/// The longest part of an address that is made from a tag, in bytes.
const LONGEST_TERM: usize = 120;

fn part_slug(part: &str) -> String {
    let mut slug = path::slug(part);
    if slug.is_empty() {
        slug = part.to_owned();
    }
    if slug.len() > LONGEST_TERM {
        let end = slug.floor_char_boundary(LONGEST_TERM);
        let hash = Fingerprint::of(&slug).to_hex();
        slug = format!("{}-{}", &slug[..end], &hash[..8]);
    }
    // A hyphen turns the name of a device, such as `con`, into a legal name.
    let with_hyphen = format!("{slug}-");
    // Names that begin with a dot are hidden on many systems.
    let is_legal = |slug: &String| !slug.starts_with('.') && path::check_output(slug).is_ok();
    let legal = [slug, with_hyphen].into_iter().find(is_legal);
    legal.unwrap_or_else(|| {
        let codes = part.chars().map(|c| format!("{:x}", u32::from(c)));
        codes.collect::<Vec<_>>().join("-")
    })
}
