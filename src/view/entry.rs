//! The entries of lists: what a list shows of an article besides its face.

use std::borrow::Cow;

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::gather::Gather;
use super::model::{Link, ListEntry, Picture, TaxonomyTerms};
use super::place::{Face, Name};
use super::vantage::Vantage;
use crate::date::Moment;
use crate::graph::{DocId, Listed, Taxonomy};
use crate::memo::Hashed;
use crate::path::Route;

/// What a list shows of an article.
#[derive(Hash)]
pub(crate) struct Entry<'a> {
    face: &'a Hashed<Face<'a>>,
    details: Cow<'a, Hashed<Details<'a>>>,
}

/// What lists show of an article besides its face.
#[derive(Clone, Hash)]
pub(crate) struct Details<'a> {
    date: Option<Moment>,
    updated: Option<Moment>,
    /// The time it takes to read, in minutes.
    minutes: usize,
    image: Option<Image<'a>>,
    terms: Vec<Terms<'a>>,
    extra: &'a Map<String, Value>,
}

/// A picture, with its size in CSS pixels if that is known.
#[derive(Clone, Hash)]
struct Image<'a> {
    route: &'a Route,
    size: Option<(u32, u32)>,
}

/// The terms of an article in one taxonomy.
#[derive(Clone, Hash)]
pub(crate) struct Terms<'a> {
    taxonomy: &'a str,
    name: Name<'a>,
    terms: Vec<Name<'a>>,
}

impl<'a> Entry<'a> {
    pub(crate) fn all(gather: &Gather<'a>, pages: &[Listed]) -> Vec<Self> {
        let pages = pages.iter();
        pages.map(|page| Self::of(gather, page.id())).collect()
    }

    pub(crate) fn of(gather: &Gather<'a>, id: DocId) -> Self {
        let known = gather.details.get(id.index());
        let new = || Cow::Owned(Hashed::new(Details::of(gather, id)));
        Self {
            face: gather.face(id),
            details: known.map_or_else(new, Cow::Borrowed),
        }
    }

    pub(crate) fn view(&self, vantage: &Vantage<'_>) -> ListEntry {
        let details = &self.details;
        ListEntry {
            date: details.date,
            updated: details.updated,
            minutes: details.minutes,
            image: details.image.as_ref().map(|image| image.view(vantage)),
            taxonomies: Terms::views(&details.terms, vantage),
            extra: details.extra.clone(),
            ..vantage.face_link(self.face).into()
        }
    }

    pub(crate) fn views(entries: &[Self], vantage: &Vantage<'_>) -> Vec<ListEntry> {
        entries.iter().map(|entry| entry.view(vantage)).collect()
    }
}

impl<'a> Details<'a> {
    /// The details of all documents. An article is in several lists, so this is faster when many lists are gathered.
    pub(super) fn all(gather: &Gather<'a>) -> Vec<Hashed<Self>> {
        let documents = (0..gather.graph.routes.len()).into_par_iter();
        documents
            .map(|at| Hashed::new(Self::of(gather, DocId::new(at))))
            .collect()
    }

    fn of(gather: &Gather<'a>, id: DocId) -> Self {
        let outline = gather.outlines.get(id);
        let meta = outline.meta();
        let image = outline.image(gather.assets);
        Self {
            date: meta.date.or(meta.publish_date),
            updated: meta.updated,
            minutes: outline.minutes(),
            image: image.and_then(|at| {
                Some(Image {
                    route: gather.graph.asset_routes[at].as_ref()?,
                    size: gather.assets[at].size,
                })
            }),
            terms: Terms::all_of(gather, id),
            extra: &meta.extra,
        }
    }
}

impl Image<'_> {
    fn view(&self, vantage: &Vantage<'_>) -> Picture {
        Picture {
            url: vantage.url(self.route),
            width: self.size.map(|(width, _)| width),
            height: self.size.map(|(_, height)| height),
        }
    }
}

impl<'a> Terms<'a> {
    /// The terms of a document in each taxonomy in which it has any. A term that only held-back or unlisted articles have has
    /// no page, and is left out.
    pub(crate) fn all_of(gather: &Gather<'a>, id: DocId) -> Vec<Self> {
        let meta = gather.outlines.get(id).meta();
        let terms = |taxonomy: &'a Taxonomy| {
            let names = meta.terms(&taxonomy.name).iter();
            let terms = names.filter_map(|name| taxonomy.term(name));
            let terms: Vec<Name<'_>> = terms.map(Name::of_term).collect();
            (!terms.is_empty()).then(|| Self {
                taxonomy: &taxonomy.name,
                name: Name {
                    title: taxonomy.title(gather.texts),
                    route: &taxonomy.route,
                },
                terms,
            })
        };
        let taxonomies = gather.edition.taxonomies.iter();
        taxonomies.filter_map(terms).collect()
    }

    pub(crate) fn views(all: &[Self], vantage: &Vantage<'_>) -> Vec<TaxonomyTerms> {
        let view = |terms: &Self| {
            let Link { title, url, .. } = vantage.name_link(&terms.name);
            TaxonomyTerms {
                name: terms.taxonomy.to_owned(),
                title,
                url,
                terms: terms
                    .terms
                    .iter()
                    .map(|term| vantage.name_link(term))
                    .collect(),
            }
        };
        all.iter().map(view).collect()
    }
}

impl From<Link> for ListEntry {
    fn from(link: Link) -> Self {
        let Link {
            title,
            url,
            summary,
        } = link;
        Self {
            title,
            url,
            summary,
            date: None,
            updated: None,
            minutes: 0,
            image: None,
            taxonomies: Vec::new(),
            extra: Map::new(),
        }
    }
}
