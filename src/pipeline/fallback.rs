//! What a preview shows instead of something that is broken, and the messages about it.
//!
//! A published site has no fallbacks: it is either complete, or not replaced.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::check::FinishedPage;
use crate::codes;
use crate::diag::Diagnostic;
use crate::document::{self, Document};
use crate::files::{Inputs, SourceFile};
use crate::graph::{DocId, Graph, Page};
use crate::path::{OutputPath, Route};
use crate::view;

use super::model::Model;
use super::pages::{Addressed, Cache, DrawContext};
use super::read::{FallbackTheme, Mode};
use super::theme::is_in;

/// What is shown instead of something else.
#[derive(Default)]
pub struct Fallbacks {
    /// The files in the versions that are shown; `None` when all are shown as they are.
    pub inputs: Option<Inputs>,
    /// The pages that are not what their author meant, each with what is wrong.
    pub pages: Vec<(Route, Vec<Diagnostic>)>,
    /// The pages that show an earlier version of a file that cannot be read now.
    pub outdated: Vec<Route>,
    /// What keeps every page from being what its author meant.
    pub everywhere: Vec<Diagnostic>,
    /// The files of the theme with which failed pages are drawn, if it is an earlier one of the site's own.
    theme: Option<Vec<SourceFile>>,
}

impl Fallbacks {
    /// Adds those of a language. Everything but the inputs, which are needed until the build is done.
    pub(super) fn add(&mut self, model: &Model<'_>, drawn: FallbackPages) {
        let graph = &*model.links.graph;
        let partial = partial(model);
        let is_partial = |at: &usize| partial.iter().any(|(other, _)| other == at);
        let documents = &model.files.documents;
        let outdated = (0..documents.len())
            .filter(|at| documents[*at].unread && graph.states[*at].published)
            .filter(|at| !is_partial(at));
        self.outdated
            .extend(outdated.map(|at| graph.routes[at].clone()));
        let published = partial.into_iter();
        let published = published.filter(|(at, _)| graph.states[*at].published);
        let partial = published.map(|(at, problems)| (graph.routes[at].clone(), problems));
        let FallbackPages { conflicts, failed } = drawn;
        let drawn = conflicts.pages.into_iter().chain(failed.pages);
        self.pages.extend(partial.chain(drawn));
        let lost = model.files.lost_theme.iter();
        let lost = lost.filter(|problem| !self.everywhere.contains(problem));
        let lost: Vec<_> = lost.cloned().collect();
        self.everywhere.extend(lost);
        self.theme = self.theme.take().or(failed.theme);
    }

    /// Adds the files in the versions that are shown.
    pub(super) fn with_inputs(mut self, mut shown: Cow<'_, Inputs>) -> Self {
        if let Some(theme) = self.theme.take() {
            shown.to_mut().theme = theme;
        }
        Self {
            inputs: match shown {
                Cow::Borrowed(_) => None,
                Cow::Owned(files) => Some(files),
            },
            ..self
        }
    }
}

/// The documents of which only a part is shown because no earlier version of them is known, with what is wrong.
fn partial(model: &Model<'_>) -> Vec<(usize, Vec<Diagnostic>)> {
    let newest = &model.inputs.documents;
    let is_newest = |document: &Document| {
        let file = newest.binary_search_by(|file| file.path.cmp(&document.path));
        let shown = model.shared.text(document);
        shown.map(|file| file.fingerprint) == file.ok().map(|at| newest[at].fingerprint)
    };
    let lost = model.files.documents.iter().enumerate();
    let lost = lost.filter(|(_, document)| document.unread && is_newest(document));
    let of = |document: &Document| {
        let own = model.shared.problems.iter();
        let own = own.filter(|problem| is_in(problem, &document.path));
        own.cloned().collect()
    };
    lost.map(|(at, document)| (at, of(document))).collect()
}

/// Pages that only a preview shows.
#[derive(Default)]
pub(super) struct FallbackPages {
    conflicts: ConflictingPages,
    failed: FailedPages,
}

impl FallbackPages {
    /// Finds them, and draws what is not drawn yet with the theme that `fallback_theme` gives. It is asked for only when a
    /// template failed.
    pub(super) fn draw(
        context: &DrawContext<'_>,
        pages: &[Arc<FinishedPage>],
        problems: &mut [Diagnostic],
        cache: &mut Cache,
        fallback_theme: impl FnOnce() -> FallbackTheme,
    ) -> Self {
        Self {
            conflicts: ConflictingPages::find(context.source, pages, problems),
            failed: FailedPages::redraw(context, pages, cache, fallback_theme),
        }
    }
}

