//! The article itself, with everything that its gaps are to be filled with.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::scope::Scope;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::graph::{DocId, Resolution};
use crate::path::{self, Route};

/// An article and what its links and images have become on this page.
#[derive(Clone, Debug)]
pub struct Content {
    /// The document whose body it is.
    pub document: Arc<Document>,
    /// Its links, in the order of their indices.
    pub links: Vec<FilledLink>,
    /// Its images, in the order of their indices.
    pub images: Vec<FilledImage>,
    /// The number and the id of each evidence mark.
    pub marks: Vec<(usize, String)>,
    /// The terms that are linked, in the order of the text.
    pub terms: Vec<FilledTerm>,
}

/// A word that leads to the glossary.
#[derive(Clone, Debug, Hash)]
pub struct FilledTerm {
    /// The stretch of HTML it stands in, in the order of [`Fragment::stretches`](crate::markdown::Fragment::stretches).
    pub stretch: usize,
    /// Its bytes in that stretch.
    pub range: Range<usize>,
    /// Where it is explained.
    pub url: String,
    /// The id of its note on the page.
    pub note: String,
}

/// A link, ready to be written.
#[derive(Clone, Debug, Hash)]
pub struct FilledLink {
    /// Where it leads, percent-encoded.
    pub url: String,
    /// Whether it leads out of the site.
    pub external: bool,
    /// What it says, if the author gave it no words.
    pub text: String,
}

/// An image, ready to be written.
#[derive(Clone, Debug, Hash)]
pub struct FilledImage {
    /// Where it lies, percent-encoded.
    pub url: String,
    /// Its width and height in CSS pixels, if they are known.
    pub size: Option<(u32, u32)>,
}

impl Hash for Content {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Content {
            document,
            links,
            images,
            marks,
            terms,
        } = self;
        let own = (&document.path, document.facets.body);
        (own, links, images, marks, terms).hash(state);
    }
}

impl Scope<'_> {
    /// The body of a document as this page shows it.
    pub(super) fn content(&self, id: DocId, marks: Vec<(usize, String)>) -> Content {
        let document = self.document(id);
        let resolved = &self.source.graph;
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
                        true => resolved
                            .link_text(self.source.documents, id, at)
                            .into_owned(),
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
            terms: self.filled_terms(id),
        }
    }

    fn filled_terms(&self, id: DocId) -> Vec<FilledTerm> {
        let terms = &self.source.data.localised.glossary.terms;
        let uses = self.source.uses.get(id.index()).into_iter();
        let fill = |found: &Mention| FilledTerm {
            stretch: found.stretch,
            range: found.range.clone(),
            url: self.term_url(found.term),
            note: format!("term-{}", terms[found.term].id()),
        };
        uses.flat_map(|uses| uses.iter().map(fill)).collect()
    }

    /// The address to which a link or image of this page leads.
    fn leads(&self, target: &str, resolution: &Resolution) -> String {
        let graph = self.source.graph;
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
        let (own_width, own_height) = self.source.assets[*at].size?;
        match width {
            Some(width) if own_width > 0 => Some((
                width,
                (u64::from(own_height) * u64::from(width) / u64::from(own_width)) as u32,
            )),
            _ => Some((own_width, own_height)),
        }
    }
}
