//! Documents -> the files in which the browser looks things up.
//!
//! [`index()`] makes the index of all that may be listed, in steps that are each remembered: documents are read
//! a block at a time, the blocks' words gathered in buckets by their first letters, the buckets written as the
//! pieces of a dictionary. Nothing is ranked here: `client.js`, published beside the index, is the only owner of that.
//!
//! # The format
//!
//! Every file is a script that hands its data to the client: `mendSearch.add(NAME, DATA)`, the text of an article as
//! `t` alone, since its number may change. Names of files hold a hash, too, except those of `root.js` and `client.js`.
//!
//! | file | data |
//! |---|---|
//! | `root.js` | `count` of articles, numbers of those that stand `aside`, `files`: name -> hash, `lists`: the hashes of `f-0` and following, `each`: how many texts such a list names, `stop` words, `lift`: kind of danger -> the article that comes first, `sections`, `audiences` |
//! | `danger` | what the words of readers in danger weigh, and how a query is judged by that: see `danger.rs` |
//! | `l-LETTER` | `files` of words with that first letter, where they are too many for the root |
//! | `w-LETTERS` | `forms`: folded word -> stem, `posts`: stem -> `[articles it is in, article gap, (section gap * 32 + impact * 2 + more)…, …]` |
//! | | a phrase that means something else is there, too, as `first=all its stems`: the stems it is met by in `forms`, where it is met in `posts` |
//! | `s-LETTERS` | words that slips are compared with, and how common each is: `"word3"` |
//! | `f-N` | the hashes of the texts of articles `each * N` and following, `each` at most |
//! | `t-NUMBER` | `[address, title, summary, section, audiences, [[id, heading, text]…]]` |
//!
//! LETTERS are the first that the words of a file can have, four at most; it goes on to where the next of its kind
//! with the same first letter begins.
//!
//! A word that stands in every sentence has the stem `~word`, so all of these are in pieces of their own; it is
//! indexed in titles and names alone. An impact is 1 to 15: how much a section is about a stem, whatever the rest of the site says. Stems
//! exist on this side only, so a word meets its other forms without any stemmer in the browser.

mod block;
mod bucket;
mod danger;
mod dictionary;
mod file;
mod generated;
mod index;
mod lexicon;
mod meaning;
mod page;
mod posting;
mod reading;
mod spell;
mod stop;
mod words;

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::HelpSettings;
use crate::document::Document;
use crate::document::data::Data;
use crate::document::texts::Texts;
use crate::files::Output;
use crate::graph::{Graph, SectionId};
use crate::path::{LinkStyle, OutputPath, Route};

use index::Index;
use page::Page;
use reading::Article;

pub use index::Memory;

/// Everything that ranks.
const CLIENT: &str = include_str!("client.js");

/// What phrases mean: each of the second list for each of the first.
fn meanings(data: &Data) -> Vec<(Vec<&str>, Vec<&str>)> {
    let glossary = &data.glossary;
    let mut all = Vec::new();
    for term in &glossary.terms {
        let written: Vec<&str> = term.written().collect();
        let also: Vec<&str> = term.also.iter().map(String::as_str).collect();
        let names: Vec<&str> = also.iter().chain(&written).copied().collect();
        all.push((names, vec![term.term.as_str()]));
    }
    for group in &glossary.synonyms {
        let group: Vec<&str> = group.iter().map(String::as_str).collect();
        all.push((group.clone(), group));
    }
    for words in &glossary.search_words {
        all.push((
            words.when.iter().map(String::as_str).collect(),
            words.means.iter().map(String::as_str).collect(),
        ));
    }
    all
}

/// Everything an index is made from, of a site.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The site; only what may be listed gets into the index.
    pub graph: &'a Graph,
    /// The data files.
    pub data: &'a Data,
    /// The words of the interface.
    pub texts: &'a Texts,
    /// Which articles are for readers in danger.
    pub help: &'a HelpSettings,
    /// The language of articles that name none, as a BCP 47 tag.
    pub language: &'a str,
    /// How results link to pages.
    pub links: LinkStyle,
}

/// An index.
#[derive(Default)]
pub struct Made {
    /// Its files.
    pub files: Vec<(OutputPath, Output)>,
    /// Phrases of the terms file that mean what no page says, so that nothing is found by them.
    pub unmet: Vec<String>,
}

/// Makes the index; `memory` holds what is known from the last time.
pub fn index(subject: &Subject<'_>, memory: &mut Memory) -> Made {
    memory.files(&subject.index())
}

impl<'a> Subject<'a> {
    /// Puts together what is indexed.
    fn index(&self) -> Index<'a> {
        let Self {
            documents,
            graph,
            data,
            ..
        } = *self;
        let home = Route::new("/");
        let questions = graph.questions().map(|page| page.id());
        let listed = graph.listed.par_iter().map(|page| page.id());
        let articles = listed
            .map(|id| (id, id.index()))
            .filter(|(_, at)| !documents[*at].is_index())
            .map(|(id, at)| Article {
                url: graph.routes[at].relative_from(&home, self.links),
                section: self.section(graph.section_of[at]),
                aside: graph.is_worksheet(id) || questions == Some(id),
                page: Page::document(self, id),
            });
        let mut articles: Vec<Article<'a>> = articles.collect();
        let lift = self.lift(&articles);
        articles.extend(generated::articles(self));
        // Those that articles are for: a choice by which nothing is found would only puzzle a reader.
        let audiences = graph.audiences.iter();
        let audiences = audiences.map(|list| &data.audiences[list.kind]);
        Index {
            articles,
            lift,
            help: data.help.as_ref(),
            meanings: meanings(data),
            audiences: audiences
                .map(|kind| {
                    (
                        kind.id.as_str(),
                        self.audience(&kind.id, kind.words.as_deref()),
                    )
                })
                .collect(),
            language: self.language,
        }
    }

    /// The places of the articles that come first for each kind of danger.
    fn lift(&self, articles: &[Article<'a>]) -> Vec<(&'static str, usize)> {
        let place = |path: Option<&str>| {
            let id = self.graph.document_at(self.documents, path?)?;
            let document = &self.documents[id.index()];
            articles.iter().position(|article| article.is(document))
        };
        let kinds = [
            ("abuse", self.help.safety_article.as_deref()),
            ("crisis", self.help.crisis_article.as_deref()),
        ];
        let kinds = kinds.into_iter();
        kinds
            .filter_map(|(kind, path)| Some((kind, place(path)?)))
            .collect()
    }

    /// The title of the section of the first level in which a section lies; nothing on the first page.
    fn section(&self, mut id: SectionId) -> &'a str {
        let sections = &self.graph.sections;
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

    fn audience(&self, id: &str, words: Option<&str>) -> String {
        let key = format!("audience_{}", id.replace('-', "_"));
        match (words, self.texts.entries().get(&key)) {
            (Some(words), _) => words.to_owned(),
            (None, Some(text)) => text.form(None).to_owned(),
            (None, None) => id.to_owned(),
        }
    }
}
