//! The glossary in `terms.yaml`: the terms a guide explains, their written forms, and synonyms for search.
//!
//! It does not find terms in articles; [`crate::document::mentions`] does.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::source;
use crate::codes;
use crate::diag::{Diagnostic, KnownNames, Span, did_you_mean};
use crate::files::SourceFile;
use crate::path;

/// The glossary and the synonyms for search, `content/terms.yaml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Glossary {
    /// The terms of the glossary.
    pub terms: Vec<Term>,
    /// Groups of words with the same meaning. A search for one word of a group also finds the others.
    pub synonyms: Vec<Vec<String>>,
    /// Synonyms in one direction: words that readers type, and the words to search for as well.
    pub search_words: Vec<SearchWords>,
    /// The index of the first term with each form, by the folded form.
    #[serde(skip)]
    by_form: BTreeMap<String, usize>,
}

/// A term and its definition. The first mention of a term in each article links to the glossary.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term.
    pub term: String,
    /// What the term means, in a sentence or two.
    pub definition: String,
    /// Other forms of the term, such as the plural. Mentions of them are linked as well.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Other names for it. Search finds the term by them, but they are not linked.
    #[serde(default)]
    pub also: Vec<String>,
    /// Related terms, to which the entry links.
    #[serde(default)]
    pub see: Vec<String>,
    /// The span of the term in the file.
    #[serde(skip)]
    pub span: Span,
}

/// Synonyms in one direction.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct SearchWords {
    /// The words or phrases that readers type.
    pub when: Vec<String>,
    /// The words or phrases to search for as well. Several words that are in the title of an article lead to that article alone.
    pub means: Vec<String>,
}

impl Term {
    /// Its anchor in the glossary.
    pub fn id(&self) -> String {
        path::slug(&self.term)
    }

    /// Every form that is linked: the term itself and its `forms`.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.term)
            .chain(&self.forms)
            .map(String::as_str)
    }
}

impl Glossary {
    /// The index of the term with this name or form, ignoring case.
    pub fn find(&self, word: &str) -> Option<usize> {
        self.by_form.get(&path::fold(word.trim())).copied()
    }
}

/// Sets the span of each term and indexes their forms. Reports forms that belong to two terms and `see` entries that name no
/// term.
pub(super) fn complete(glossary: &mut Glossary, file: &SourceFile) -> Vec<Diagnostic> {
    let spans = source::value_spans(file, "term");
    for (term, span) in glossary.terms.iter_mut().zip(spans) {
        term.span = span;
    }
    for (at, term) in glossary.terms.iter().enumerate() {
        for form in term.written() {
            let form = path::fold(form.trim());
            glossary.by_form.entry(form).or_insert(at);
        }
    }
    let names = KnownNames::new(glossary.terms.iter().map(|term| term.term.as_str()));
    let mut problems = Vec::new();
    for (number, term) in glossary.terms.iter().enumerate() {
        let at = |problem: Diagnostic| problem.at(&file.path, term.span.clone());
        for form in term.written() {
            if let Some(first) = glossary.find(form).filter(|first| *first != number) {
                let message = format!("`{form}` belongs to two terms");
                let other = glossary.terms[first].span.clone();
                problems.push(
                    at(Diagnostic::new(codes::TERM_02, message))
                        .also(&file.path, Some(other), "the other one")
                        .help("remove it from one of them"),
                );
            }
        }
        for name in term.see.iter().filter(|name| glossary.find(name).is_none()) {
            let problem = at(Diagnostic::new(
                codes::TERM_01,
                format!("`see` of this term names `{name}`, which is not a term"),
            ));
            let help = did_you_mean(names.nearest(name))
                .unwrap_or_else(|| "define the term, or remove the name".to_owned());
            problems.push(problem.help(help));
        }
    }
    problems
}
