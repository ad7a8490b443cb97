//! The details of articles: what lists show of them besides their faces.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::model::{Link, Picture, TaxonomyTerms};
use super::outline::Outline;
use super::place::Name;
use super::vantage::Vantage;
use crate::asset::Asset;
use crate::data::texts::Texts;
use crate::date::Moment;
use crate::graph::{Edition, Graph, Taxonomy};
use crate::path::Route;

/// What lists show of an article besides its face.
#[derive(Clone, Hash)]
pub(crate) struct Details<'a> {
    pub(super) date: Option<Moment>,
    pub(super) updated: Option<Moment>,
    /// The time it takes to read, in minutes.
    pub(super) minutes: usize,
    image: Option<Image<'a>>,
    pub(super) terms: Vec<Terms<'a>>,
    pub(super) extra: &'a Map<String, Value>,
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

impl<'a> Details<'a> {
    pub(super) fn of(
        outline: Outline<'a>,
        graph: &'a Graph,
        assets: &'a [Arc<Asset>],
        texts: &Texts,
    ) -> Self {
        let meta = outline.meta();
        let image = outline.image(assets);
        Self {
            date: meta.date.or(meta.publish_date),
            updated: meta.updated,
            minutes: outline.minutes(),
            image: image.and_then(|at| {
                Some(Image {
                    route: graph.asset_routes[at].as_ref()?,
                    size: assets[at].size,
                })
            }),
            terms: Terms::all_of(outline, &graph.edition, texts),
            extra: &meta.extra,
        }
    }

    pub(super) fn picture(&self, vantage: &Vantage<'_>) -> Option<Picture> {
        let Image { route, size } = self.image.as_ref()?;
        Some(Picture {
            url: vantage.url(route),
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
        })
    }
}

impl<'a> Terms<'a> {
    /// The terms of a document in each taxonomy in which it has any. A term that only held-back or unlisted articles have has
    /// no page, and is left out.
    pub(crate) fn all_of(outline: Outline<'a>, edition: &'a Edition, texts: &Texts) -> Vec<Self> {
        let meta = outline.meta();
        let terms = |taxonomy: &'a Taxonomy| {
            let names = meta.terms(&taxonomy.name).iter();
            let terms = names.filter_map(|name| taxonomy.term(name));
            let terms: Vec<Name<'_>> = terms.map(Name::of_term).collect();
            (!terms.is_empty()).then(|| Self {
                taxonomy: &taxonomy.name,
                name: Name {
                    title: taxonomy.title(texts),
                    route: &taxonomy.route,
                },
                terms,
            })
        };
        let taxonomies = edition.taxonomies.iter();
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
