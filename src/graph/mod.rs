//! All documents -> the site: addresses, sections, order, links and backlinks, related articles, tags and redirects.
//!
//! The graph reads outlines only (titles, settings, headings, links), never the text of an article, so it stays cheap
//! however long the articles are. It states facts; whether a fact is an error or a warning is decided in
//! [`check`](crate::check).
//!
//! **A graph for each language.** [`divide()`] gives each language of a site its documents, and each has a graph of its own that
//! knows no page of another one. [`Graph`] holds what follows from addresses and links, [`Edition`] the sections, lists,
//! reading paths and generated pages.
//!
//! **The published set is a type.** Feeds, site maps, sections, tags and the A to Z list [`Listed`] only, and only this
//! room can make one: for a page that is published and not unlisted. No list can name a draft by accident.
//!
//! The files use each other in one direction: `ids`, `page` and `inputs` are used by all; then come addresses (`address`),
//! lists (`edition`), pages (`page_source`) and links (`link_graph`), each made from the ones before.

mod address;
mod anchors;
mod audiences;
mod companions;
mod conflicts;
mod directory;
mod discreet;
mod divide;
mod edition;
mod generated;
mod help;
mod ids;
mod inherit;
mod inputs;
mod letters;
mod link_graph;
mod list_order;
mod menu;
mod names;
mod page;
mod page_source;
mod reading_paths;
mod redirects;
mod related;
mod reserved;
mod resolution;
mod resolve;
mod sections;
mod state;
mod suggest;
mod taxonomies;
#[cfg(test)]
mod tests;
mod title_order;
mod unreadable;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::document::Document;
use crate::memo::Memo;
use crate::path::Route;

use address::{Layout, document_named};
use link_graph::{LinkGraph, LinkInputs};

pub use audiences::AudienceList;
pub use companions::{Captions, Companions};
pub use directory::{Directory, Named};
pub use discreet::Discretion;
pub(crate) use divide::divide;
pub use edition::Edition;
pub use generated::GeneratedRoutes;
pub use help::HelpReason;
pub(crate) use ids::{CONTENT, NOT_FOUND};
pub use ids::{DocId, Listed, SectionId, WORKSHEETS};
pub use inputs::{GraphInputs, GraphSettings};
pub use letters::{DIGITS, Entry, Letter, first_letter};
pub(crate) use page::part_route;
pub use page::{KindId, Page, PageKey, Subject};
pub(crate) use page_source::{PageList, PageSource, Parts};
pub(crate) use reading_paths::path_route;
pub use redirects::Redirect;
pub use reserved::{SEARCH_FILES, is_replaceable};
pub use resolution::Resolution;
pub(crate) use resolution::relative_source;
pub use resolve::AssetUse;
pub use sections::{Neighbours, Section};
pub use state::State;
pub use taxonomies::{Taxonomy, Term};

/// The site in one language, without any text.
pub struct Graph {
    /// The state of each document.
    pub states: Vec<State>,
    /// The address of each document, published or not.
    pub routes: Arc<Vec<Route>>,
    /// The section of each document. An index belongs to the section it is the index of.
    pub section_of: Arc<Vec<SectionId>>,
    /// Every page of the site, in the order of the addresses.
    pub pages: Vec<Page>,
    /// The old addresses.
    pub redirects: Vec<Redirect>,
    /// The address of each asset, by its place in the list of assets; `None` if it is held back.
    pub asset_routes: Arc<Vec<Option<Route>>>,
    /// Which documents use each asset.
    pub asset_uses: Vec<AssetUse>,
    /// What belongs to each recording and film, by its place in the list of assets.
    pub companions: Arc<BTreeMap<usize, Companions>>,
    /// Where each link of each document leads.
    pub links: Arc<Vec<Vec<Resolution>>>,
    /// The resolution of each image of each document.
    pub images: Arc<Vec<Vec<Resolution>>>,
    /// Where the links of the menus of `site.toml` lead, those of the header first.
    pub menu: Arc<Vec<Resolution>>,
    /// The documents that link to each document, in the order of their paths.
    pub backlinks: Arc<Vec<Vec<Listed>>>,
    /// Addresses that are claimed twice or are not allowed, and steps of reading paths that lead nowhere.
    pub problems: Vec<Diagnostic>,
    /// What the site has once per language.
    pub edition: Edition,
    /// The document with each file name, without extension; `None` for a name that several documents have.
    by_file_name: Arc<FxHashMap<Box<str>, Option<DocId>>>,
}

impl Graph {
    /// The document that a setting names: by its path below `content/`, with or without `.md`, or by its file name alone if
    /// no other has it. The documents are those the graph was made from.
    pub fn document_at(&self, documents: &[Arc<Document>], name: &str) -> Option<DocId> {
        document_named(documents, &self.by_file_name, name)
    }

    /// The place of the page at an address in the list of pages.
    pub fn page_at(&self, route: &Route) -> Option<usize> {
        self.pages
            .binary_search_by(|page| page.route.cmp(route))
            .ok()
    }

    /// The section a document belongs to.
    pub fn section(&self, id: DocId) -> &Section {
        self.edition.section(self.section_of[id.index()])
    }

    /// Whether a document is the index of its section.
    pub fn is_index(&self, id: DocId) -> bool {
        self.section(id).index == Some(id)
    }

    /// Whether a document is a worksheet.
    pub fn is_worksheet(&self, id: DocId) -> bool {
        self.section(id).is_shelf() && !self.is_index(id)
    }

