//! The page whose view is being made, and the values that all kinds of page share: addresses, links, breadcrumbs.

use std::sync::Arc;

use super::language::direction;
use super::model::{Link, Notice, PageKind, PageView, VIEW_VERSION, View};
use super::source::Source;
use crate::document::Document;
use crate::graph::{DocId, Edition, NOT_FOUND, Page, PageKey, SectionId};
use crate::path::Route;

/// The page whose view is being made: its address decides how its links are written.
pub(super) struct Scope<'a> {
    pub(super) source: &'a Source<'a>,
    /// The edition the page belongs to.
    pub(super) edition: &'a Edition,
    pub(super) route: &'a Route,
    pub(super) key: PageKey,
}

impl<'a> Scope<'a> {
    pub(super) fn of(source: &'a Source<'a>, page: &'a Page) -> Self {
        Self {
            source,
            edition: &source.graph.edition,
            route: &page.route,
            key: page.key,
        }
    }

    pub(super) fn document(&self, id: DocId) -> &'a Arc<Document> {
        &self.source.documents[id.index()]
    }

    /// The document that is shown on this page or, if it is an old address, on the page it leads to.
    pub(super) fn shown_document(&self) -> Option<DocId> {
        match self.key {
            PageKey::Redirect(at) => Some(self.source.graph.redirects[at].to),
            key => self.edition.document_of(key),
        }
    }

    /// How this page links to an address of the site.
    pub(super) fn url(&self, to: &Route) -> String {
        if self.route.as_str() == NOT_FOUND {
            // The page is shown at any depth, so only whole paths hold.
            let base = self.source.settings.base_path.trim_end_matches('/');
            return format!("{base}{}", to.encoded());
        }
        to.relative_from(self.route, self.source.settings.links)
    }

    /// The whole address of a place in the site, if it is known where the site will be.
    pub(super) fn absolute(&self, to: &Route) -> Option<String> {
        self.source
            .settings
            .base_url
            .map(|base| format!("{base}{}", &to.encoded()[1..]))
    }

    pub(super) fn link(&self, title: &str, to: &Route) -> Link {
        Link {
            title: title.to_owned(),
            url: self.url(to),
            summary: None,
        }
    }

    pub(super) fn document_link(&self, id: DocId) -> Link {
        let document = self.document(id);
        let summary = Some(document.summary.clone()).filter(|summary| !summary.is_empty());
        Link {
            summary,
            ..self.link(&document.title, &self.source.graph.routes[id.index()])
        }
    }

    pub(super) fn section_link(&self, id: SectionId) -> Link {
        let section = self.edition.section(id);
        let summary = section
            .index
            .and_then(|index| self.document(index).meta.summary.clone());
        Link {
            summary,
            ..self.link(&self.source.section_title(section), &section.route)
        }
    }

    /// The sections around a section, from the home page down to it.
    pub(super) fn trail(&self, id: SectionId) -> Vec<Link> {
        let mut trail = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at {
            trail.push(self.section_link(id));
            at = self.edition.section(id).parent;
        }
        trail.reverse();
        trail
    }

    pub(super) fn home_trail(&self) -> Vec<Link> {
        self.trail(SectionId::default())
    }

    /// A view with everything that all pages have.
    pub(super) fn view(&self, kind: PageKind, title: &str) -> View {
        View {
            version: VIEW_VERSION,
            site: self.site(),
            page: PageView {
                kind,
                title: title.to_owned(),
                summary: None,
                description: self.source.settings.description.map(str::to_owned),
                language: self.source.settings.language.to_owned(),
                direction: direction(self.source.settings.language),
                url: self.url(self.route),
                canonical: self.absolute(self.route),
                breadcrumbs: self.home_trail(),
                unlisted: false,
                image: None,
                feed: None,
                exit: None,
                safety: Vec::new(),
                notice: Notice::default(),
                discreet: false,
                classes: Vec::new(),
                extra: serde_json::Map::new(),
            },
            article: None,
            audiences: Vec::new(),
            paths: Vec::new(),
            more_paths: 0,
            glossary: None,
            terms: Vec::new(),
            section: None,
            list: None,
            redirect: None,
            help: Vec::new(),
            privacy: None,
            content: None,
            template: String::new(),
        }
    }
}
