//! Taxonomies, such as tags: the terms of each, and the articles of each term.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::discreet::Discretion;
use super::generated::GeneratedRoutes;
use super::ids::Listed;
use super::inputs::GraphInputs;
use super::list_order::ListOrder;
use crate::config::{self, SortBy};
use crate::data::texts::Texts;
use crate::document::name_to_title;
use crate::language::Alphabet;
use crate::memo::Fingerprint;
use crate::path::{self, Route};

/// A way of grouping articles, such as by tags.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its name, as in `site.toml`: `tags`.
    pub name: String,
    /// Its settings.
    pub settings: config::Taxonomy,
    /// Its address.
    pub route: Route,
    /// The most entries on one page of its lists.
    pub page_size: usize,
    /// The order of the articles of a term.
    pub sort_by: SortBy,
    /// Its terms, in alphabetical order.
    pub terms: Vec<Term>,
    /// The place of each term, by each spelling that a published document has for it.
    places: FxHashMap<String, usize>,
}

impl Taxonomy {
    /// Its title: from its settings, else the text of the interface with its name, else its name.
    pub fn title(&self, texts: &Texts) -> Cow<'_, str> {
        match &self.settings.title {
            Some(title) => Cow::Borrowed(title),
            None if texts.entries().contains_key(&self.name) => Cow::Owned(texts.get(&self.name)),
            None => Cow::Owned(name_to_title(&self.name)),
        }
    }

    /// The place among `terms` of a term as an article writes it, if the term has a page.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// A term as an article writes it, if the term has a page.
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.place(name).map(|at| &self.terms[at])
    }
}

/// One term of a taxonomy, such as a tag.
#[derive(Clone, Debug)]
pub struct Term {
    /// The spelling of the first article that has it.
    pub name: String,
    /// Its address.
    pub route: Route,
    /// Its articles, in order.
    pub pages: Vec<Listed>,
    /// The address of its Atom feed, if the taxonomy has feeds and any of its articles has a date and is not discreet.
    pub feed: Option<Route>,
}

/// Groups the articles in the taxonomies of the site; spellings with one address are one term. A taxonomy without terms is
/// left out.
pub(super) fn taxonomies(
    inputs: &GraphInputs<'_>,
    generated: &GeneratedRoutes,
    articles: &[Listed],
    order: &ListOrder<'_>,
    discretion: Discretion,
) -> Vec<Taxonomy> {
    let declared = inputs.settings.taxonomies.iter();
    declared
        .zip(&generated.taxonomies)
        .map(|((name, settings), (_, route))| {
            let (mut terms, places) = group(inputs, articles, (name, route), order.alphabet);
            let sort_by = settings.sort_by.unwrap_or(inputs.settings.sort_by);
            let has_feeds = settings.feed && inputs.settings.has_feeds;
            for term in &mut terms {
                order.sort(sort_by, &mut term.pages);
                let mut pages = term.pages.iter();
                let is_in_feed = |page| discretion.is_in_feed(page, inputs.documents);
                if has_feeds && pages.any(is_in_feed) {
                    term.feed = Some(term.route.join("feed.xml"));
                }
            }
            Taxonomy {
                name: name.to_owned(),
                route: route.clone(),
                page_size: settings.page_size.unwrap_or(inputs.settings.page_size),
                settings: settings.clone(),
                sort_by,
                terms,
                places,
            }
        })
        .filter(|taxonomy| !taxonomy.terms.is_empty())
        .collect()
}

/// The terms of one taxonomy with their articles, in alphabetical order, and the place of each by its spellings.
fn group(
    inputs: &GraphInputs<'_>,
    articles: &[Listed],
    (taxonomy, route): (&str, &Route),
    alphabet: &Alphabet,
) -> (Vec<Term>, FxHashMap<String, usize>) {
    let mut terms: Vec<Term> = Vec::new();
    let mut by_slug: FxHashMap<String, usize> = FxHashMap::default();
    let mut by_name: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for page in articles {
        for name in inputs.documents[page.id().index()].meta.terms(taxonomy) {
            let place = by_name.entry(name).or_insert_with(|| {
                let at = by_slug.entry(term_slug(name)).or_insert_with_key(|slug| {
                    terms.push(Term {
                        name: name.clone(),
                        route: route.join(&format!("{slug}/")),
                        pages: Vec::new(),
                        feed: None,
                    });
                    terms.len() - 1
                });
                Some(*at)
            });
            let Some(at) = *place else { continue };
            let pages = &mut terms[at].pages;
            if pages.last() != Some(page) {
                pages.push(*page);
            }
        }
    }
    // A page that is in no list shows the terms that others have, too, perhaps in a spelling of its own.
    let published = inputs.documents.iter().zip(inputs.states);
    for (document, _) in published.filter(|(_, state)| state.published) {
        for name in document.meta.terms(taxonomy) {
            let by_slug = |_: &&str| by_slug.get(&term_slug(name)).copied();
            by_name.entry(name).or_insert_with_key(by_slug);
        }
    }
    let mut sorted: Vec<(usize, Term)> = terms.into_iter().enumerate().collect();
    sorted.sort_by_cached_key(|(_, term)| (alphabet.sort_key(&term.name), term.route.clone()));
    let mut places = vec![0; sorted.len()];
    for (place, (found, _)) in sorted.iter().enumerate() {
        places[*found] = place;
    }
    let by_name = by_name
        .into_iter()
        .filter_map(|(name, found)| Some((name.to_owned(), places[found?])));
    (
        sorted.into_iter().map(|(_, term)| term).collect(),
        by_name.collect(),
    )
}

/// A term as part of an address; the parts of `a/b` stay parts. A term is a word and not the name of a file, so every term
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

/// The longest part of an address that is made from a term, in bytes.
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
