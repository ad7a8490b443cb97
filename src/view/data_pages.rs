//! The views of pages from data files: glossary, reading paths, lists by audience, worksheets.

use super::list;
use super::model::{
    GlossaryEntry, GlossaryView, Link, ListView, MOST_BACKLINKS, PageKind, PathBox, PathStep,
    PathView, TermNote, View,
};
use super::scope::Scope;
use crate::data::paths::{AudienceKind, ReadingPath, Step};
use crate::document::mentions::Mention;
use crate::graph::{AudienceList, DocId, Listed, path_route};
use crate::path;

pub(super) fn glossary(scope: &Scope<'_>) -> View {
    let texts = scope.source.texts;
    let terms = &scope.source.data.localised.glossary.terms;
    let mut view = scope.view(PageKind::Glossary, &texts.get("glossary"));
    let mut term_pages = scope.term_pages();
    let mut entries: Vec<GlossaryEntry> = terms
        .iter()
        .enumerate()
        .map(|(at, term)| GlossaryEntry {
            id: term.id(),
            term: term.term.clone(),
            definition: term.definition.clone(),
            see: term
                .see
                .iter()
                .filter_map(|name| terms.get(scope.source.data.localised.glossary.find(name)?))
                .map(|other| anchor_link(&other.term, &other.id()))
                .collect(),
            more_pages: term_pages[at].more,
            pages: std::mem::take(&mut term_pages[at].pages),
        })
        .collect();
    entries.sort_by_cached_key(|entry| path::fold(&entry.term));
    view.glossary = Some(GlossaryView { entries });
    view
}

pub(super) fn paths(scope: &Scope<'_>) -> View {
    let mut view = scope.view(PageKind::Paths, &scope.source.texts.get("paths"));
    view.paths = scope.paths(usize::MAX);
    view
}

pub(super) fn path(scope: &Scope<'_>, at: usize) -> View {
    let path = &scope.source.data.localised.paths[at];
    let mut view = scope.view(PageKind::Path, &path.title);
    view.page.summary = Some(path.summary.clone());
    view.page.description = Some(path.summary.clone());
    view.page.breadcrumbs.extend(scope.paths_link());
    view.paths = vec![scope.path(at)];
    view
}

pub(super) fn audience(scope: &Scope<'_>, at: usize, part: usize) -> View {
    let audience = &scope.edition.audiences[at];
    let words = scope.audience_words(&scope.source.data.localised.audiences[audience.kind]);
    let title = scope.source.texts.fill("audience", &[("audience", &words)]);
    let mut view = scope.view(PageKind::Audience, &title);
    let (pages, pager) = scope.part(&audience.pages, part, &audience.route);
    let links = pages
        .iter()
        .map(|page| scope.document_link(page.id()))
        .collect();
    view.list = Some(ListView {
        groups: vec![list::plain_group(links)],
        letters: Vec::new(),
        pager,
    });
    view
}

fn anchor_link(title: &str, id: &str) -> Link {
    Link {
        title: title.to_owned(),
        url: format!("#{}", path::encode_path(id)),
        summary: None,
    }
}

