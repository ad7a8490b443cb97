//! The facts of one page, computed on request.

use serde::Serialize;

use super::blocks::{Block, blocks};
use super::suggest::{self, Suggestion};
use super::{Inspector, LineIndex, Position};
use crate::check::hardest::hardest;
use crate::check::text;
use crate::date::Moment;
use crate::diag::{self, Diagnostic, Severity, Span};
use crate::graph::{DocId, Resolution};
use crate::markdown::Prose;
use crate::path::{Route, SourcePath};
use crate::report::Status;

/// How many of the hardest sentences are listed.
const MOST_HARD: usize = 5;

/// What is known of one page. Lists are in the order of the file unless they say otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct PageFacts {
    /// Its address.
    pub url: String,
    /// The file it is written in; `None` for a page that mend generates, of which nothing else is known.
    pub file: Option<SourcePath>,
    /// Whether it is published, a draft, scheduled or expired.
    pub status: Option<Status>,
    /// The day that decides its status.
    pub since: Option<String>,
    /// Left out of lists, feeds and search on purpose.
    pub unlisted: bool,
    /// How many words it has.
    pub words: usize,
    /// How many minutes they take to read; 0 when that is less than one.
    pub minutes: usize,
    /// Its reviews.
    pub review: Option<Review>,
    /// How hard it is to read.
    pub reading: Option<Reading>,
    /// What is wrong in its file.
    pub problems: Vec<SourceProblem>,
    /// Links and pictures that lead nowhere.
    pub broken: Vec<BrokenLink>,
    /// Links that could be made.
    pub suggestions: Vec<Suggestion>,
    /// The pages that link here, by path.
    pub linked_from: Vec<PageLink>,
    /// The pages it links to, each once.
    pub links_to: Vec<PageLink>,
    /// Old addresses that lead here.
    pub redirects: Vec<Route>,
    /// Where each of its blocks is written.
    pub blocks: Vec<Block>,
}

/// The reviews of an article; days as `2026-05-01`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The day of the last review.
    pub reviewed: Option<String>,
    /// Whether the article says that it was never reviewed.
    pub never: bool,
    /// The day of the next review.
    pub due: Option<String>,
    /// Whether that day has come.
    pub overdue: bool,
    /// The last reviewer.
    pub by: Option<String>,
    /// Whether the text has changed since then, so that readers no longer see the review.
    pub changed: bool,
}

/// How hard an article is to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// Its Flesch-Kincaid grade; `None` if the text is too short for one.
    pub grade: Option<f64>,
    /// The highest grade that the rules of the site allow.
    pub wanted: u8,
    /// Its hardest sentences, the hardest first; without those that the rules of the site find easy enough.
    pub hardest: Vec<HardSentence>,
}

/// A sentence that is hard to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HardSentence {
    /// Its words without marks.
    pub text: String,
    /// Where it begins.
    #[serde(flatten)]
    pub place: Position,
    /// How many words it has.
    pub words: usize,
    /// Its grade by itself.
    pub grade: f64,
}

/// A problem and where it is; without a place, the file as a whole is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceProblem {
    /// Which rule was broken.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Whether something does not work; else it judges the text, or says what is left to do.
    pub fault: bool,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where it begins.
    #[serde(flatten)]
    pub place: Option<Position>,
}

/// A broken link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BrokenLink {
    /// Its target as written.
    pub target: String,
    /// The target that was probably meant, as it should be written.
    pub nearest: Option<String>,
    /// Where it is.
    #[serde(flatten)]
    pub place: Position,
}

/// Another page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: Route,
    /// Its file.
    pub file: SourcePath,
}

impl PageFacts {
    /// A page that mend makes.
    pub(super) fn generated(route: &Route) -> Self {
        Self {
            url: route.to_string(),
            file: None,
            status: None,
            since: None,
            unlisted: false,
            words: 0,
            minutes: 0,
            review: None,
            reading: None,
            problems: Vec::new(),
            broken: Vec::new(),
            suggestions: Vec::new(),
            linked_from: Vec::new(),
            links_to: Vec::new(),
            redirects: Vec::new(),
            blocks: Vec::new(),
        }
    }
}

