//! What the server is given to show: a complete build, with the problems and the pages for its author.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::diag::Severity;
use crate::files::Outputs;
use crate::path::Route;

use super::folder::Folder;
use super::pages::Pages;

/// The settings of the site that the preview itself follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The path of the site's `base_url`, starting and ending with `/`. The site is always served at `/`, and below this path,
    /// too, because the 404 page links there.
    pub base_path: String,
    /// The address that opens a file in the author's editor, with `{file}` for the file as the site names it,
    /// `{line}` and `{column}`. It names folders of this machine, so other machines do not get it.
    pub editor: Option<String>,
    /// Whether a key opens the author's panel.
    pub panel_key: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_path: "/".to_owned(),
            editor: None,
            panel_key: true,
        }
    }
}

/// A complete build.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Every file of the site.
    pub outputs: Outputs,
    /// The settings it was built with.
    pub settings: Settings,
    /// Labels of pages that readers do not see like this: `draft`, `future`, `expired`, `unlisted`, `outdated`.
    pub badges: BTreeMap<Route, Vec<String>>,
    /// Everything that is wrong in the content.
    pub problems: Vec<Problem>,
    /// The pages that are not what their author meant, each with its problems.
    pub wrong: BTreeMap<Route, Vec<Problem>>,
    /// The problems of every page.
    pub wrong_everywhere: Vec<Problem>,
    /// The addresses that pages have left, and what has become of these pages.
    pub left: BTreeMap<Route, Left>,
    /// Where tabs with an older build go: to the article that was saved, if the author asked for that.
    pub follow: Option<Route>,
    /// The source files that differ from those of the snapshot before.
    pub saved: Vec<String>,
    /// The facts of single pages, for the author's panel.
    pub pages: Option<Arc<Pages>>,
    /// The whole site at a glance.
    pub overview: Option<Arc<Folder>>,
    /// What there is to know before the site is published.
    pub publication: Option<Arc<Folder>>,
    /// One of each component of the theme.
    pub gallery: Option<Arc<Folder>>,
}

impl Snapshot {
    /// The problems of the page at an address.
    pub(super) fn wrong_at(&self, route: &Route) -> Vec<Problem> {
        let own = self.wrong.get(route).map_or(&[][..], Vec::as_slice);
        [&*self.wrong_everywhere, own].concat()
    }
}

/// A page that has left its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its file, relative to the site folder.
    pub file: String,
    /// Where it is.
    pub whereabouts: Whereabouts,
}

/// Where a page is that has left its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// At another address.
    At(Route),
    /// Its file is there, and is not shown.
    Unpublished,
    /// Its file was deleted.
    Deleted,
}

/// When a problem is shown over a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Overlay {
    /// By itself, over every page.
    Everywhere,
    /// By itself over the page it is about, and over the others when the author asks for it.
    OnItsPage,
    /// When the author asks for it.
    #[default]
    OnRequest,
    /// Not at all: it is only counted.
    Never,
}

impl Overlay {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::OnItsPage => "page",
            Self::OnRequest | Self::Never => "request",
        }
    }
}

/// A problem, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Names it from build to build.
    pub identity: String,
    /// When it is shown.
    pub overlay: Overlay,
    /// The address of the page that its file becomes.
    pub page: Option<Route>,
    /// How bad it is.
    pub severity: Severity,
    /// Its code, such as `LINK-01`; empty when it has none.
    pub code: String,
    /// The file, relative to the site folder.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The lines around the place, drawn as text.
    pub frame: Option<String>,
}

impl Problem {
    /// `content/a.md:3:7`, as far as it is known.
    pub(super) fn place(&self) -> Option<String> {
        let file = self.file.as_deref()?;
        Some(match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
            (Some(line), None) => format!("{file}:{line}"),
            (None, _) => file.to_owned(),
        })
    }

    pub(super) fn to_json(&self) -> Value {
        let Problem {
            identity,
            overlay,
            page,
            severity,
            code,
            file,
            line,
            column,
            message,
            help,
            frame,
        } = self;
        json!({
            "identity": identity,
            "overlay": overlay.as_str(),
            "page": page.as_ref().map(Route::as_str),
            "severity": severity.as_str(),
            "code": code,
            "place": self.place(),
            "file": file,
            "line": line,
            "column": column,
            "message": message,
            "help": help,
            "frame": frame,
        })
    }
}
