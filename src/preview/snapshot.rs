//! Turns a finished build into what the server shows: its files, its problems, and the facts of each page.
//!
//! Pure. The facts of a page and the pages for authors are computed when a browser requests them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::attention::{Judged, Shown};
use super::author_pages;
use super::problem::{failure, page_of, problem};
use super::publication::Candidate;
use crate::diag::{Diagnostic, Error};
use crate::fault;
use crate::files::{self, Inputs, Outputs};
use crate::inspect::{Inspection, Sources};
use crate::path::{Route, SourcePath};
use crate::pipeline::Fallbacks;
use crate::report::{DocumentReport, Report, Status};
use crate::serve::{Folder, Left, Overlay, Pages, Problem, Settings, Snapshot};

/// A build that is to be shown.
pub(super) struct SnapshotInputs<'a> {
    pub(super) built: &'a Arc<Inspection>,
    pub(super) fallbacks: Fallbacks,
    /// Its problems, the most urgent first.
    pub(super) problems: &'a [Diagnostic],
    /// The texts of the files as they are, which can be newer than those the build shows.
    pub(super) sources: &'a Sources<'a>,
    pub(super) settings: Settings,
    /// Why the settings on disk could not be used.
    pub(super) settings_failure: Option<&'a Error>,
    /// Whether that is wrong with every page.
    pub(super) fails_everywhere: bool,
    /// When each problem is shown.
    pub(super) judged: Judged,
    pub(super) candidate: Candidate,
    /// The folder to which the site is published.
    pub(super) publication: &'a Path,
    /// The pages that have left their addresses.
    pub(super) left: BTreeMap<Route, Left>,
    /// The build that was shown before.
    pub(super) before: Option<&'a Inspection>,
    /// Whether open tabs go to the article that was saved.
    pub(super) follow: bool,
}

/// Everything the server is to show of a build, except for its files.
pub(super) fn of(inputs: SnapshotInputs<'_>) -> Snapshot {
    let SnapshotInputs {
        built,
        fallbacks,
        problems,
        sources,
        settings,
        settings_failure,
        fails_everywhere,
        judged,
        candidate,
        publication,
        left,
        before,
        follow,
    } = inputs;
    let drawn = |problems: &[Diagnostic]| -> Vec<Problem> {
        let problems = problems.iter();
        problems.map(|told| problem(told, sources)).collect()
    };
    let of_settings = settings_failure.map_or(Vec::new(), failure);
    let shown = problems.iter().zip(judged.shown);
    let shown = shown.map(|(told, shown)| Problem {
        overlay: overlay(shown),
        page: page_of(told, built.report()),
        ..problem(told, sources)
    });
    let shown: Vec<Problem> = shown.collect();
    let mut wrong_everywhere = drawn(&fallbacks.everywhere);
    if fails_everywhere {
        wrong_everywhere.splice(0..0, of_settings.iter().cloned());
    }
    let mut badges = badges(built.report());
    for route in fallbacks.outdated {
        let words = badges.entry(route).or_default();
        words.push("outdated".to_owned());
    }
    let before = before.map(Inspection::inputs);
    let now = built.inputs();
    let author_pages = |what, make: fn(&Inspection) -> Outputs| {
        let built = Arc::clone(built);
        folder(what, move || make(&built))
    };
    Snapshot {
        outputs: Outputs::new(),
        settings,
        left,
        badges,
        problems: [of_settings, shown].concat(),
        wrong: fallbacks
            .pages
            .iter()
            .map(|(route, problems)| (route.clone(), drawn(problems)))
            .collect(),
        wrong_everywhere,
        follow: before
            .filter(|_| follow)
            .and_then(|before| followed(before, now, built.report())),
        saved: judged.saved.iter().map(ToString::to_string).collect(),
        pages: Some(pages(built)),
        overview: Some(author_pages("overview", author_pages::overview)),
        publication: Some({
            let to = publication.to_owned();
            folder("publication", move || candidate.page(&to))
        }),
        gallery: Some(author_pages("gallery", |built| {
            author_pages::gallery(built.inputs())
        })),
    }
}

/// The facts of single pages. A fault of mend in an answer costs that answer alone.
fn pages(built: &Arc<Inspection>) -> Arc<Pages> {
    let built = Arc::clone(built);
    Arc::new(Pages::new(move |route| {
        let facts = fault::caught("page facts", None, || built.page(route));
        serde_json::to_value(facts.ok()??).ok()
    }))
}

/// Files for authors, made when a browser asks for one. A fault of mend names `what` it made.
fn folder(what: &'static str, make: impl Fn() -> Outputs + Send + Sync + 'static) -> Arc<Folder> {
    Arc::new(Folder::new(move || {
        fault::caught(what, None, &make).unwrap_or_default()
    }))
}

fn overlay(shown: Shown) -> Overlay {
    match shown {
        Shown::Everywhere => Overlay::Everywhere,
        Shown::OnItsPage => Overlay::OnItsPage,
        Shown::OnRequest => Overlay::OnRequest,
        Shown::Counted => Overlay::Never,
    }
}

/// The address of the one article that differs between two builds. If there are several, as after a checkout, the author
/// wants to see none of them.
fn followed(before: &Inputs, now: &Inputs, report: &Report) -> Option<Route> {
    let saved = files::differing_sources(&before.documents, &now.documents);
    let known = |path: &SourcePath| {
        let mut documents = report.documents.iter();
        documents.find(|document| document.path == *path)
    };
    let mut documents = saved.into_iter().filter_map(known);
    let (Some(document), None) = (documents.next(), documents.next()) else {
        return None;
    };
    document.published.then(|| document.route.clone())
}

/// The words for pages that readers would not see like this, by address.
fn badges(report: &Report) -> BTreeMap<Route, Vec<String>> {
    let words = |document: &DocumentReport| {
        let mut words = Vec::new();
        if document.status != Status::Current {
            words.push(document.status.as_str().to_owned());
        }
        if document.unlisted {
            words.push("unlisted".to_owned());
        }
        words
    };
    let all = report
        .documents
        .iter()
        .filter(|document| document.published);
    all.map(|document| (document.route.clone(), words(document)))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}