impl Scope<'_> {
    /// The glossary, if there is one.
    pub(super) fn glossary_link(&self) -> Option<Link> {
        let source = self.source;
        (!source.data.localised.glossary.terms.is_empty()).then(|| {
            self.link(
                &source.texts.get("glossary"),
                &self.edition.generated.glossary,
            )
        })
    }

    /// The list of reading paths, if there are any.
    pub(super) fn paths_link(&self) -> Option<Link> {
        let source = self.source;
        (!source.data.localised.paths.is_empty())
            .then(|| self.link(&source.texts.get("paths"), &self.edition.generated.paths))
    }

    /// The list of worksheets, if there are any.
    pub(super) fn worksheets_link(&self) -> Option<Link> {
        let section = &self.edition.sections[self.source.facts.worksheets?];
        Some(self.link(&self.source.section_title(section), &section.route))
    }

    /// The page with the questions people ask, if there is one.
    pub(super) fn questions_link(&self) -> Option<Link> {
        Some(self.document_link(self.edition.questions?.id()))
    }

    /// The lists by audience.
    pub(super) fn audiences(&self) -> Vec<Link> {
        let lists = self.edition.audiences.iter();
        lists.map(|list| self.audience_link(list)).collect()
    }

    /// Those of the lists by audience whose ids are named.
    pub(super) fn audiences_of<'a>(&self, ids: impl Iterator<Item = &'a String>) -> Vec<Link> {
        let link = |id: &String| {
            let (kind, list) = self.source.facts.audience(id)?;
            Some(match list {
                Some(at) => self.audience_link(&self.edition.audiences[at]),
                None => Link {
                    title: self.audience_words(&self.source.data.localised.audiences[kind]),
                    url: String::new(),
                    summary: None,
                },
            })
        };
        ids.filter_map(link).collect()
    }

    fn audience_link(&self, list: &AudienceList) -> Link {
        let kind = &self.source.data.localised.audiences[list.kind];
        self.link(&self.audience_words(kind), &list.route)
    }

    fn audience_words(&self, kind: &AudienceKind) -> String {
        let key = || format!("audience_{}", kind.id.replace('-', "_"));
        let words = kind.words.clone();
        words.unwrap_or_else(|| self.source.texts.get(&key()))
    }

    /// The reading paths, at most so many.
    pub(super) fn paths(&self, most: usize) -> Vec<PathView> {
        let count = self.source.data.localised.paths.len().min(most);
        (0..count).map(|at| self.path(at)).collect()
    }

    fn path(&self, at: usize) -> PathView {
        let path = &self.source.data.localised.paths[at];
        let steps = path.steps.iter().zip(&self.edition.paths[at]);
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
            url: self.url(&path_route(&self.edition.generated, path)),
            summary: path.summary.clone(),
            audience: self.audiences_of(path.audience.ids().iter()),
            steps: steps.filter_map(step).collect(),
        }
    }

    /// An article as a step of a path: its address opens the box of that path.
    fn on_path(&self, path: &ReadingPath, page: Listed) -> Link {
        let link = self.document_link(page.id());
        Link {
            url: format!("{}#{}", link.url, box_id(path)),
            ..link
        }
    }

    /// The place of an article on each path it is part of.
    pub(super) fn path_boxes(&self, id: DocId) -> Vec<PathBox> {
        let facts = self.source.facts;
        let of = |(path, at): &(usize, usize)| {
            let steps = &facts.path_steps[*path];
            let path = &self.source.data.localised.paths[*path];
            let step = |page: &Listed| self.on_path(path, *page);
            PathBox {
                id: box_id(path),
                title: path.title.clone(),
                url: self.url(&path_route(&self.edition.generated, path)),
                number: at + 1,
                count: steps.len(),
                previous: at.checked_sub(1).and_then(|at| steps.get(at)).map(step),
                next: steps.get(at + 1).map(step),
            }
        };
        facts.paths_of(id).iter().map(of).collect()
    }

    /// The terms that an article mentions, in the order of its text.
    pub(super) fn term_notes(&self, id: DocId) -> Vec<TermNote> {
        let terms = &self.source.data.localised.glossary.terms;
        let mentions = self.source.mentions.get(id.index());
        let note = |found: &Mention| {
            let term = &terms[found.term];
            TermNote {
                id: format!("term-{}", term.id()),
                term: term.term.clone(),
                definition: term.definition.clone(),
                url: self.term_url(found.term),
            }
        };
        mentions
            .into_iter()
            .flat_map(|found| found.iter().map(note))
            .collect()
    }

    /// Where a term is explained.
    pub(super) fn term_url(&self, term: usize) -> String {
        let id = self.source.data.localised.glossary.terms[term].id();
        let glossary = self.url(&self.edition.generated.glossary);
        format!("{glossary}#{}", path::encode_path(&id))
    }

    /// The articles that mention each term of the glossary, in the order of their paths.
    fn term_pages(&self) -> Vec<TermPages> {
        let terms = self.source.data.localised.glossary.terms.iter();
        let mut all: Vec<TermPages> = terms.map(|_| TermPages::default()).collect();
        for page in &self.edition.listed {
            let mentions = self.source.mentions.get(page.id().index()).into_iter();
            for found in mentions.flat_map(|mentions| mentions.iter()) {
                let of_term = &mut all[found.term];
                if of_term.pages.len() == MOST_BACKLINKS {
                    of_term.more += 1;
                    continue;
                }
                of_term.pages.push(Link {
                    summary: None,
                    ..self.document_link(page.id())
                });
            }
        }
        all
    }
}

/// The articles that mention a term.
#[derive(Default)]
struct TermPages {
    pages: Vec<Link>,
    /// How many more there are.
    more: usize,
}

/// The id of a path's box, and so the end of an address that opens it.
fn box_id(path: &ReadingPath) -> String {
    format!("path-{}", path::slug(&path.id))
}
