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
                .map(|(link, resolution)| {
                    let mut filled = self.fill_link(id, &link.target, resolution);
                    let words = Some(link.target.as_ref()).filter(|_| link.kind.is_name());
                    if let Some(words) = words.and_then(as_it_reads) {
                        filled.text = words;
                    }
                    filled
                })
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

/// The words of a wikilink that brings none, as far as it was written in words: `[[Setbacks#After a year]]` reads
/// "Setbacks > After a year". The name of a file (`how-to-apologise`) or of a place is nothing to read, and the title of
/// the page says more.
fn as_it_reads(target: &str) -> Option<String> {
    let mut parts = target
        .split('#')
        .map(str::trim)
        .filter(|part| !part.starts_with('^'));
    let name = parts.next()?.rsplit('/').next()?;
    let name = name.strip_suffix(".md").unwrap_or(name);
    let is_joined = |part: &str| {
        part.contains(['-', '_']) && !part.contains(|c: char| c.is_whitespace() || c.is_uppercase())
    };
    let is_file_name = name.contains('.') || matches!(name, "index" | "_index" | "README");
    let words: Vec<&str> = [name]
        .into_iter()
        .chain(parts)
        .filter(|part| !part.is_empty())
        .collect();
    let reads = !words.is_empty() && !is_file_name && !words.iter().any(|part| is_joined(part));
    reads.then(|| words.join(" > "))
}
