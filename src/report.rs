//! The report of a build: plain facts for the summary, for lists and for machine-readable output.
//!
//! Nothing here is a judgement: problems are [`Diagnostic`](crate::diag::Diagnostic)s.

use serde::Serialize;

use crate::date::Moment;
use crate::diag::{self, Diagnostic, Place};
use crate::path::{Route, SourcePath};

/// The facts of one build.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many pages the site has, lists and redirects included.
    pub pages: usize,
    /// How many of the pages are articles.
    pub articles: usize,
    /// How many published files are not pages, such as pictures, style sheets and feeds.
    pub files: usize,
    /// How many links and images inside the site were checked, anchors included.
    pub links_checked: usize,
    /// The articles and indexes, published or held back, sorted by path.
    pub documents: Vec<DocumentReport>,
    /// The contacts of the regions shown to readers, in the order of `help.yaml`.
    pub contacts: Vec<ContactReport>,
    /// The findings that authors have silenced, each with the reason.
    pub silenced: Vec<Silenced>,
    /// What this build leaves out and why, one sentence each, such as the feeds of a site without a `base_url`.
    pub left_out: Vec<String>,
    /// The published files next to articles that no published page shows or links to.
    pub unused: Vec<SourcePath>,
    /// The links out of the site, by address.
    pub external: Vec<ExternalLink>,
    /// When the next page is due to appear or expire, so that a host can schedule a build.
    pub next_change: Option<Moment>,
    /// How much work the build did.
    pub work: Work,
}

/// The most files that a message names.
const MOST_NAMED: usize = 3;

/// The first files of a list, and the number of the others: `a.md, b.md, c.md and 2 more`.
pub fn first_of(paths: &[&SourcePath]) -> String {
    let names: Vec<&str> = paths.iter().map(|path| path.as_str()).collect();
    diag::first_of(&names, MOST_NAMED)
}

impl Report {
    /// What is reported of the document in a file.
    pub fn document(&self, path: &SourcePath) -> Option<&DocumentReport> {
        let found = self
            .documents
            .binary_search_by(|known| known.path.cmp(path));
        found.ok().map(|at| &self.documents[at])
    }

    /// The documents that are drafts, are dated in the future or have expired, and so are not published.
    pub fn held_back(&self) -> impl Iterator<Item = &DocumentReport> {
        self.documents.iter().filter(|document| !document.published)
    }

    /// The address of the page that a file becomes, if it is published.
    pub fn page_of(&self, path: &SourcePath) -> Option<Route> {
        let documents = &self.documents;
        let at = documents.binary_search_by(|document| document.path.cmp(path));
        let document = at.ok().map(|at| &documents[at])?;
        document.published.then(|| document.route.clone())
    }
}

/// The facts of one article or index.
#[derive(Clone, Debug)]
pub struct DocumentReport {
    /// Its source file.
    pub path: SourcePath,
    /// Its title.
    pub title: String,
    /// Its address, published or not.
    pub route: Route,
    /// Whether it can be published now and, if not, why.
    pub status: Status,
    /// The date that determines its status, if there is one.
    pub since: Option<Moment>,
    /// Whether this build publishes it.
    pub published: bool,
    /// Whether its author keeps it out of lists, feeds and search.
    pub unlisted: bool,
    /// Whether no other article links to it.
    pub orphan: bool,
    /// Whether it links to no other article.
    pub dead_end: bool,
    /// Whether its front matter says that it was never reviewed.
    pub never_reviewed: bool,
    /// The day of its last review.
    pub reviewed: Option<Moment>,
    /// Whether its text has changed since then, so that the review no longer holds.
    pub changed_since_review: bool,
    /// The day of its next review.
    pub review_due: Option<Moment>,
    /// Whether the next review is overdue.
    pub overdue: bool,
}

impl DocumentReport {
    /// Whether its next review is a matter for the publisher: it has a date, or this text was never reviewed.
    pub fn has_review_to_plan(&self) -> bool {
        self.never_reviewed || self.review_due.is_some() || self.changed_since_review
    }
}

/// A finding that its author has reviewed and accepts.
#[derive(Clone, Debug)]
pub struct Silenced {
    /// What was found.
    pub problem: Diagnostic,
    /// Why it is accepted.
    pub reason: String,
}

/// A contact that readers can turn to, and whether it was checked.
#[derive(Clone, Debug)]
pub struct ContactReport {
    /// Its source file.
    pub path: SourcePath,
    /// The region it belongs to.
    pub region: String,
    /// Its name.
    pub name: String,
    /// The day on which a person last checked it against its source, if ever.
    pub checked: Option<Moment>,
    /// The day on which the next check is due.
    pub due: Option<Moment>,
    /// Whether the next check is overdue.
    pub overdue: bool,
}

/// Whether an article can be published now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Published.
    Current,
    /// Not finished.
    Draft,
    /// Its publish date has not come yet.
    Future,
    /// Its expiry date has passed.
    Expired,
}

impl Status {
    /// The status as a word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
        }
    }
}

/// An address outside the site, and the articles and data files that link to it.
#[derive(Clone, Debug)]
pub struct ExternalLink {
    /// The address.
    pub url: String,
    /// The places that link to it, sorted by path. Data files have no span.
    pub from: Vec<Place>,
}

/// How much work a build did, for the tests of incremental builds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The number of documents parsed.
    pub parsed: usize,
    /// Whether the link graph was rebuilt.
    pub linked: bool,
    /// The number of pages rendered.
    pub rendered: usize,
    /// The number of pictures of which copies were made.
    pub scaled: usize,
}
