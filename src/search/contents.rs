//! The contents of the index: the pages that may be listed, synonyms, audiences, and the article that comes first for readers
//! in danger.
//!
//! It does not read words.

use std::borrow::Cow;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::generated;
use super::page::{Article, DocumentPage, Page};
use super::synonyms::SynonymGroup;
use crate::data::glossary::Glossary;
use crate::data::help::Help;
use crate::data::paths::AudienceKind;
use crate::graph::{DocId, SectionId, Taxonomy, Term};

/// The contents of an index.
pub(super) struct Contents<'a> {
    /// The pages that may be listed, in a fixed order. An article's place is its number in the index.
    pub(super) articles: Vec<Article<'a>>,
    /// For each kind of danger, the number of the article that comes first.
    pub(super) lift: Vec<(&'static str, usize)>,
    /// The contacts that readers in danger can turn to.
    pub(super) help: Option<&'a Help>,
    pub(super) synonyms: Vec<SynonymGroup<'a>>,
    /// The ids of the audiences that articles are for, with their names.
    pub(super) audiences: Vec<(&'a str, &'a str)>,
    /// The audiences that articles can be for, with examples of what they type.
    pub(super) askers: &'a [AudienceKind],
    /// The taxonomies by whose terms readers can narrow a search.
    pub(super) taxonomies: Vec<TaxonomyFilter<'a>>,
    /// The language of articles that name none.
    pub(super) language: &'a str,
    /// The part of its addresses that is for the language.
    pub(super) prefix: &'a str,
}

/// A taxonomy by whose terms readers can narrow a search: its title, and the ids of its terms with their names.
pub(super) type TaxonomyFilter<'a> = (Cow<'a, str>, Vec<(&'a str, &'a str)>);

impl<'a> Contents<'a> {
    pub(super) fn of(corpus: &Corpus<'a>) -> Self {
        let mut articles = corpus.documents();
        let lift = corpus.lift(&articles);
        articles.extend(generated::articles(corpus));
        Self {
            articles,
            lift,
            help: corpus.help,
            synonyms: synonyms(corpus.glossary),
            audiences: corpus.audiences(),
            askers: corpus.audiences,
            taxonomies: corpus.taxonomies(),
            language: corpus.language,
            prefix: &corpus.edition.prefix,
        }
    }
}

impl<'a> Corpus<'a> {
    /// The documents that may be listed, without the pages of sections.
    fn documents(&self) -> Vec<Article<'a>> {
        let Self {
            documents, graph, ..
        } = *self;
        let home = self.edition.home();
        let questions = graph.edition.questions.map(|page| page.id());
        let listed = graph.edition.listed.par_iter().map(|page| page.id());
        let articles = listed
            .map(|id| (id, id.index()))
            .filter(|(_, at)| !documents[*at].is_index())
            .map(|(id, at)| Article {
                url: graph.routes[at].relative_from(&home, self.links),
                section: self.section(graph.section_of[at]),
                aside: graph.is_worksheet(id) || questions == Some(id),
                page: self.page(id),
            });
        articles.collect()
    }

    fn page(&self, id: DocId) -> Page<'a> {
        let document = &self.documents[id.index()];
        let links = document.parsed.links.iter().enumerate();
        let links = links.filter(|(_, link)| link.text.is_empty());
        let links = links.map(|(at, _)| (at, self.graph.link_text(self.documents, id, at)));
        let taxonomies = self.searched_taxonomies();
        let terms = taxonomies.flat_map(|taxonomy| {
            let names = document.meta.terms(&taxonomy.name).iter();
            names.filter_map(|name| taxonomy.term(name).map(term_id))
        });
        Page::Document(DocumentPage {
            document,
            terms: terms.collect(),
            links: links.collect(),
        })
    }

    /// The taxonomies whose terms are filters, with those terms.
    fn taxonomies(&self) -> Vec<TaxonomyFilter<'a>> {
        let filter = |taxonomy: &'a Taxonomy| {
            let terms = taxonomy.terms.iter();
            let terms = terms.map(|term| (term_id(term), term.name.as_str()));
            (taxonomy.title(self.texts), terms.collect())
        };
        self.searched_taxonomies().map(filter).collect()
    }

    fn searched_taxonomies(&self) -> impl Iterator<Item = &'a Taxonomy> + use<'a> {
        let all = self.graph.edition.taxonomies.iter();
        all.filter(|taxonomy| taxonomy.settings.search)
    }

    /// The numbers of the articles that come first for each kind of danger.
    fn lift(&self, articles: &[Article<'a>]) -> Vec<(&'static str, usize)> {
        let number = |path: Option<&str>| {
            let id = self.graph.document_at(self.documents, path?)?;
            let document = &self.documents[id.index()];
            articles.iter().position(|article| article.is(document))
        };
        let kinds = [
            ("abuse", self.danger.safety_article.as_deref()),
            ("crisis", self.danger.crisis_article.as_deref()),
        ];
        let kinds = kinds.into_iter();
        kinds
            .filter_map(|(kind, path)| Some((kind, number(path)?)))
            .collect()
    }

    /// The title of the top-level section that a section is part of; empty for the root, which is in none.
    fn section(&self, mut id: SectionId) -> &'a str {
        let sections = &self.graph.edition.sections;
        while let Some(parent) = sections[id.index()]
            .parent
            .filter(|parent| *parent != SectionId::default())
        {
            id = parent;
        }
        if id == SectionId::default() {
            ""
        } else {
            &sections[id.index()].title
        }
    }

    /// The audiences that at least one article is for: a filter without results would puzzle a reader.
    fn audiences(&self) -> Vec<(&'a str, &'a str)> {
        let audiences = self.graph.edition.audiences.iter();
        let audiences = audiences.map(|list| &self.audiences[list.kind]);
        let named = audiences.map(|kind| (kind.id.as_str(), kind.words.as_str()));
        named.collect()
    }
}

/// The id of a term: its address, which no audience has as its id and no other term shares.
fn term_id(term: &Term) -> &str {
    term.route.as_str()
}

/// The synonyms of the terms file, of all three kinds that it has.
fn synonyms(glossary: &Glossary) -> Vec<SynonymGroup<'_>> {
    fn texts(list: &[String]) -> Vec<&str> {
        list.iter().map(String::as_str).collect()
    }
    let terms = glossary.terms.iter().map(|term| SynonymGroup {
        phrases: texts(&term.also)
            .into_iter()
            .chain(term.written())
            .collect(),
        meanings: vec![&term.term],
    });
    let groups = glossary.synonyms.iter().map(|group| SynonymGroup {
        phrases: texts(group),
        meanings: texts(group),
    });
    let search_words = glossary.search_words.iter().map(|words| SynonymGroup {
        phrases: texts(&words.when),
        meanings: texts(&words.means),
    });
    terms.chain(groups).chain(search_words).collect()
}
