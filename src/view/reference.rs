//! What pages of any kind show of the data files: links to the glossary and notes on its terms, the boxes of reading paths,
//! and the lists by audience. The pages of these files themselves are made in `data_pages`.

use std::sync::Arc;

use super::content::FilledTerm;
use super::model::{Link, PathBox, PathStep, PathView, TermNote};
use super::scope::Scope;
use super::site_facts::SiteFacts;
use crate::data::Localised;
use crate::data::glossary::Term;
use crate::data::paths::{ReadingPath, Step};
use crate::document::mentions::Mention;
use crate::graph::{AudienceList, DocId, Listed, path_route};
use crate::path;

/// The data files that pages of any kind refer to: the glossary, the reading paths and the audiences.
pub(super) struct Reference<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) data: &'a Localised,
    pub(super) mentions: &'a [Arc<Vec<Mention>>],
    pub(super) facts: &'a SiteFacts,
}

impl Reference<'_> {
    /// The glossary, if there is one.
    pub(super) fn glossary_link(&self) -> Option<Link> {
        let scope = self.scope;
        let glossary = &scope.edition.generated.glossary;
        (!self.data.glossary.terms.is_empty())
            .then(|| scope.link(&scope.texts.get("glossary"), glossary))
    }

    /// The list of reading paths, if there are any.
    pub(super) fn paths_link(&self) -> Option<Link> {
        let scope = self.scope;
        let paths = &scope.edition.generated.paths;
        (!self.data.paths.is_empty()).then(|| scope.link(&scope.texts.get("paths"), paths))
    }

    /// The lists by audience.
    pub(super) fn audiences(&self) -> Vec<Link> {
        let lists = self.scope.edition.audiences.iter();
        lists.map(|list| self.audience_link(list)).collect()
    }

    /// Those of the lists by audience whose ids are named.
    pub(super) fn audiences_of<'a>(&self, ids: impl Iterator<Item = &'a String>) -> Vec<Link> {
        let link = |id: &String| {
            let (kind, list) = self.facts.audience(id)?;
            Some(match list {
                Some(at) => self.audience_link(&self.scope.edition.audiences[at]),
                None => Link {
                    title: self.audience_words(kind).to_owned(),
                    url: String::new(),
                    summary: None,
                },
            })
        };
        ids.filter_map(link).collect()
    }

    fn audience_link(&self, list: &AudienceList) -> Link {
        self.scope.link(self.audience_words(list.kind), &list.route)
    }

    /// What the people of an audience are called in a sentence.
    pub(super) fn audience_words(&self, kind: usize) -> &str {
        &self.data.audiences[kind].words
    }

    /// The reading paths, at most so many.
    pub(super) fn paths(&self, most: usize) -> Vec<PathView> {
        let count = self.data.paths.len().min(most);
        (0..count).map(|at| self.path(at)).collect()
    }

    pub(super) fn path(&self, at: usize) -> PathView {
        let path = &self.data.paths[at];
        let steps = path.steps.iter().zip(&self.scope.edition.paths[at]);
        let step = |(step, page): (&Step, &Option<Listed>)| {
            let Link { title, url, .. } = self.on_path(path, (*page)?);
            Some(PathStep {
                title,
                url,
                text: step.text.clone(),
            })
        };
        PathView {
            id: path::slug(&path.id),
            title: path.title.clone(),
            url: self
                .scope
                .url(&path_route(&self.scope.edition.generated, path)),
            summary: path.summary.clone(),
            audience: self.audiences_of(path.audience.ids().iter()),
            steps: steps.filter_map(step).collect(),
        }
    }

    /// An article as a step of a path: its address opens the box of that path.
    fn on_path(&self, path: &ReadingPath, page: Listed) -> Link {
        let link = self.scope.document_link(page.id());
        Link {
            url: format!("{}#{}", link.url, box_id(path)),
            ..link
        }
    }

    /// The place of an article on each path it is part of.
    pub(super) fn path_boxes(&self, id: DocId) -> Vec<PathBox> {
        let of = |(path, at): &(usize, usize)| {
            let steps = &self.facts.path_steps[*path];
            let path = &self.data.paths[*path];
            let step = |page: &Listed| self.on_path(path, *page);
            PathBox {
                id: box_id(path),
                title: path.title.clone(),
                url: self
                    .scope
                    .url(&path_route(&self.scope.edition.generated, path)),
                number: at + 1,
                count: steps.len(),
                previous: at.checked_sub(1).and_then(|at| steps.get(at)).map(step),
                next: steps.get(at + 1).map(step),
            }
        };
        self.facts.paths_of(id).iter().map(of).collect()
    }

    /// The terms that an article mentions, in the order of its text.
    pub(super) fn term_notes(&self, id: DocId) -> Vec<TermNote> {
        let terms = &self.data.glossary.terms;
        let note = |found: &Mention| {
            let term = &terms[found.term];
            TermNote {
                id: note_id(term),
                term: term.term.clone(),
                definition: term.definition.clone(),
                url: self.term_url(found.term),
            }
        };
        self.mentions(id).iter().map(note).collect()
    }

    /// Where an article mentions terms.
    pub(super) fn mentions(&self, id: DocId) -> &[Mention] {
        let mentions = self.mentions.get(id.index());
        mentions.map_or(&[], |mentions| mentions.as_slice())
    }

    /// The words that lead to the glossary in an article.
    pub(super) fn filled_terms(&self, id: DocId) -> Vec<FilledTerm> {
        let terms = &self.data.glossary.terms;
        let fill = |found: &Mention| FilledTerm {
            stretch: found.stretch,
            range: found.range.clone(),
            url: self.term_url(found.term),
            note: note_id(&terms[found.term]),
        };
        self.mentions(id).iter().map(fill).collect()
    }

    /// Where a term is explained.
    fn term_url(&self, term: usize) -> String {
        let id = self.data.glossary.terms[term].id();
        let glossary = self.scope.url(&self.scope.edition.generated.glossary);
        format!("{glossary}#{}", path::encode_path(&id))
    }
}

/// The id of the note that explains a term on a page.
fn note_id(term: &Term) -> String {
    format!("term-{}", term.id())
}

/// The id of a path's box, and so the end of an address that opens it.
fn box_id(path: &ReadingPath) -> String {
    format!("path-{}", path::slug(&path.id))
}