    /// Where in the site a link leads: an address, and perhaps a place on that page.
    pub fn place<'a>(&'a self, resolution: &'a Resolution) -> Option<(&'a Route, Option<&'a str>)> {
        match resolution {
            Resolution::Page { id, anchor } => Some((&self.routes[id.index()], anchor.as_deref())),
            Resolution::NoAnchor { id, .. } => Some((&self.routes[id.index()], None)),
            Resolution::Generated { route, anchor } => Some((route, anchor.as_deref())),
            Resolution::Asset(at) => Some((self.asset_routes[*at].as_ref()?, None)),
            Resolution::External
            | Resolution::Elsewhere
            | Resolution::Unpublished(_)
            | Resolution::Ambiguous { .. }
            | Resolution::Unknown
            | Resolution::Missing { .. } => None,
        }
    }

    /// The text of a link that has none of its own: the words of a wikilink, else the title of the page it leads to, the
    /// heading if that is on the same page, or the name of the file.
    pub fn link_text<'a>(
        &'a self,
        documents: &'a [Arc<Document>],
        from: DocId,
        at: usize,
    ) -> Cow<'a, str> {
        link_graph::link_text(documents, from, at, &self.links[from.index()][at])
    }

    /// The articles to which this one links, without itself, each once, in the order of the links.
    pub fn targets(&self, id: DocId) -> Vec<DocId> {
        link_graph::targets(&self.links, id)
    }

    /// For each listed article, those to which its page leads in its text, as its neighbours and on its reading paths.
    fn ways_on(&self) -> Vec<Vec<DocId>> {
        let Edition { articles, .. } = &self.edition;
        let mut beside: FxHashMap<DocId, Vec<DocId>> = FxHashMap::default();
        for path in &self.edition.paths {
            let steps: Vec<DocId> = path.iter().flatten().map(|page| page.id()).collect();
            for pair in steps.windows(2) {
                beside.entry(pair[0]).or_default().push(pair[1]);
                beside.entry(pair[1]).or_default().push(pair[0]);
            }
        }
        let ways_on = |page: &Listed| {
            let id = page.id();
            let Neighbours { previous, next } = self.edition.neighbours[id.index()];
            let mut ways_on = self.targets(id);
            ways_on.extend([previous, next].into_iter().flatten().map(Listed::id));
            ways_on.extend(beside.remove(&id).unwrap_or_default());
            ways_on
        };
        articles.iter().map(ways_on).collect()
    }
}

/// The address of an asset that is published: all are but those that only held-back documents use. Documents in one language may
/// hold it back while those in another one show it.
pub fn published_asset<'g>(graphs: &[&'g Graph], at: usize) -> Option<&'g Route> {
    let is = |wanted| graphs.iter().any(|graph| graph.asset_uses[at] == wanted);
    let is_published = is(AssetUse::Published) || !is(AssetUse::HeldBack);
    let mut routes = graphs.iter();
    routes.find_map(|graph| graph.asset_routes[at].as_ref().filter(|_| is_published))
}

/// Results of the last build that the next one can use.
#[derive(Default)]
pub struct Cache {
    layout: Memo<Layout>,
    links: Memo<LinkGraph>,
    related: related::Cache,
}

impl Cache {
    /// A cache for a single graph.
    pub fn forgetting() -> Self {
        Self {
            related: related::Cache::forgetting(),
            ..Self::default()
        }
    }

    /// Builds the graph of the whole site, with pages of these kinds. A cache is for one table of kinds.
    pub(crate) fn graph(&mut self, inputs: &GraphInputs<'_>, kinds: &[&dyn PageSource]) -> Graph {
        let layout_key = inputs.layout_key();
        let layout = self.layout.one(layout_key, || address::lay_out(inputs));
        let mut edition = Edition::new(inputs, &layout);
        let redirects = redirects::redirects(inputs, &layout, &edition.sections);
        let parts = Parts {
            inputs,
            edition: &edition,
            redirects: &redirects.value,
            layout: &layout,
        };
        let pages = page_source::pages(kinds, &parts);
        let link_inputs = LinkInputs {
            inputs,
            layout: &layout,
            layout_key,
            edition: &edition,
            pages: &pages,
            redirects: &redirects.value,
        };
        let links = self.links.one(link_inputs.key(), || link_inputs.resolve());
        edition.paths.clone_from(&links.paths);
        let mut problems = redirects.problems;
        problems.extend_from_slice(&links.problems);
        Graph {
            states: inputs.states.to_vec(),
            section_of: Arc::clone(&layout.section_of),
            routes: Arc::clone(&layout.routes),
            pages,
            redirects: redirects.value,
            asset_routes: Arc::clone(&links.asset_routes),
            asset_uses: links.asset_uses.clone(),
            companions: Arc::clone(&links.companions),
            links: Arc::clone(&links.links),
            images: Arc::clone(&links.images),
            menu: Arc::clone(&links.menu),
            backlinks: Arc::clone(&links.backlinks),
            problems,
            edition,
            by_file_name: Arc::clone(&layout.by_file_name),
        }
    }

    /// The articles related to each document of a graph, nearest first and at most `wanted`; `None` for documents that are
    /// not compared.
    pub fn related(
        &mut self,
        graph: &Graph,
        documents: &[Arc<Document>],
        wanted: usize,
    ) -> Vec<Option<Arc<Vec<Listed>>>> {
        self.related.related(graph, documents, wanted)
    }
}
