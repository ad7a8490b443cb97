//! Generated pages -> articles of the index.
//!
//! All of them except those for the safety of readers are ranked below equally good articles.

use super::corpus::Corpus;
use super::page::{Article, GeneratedPage, Page};
use crate::graph;

/// The generated pages that can be found, in the order of their addresses.
pub(super) fn articles<'a>(corpus: &Corpus<'a>) -> Vec<Article<'a>> {
    let home = corpus.edition.home();
    let article = |page: &graph::Page| {
        let kind = corpus.kinds[page.key.kind.index()];
        let words = kind.words(corpus, page.key)?;
        Some(Article {
            url: page.route.relative_from(&home, corpus.links),
            section: "",
            aside: !kind.is_about_safety(),
            page: Page::Generated(words),
        })
    };
    corpus.graph.pages.iter().filter_map(article).collect()
}

impl Corpus<'_> {
    /// The texts of the interface with these keys, as the text of one section: the headings of these pages have no ids to
    /// link to.
    pub(crate) fn joined_texts(&self, keys: &[&str]) -> String {
        let texts: Vec<String> = keys.iter().map(|key| self.texts.get(key)).collect();
        texts.join(" ")
    }
}

impl GeneratedPage {
    /// A page without words besides its title.
    pub(crate) fn new(title: String) -> Self {
        Self {
            title,
            names: String::new(),
            summary: String::new(),
            sections: vec![Default::default()],
        }
    }

    /// The same page with what readers type to find it.
    pub(crate) fn with_names(self, names: String) -> Self {
        Self { names, ..self }
    }

    /// The same page with a summary.
    pub(crate) fn with_summary(self, summary: String) -> Self {
        Self { summary, ..self }
    }

    /// The same page with a text before its first heading.
    pub(crate) fn with_text(mut self, text: String) -> Self {
        self.sections[0].2 = text;
        self
    }

    /// The same page with more sections: the id, the heading and the text of each.
    pub(crate) fn with_sections(
        mut self,
        sections: impl IntoIterator<Item = (String, String, String)>,
    ) -> Self {
        self.sections.extend(sections);
        self
    }
}
