//! Selects documents: those that a name means, or all of them in reading order.

use std::collections::HashMap;

use super::Inspector;
use crate::graph::{DocId, Named, SectionId};

impl Inspector {
    /// The documents that a name means: one, or all of a section.
    pub fn documents_of_name(&self, named: &Named) -> Vec<DocId> {
        let folder = match named {
            Named::Document(id) if self.document(*id).is_index() => {
                return self.documents_of(self.site.graph.section_of[id.index()]);
            }
            Named::Document(id) => return vec![*id],
            Named::Folder(folder) => folder,
            Named::File(_) | Named::Page(_) => return Vec::new(),
        };
        let sections = &self.site.graph.edition.sections;
        let at = sections
            .iter()
            .position(|section| section.folder == *folder);
        at.map_or_else(Vec::new, |at| self.documents_of(SectionId::from_index(at)))
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
        for (at, state) in graph.states.iter().enumerate() {
            if state.published {
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