impl Inspector {
    /// A page that is written in a document.
    pub(super) fn written_page(&self, route: &Route, id: DocId) -> PageFacts {
        let document = self.document(id);
        let graph = &self.site.graph;
        let state = graph.states[id.index()];
        let link = |id: DocId| PageLink {
            title: self.document(id).title.clone(),
            url: graph.routes[id.index()].clone(),
            file: self.document(id).path.clone(),
        };
        let mut page = PageFacts {
            file: Some(document.path.clone()),
            status: Some(state.status),
            since: state.since.map(Moment::iso_day),
            unlisted: document.meta.unlisted,
            words: document.words,
            minutes: document.minutes(),
            review: Some(self.review(id)),
            linked_from: graph.backlinks[id.index()]
                .iter()
                .map(|page| link(page.id()))
                .collect(),
            links_to: graph.targets(id).into_iter().map(link).collect(),
            redirects: graph
                .redirects
                .iter()
                .filter(|redirect| redirect.to == id)
                .map(|redirect| redirect.from.clone())
                .collect(),
            ..PageFacts::generated(route)
        };
        if let Some(file) = self.file(id) {
            let bytes = file.bytes.read().unwrap_or_default();
            let lines = LineIndex::of(&bytes);
            let (prose, reading) = text::measure(file, document, &self.site.rules);
            page.problems = self.problems_of(&document.path, &lines);
            page.broken = self.broken(id, &lines);
            let names = self.names.get_or_init(|| suggest::names(&self.site));
            page.suggestions = suggest::suggestions(&self.site, names, id, &prose, &lines);
            page.blocks = blocks(document, &prose, &lines);
            page.reading = Some(self.reading(&prose, reading.grade(), &lines));
        }
        page
    }

    fn review(&self, id: DocId) -> Review {
        let review = &self.document(id).meta.review;
        Review {
            reviewed: review.reviewed.map(Moment::iso_day),
            never: review.never,
            overdue: review.is_overdue(self.build.inputs.options.now),
            due: review.due.map(Moment::iso_day),
            by: review.by.clone(),
            changed: review.changed,
        }
    }

    fn reading(&self, prose: &Prose, grade: Option<f64>, lines: &LineIndex<'_>) -> Reading {
        let wanted = self.site.config.check.limits.grade;
        let hard = hardest(prose, &self.site.rules, f64::from(wanted), MOST_HARD);
        let told = hard.into_iter().map(|sentence| HardSentence {
            place: lines.at(&sentence.span),
            text: sentence.text,
            words: sentence.words,
            grade: sentence.grade,
        });
        Reading {
            grade,
            wanted,
            hardest: told.collect(),
        }
    }

    fn problems_of(&self, path: &SourcePath, lines: &LineIndex<'_>) -> Vec<SourceProblem> {
        let told = |problem: &Diagnostic| {
            let span = problem.place.as_ref().and_then(|place| place.span.as_ref());
            SourceProblem {
                code: problem.code.id(),
                severity: Severity::as_str(problem.severity),
                fault: problem.code.is_fault(),
                message: problem.message.clone(),
                help: problem.help.clone(),
                place: span.map(|span| lines.at(span)),
            }
        };
        let own = diag::of_file(&self.build.problems, path).iter();
        own.chain(self.copies_in(path)).map(told).collect()
    }

    /// The links that lead nowhere, whatever the configuration makes of them.
    fn broken(&self, id: DocId, lines: &LineIndex<'_>) -> Vec<BrokenLink> {
        let parsed = &self.document(id).parsed;
        let graph = &self.site.graph;
        let links = parsed.links.iter().map(|link| (&*link.target, &link.span));
        let images = parsed
            .images
            .iter()
            .map(|image| (&*image.target, &image.span));
        let resolutions = graph.links[id.index()]
            .iter()
            .chain(&graph.images[id.index()]);
        let is_broken = |((target, span), resolution): ((&str, &Span), &Resolution)| {
            let nearest = match resolution {
                Resolution::Missing { meant } => meant.first().cloned(),
                Resolution::NoAnchor { meant, .. } => {
                    meant.first().map(|anchor| format!("#{anchor}"))
                }
                Resolution::Unpublished(_) | Resolution::Ambiguous { .. } => None,
                _ => return None,
            };
            Some(BrokenLink {
                target: target.to_string(),
                nearest,
                place: lines.at(span),
            })
        };
        let mut broken: Vec<BrokenLink> = links
            .chain(images)
            .zip(resolutions)
            .filter_map(is_broken)
            .collect();
        broken.sort_by_key(|link| (link.place.line, link.place.column));
        broken
    }
}
