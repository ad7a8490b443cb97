//! What a build reports about itself: plain facts for the summary, for lists and for machines.
//!
//! Nothing here judges; problems are [`Diagnostic`](crate::diag::Diagnostic)s.

use serde::Serialize;

use crate::date::Moment;
use crate::diag::{Diagnostic, Place};
use crate::path::{Route, SourcePath};

/// The facts of one build.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many pages the site has, lists and redirects included.
    pub pages: usize,
    /// How many articles are among them.
    pub articles: usize,
    /// How many published files are not pages: pictures, style sheets, feeds.
    pub files: usize,
    /// How many links and images inside the site were checked, anchors included.
    pub links_checked: usize,
    /// The articles and indexes that are published or were held back, in the order of their paths.
    pub documents: Vec<DocumentReport>,
    /// The contacts of the regions that readers are shown, in the order of `help.yaml`.
    pub contacts: Vec<ContactReport>,
    /// The findings that authors have silenced, each with the reason.
    pub silenced: Vec<Silenced>,
    /// What this build leaves out and why, one sentence each, such as the feeds of a site without a `base_url`.
    pub left_out: Vec<String>,
    /// The published files next to articles that no published page shows or links to.
    pub unused: Vec<SourcePath>,
    /// The links out of the site, by address.
    pub external: Vec<ExternalLink>,
    /// When the next page appears or expires by its date; a host can build again then.
    pub next_change: Option<Moment>,
    /// How much work the build did.
    pub work: Work,
}

/// How many of several files a message names.
const MOST_NAMED: usize = 3;

/// The first of several files by their paths, and how many more there are.
pub fn first_of(paths: &[&SourcePath]) -> String {
    let first: Vec<&str> = paths
        .iter()
        .take(MOST_NAMED)
        .map(|path| path.as_str())
        .collect();
    match paths.len().saturating_sub(MOST_NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

impl Report {
    /// The documents that are drafts, are dated in the future or have expired, and so are not published.
    pub fn held_back(&self) -> impl Iterator<Item = &DocumentReport> {
        self.documents.iter().filter(|document| !document.published)
    }
}

/// The facts of one article or index.
#[derive(Clone, Debug)]
pub struct DocumentReport {
    /// Where it is written.
    pub path: SourcePath,
    /// Its title.
    pub title: String,
    /// Its address, published or not.
    pub route: Route,
    /// Whether and why it is held back.
    pub status: Status,
    /// The date that decides its status, if there is one.
    pub since: Option<Moment>,
    /// Whether this build publishes it.
    pub published: bool,
    /// Left out of lists, feeds and search on purpose.
    pub unlisted: bool,
    /// No other article links to it.
    pub orphan: bool,
    /// It links to no other article.
    pub dead_end: bool,
    /// Its front matter says that it was never reviewed.
    pub never_reviewed: bool,
    /// The day of its last review.
    pub reviewed: Option<Moment>,
    /// The day of its next review.
    pub review_due: Option<Moment>,
    /// Whether that day has passed.
    pub overdue: bool,
}

/// A finding that its author has looked at and accepts.
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
    /// Where it is written.
    pub path: SourcePath,
    /// The region it belongs to.
    pub region: String,
    /// What it is called.
    pub name: String,
    /// The day on which a person last checked it at its source, if one did.
    pub checked: Option<Moment>,
    /// The day on which the next check is due.
    pub due: Option<Moment>,
    /// Whether that day has passed.
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
    /// The word for people.
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
    /// Where it is written, in the order of the paths; for data files without a place in the file.
    pub from: Vec<Place>,
}

/// How much work a build did: tests of incremental builds count it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Documents read from their text.
    pub parsed: usize,
    /// Whether the graph was made again.
    pub linked: bool,
    /// Pages rendered.
    pub rendered: usize,
}
