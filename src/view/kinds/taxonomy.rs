//! The pages of a taxonomy: all its terms, and the articles of each.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::Term;
use crate::path::Route;
use crate::view::article_list::ArticleList;
use crate::view::gather::Gather;
use crate::view::model::{Link, ListEntry, ListView, View};
use crate::view::pager::{PagerInputs, plain_group, shown};
use crate::view::place::Name;
use crate::view::titles::{term_word, word_and_term};
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
    list: ArticleList<'a>,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, at: usize, part: usize) -> Self {
        let taxonomy = &gather.edition.taxonomies[at];
        let size = taxonomy.page_size;
        let terms = shown(&taxonomy.terms, part, size).iter();
        Self {
            taxonomy: &taxonomy.name,
            name: Name {
                title: taxonomy.title(gather.texts),
                route: &taxonomy.route,
            },
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
        let cut = (taxonomy.page_size, part);
        Self {
            taxonomy: &taxonomy.name,
            name: term_name(term),
            all: Name {
                title: taxonomy.title(gather.texts),
                route: &taxonomy.route,
            },
            term_word: term_word(gather.texts, taxonomy),
            feed: term.feed.as_ref(),
            list: ArticleList::of(gather, &term.pages, taxonomy.sort_by, cut, &term.route),
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
            ..self.list.view(vantage)
        });
    }
}

fn term_name(term: &Term) -> Name<'_> {
    Name {
        title: Cow::Borrowed(&term.name),
        route: &term.route,
    }
}
