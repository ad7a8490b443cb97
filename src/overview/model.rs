//! The data of the overview, and the targets of its links. It does not say how they are shown.

use crate::diag::{Diagnostic, Place};
use crate::inspect::PageFacts;
use crate::path::{Route, SourcePath};
use crate::report::Status;

/// Finds the line of a place, from 1; `None` if the place is a whole file.
pub type LineOf<'a> = dyn Fn(&Place) -> Option<usize> + 'a;

/// Where the links of the overview lead.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkTargets<'a> {
    /// The prefix of the addresses of the site's pages, which begin with `/`; without it titles are no links.
    pub site: Option<&'a str>,
    /// The page on what there is to know before the site is published, if there is one.
    pub publication: Option<&'a str>,
    /// The page that shows the components of the theme, if there is one.
    pub gallery: Option<&'a str>,
}

/// What is known of a site.
pub(super) struct Overview {
    /// The name of the site.
    pub(super) title: String,
    /// The language of its titles.
    pub(super) language: String,
    /// The day the build took for today, as `31 January 2026`.
    pub(super) day: String,
    /// The folders that hold anything, in reading order.
    pub(super) sections: Vec<Section>,
    /// The published articles and indexes, section by section, in reading order.
    pub(super) articles: Vec<Article>,
    /// All problems, the worst first.
    pub(super) problems: Vec<Finding>,
    /// The findings that authors have silenced, each with the reason.
    pub(super) silenced: Vec<(Finding, String)>,
    /// Drafts and what its date holds back, published by this build or not.
    pub(super) waiting: Vec<HeldBack>,
    /// Reviews and contacts with a day, the earliest first; then those without one.
    pub(super) due: Vec<DueReview>,
    /// Files below `content/` that no article uses.
    pub(super) unused: Vec<SourcePath>,
    /// The addresses outside the site, and the places that link to them.
    pub(super) external: Vec<(String, Vec<String>)>,
}

/// A folder of articles.
pub(super) struct Section {
    pub(super) title: String,
    /// Its index page, by its index in [`Overview::articles`].
    pub(super) index: Option<usize>,
    /// Its other articles, by their indices.
    pub(super) articles: Vec<usize>,
}

/// A page with a text of its own. Other articles are named by their index in [`Overview::articles`].
pub(super) struct Article {
    pub(super) title: String,
    pub(super) file: SourcePath,
    pub(super) route: Route,
    pub(super) section: String,
    pub(super) facts: PageFacts,
    pub(super) orphan: bool,
    pub(super) dead_end: bool,
    pub(super) links_to: Vec<usize>,
    pub(super) linked_from: Vec<usize>,
    /// Whether every page leads to it in its foot.
    pub(super) in_every_foot: bool,
}

/// A problem, with its place.
pub(super) struct Finding {
    pub(super) problem: Diagnostic,
    /// `content/a.md:3`, if it is known; `None` for the whole site.
    pub(super) place: Option<String>,
}

/// A document that readers do not see today.
pub(super) struct HeldBack {
    pub(super) title: String,
    pub(super) file: SourcePath,
    pub(super) status: Status,
    /// The date on which it appears or expired, as `2026-01-31`.
    pub(super) day: Option<String>,
}

/// A review of an article or a contact.
pub(super) struct DueReview {
    pub(super) what: String,
    /// Whether it is a contact, and not a page.
    pub(super) is_contact: bool,
    pub(super) place: String,
    /// The day of the last one, as `2026-01-31`, and whether the text has changed since.
    pub(super) last: Option<String>,
    /// The day of the next one.
    pub(super) due: Option<String>,
    pub(super) overdue: bool,
}