/// The pages on which a template failed, drawn once more with another theme.
#[derive(Default)]
struct FailedPages {
    /// Their addresses, each with what failed.
    pages: Vec<(Route, Vec<Diagnostic>)>,
    /// The files of that theme, if it is an earlier one of the site's own.
    theme: Option<Vec<SourceFile>>,
}

impl FailedPages {
    fn redraw(
        context: &DrawContext<'_>,
        pages: &[Arc<FinishedPage>],
        cache: &mut Cache,
        fallback_theme: impl FnOnce() -> FallbackTheme,
    ) -> Self {
        let all = context.source.graph.pages.iter().zip(context.way.addresses);
        let all = all.zip(pages);
        let failed: Vec<_> = all.filter(|(_, page)| !page.is_drawn).collect();
        if failed.is_empty() {
            return Self::default();
        }
        let FallbackTheme { theme, files } = fallback_theme();
        let again: Vec<Addressed<'_>> = failed.iter().map(|(page, _)| *page).collect();
        let source = view::Source {
            texts: &theme.texts,
            ..*context.source
        };
        let context = DrawContext {
            source: &source,
            theme: &theme,
            ..*context
        };
        cache.redraw(&context, &again);
        context.way.outlet.put_theme(&theme);
        // A failure of every page says nothing about any single one, as long as there is a theme that worked before.
        let is_news = failed.len() < pages.len() || files.is_none();
        let failed = failed.iter().filter(|_| is_news);
        Self {
            pages: failed
                .map(|((page, _), drawn)| (page.route.clone(), drawn.failures.clone()))
                .collect(),
            theme: files,
        }
    }
}

/// The pages of articles that claim an address of something else.
#[derive(Default)]
struct ConflictingPages {
    /// Their addresses, each with what is wrong.
    pages: Vec<(Route, Vec<Diagnostic>)>,
}

impl ConflictingPages {
    /// Finds them by the problems that blame them, and says there where the page is.
    fn find(
        source: &view::Source<'_>,
        pages: &[Arc<FinishedPage>],
        problems: &mut [Diagnostic],
    ) -> Self {
        let mut found = Self::default();
        let conflicts = problems.iter_mut();
        for problem in conflicts.filter(|problem| problem.code == codes::URL_01) {
            let document = problem.place.as_ref().and_then(|place| {
                document::position(source.documents, source.languages, &place.path)
            });
            let page = document.and_then(|at| page_of(source.graph, DocId::new(at)));
            let Some(at) = page else {
                continue;
            };
            let all = &source.graph.pages;
            let mut route = all[at].route.clone();
            if all[..at].iter().any(|other| other.route == route)
                && pages.get(at).is_some_and(|page| page.is_drawn)
            {
                route = free_beside(&route, all);
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

/// The names of the files of pages, in the order of the pages. Of two pages with one address the first has it; in a preview,
/// the page of an article is shown beside it.
pub(super) fn addresses(graph: &Graph, mode: Mode<'_>) -> Vec<Option<OutputPath>> {
    let all = &graph.pages;
    let mut taken: FxHashSet<&Route> = FxHashSet::default();
    let address = |(at, page): (usize, &'_ Page)| {
        let is_shown = || {
            let document = graph.edition.document_of(page.key);
            document.is_some_and(|id| page_of(graph, id) == Some(at))
        };
        match mode {
            _ if taken.insert(&all[at].route) => Some(page.route.to_output()),
            Mode::Preview(_) if is_shown() => Some(free_beside(&page.route, all).to_output()),
            _ => None,
        }
    };
    all.iter().enumerate().map(address).collect()
}

/// The page that shows a document, by its position in the list of pages.
fn page_of(graph: &Graph, id: DocId) -> Option<usize> {
    let mut pages = graph.pages.iter();
    pages.position(|page| graph.edition.text_of(page.key) == Some(id))
}

/// A free address in the same folder, so that relative links from the page lead where they should.
fn free_beside(route: &Route, taken: &[Page]) -> Route {
    let name = match route.as_str().trim_end_matches('/') {
        "" => "/home",
        name => name,
    };
    let mut named = (2..).map(|number| Route::new(&format!("{name}-{number}/")));
    let free = |route: &Route| taken.iter().all(|other| other.route != *route);
    named.find(free).unwrap_or_else(|| route.clone())
}
