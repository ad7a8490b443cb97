//! The article itself, with everything that its gaps are to be filled with.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::Scope;
use crate::document::Document;
use crate::document::uses::Use;
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
    /// The stretch of HTML it stands in, in the order of [`Piece::stretches`](crate::markdown::Piece::stretches).
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
    /// The title of what it leads to, for links that bring no text.
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
        Content {
            links: links
                .map(|(link, resolution)| self.fill_link(id, &link.target, resolution))
                .collect(),
            images: images
                .map(|(image, resolution)| FilledImage {
                    url: self.fill_link(id, &image.target, resolution).url,
                    size: self.shown_size(resolution, image.width),
                })
                .collect(),
            document: Arc::clone(document),
            marks,
            terms: self.filled_terms(id),
        }
    }

    fn filled_terms(&self, id: DocId) -> Vec<FilledTerm> {
        let terms = &self.source.data.glossary.terms;
        let uses = self.source.uses.get(id.index()).into_iter();
        let fill = |found: &Use| FilledTerm {
            stretch: found.stretch,
            range: found.range.clone(),
            url: self.term_url(found.term),
            note: format!("term-{}", terms[found.term].id()),
        };
        uses.flat_map(|uses| uses.iter().map(fill)).collect()
    }

    fn fill_link(&self, from: DocId, target: &str, resolution: &Resolution) -> FilledLink {
        let graph = self.source.graph;
        let inside = |route: &Route, anchor: Option<&str>, text: &str| FilledLink {
            url: match anchor {
                Some(anchor) if route == self.route => format!("#{}", path::encode_path(anchor)),
                Some(anchor) => format!("{}#{}", self.url(route), path::encode_path(anchor)),
                None => self.url(route),
            },
            external: false,
            text: text.to_owned(),
        };
        match resolution {
            Resolution::Page { id, anchor } => {
                let document = self.document(*id);
                let heading = |anchor: &str| {
                    document
                        .parsed
                        .headings
                        .iter()
                        .find(|heading| &*heading.id == anchor)
                        .map(|heading| &*heading.text)
                };
                let text = match anchor.as_deref().and_then(heading) {
                    Some(heading) if *id == from => heading,
                    _ => &document.title,
                };
                inside(&graph.routes[id.index()], anchor.as_deref(), text)
            }
            Resolution::NoAnchor { id, .. } => {
                inside(&graph.routes[id.index()], None, &self.document(*id).title)
            }
            Resolution::Generated { route, anchor } => {
                inside(route, anchor.as_deref(), route.as_str())
            }
            Resolution::Asset(at) => match &graph.asset_routes[*at] {
                Some(route) => inside(route, None, self.source.assets[*at].path.file_name()),
                None => as_written(target, false),
            },
            Resolution::External => as_written(target, true),
            Resolution::Elsewhere => as_written(target, false),
            Resolution::Unpublished(_)
            | Resolution::Ambiguous { .. }
            | Resolution::Unknown
            | Resolution::Missing { .. } => as_written(target, false),
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

fn as_written(target: &str, external: bool) -> FilledLink {
    FilledLink {
        url: target.to_owned(),
        external,
        text: target.to_owned(),
    }
}
