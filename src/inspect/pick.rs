//! Selects documents: by a name that an author types, or all of them in reading order.

use std::collections::HashMap;

use super::Inspector;
use crate::graph::{CONTENT, DocId, SectionId};
use crate::path::{Route, fold};

impl Inspector {
    /// The documents that a name means: one, by its file, its file name, its address or its title; or all of a section, by
    /// its folder, its address or its title. Empty if nothing has that name.
    pub fn documents_named(&self, asked: &str) -> Option<Vec<DocId>> {
        let trimmed = asked.trim_matches('/');
        let below = trimmed.strip_prefix("content/").unwrap_or(trimmed);
        if let Some(section) = self.section_named(asked, below) {
            return Some(self.documents_of(section));
        }
        let graph = &self.site.graph;
        let by_address = || {
            let route = self.route_of(asked)?;
            let folder = Route::new(&format!("{}/", route.as_str()));
            let is_it = |other: &Route| *other == route || *other == folder;
            graph.routes.iter().position(is_it).map(DocId::new)
        };
        let found = graph
            .document_at(&self.site.documents, below)
            .or_else(by_address)
            .or_else(|| self.document_titled(asked))?;
        Some(vec![found])
    }

    /// The section of a folder below `content/`, of an address or of a title.
    fn section_named(&self, asked: &str, below: &str) -> Option<SectionId> {
        let graph = &self.site.graph;
        let edition = &graph.edition;
        let folder = format!("{CONTENT}/{below}/");
        let is_in = |at: &usize| {
            let path = self.site.documents[*at].path.as_str();
            path.starts_with(&folder) && !path[folder.len()..].contains('/')
        };
        let by_folder = || {
            let at = (0..self.site.documents.len()).find(is_in)?;
            Some(graph.section_of[at])
        };
        let route = self.route_of(&format!("{asked}/"));
        let folded = fold(asked.trim());
        let is_meant = |id: &SectionId| {
            let section = edition.section(*id);
            route.as_ref() == Some(&section.route) || fold(&section.title) == folded
        };
        let inner = (1..edition.sections.len()).map(SectionId::from_index);
        by_folder().or_else(|| inner.into_iter().find(is_meant))
    }

    /// The documents of a section and of those inside it, in the order of their paths.
    fn documents_of(&self, section: SectionId) -> Vec<DocId> {
        let graph = &self.site.graph;
        let is_inside = |at: &usize| {
            let mut around = Some(graph.section_of[*at]);
            while let Some(id) = around {
                if id == section {
                    return true;
                }
                around = graph.edition.section(id).parent;
            }
            false
        };
        let all = (0..self.site.documents.len()).filter(is_inside);
        all.map(DocId::new).collect()
    }

    /// The sections in reading order, and the published documents of each: its index, then the listed ones in
    /// their order, then the others.
    pub fn shelves(&self) -> Vec<(SectionId, Vec<DocId>)> {
        let graph = &*self.site.graph;
        let edition = &graph.edition;
        let mut sections = Vec::new();
        let mut open = vec![SectionId::default()];
        while let Some(id) = open.pop() {
            sections.push(id);
            open.extend(edition.section(id).children.iter().rev());
        }
        // Shelves are not in the reading order of the site.
        let others = (0..edition.sections.len()).map(SectionId::from_index);
        let others: Vec<SectionId> = others.filter(|id| !sections.contains(id)).collect();
        sections.extend(others);
        let mut shelves: Vec<(SectionId, Vec<DocId>)> =
            sections.into_iter().map(|id| (id, Vec::new())).collect();
        let shelf_of: HashMap<usize, usize> = shelves
            .iter()
            .enumerate()
            .map(|(at, (id, _))| (id.index(), at))
            .collect();
        for (at, document) in self.report.documents.iter().enumerate() {
            if document.published {
                let id = DocId::new(at);
                let section = graph.section_of[id.index()].index();
                shelves[shelf_of[&section]].1.push(id);
            }
        }
        for (id, pages) in &mut shelves {
            let section = edition.section(*id);
            let order: HashMap<DocId, usize> = section
                .pages
                .iter()
                .map(|page| page.id())
                .zip(0..)
                .collect();
            pages.sort_by_key(|page| match section.index == Some(*page) {
                true => (0, 0),
                false => (1, order.get(page).copied().unwrap_or(usize::MAX)),
            });
        }
        shelves.retain(|(_, pages)| !pages.is_empty());
        shelves
    }
}
