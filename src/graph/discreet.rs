//! Which articles their author or `site.toml` calls sensitive, and which articles feeds leave out.
//!
//! The titles of pages are decided where pages are drawn: there, a safety notice counts, too. A feed is subscribed to on
//! purpose, so it has articles with a notice.

use std::sync::Arc;

use super::address::{Layout, document_named};
use super::ids::{DocId, Listed};
use super::inputs::GraphInputs;
use crate::config::Titles;
use crate::document::Document;

/// What decides whether an article is sensitive.
#[derive(Clone, Copy, Debug)]
pub struct Discretion {
    titles: Titles,
    /// The article on safety that `[help] safety_article` names, published or not.
    pub safety_article: Option<DocId>,
}

impl Discretion {
    pub(super) fn of(inputs: &GraphInputs<'_>, layout: &Layout) -> Self {
        let named = inputs.settings.safety_article;
        Self {
            titles: inputs.settings.titles,
            safety_article: named
                .and_then(|name| document_named(inputs.documents, &layout.by_file_name, name)),
        }
    }

    /// Whether feeds leave this article out.
    pub fn hides(&self, id: DocId, document: &Document) -> bool {
        match self.titles {
            Titles::Page => false,
            Titles::Site => true,
            Titles::Discreet => self.is_sensitive(id, document),
        }
    }

    /// Whether feeds have this article: it has a date, and a feed reader may show its title to everyone who opens it.
    pub(super) fn is_in_feed(&self, page: &Listed, documents: &[Arc<Document>]) -> bool {
        let document = &documents[page.id().index()];
        document.meta.changed().is_some() && !self.hides(page.id(), document)
    }

    /// Whether its author or `[help] safety_article` calls this article sensitive, whatever `[privacy] titles` allows.
    pub fn is_sensitive(&self, id: DocId, document: &Document) -> bool {
        self.safety_article == Some(id) || document.meta.discreet
    }
}
