//! What the pages that mend makes are called, in the words of the interface.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::{FixedPage, Section, Taxonomy, Term};

/// The worksheets have words of the interface unless they have an index.
pub(super) fn section_title<'a>(texts: &Texts, section: &'a Section) -> Cow<'a, str> {
    match section.index {
        None if section.is_shelf() => Cow::Owned(texts.get("worksheets")),
        _ => Cow::Borrowed(&section.title),
    }
}

pub(super) fn fixed_title(texts: &Texts, page: FixedPage) -> String {
    match page {
        FixedPage::Help => texts.get("help_page"),
        FixedPage::Privacy => texts.get("privacy_page"),
        FixedPage::SafeBrowsing => texts.get("safe_browsing_page"),
        FixedPage::Search => texts.get("search"),
        FixedPage::NotFound => texts.get("page_not_found"),
    }
}

/// What the terms of a taxonomy are called, such as "Topic".
pub(super) fn term_word<'a>(texts: &Texts, taxonomy: &'a Taxonomy) -> Cow<'a, str> {
    let own = taxonomy.settings.term_title.as_deref();
    own.map_or_else(|| taxonomy.title(texts), Cow::Borrowed)
}

/// The title of the page of a term, such as "Topic: Sleep".
pub(super) fn term_title(texts: &Texts, taxonomy: &Taxonomy, term: &Term) -> String {
    word_and_term(texts, &term_word(texts, taxonomy), &term.name)
}

pub(super) fn word_and_term(texts: &Texts, word: &str, term: &str) -> String {
    texts.fill("term_title", &[("taxonomy", word), ("term", term)])
}
