//! The views of pages from data files: glossary, reading paths, lists by audience.

use super::frame::Blank;
use super::list;
use super::model::{
    GlossaryEntry, GlossaryView, Link, LinkGroup, ListView, MOST_BACKLINKS, PageKind, View,
};
use super::reference::Reference;
use super::scope::Scope;
use crate::path;

pub(super) fn glossary(blank: Blank, scope: &Scope<'_>, reference: &Reference<'_>) -> View {
    let glossary = &reference.data.glossary;
    let terms = &glossary.terms;
    let mut view = blank.page(PageKind::Glossary, &scope.texts.get("glossary"));
    let mut term_pages = term_pages(scope, reference, terms.len());
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
                .filter_map(|name| terms.get(glossary.find(name)?))
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

pub(super) fn paths(blank: Blank, scope: &Scope<'_>, reference: &Reference<'_>) -> View {
    let mut view = blank.page(PageKind::Paths, &scope.texts.get("paths"));
    view.paths = reference.paths(usize::MAX);
    view
}

pub(super) fn path(blank: Blank, reference: &Reference<'_>, at: usize) -> View {
    let path = reference.path(at);
    let mut view = blank.page(PageKind::Path, &path.title);
    view.page.summary = Some(path.summary.clone());
    view.page.description = Some(path.summary.clone());
    view.page.breadcrumbs.extend(reference.paths_link());
    view.paths = vec![path];
    view
}

pub(super) fn audience(
    blank: Blank,
    scope: &Scope<'_>,
    reference: &Reference<'_>,
    (at, part): (usize, usize),
) -> View {
    let audience = &scope.edition.audiences[at];
    let words = reference.audience_words(audience.kind);
    let title = scope.texts.fill("audience", &[("audience", words)]);
    let mut view = blank.page(PageKind::Audience, &title);
    let (pages, pager) = scope.part(&audience.pages, part, &audience.route);
    view.list = Some(ListView {
        taxonomy: None,
        term_title: None,
        groups: vec![LinkGroup {
            sort_by: Some(scope.sort_by.name()),
            ..list::plain_group(scope.list_entries(pages))
        }],
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

/// The articles that mention each term of the glossary, in the order of their paths.
fn term_pages(scope: &Scope<'_>, reference: &Reference<'_>, terms: usize) -> Vec<TermPages> {
    let mut all: Vec<TermPages> = (0..terms).map(|_| TermPages::default()).collect();
    for page in &scope.edition.listed {
        for found in reference.mentions(page.id()) {
            let of_term = &mut all[found.term];
            if of_term.pages.len() == MOST_BACKLINKS {
                of_term.more += 1;
                continue;
            }
            of_term.pages.push(Link {
                summary: None,
                ..scope.document_link(page.id())
            });
        }
    }
    all
}

/// The articles that mention a term.
#[derive(Default)]
struct TermPages {
    pages: Vec<Link>,
    /// How many more there are.
    more: usize,
}
