//! Folders as sections: their titles, their order, what stands in each.

use std::collections::HashMap;

use super::address::{Layout, parent, section_route};
use super::letters::TitleOrder;
use super::reading::WORKSHEETS;
use super::{DocId, Listed, Material, Neighbours};
use crate::document::name_to_title;
use crate::path::{self, Route};

/// A section by its place in the list of sections; the home page is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub(super) usize);

impl SectionId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0
    }

    /// The section at a place in the list.
    pub fn from_index(index: usize) -> Self {
        Self(index)
    }
}

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Section {
    /// The folder, relative to `content`; empty for the home page.
    pub folder: String,
    /// Its address.
    pub route: Route,
    /// What it is called: by its index, else after its folder.
    pub title: String,
    /// The published index document, if there is one.
    pub index: Option<DocId>,
    /// The section it lies in; nothing for the home page.
    pub parent: Option<SectionId>,
    /// The sections directly inside that hold anything to list, in order.
    pub children: Vec<SectionId>,
    /// The articles directly inside, in order.
    pub pages: Vec<Listed>,
    /// How many articles it holds, those of inner sections included.
    pub size: usize,
    /// Where its Atom feed is: if feeds are wanted, and any of its articles has a date.
    pub feed: Option<Route>,
}

impl Section {
    /// Whether it keeps sheets rather than articles: it is then no part of the way through the site.
    pub(crate) fn is_shelf(&self) -> bool {
        self.folder == WORKSHEETS
    }
}

/// Numbers the sections and puts everything into its order: by weight, then by title.
pub(super) fn build(
    material: &Material<'_>,
    layout: &Layout,
    articles: &[Listed],
    titles: &TitleOrder,
) -> Vec<Section> {
    let mut by_folder: HashMap<&str, SectionId> = HashMap::new();
    let mut sections: Vec<Section> = Vec::new();
    for (folder, index) in &layout.sections {
        by_folder.insert(folder, SectionId(sections.len()));
        sections.push(Section {
            folder: folder.clone(),
            route: index.map_or_else(
                || section_route(folder),
                |index| layout.routes[index.index()].clone(),
            ),
            title: title(material, folder, *index),
            index: *index,
            parent: (!folder.is_empty()).then(|| by_folder[parent(folder)]),
            children: Vec::new(),
            pages: Vec::new(),
            size: 0,
            feed: None,
        });
    }
    for page in articles {
        let section = layout.section_of[page.id().index()];
        sections[section.0].pages.push(*page);
    }
    let wants_feeds = material.config.feeds.enabled && material.config.base_url.is_some();
    for section in &mut sections {
        section.pages.sort_by_key(|page| {
            let weight = material.documents[page.id().index()].meta.weight;
            (weight.unwrap_or(i64::MAX), titles.place(page.id()))
        });
        section.size = section.pages.len();
        let dated = |page: &Listed| {
            material.documents[page.id().index()]
                .meta
                .changed()
                .is_some()
        };
        if wants_feeds && section.pages.iter().any(dated) {
            section.feed = Some(section.route.join("feed.xml"));
        }
    }
    // A folder sorts before what lies inside it, so walking backwards meets children before parents.
    for at in (1..sections.len()).rev() {
        if let Some(parent) = sections[at].parent {
            let size = sections[at].size;
            sections[parent.0].size += size;
            if sections[at].feed.is_some() {
                let parent = &mut sections[parent.0];
                parent.feed = Some(parent.route.join("feed.xml"));
            }
            if !sections[at].is_shelf() && (size > 0 || sections[at].index.is_some()) {
                sections[parent.0].children.push(SectionId(at));
            }
        }
    }
    for at in 0..sections.len() {
        let mut children = std::mem::take(&mut sections[at].children);
        children.sort_by_cached_key(|child| {
            let section = &sections[child.0];
            let weight = section
                .index
                .and_then(|index| material.documents[index.index()].meta.weight);
            (
                weight.unwrap_or(i64::MAX),
                path::fold(&section.title),
                section.folder.clone(),
            )
        });
        sections[at].children = children;
    }
    sections
}

fn title(material: &Material<'_>, folder: &str, index: Option<DocId>) -> String {
    match index {
        Some(index) => material.documents[index.index()].title.clone(),
        None if folder.is_empty() => material.config.title.clone(),
        None => name_to_title(folder.rsplit('/').next().unwrap_or(folder)),
    }
}

/// The article before and after each, in the order in which one would read a top-level section.
pub(super) fn neighbours(sections: &[Section], documents: usize) -> Vec<Neighbours> {
    let mut neighbours = vec![Neighbours::default(); documents];
    let home = &sections[0];
    let rows = home
        .children
        .iter()
        .map(|child| reading_order(sections, *child))
        .chain([home.pages.clone()]);
    for row in rows {
        for pair in row.windows(2) {
            neighbours[pair[0].id().index()].next = Some(pair[1]);
            neighbours[pair[1].id().index()].previous = Some(pair[0]);
        }
    }
    neighbours
}

/// The articles of a section, then those of the sections inside it.
pub(super) fn reading_order(sections: &[Section], id: SectionId) -> Vec<Listed> {
    let mut order = Vec::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        order.extend_from_slice(&sections[id.0].pages);
        open.extend(sections[id.0].children.iter().rev());
    }
    order
}
