//! The whole site at a glance, for its authors: how each article is, a picture of who links to whom, and
//! everything that waits for a hand.
//!
//! `mend check --report` writes these files and the preview shows them at `/__mend/`: the same data, the
//! same drawing, the same bytes but for where titles lead. Pure, and done only on request: a
//! finished build goes in, files come out. What is wrong is judged elsewhere; nothing here has an opinion.
//!
//! From data to page: [`gather`] puts the [`Overview`] together, `chart` decides what is drawn and where it
//! stands, `picture` draws that as SVG, `page` and `lists` write the document with `html`. The script beside
//! it sorts, filters and enlarges; all there is to read is there without it.

mod chart;
mod gather;
mod html;
mod lists;
mod page;
mod picture;

use crate::diag::{Diagnostic, Place};
use crate::files::{Output, Outputs, bare_script};
use crate::inspect::{Inspector, PageFacts};
use crate::path::{OutputPath, Route, SourcePath};
use crate::report::Status;
use crate::style::Style;
use crate::theme::builtin;

/// The page among the [`files`].
pub const PAGE: &str = "index.html";

/// Finds the line of a place, from 1; nothing if the place is a whole file.
pub type LineOf<'a> = dyn Fn(&Place) -> Option<usize> + 'a;

/// Where links of the overview lead.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ways<'a> {
    /// Stands before the addresses of the site's pages, which begin with `/`; without it titles lead nowhere.
    pub site: Option<&'a str>,
    /// The page that shows the components of the theme, if there is one.
    pub gallery: Option<&'a str>,
}

/// The overview of a build as files that lie in one folder and need nothing else. Equal builds give equal
/// bytes.
pub fn files(built: &Inspector, line_of: &LineOf<'_>, ways: Ways<'_>) -> Outputs {
    let overview = gather::gather(built, line_of);
    let page = page::page(&overview, ways);
    let style = [
        Style::default().sheet(),
        include_str!("overview.css").to_owned(),
    ];
    let icon = builtin::find("themes/calm/static/icon.svg");
    [
        (PAGE, page.into_bytes()),
        ("overview.css", style.join("\n").into_bytes()),
        (
            "overview.js",
            bare_script(include_str!("overview.js")).into_bytes(),
        ),
        ("icon.svg", icon.unwrap_or_default().to_vec()),
    ]
    .into_iter()
    .map(|(name, bytes)| (OutputPath::new(name), Output::new(bytes)))
    .collect()
}

/// What is known of a site.
struct Overview {
    /// What the site is called.
    title: String,
    /// The language of its titles.
    language: String,
    /// The day the build took for today, as `31 January 2026`.
    day: String,
    /// The folders that hold anything, in reading order.
    sections: Vec<Section>,
    /// The published articles and indexes, section by section, in reading order.
    articles: Vec<Article>,
    /// Everything that is wrong, the worst first.
    problems: Vec<Finding>,
    /// What authors let stand, each with the reason.
    silenced: Vec<(Finding, String)>,
    /// Drafts and what its date holds back, published by this build or not.
    waiting: Vec<Waiting>,
    /// Reviews and contacts with a day, the first to come first; then those without one.
    due: Vec<Due>,
    /// Files below `content/` that no article uses.
    unused: Vec<SourcePath>,
    /// The addresses outside the site, and the places that lead there.
    external: Vec<(String, Vec<String>)>,
}

/// A folder of articles.
struct Section {
    title: String,
    /// The place of its index among the articles.
    index: Option<usize>,
    /// The places of its other articles.
    articles: Vec<usize>,
}

/// A page that somebody wrote. Other articles are named by their place in [`Overview::articles`].
struct Article {
    title: String,
    file: SourcePath,
    route: Route,
    section: String,
    facts: PageFacts,
    orphan: bool,
    dead_end: bool,
    links_to: Vec<usize>,
    linked_from: Vec<usize>,
}

/// Something that was found at a place.
struct Finding {
    problem: Diagnostic,
    /// `content/a.md:3`, as far as it is known; nothing if the whole site is meant.
    place: Option<String>,
}

/// A document that readers do not meet today.
struct Waiting {
    title: String,
    file: SourcePath,
    status: Status,
    /// The day that decides it, as `2026-01-31`.
    day: Option<String>,
}

/// A review of an article or a contact.
struct Due {
    what: String,
    place: String,
    /// The day of the last one, as `2026-01-31`.
    last: Option<String>,
    /// The day of the next one.
    due: Option<String>,
    overdue: bool,
}
