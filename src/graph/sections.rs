//! Sections, which are the folders of the content: their titles, their order, and the articles in each.

use rustc_hash::FxHashMap;

use super::address::{Layout, parent, section_route};
use super::discreet::Discretion;
use super::ids::{DocId, Listed, SectionId, WORKSHEETS};
use super::inputs::GraphInputs;
use super::list_order::ListOrder;
use crate::config::SortBy;
use crate::document::name_to_title;
use crate::language::Alphabet;
use crate::path::Route;

/// The neighbours of an article in its section.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours {
    /// The one before.
    pub previous: Option<Listed>,
    /// The one after.
    pub next: Option<Listed>,
}

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Section {
    /// The folder, relative to `content`; empty for the home page.
    pub folder: String,
    /// Its address.
    pub route: Route,
    /// Its title: that of its index, else the name of its folder.
    pub title: String,
    /// The published index document, if there is one.
    pub index: Option<DocId>,
    /// The section that contains it; `None` for the home page.
    pub parent: Option<SectionId>,
    /// The sections directly inside that have articles or an index, in order.
    pub children: Vec<SectionId>,
    /// The articles directly inside, in order.
    pub pages: Vec<Listed>,
    /// The order of its articles.
    pub sort_by: SortBy,
    /// How many articles it holds, those of inner sections included.
    pub size: usize,
    /// The address of its Atom feed, if the site has feeds and any article in it has a date and is not discreet.
    pub feed: Option<Route>,
}

impl Section {
    /// Whether it holds worksheets, which are not part of the reading order.
    pub(crate) fn is_shelf(&self) -> bool {
        self.folder == WORKSHEETS
    }
}

/// Numbers the sections and sorts everything in them. Sections among each other are sorted by weight, then by title.
pub(super) fn build(
    inputs: &GraphInputs<'_>,
    layout: &Layout,
    articles: &[Listed],
    list_order: &ListOrder<'_>,
    discretion: Discretion,
) -> Vec<Section> {
    let mut sections = empty(inputs, layout);
    for page in articles {
        let section = layout.section_of[page.id().index()];
        sections[section.index()].pages.push(*page);
    }
    for section in &mut sections {
        list_order.sort_section(section.sort_by, &mut section.pages);
        finish(section, inputs, discretion);
    }
    nest(&mut sections);
    for at in 0..sections.len() {
        let mut children = std::mem::take(&mut sections[at].children);
        children.sort_by_cached_key(|child| {
            order(inputs, &sections[child.index()], list_order.alphabet)
        });
        sections[at].children = children;
    }
    sections
}

/// A section for each folder, without articles or inner sections.
fn empty(inputs: &GraphInputs<'_>, layout: &Layout) -> Vec<Section> {
    let numbers = layout.sections.iter().enumerate();
    let by_folder: FxHashMap<&str, SectionId> = numbers
        .map(|(at, (folder, _))| (folder.as_str(), SectionId::from_index(at)))
        .collect();
    let section = |(folder, index): &(String, Option<DocId>)| Section {
        folder: folder.clone(),
        route: index.map_or_else(
            || section_route(inputs.settings.edition, folder),
            |index| layout.routes[index.index()].clone(),
        ),
        title: title(inputs, folder, *index),
        index: *index,
        parent: (!folder.is_empty()).then(|| by_folder[parent(folder)]),
        children: Vec::new(),
        pages: Vec::new(),
        sort_by: index
            .and_then(|index| inputs.documents[index.index()].meta.sort_by)
            .unwrap_or(inputs.settings.sort_by),
        size: 0,
        feed: None,
    };
    layout.sections.iter().map(section).collect()
}

fn title(inputs: &GraphInputs<'_>, folder: &str, index: Option<DocId>) -> String {
    match index {
        Some(index) => inputs.documents[index.index()].title.clone(),
        None if folder.is_empty() => inputs.settings.title.to_owned(),
        None => name_to_title(folder.rsplit('/').next().unwrap_or(folder)),
    }
}

/// Counts the articles of a section, and gives it a feed if one of them is in feeds.
fn finish(section: &mut Section, inputs: &GraphInputs<'_>, discretion: Discretion) {
    section.size = section.pages.len();
    let mut pages = section.pages.iter();
    let is_in_feed = |page| discretion.is_in_feed(page, inputs.documents);
    if inputs.settings.has_feeds && pages.any(is_in_feed) {
        section.feed = Some(section.route.join("feed.xml"));
    }
}

/// Puts each section into the one around it, with its size and its feed.
fn nest(sections: &mut [Section]) {
    // A folder sorts before its contents, so walking backwards meets children before parents.
    for at in (1..sections.len()).rev() {
        let Some(parent) = sections[at].parent else {
            continue;
        };
        let (above, rest) = sections.split_at_mut(at);
        let (parent, section) = (&mut above[parent.index()], &rest[0]);
        parent.size += section.size;
        if section.feed.is_some() {
            parent.feed = Some(parent.route.join("feed.xml"));
        }
        if !section.is_shelf() && (section.size > 0 || section.index.is_some()) {
            parent.children.push(SectionId::from_index(at));
        }
    }
}

/// The sort key of a section among its siblings.
fn order(
    inputs: &GraphInputs<'_>,
    section: &Section,
    alphabet: &Alphabet,
) -> (i64, Vec<u8>, String) {
    let index = section.index.map(|index| &inputs.documents[index.index()]);
    let weight = index.and_then(|index| index.meta.weight);
    (
        weight.unwrap_or(i64::MAX),
        alphabet.sort_key(&section.title),
        section.folder.clone(),
    )
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

/// Every article that is there to be read, section by section, then the worksheets. Articles that are in no section are about
/// the site, as "About this guide" is; they count only where there is no section.
pub(super) fn reading_order_of_site(sections: &[Section]) -> Vec<Listed> {
    let home = &sections[0];
    let shelves = (1..sections.len()).filter(|at| sections[*at].is_shelf());
    let shelves = shelves.map(SectionId::from_index);
    let children = home.children.iter().copied().chain(shelves);
    let mut order = match home.children.is_empty() {
        true => home.pages.clone(),
        false => Vec::new(),
    };
    order.extend(children.flat_map(|section| reading_order(sections, section)));
    order
}

/// The articles of a section, then those of the sections inside it.
pub(super) fn reading_order(sections: &[Section], id: SectionId) -> Vec<Listed> {
    let mut order = Vec::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        order.extend_from_slice(&sections[id.index()].pages);
        open.extend(sections[id.index()].children.iter().rev());
    }
    order
}
