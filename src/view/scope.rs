//! The page whose view is being made, and the values that all kinds of page share: addresses, links, breadcrumbs.
//!
//! [`Scope`] holds what links and the parts of a list need, and no data files. A function that shows more takes it as a parameter.

use std::sync::Arc;

use super::model::Link;
use super::source::{Addresses, Source};
use crate::asset::Asset;
use crate::config::SortBy;
use crate::data::texts::Texts;
use crate::document::Document;
use crate::graph::{DocId, Edition, Graph, NOT_FOUND, Page, PageKey, Section, SectionId};
use crate::path::{Route, SourcePath};

/// The page whose view is being made: its address decides how its links are written.
pub(super) struct Scope<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) assets: &'a [Arc<Asset>],
    pub(super) graph: &'a Graph,
    /// The edition the page belongs to.
    pub(super) edition: &'a Edition,
    pub(super) texts: &'a Texts,
    pub(super) route: &'a Route,
    pub(super) key: PageKey,
    /// The most entries on one page of a list.
    pub(super) page_size: usize,
    /// The order of lists of articles from the whole site.
    pub(super) sort_by: SortBy,
    addresses: Addresses<'a>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(source: &'a Source<'a>, page: &'a Page) -> Self {
        Self {
            documents: source.documents,
            assets: source.assets,
            graph: source.graph,
            edition: &source.graph.edition,
            texts: source.texts,
            route: &page.route,
            key: page.key,
            page_size: source.settings.page_size,
            sort_by: source.settings.sort_by,
            addresses: source.settings.addresses,
        }
    }

    pub(super) fn document(&self, id: DocId) -> &'a Arc<Document> {
        &self.documents[id.index()]
    }

    /// The document that is shown on this page or, if it is an old address, on the page it leads to.
    pub(super) fn shown_document(&self) -> Option<DocId> {
        match self.key {
            PageKey::Redirect(at) => Some(self.graph.redirects[at].to),
            key => self.edition.document_of(key),
        }
    }

    /// How this page links to an address of the site.
    pub(super) fn url(&self, to: &Route) -> String {
        if self.route.as_str() == NOT_FOUND {
            // The page is shown at any depth, so only whole paths hold.
            let base = self.addresses.base_path.trim_end_matches('/');
            return format!("{base}{}", to.encoded());
        }
        to.relative_from(self.route, self.addresses.links)
    }

    /// The whole address of a place in the site, if it is known where the site will be.
    pub(super) fn absolute(&self, to: &Route) -> Option<String> {
        self.addresses
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
            ..self.link(&document.title, &self.graph.routes[id.index()])
        }
    }

    pub(super) fn section_link(&self, id: SectionId) -> Link {
        let section = self.edition.section(id);
        let summary = section
            .index
            .and_then(|index| self.document(index).meta.summary.clone());
        Link {
            summary,
            ..self.link(&self.section_title(section), &section.route)
        }
    }

    pub(super) fn section_title(&self, section: &Section) -> String {
        section_title(self.texts, section)
    }

    /// The feed of a section.
    pub(super) fn feed_link(&self, id: SectionId) -> Option<Link> {
        let section = self.edition.section(id);
        let route = section.feed.as_ref()?;
        Some(self.link(&self.section_title(section), route))
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
}

/// What a section is called: the worksheets have words of the interface unless they have an index.
pub(super) fn section_title(texts: &Texts, section: &Section) -> String {
    match section.index {
        None if section.is_shelf() => texts.get("worksheets"),
        _ => section.title.clone(),
    }
}

/// Where a picture named in a document's front matter is published.
pub(super) fn image_route<'a>(
    assets: &[Arc<Asset>],
    graph: &'a Graph,
    document: &Document,
    image: &str,
) -> Option<&'a Route> {
    let path = document.image_path(image)?;
    graph.asset_routes[asset_at(assets, &path)?].as_ref()
}

/// The index of the file with a path.
pub(super) fn asset_at(assets: &[Arc<Asset>], path: &SourcePath) -> Option<usize> {
    let found = assets.binary_search_by(|asset| asset.path.cmp(path));
    found.ok()
}
