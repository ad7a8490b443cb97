//! The resolution of a link, and the parts of a link's target.

use super::ids::DocId;
use crate::path::{self, Route, SourcePath};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// To an article or a section's index, perhaps to a heading in it.
    Page {
        /// Which document.
        id: DocId,
        /// The part after `#`, if any.
        anchor: Option<Box<str>>,
    },
    /// To a page that mend makes: a tag, the A to Z, a section without an index, a feed.
    Generated {
        /// Its address.
        route: Route,
        /// The part after `#`, if any.
        anchor: Option<Box<str>>,
    },
    /// To a file, by its place in the list of assets.
    Asset(usize),
    /// Out of the site, or to something a mail or phone program opens.
    External,
    /// To an address of this host that something else serves.
    Elsewhere,
    /// To a document this build does not publish.
    Unpublished(DocId),
    /// To a page, but to a heading that is not there.
    NoAnchor {
        /// Which document.
        id: DocId,
        /// The ids that were probably meant.
        meant: Vec<String>,
    },
    /// To several pages or files at once.
    Ambiguous {
        /// How many there are.
        count: usize,
        /// The files of the nearest few, the nearest first.
        nearest: Vec<SourcePath>,
    },
    /// Perhaps to something in a file that could not be read.
    Unknown,
    /// Nowhere.
    Missing {
        /// What was probably meant, written as the link should be.
        meant: Vec<String>,
    },
}

impl Resolution {
    /// A link that leads nowhere, before suggestions are added.
    pub(super) fn missing() -> Self {
        Self::Missing { meant: Vec::new() }
    }
}

/// Where a link is written. It decides what relative paths and names mean.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    /// The path of the file without the language. Relative paths begin in its folder, and a name means the nearest page.
    pub(super) source: &'a SourcePath,
    /// The file itself. Relative paths that lead nowhere from there begin in its folder.
    pub(super) file: &'a SourcePath,
    /// The address of its page. Relative addresses begin in its folder.
    pub(super) route: &'a Route,
    /// The document, if it is one. A link without a path leads to it.
    pub(super) document: Option<DocId>,
}

/// How a file is written from another file's folder.
pub(crate) fn relative_source(from: &SourcePath, to: &SourcePath) -> String {
    let folder = |path: &SourcePath| Route::new(&format!("/{path}"));
    path::decode_path(&folder(to).relative_from(&folder(from), path::LinkStyle::Folder))
        .unwrap_or_default()
}

/// Splits `page#heading` at the first `#`.
pub(super) fn split_anchor(target: &str) -> (&str, Option<&str>) {
    target
        .split_once('#')
        .map_or((target, None), |(target, anchor)| (target, Some(anchor)))
}
