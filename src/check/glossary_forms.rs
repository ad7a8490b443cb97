//! The written forms of the glossary terms, and where a text mentions them.
//!
//! The forms are phrases like those of the word lists, so a text is searched for both at once ([`super::phrase_lists`]).
//! Whether a mention, or the lack of one, is a problem is decided in [`super::glossary`].

use std::ops::Range;

use super::passage::AnnotatedPassage;
use super::phrase::Phrase;
use super::word::words;
use crate::data::glossary::Glossary;

/// The written forms of the terms.
#[derive(Debug, Default)]
pub(super) struct GlossaryForms(Vec<GlossaryForm>);

#[derive(Debug)]
struct GlossaryForm {
    /// The form as it must be written, if it is written in capitals only: `EFT`.
    exact: Option<String>,
    term: usize,
}

impl GlossaryForms {
    /// The forms, and their phrases in the same order.
    pub(super) fn of(glossary: &Glossary) -> (Self, Vec<Phrase>) {
        let terms = glossary.terms.iter().enumerate();
        let written = terms.flat_map(|(term, entry)| entry.written().map(move |form| (term, form)));
        let forms = written.filter_map(|(term, written)| {
            let words = words(written);
            let phrase = Phrase::of_words(words.iter().map(|word| &*word.lower));
            let exact = (!written.contains(char::is_lowercase)).then(|| written.to_owned());
            (!words.is_empty()).then_some((GlossaryForm { exact, term }, phrase))
        });
        let (forms, phrases) = forms.unzip();
        (Self(forms), phrases)
    }

    /// The mentions of terms in a passage, in order: each term with its words. At each word the longest form wins.
    pub(super) fn mentions(&self, passage: &AnnotatedPassage<'_>) -> Vec<(usize, Range<usize>)> {
        let mut mentions: Vec<(usize, Range<usize>)> = Vec::new();
        for (form, words) in passage.forms() {
            let GlossaryForm { exact, term } = &self.0[form];
            let is_free = mentions
                .last()
                .is_none_or(|(_, last)| last.end <= words.start);
            let written = &passage.text()[passage.bytes(words)];
            if is_free && exact.as_deref().is_none_or(|exact| exact == written) {
                mentions.push((*term, words.clone()));
            }
        }
        mentions
    }
}
