//! Computes what fills the gaps of an article on one page: links and images. `reference` computes the links to glossary terms.
//!
//! `render` turns it into HTML.

use std::sync::Arc;

use super::content::{Content, FilledImage, FilledLink, FilledTerm};
use super::scope::Scope;
use crate::graph::{DocId, Resolution};
use crate::path::{self, Route};

impl Scope<'_> {
    /// The body of a document as this page shows it.
    pub(super) fn content(
        &self,
        id: DocId,
        marks: Vec<(usize, String)>,
        terms: Vec<FilledTerm>,
    ) -> Content {
        let document = self.document(id);
        let resolved = self.graph;
        let links = document
            .parsed
            .links
            .iter()
            .zip(&resolved.links[id.index()]);
        let images = document
            .parsed
            .images
            .iter()
            .zip(&resolved.images[id.index()]);
        let leads = |target, resolution| self.leads(target, resolution);
        Content {
            links: links
                .enumerate()
                .map(|(at, (link, resolution))| FilledLink {
                    url: leads(&link.target, resolution),
                    external: matches!(resolution, Resolution::External),
                    text: match link.text.is_empty() {
                        true => resolved.link_text(self.documents, id, at).into_owned(),
                        false => String::new(),
                    },
                })
                .collect(),
            images: images
                .map(|(image, resolution)| FilledImage {
                    url: leads(&image.target, resolution),
                    size: self.shown_size(resolution, image.width),
                })
                .collect(),
            document: Arc::clone(document),
            marks,
            terms,
        }
    }

    /// The address to which a link or image of this page leads.
    fn leads(&self, target: &str, resolution: &Resolution) -> String {
        let graph = self.graph;
        let inside = |route: &Route, anchor: Option<&str>| match anchor {
            Some(anchor) if route == self.route => format!("#{}", path::encode_path(anchor)),
            Some(anchor) => format!("{}#{}", self.url(route), path::encode_path(anchor)),
            None => self.url(route),
        };
        match resolution {
            Resolution::Page { id, anchor } => inside(&graph.routes[id.index()], anchor.as_deref()),
            Resolution::NoAnchor { id, .. } => inside(&graph.routes[id.index()], None),
            Resolution::Generated { route, anchor } => inside(route, anchor.as_deref()),
            Resolution::Asset(at) => match &graph.asset_routes[*at] {
                Some(route) => inside(route, None),
                None => target.to_owned(),
            },
            Resolution::External
            | Resolution::Elsewhere
            | Resolution::Unpublished(_)
            | Resolution::Ambiguous { .. }
            | Resolution::Unknown
            | Resolution::Missing { .. } => target.to_owned(),
        }
    }

    /// The size at which an image is shown: as the author asked, else its own.
    fn shown_size(&self, resolution: &Resolution, width: Option<u32>) -> Option<(u32, u32)> {
        let Resolution::Asset(at) = resolution else {
            return None;
        };
        let (own_width, own_height) = self.assets[*at].size?;
        match width {
            Some(width) if own_width > 0 => Some((
                width,
                (u64::from(own_height) * u64::from(width) / u64::from(own_width)) as u32,
            )),
            _ => Some((own_width, own_height)),
        }
    }
}
