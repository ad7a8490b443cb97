//! What a preview shows where something is not as its author meant it, and what it says there.
//!
//! A published site has none of this: it is whole, or it stays as it was.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::document::Document;
use crate::files::{Inputs, Output, SourceFile};
use crate::graph::{Graph, PageKey};
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
        let keys: Vec<(PageKey, Route)> = failed.iter().map(|(key, _)| (*key).clone()).collect();
        let source = view::Source {
            texts: &worn.texts,
            ..*canvas.source
        };
        let again = Canvas {
            source: &source,
            ..*canvas
        };
        let again = drawing.draw_again(&again, &worn.theme, &keys);
        let drawn = keys.iter().zip(&again);
        let drawn =
            drawn.filter_map(|((_, route), page)| Some((route.to_output(), page.output.clone()?)));
        let themed = worn.theme.files.values();
        let themed = themed.map(|file| (file.route.to_output(), file.output.clone()));
        Self {
            outputs: drawn.chain(themed).collect(),
            // What failed on every page is no news of any of them, as long as there is a theme that worked before.
            pages: match failed.len() < pages.len() || files.is_none() {
                true => failed
                    .iter()
                    .map(|((_, route), page)| (route.clone(), page.problems.clone()))
                    .collect(),
                false => Vec::new(),
            },
            theme: files,
        }
    }
}

impl StandIns {
    /// Puts together what is shown in place of something else.
    pub(super) fn of(
        graph: &Graph,
        partial: Vec<(usize, Vec<Diagnostic>)>,
        lost_theme: Vec<Diagnostic>,
        failed: Failed,
        mut files: Cow<'_, Inputs>,
    ) -> Self {
        let published = partial
            .into_iter()
            .filter(|(at, _)| graph.states[*at].published);
        let partial = published.map(|(at, problems)| (graph.routes[at].clone(), problems));
        if let Some(theme) = failed.theme {
            files.to_mut().theme = theme;
        }
        Self {
            pages: partial.chain(failed.pages).collect(),
            everywhere: lost_theme,
            inputs: match files {
                Cow::Borrowed(_) => None,
                Cow::Owned(files) => Some(files),
            },
        }
    }
}
