//! What the pages that mend makes are called, in the words of the interface.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::{Section, Taxonomy, Term};

/// The worksheets have words of the interface unless they have an index.
pub(crate) fn section_title<'a>(texts: &Texts, section: &'a Section) -> Cow<'a, str> {
    match section.index {
        None if section.is_shelf() => Cow::Owned(texts.get("worksheets")),
        _ => Cow::Borrowed(&section.title),
    }
}

/// What the terms of a taxonomy are called, such as "Topic".
pub(crate) fn term_word<'a>(texts: &Texts, taxonomy: &'a Taxonomy) -> Cow<'a, str> {
    let own = taxonomy.settings.term_title.as_deref();
    own.map_or_else(|| taxonomy.title(texts), Cow::Borrowed)
}

/// The title of the page of a term, such as "Topic: Sleep".
pub(crate) fn term_title(texts: &Texts, taxonomy: &Taxonomy, term: &Term) -> String {
    word_and_term(texts, &term_word(texts, taxonomy), &term.name)
}

pub(crate) fn word_and_term(texts: &Texts, word: &str, term: &str) -> String {
    texts.fill("term_title", &[("taxonomy", word), ("term", term)])
}
