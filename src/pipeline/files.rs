//! What the files of a site say: what all its languages share, and what each has for itself.

use std::borrow::Cow;
use std::sync::Arc;

use crate::asset::Asset;
use crate::config::Config;
use crate::data::Data;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::files::{ContentFile, Inputs};
use crate::memo::Fingerprint;
use crate::path::Route;
use crate::theme::Theme;

/// What the files say.
pub(super) struct SiteFiles<'a> {
    /// What all languages share.
    pub(super) shared: SharedFiles<'a>,
    /// What each language has for itself, the first language first.
    pub(super) editions: Vec<EditionFiles>,
}

/// What the files say that all languages share.
pub(super) struct SharedFiles<'a> {
    /// The files in the versions that were read: the earlier ones of those that fell back to them.
    pub(super) shown: Cow<'a, Inputs>,
    /// How many documents had to be read.
    pub(super) parsed: usize,
    pub(super) assets: Vec<Arc<Asset>>,
    /// What is wrong with the files as they are.
    pub(super) problems: Vec<Diagnostic>,
}

impl SharedFiles<'_> {
    /// The file of a document.
    pub(super) fn text(&self, document: &Document) -> Option<&ContentFile> {
        let files = &self.shown.documents;
        let at = files.binary_search_by(|file| file.path.cmp(&document.path));
        at.ok().map(|at| &files[at])
    }
}

/// What the files say in one language.
pub(super) struct EditionFiles {
    /// The settings of the site in this language.
    pub(super) config: Arc<Config>,
    pub(super) theme: Arc<Theme>,
    /// Whether the theme can draw pages.
    pub(super) can_draw: bool,
    /// What is wrong with a theme that the built-in one replaces because no earlier version of it is known.
    pub(super) lost_theme: Vec<Diagnostic>,
    /// The documents in this language, sorted by key.
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) data: Arc<Data>,
    /// The cache key of the data.
    pub(super) data_key: Fingerprint,
}

impl EditionFiles {
    /// The number of the edition.
    pub(super) fn number(&self) -> usize {
        self.config.edition.number
    }

    /// The addresses of the theme's own files.
    pub(super) fn theme_routes(&self) -> Vec<Route> {
        let files = self.theme.files.values();
        files.map(|file| file.route.clone()).collect()
    }
}
