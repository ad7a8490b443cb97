//! Facts of a site that all views share. They are computed once per build, so that the cost of a page does not depend on the
//! size of the site or of its data files.
//!
//! There are two kinds: values that are the same on every page ([`Shared`]), and look-up tables for every page, such as the
//! reading paths of an article. Nothing here depends on the address of a page or on the texts of the interface.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::config::{Config, HelpSettings};
use crate::data::Data;
use crate::data::help::{ContactKind, Help};
use crate::document::Document;
use crate::graph::{DocId, Graph, Listed};
use crate::memo::{Fingerprint, Hashed};

/// A value that many pages share. Copies are cheap, it is hashed at most once, and [`render`](crate::render) converts it to
/// a value of the template language once.
#[derive(Debug)]
pub struct Shared<T>(Arc<Hashed<T>>);

impl<T> Shared<T> {
    /// Takes a value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Hashed::new(value)))
    }
}

impl<T: Hash> Shared<T> {
    /// The fingerprint of the value.
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint()
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

/// The facts that all views share.
pub struct SiteFacts {
    /// `[extra]` of `site.toml`.
    pub extra: Shared<Map<String, Value>>,
    /// The site's own data files, by name.
    pub data: Shared<BTreeMap<String, Value>>,
    /// The article on crises that the configuration names.
    pub(super) crisis_article: Option<DocId>,
    /// The published articles that belong to the practice.
    pub(super) practice_pages: Vec<DocId>,
    /// The id of the default region: the configured one, whether it exists or not, else the only one.
    pub(super) region: Option<String>,
    /// The kinds of help for which at least one region has a contact.
    pub(super) helped_with: Vec<ContactKind>,
    /// The published articles of each reading path.
    pub(crate) path_steps: Vec<Vec<Listed>>,
    /// The reading paths of each article: the indices of the path and of its first step with the article.
    path_places: FxHashMap<DocId, Vec<(usize, usize)>>,
    /// The index of each kind of audience, by its id.
    audiences: FxHashMap<String, usize>,
    /// The index of the list of each kind of audience, if it has one.
    audience_lists: FxHashMap<usize, usize>,
}

/// What the facts read of `site.toml`.
#[derive(Clone, Copy)]
pub struct FactSettings<'a> {
    /// `[extra]`.
    pub extra: &'a Map<String, Value>,
    /// Where readers who need help are sent.
    pub help: &'a HelpSettings,
    /// The articles that belong to the practice, by their name or their path below `content/`.
    pub practice_pages: &'a [String],
}

impl<'a> FactSettings<'a> {
    /// Takes them out of the configuration.
    pub fn of(config: &'a Config) -> Self {
        let practice = config.practice.as_ref();
        Self {
            extra: &config.extra,
            help: &config.help,
            practice_pages: practice.map_or(&[], |practice| &*practice.pages),
        }
    }
}

impl SiteFacts {
    /// Computes them.
    pub fn of(
        settings: FactSettings<'_>,
        documents: &[Arc<Document>],
        graph: &Graph,
        data: &Data,
    ) -> Self {
        let FactSettings {
            extra,
            help,
            practice_pages,
        } = settings;
        let named = |path: &String| graph.document_at(documents, path);
        let is_published = |id: &DocId| graph.states[id.index()].published;
        let edition = &graph.edition;
        let steps = edition.paths.iter();
        let path_steps: Vec<Vec<Listed>> = steps
            .map(|steps| steps.iter().flatten().copied().collect())
            .collect();
        let kinds = data.localised.audiences.iter().enumerate();
        let lists = edition.audiences.iter().enumerate();
        Self {
            extra: Shared::new(extra.clone()),
            data: Shared::new(data.own.clone()),
            crisis_article: help.crisis_article.as_ref().and_then(named),
            practice_pages: practice_pages
                .iter()
                .filter_map(named)
                .filter(is_published)
                .collect(),
            region: region(help.region.as_ref(), data.help.as_ref()),
            helped_with: helped_with(data),
            path_places: path_places(&path_steps),
            path_steps,
            // Of two kinds with one id the first counts.
            audiences: kinds
                .rev()
                .map(|(at, kind)| (kind.id.clone(), at))
                .collect(),
            audience_lists: lists.rev().map(|(at, list)| (list.kind, at)).collect(),
        }
    }

    /// The reading paths of an article in order, each with the index of its step.
    pub(crate) fn paths_of(&self, id: DocId) -> &[(usize, usize)] {
        self.path_places.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The kind of audience with an id, and the index of its list if it has one.
    pub(super) fn audience(&self, id: &str) -> Option<(usize, Option<usize>)> {
        let kind = *self.audiences.get(id)?;
        Some((kind, self.audience_lists.get(&kind).copied()))
    }
}

fn region(asked: Option<&String>, help: Option<&Help>) -> Option<String> {
    let asked = asked.map(String::as_str);
    let chosen = match help {
        Some(help) => help.home_region(asked),
        None => asked,
    };
    chosen.map(str::to_owned)
}

fn helped_with(data: &Data) -> Vec<ContactKind> {
    let regions = || data.help.iter().flat_map(|help| &help.regions);
    let kinds = ContactKind::ALL.into_iter();
    kinds
        .filter(|kind| regions().any(|region| region.has(*kind)))
        .collect()
}

fn path_places(paths: &[Vec<Listed>]) -> FxHashMap<DocId, Vec<(usize, usize)>> {
    let mut places: FxHashMap<DocId, Vec<(usize, usize)>> = FxHashMap::default();
    for (path, steps) in paths.iter().enumerate() {
        for (step, page) in steps.iter().enumerate() {
            let places = places.entry(page.id()).or_default();
            // An article that a path names twice has one box, at its first step.
            if places.last().is_none_or(|(last, _)| *last != path) {
                places.push((path, step));
            }
        }
    }
    places
}
