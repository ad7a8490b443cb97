//! The pages of a taxonomy: all its terms, and the articles of each.

use std::borrow::Cow;

use crate::config::SortBy;
use crate::data::texts::Texts;
use crate::document::name_to_title;
use crate::graph::{Taxonomy, Term};
use crate::path::Route;
use crate::view::entry::Entry;
use crate::view::gather::Gather;
use crate::view::model::{Link, LinkGroup, ListEntry, ListView, View};
use crate::view::pager::{PagerInputs, plain_group, shown};
use crate::view::place::Name;
use crate::view::vantage::Vantage;

/// Everything that a page with all terms shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    taxonomy: &'a str,
    pub(super) name: Name<'a>,
    /// The terms, each with the number of its articles.
    terms: Vec<(Name<'a>, usize)>,
    pager: PagerInputs<'a>,
}

/// Everything that the page of a term shows of the site.
#[derive(Hash)]
pub(in crate::view) struct TermInputs<'a> {
    taxonomy: &'a str,
    pub(super) name: Name<'a>,
    /// The page with all terms.
    pub(super) all: Name<'a>,
    /// What the terms of the taxonomy are called.
    term_word: Cow<'a, str>,
    feed: Option<&'a Route>,
    pages: Vec<Entry<'a>>,
    sort_by: SortBy,
    pager: PagerInputs<'a>,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, at: usize, part: usize) -> Self {
        let taxonomy = &gather.edition.taxonomies[at];
        let size = taxonomy.page_size;
        let terms = shown(&taxonomy.terms, part, size).iter();
        Self {
            taxonomy: &taxonomy.name,
            name: taxonomy_name(gather.texts, taxonomy),
            terms: terms
                .map(|term| (term_name(term), term.pages.len()))
                .collect(),
            pager: PagerInputs::of(taxonomy.terms.len(), size, part, &taxonomy.route),
        }
    }

    pub(super) fn fill(&self, view: &mut View, texts: &Texts, vantage: &Vantage<'_>) {
        let entry = |(name, count): &(Name<'_>, usize)| {
            let count = count.to_string();
            ListEntry::from(Link {
                summary: Some(texts.fill("article_count", &[("count", &count)])),
                ..vantage.name_link(name)
            })
        };
        view.list = Some(ListView {
            taxonomy: Some(self.taxonomy.to_owned()),
            term_title: None,
            groups: vec![plain_group(self.terms.iter().map(entry).collect())],
            letters: Vec::new(),
            pager: self.pager.view(vantage),
        });
    }
}

impl<'a> TermInputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, (taxonomy, term): (usize, usize), part: usize) -> Self {
        let taxonomy = &gather.edition.taxonomies[taxonomy];
        let term = &taxonomy.terms[term];
        let size = taxonomy.page_size;
        Self {
            taxonomy: &taxonomy.name,
            name: term_name(term),
            all: taxonomy_name(gather.texts, taxonomy),
            term_word: term_word(gather.texts, taxonomy),
            feed: term.feed.as_ref(),
            pages: Entry::all(gather, shown(&term.pages, part, size)),
            sort_by: taxonomy.sort_by,
            pager: PagerInputs::of(term.pages.len(), size, part, &term.route),
        }
    }

    /// The feed of the term, if it has one.
    pub(super) fn feed(&self, texts: &Texts) -> Option<Name<'a>> {
        Some(Name {
            title: Cow::Owned(word_and_term(texts, &self.term_word, &self.name.title)),
            route: self.feed?,
        })
    }

    pub(super) fn fill(&self, view: &mut View, vantage: &Vantage<'_>) {
        view.list = Some(ListView {
            taxonomy: Some(self.taxonomy.to_owned()),
            term_title: Some(self.term_word.clone().into_owned()),
            groups: vec![LinkGroup {
                sort_by: Some(self.sort_by.name()),
                ..plain_group(Entry::views(&self.pages, vantage))
            }],
            letters: Vec::new(),
            pager: self.pager.view(vantage),
        });
    }
}

/// The page with all terms of a taxonomy.
pub(in crate::view) fn taxonomy_name<'a>(texts: &Texts, taxonomy: &'a Taxonomy) -> Name<'a> {
    Name {
        title: taxonomy_title(texts, taxonomy),
        route: &taxonomy.route,
    }
}

/// The title of the page of a term, such as "Topic: Sleep".
pub(in crate::view) fn term_title(texts: &Texts, taxonomy: &Taxonomy, term: &Term) -> String {
    word_and_term(texts, &term_word(texts, taxonomy), &term.name)
}

fn word_and_term(texts: &Texts, word: &str, term: &str) -> String {
    texts.fill("term_title", &[("taxonomy", word), ("term", term)])
}

fn taxonomy_title<'a>(texts: &Texts, taxonomy: &'a Taxonomy) -> Cow<'a, str> {
    let name = &taxonomy.name;
    match &taxonomy.settings.title {
        Some(title) => Cow::Borrowed(title),
        None if texts.entries().contains_key(name) => Cow::Owned(texts.get(name)),
        None => Cow::Owned(name_to_title(name)),
    }
}

/// What the terms of a taxonomy are called, such as "Topic".
fn term_word<'a>(texts: &Texts, taxonomy: &'a Taxonomy) -> Cow<'a, str> {
    let own = taxonomy.settings.term_title.as_deref();
    own.map_or_else(|| taxonomy_title(texts, taxonomy), Cow::Borrowed)
}

fn term_name(term: &Term) -> Name<'_> {
    Name {
        title: Cow::Borrowed(&term.name),
        route: &term.route,
    }
}
