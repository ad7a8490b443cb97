//! What a preview shows where something is not as its author meant it, and what it says there.
//!
//! A published site has none of this: it is whole, or it stays as it was.

use std::borrow::Cow;
use std::sync::Arc;

use crate::codes;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::files::{Inputs, Output, SourceFile};
use crate::graph::{DocId, Graph, Page, PageKey};
use crate::path::{OutputPath, Route};
use crate::render;
use crate::view;

use super::pages::{Canvas, Memory};
use super::readings::Spare;

/// What is shown in place of something else.
#[derive(Default)]
pub struct StandIns {
    /// The files in the versions that are shown; nothing when all are shown as they are.
    pub inputs: Option<Inputs>,
    /// The pages that are not what their author meant, each with what is wrong.
    pub pages: Vec<(Route, Vec<Diagnostic>)>,
    /// The pages that show an earlier version of a file that cannot be read now.
    pub outdated: Vec<Route>,
    /// What keeps every page from being what its author meant.
    pub everywhere: Vec<Diagnostic>,
}

/// The documents of which only a part is shown, since no earlier version of them is known, with what is wrong.
pub(super) fn partial(
    documents: &[Arc<Document>],
    newest: &Inputs,
    shown: &Inputs,
    problems: &[Diagnostic],
) -> Vec<(usize, Vec<Diagnostic>)> {
    let is_newest = |at: usize| newest.documents[at].fingerprint == shown.documents[at].fingerprint;
    let lost = documents.iter().enumerate();
    let lost = lost.filter(|(at, document)| document.unread && is_newest(*at));
    let of = |document: &Document| {
        let own = problems.iter().filter(|problem| {
            let place = problem.place.as_ref();
            place.is_some_and(|place| place.path == document.path)
        });
        own.cloned().collect()
    };
    lost.map(|(at, document)| (at, of(document))).collect()
}

/// The pages on which a template failed, drawn once more by another theme.
#[derive(Default)]
pub(super) struct Failed {
    /// The pages, and the files of the theme that drew them.
    pub(super) outputs: Vec<(OutputPath, Output)>,
    /// Their addresses, each with what failed.
    pages: Vec<(Route, Vec<Diagnostic>)>,
    /// The files of that theme, if it is an earlier one of the site's own.
    theme: Option<Vec<SourceFile>>,
}

impl Failed {
    /// Draws them by the theme that `spare` gives, which is asked only when there are any.
    pub(super) fn draw_again(
        canvas: &Canvas<'_>,
        pages: &[Arc<render::Page>],
        drawing: &mut Memory,
        spare: impl FnOnce() -> Spare,
    ) -> Self {
        let all = canvas.source.graph.pages.iter().zip(pages);
        let failed: Vec<_> = all.filter(|(_, page)| page.output.is_none()).collect();
        if failed.is_empty() {
            return Self::default();
        }
        let Spare { worn, files } = spare();
        let failed_pages: Vec<Page> = failed.iter().map(|(page, _)| (*page).clone()).collect();
        let source = view::Source {
            texts: &worn.texts,
            ..*canvas.source
        };
        let again = Canvas {
            source: &source,
            ..*canvas
        };
        let again = drawing.draw_again(&again, &worn.theme, &failed_pages);
        let drawn = failed_pages.iter().zip(&again);
        let drawn =
            drawn.filter_map(|(page, drawn)| Some((page.route.to_output(), drawn.output.clone()?)));
        let themed = worn.theme.files.values();
        let themed = themed.map(|file| (file.route.to_output(), file.output.clone()));
        Self {
            outputs: drawn.chain(themed).collect(),
            // What failed on every page is no news of any of them, as long as there is a theme that worked before.
            pages: match failed.len() < pages.len() || files.is_none() {
                true => failed
                    .iter()
                    .map(|(page, drawn)| (page.route.clone(), drawn.problems.clone()))
                    .collect(),
                false => Vec::new(),
            },
            theme: files,
        }
    }
}

/// The pages of articles that claim an address of something else.
#[derive(Default)]
pub(super) struct Displaced {
    /// Those whose address another page has, at an address of their own.
    pub(super) outputs: Vec<(OutputPath, Output)>,
    /// Their addresses, each with what is wrong.
    pages: Vec<(Route, Vec<Diagnostic>)>,
}

impl Displaced {
    /// Finds them by the problems that blame them, and says there where the page is.
    pub(super) fn find(
        source: &view::Source<'_>,
        pages: &[Arc<render::Page>],
        problems: &mut [Diagnostic],
    ) -> Self {
        let mut found = Self::default();
        for problem in problems {
            let place = problem
                .place
                .as_ref()
                .filter(|_| problem.code == codes::URL_01);
            let document = place.and_then(|place| {
                let by_path = |document: &Arc<Document>| document.path.cmp(&place.path);
                source
                    .documents
                    .binary_search_by(by_path)
                    .ok()
                    .map(DocId::new)
            });
            let Some(at) = document.and_then(|id| page_of(source.graph, id)) else {
                continue;
            };
            let all = &source.graph.pages;
            let mut route = all[at].route.clone();
            if all[..at].iter().any(|other| other.route == route)
                && let Some(output) = pages.get(at).and_then(|page| page.output.clone())
            {
                route = free_beside(&route, all);
                found.outputs.push((route.to_output(), output));
                let help = problem.help.take().unwrap_or_default();
                problem.help = Some(format!(
                    "{help}; until then the preview shows it at {route}"
                ));
            }
            found.pages.push((route, vec![problem.clone()]));
        }
        found
    }
}

/// The page that shows a document, by its place in the list of pages.
fn page_of(graph: &Graph, id: DocId) -> Option<usize> {
    graph.pages.iter().position(|page| match page.key {
        PageKey::Section(_, 1..) => false,
        key => graph.edition.document_of(key) == Some(id),
    })
}

/// A free address in the same folder, so that links from it lead where they should.
fn free_beside(route: &Route, taken: &[Page]) -> Route {
    let name = match route.as_str().trim_end_matches('/') {
        "" => "/home",
        name => name,
    };
    let named = (2..).map(|number| Route::new(&format!("{name}-{number}/")));
    let free = |route: &Route| taken.iter().all(|other| other.route != *route);
    named
        .into_iter()
        .find(free)
        .unwrap_or_else(|| route.clone())
}

impl StandIns {
    /// Puts together what is shown in place of something else.
    pub(super) fn of(
        source: &view::Source<'_>,
        partial: Vec<(usize, Vec<Diagnostic>)>,
        lost_theme: Vec<Diagnostic>,
        displaced: Displaced,
        failed: Failed,
        mut files: Cow<'_, Inputs>,
    ) -> Self {
        let graph = source.graph;
        let is_partial = |at: &usize| partial.iter().any(|(other, _)| other == at);
        let outdated = (0..source.documents.len())
            .filter(|at| source.documents[*at].unread && graph.states[*at].published)
            .filter(|at| !is_partial(at));
        let outdated = outdated.map(|at| graph.routes[at].clone()).collect();
        let published = partial
            .into_iter()
            .filter(|(at, _)| graph.states[*at].published);
        let partial = published.map(|(at, problems)| (graph.routes[at].clone(), problems));
        if let Some(theme) = failed.theme {
            files.to_mut().theme = theme;
        }
        Self {
            pages: partial.chain(displaced.pages).chain(failed.pages).collect(),
            outdated,
            everywhere: lost_theme,
            inputs: match files {
                Cow::Borrowed(_) => None,
                Cow::Owned(files) => Some(files),
            },
        }
    }
}
