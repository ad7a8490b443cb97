//! The written forms of the terms of the glossary, and where a text uses them.
//!
//! What is wrong with a use, or with the lack of one, is judged in [`super::glossary`].

use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::AnnotatedPassage;
use super::tokeniser::{Word, words};
use crate::data::glossary::Glossary;
use crate::diag::Span;

/// The written forms of the terms, by their first word.
#[derive(Debug, Default)]
pub(super) struct GlossaryForms(FxHashMap<Box<str>, Vec<GlossaryForm>>);

#[derive(Debug)]
pub(super) struct GlossaryForm {
    words: Vec<Word>,
    /// The form as it must be written, if it is written in capitals only: `EFT`.
    exact: Option<String>,
    term: usize,
}

impl GlossaryForms {
    pub(super) fn of(glossary: &Glossary) -> Self {
        let mut forms: FxHashMap<Box<str>, Vec<GlossaryForm>> = FxHashMap::default();
        for (term, entry) in glossary.terms.iter().enumerate() {
            for written in entry.written() {
                let words = words(written);
                if let Some(first) = words.first() {
                    let exact = (!written.contains(char::is_lowercase)).then(|| written.to_owned());
                    forms
                        .entry(first.lower.clone())
                        .or_default()
                        .push(GlossaryForm { words, exact, term });
                }
            }
        }
        Self(forms)
    }

    /// The first use of each term in the article's own voice; the text of a link does not count.
    pub(super) fn first_uses(&self, passages: &[AnnotatedPassage<'_>]) -> Vec<(usize, Span)> {
        let mut found: Vec<(usize, Span)> = Vec::new();
        let mut known: FxHashSet<usize> = FxHashSet::default();
        for passage in passages {
            if !passage.is_own_voice() || passage.is_heading() {
                continue;
            }
            let mut at = 0;
            while at < passage.words.len() {
                let Some(form) = self.form_at(passage, at) else {
                    at += 1;
                    continue;
                };
                let bytes = passage.bytes(&(at..at + form.words.len()));
                let is_use = !passage.is_quoted(&bytes) && !passage.is_in_link(&bytes);
                if is_use && known.insert(form.term) {
                    found.push((form.term, passage.span_of(&bytes)));
                }
                at += form.words.len();
            }
        }
        found
    }

    /// The longest form that begins with this word of a passage.
    pub(super) fn form_at(
        &self,
        passage: &AnnotatedPassage<'_>,
        at: usize,
    ) -> Option<&GlossaryForm> {
        let forms = self.0.get(&passage.words[at].lower)?;
        let fits = |form: &&GlossaryForm| {
            let part = passage.words.get(at..at + form.words.len());
            let is_same = part.is_some_and(|part| {
                let pairs = part.iter().zip(&form.words);
                pairs
                    .into_iter()
                    .all(|(word, form)| word.lower == form.lower)
            });
            is_same
                && form.exact.as_deref().is_none_or(|exact| {
                    let bytes = passage.bytes(&(at..at + form.words.len()));
                    &passage.text()[bytes] == exact
                })
        };
        let fitting = forms.iter().filter(fits);
        fitting.max_by_key(|form| form.words.len())
    }
}
