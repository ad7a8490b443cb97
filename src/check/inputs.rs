//! The inputs of the rules about the site as a whole. Which rule reads what is decided where the rules are called.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::finished::FinishedPage;
use super::text_report::TextReport;
use super::text_rules::TextRules;
use crate::asset::Asset;
use crate::config::Config;
use crate::data::texts::Texts;
use crate::data::{Data, Help};
use crate::date::Moment;
use crate::diag::Diagnostic;
use crate::document::mentions::Mention;
use crate::document::{self, Document};
use crate::files::{LeftOut, SourceFile};
use crate::graph::Graph;
use crate::path::{OutputPath, Route, SourcePath};
use crate::report::Status;
use crate::style::Palette;

/// Everything that the rules read. The entry points of the room hand each rule the parts that it needs.
#[derive(Clone, Copy)]
pub struct CheckInputs<'a> {
    /// The documents and how they belong together.
    pub documents: SiteDocuments<'a>,
    /// The files next to them.
    pub assets: &'a [Arc<Asset>],
    /// The files in the folders of the site that are not part of it, sorted by path.
    pub left_out: &'a [LeftOut],
    /// The data files.
    pub data: &'a Data,
    /// Where each document mentions the terms of the glossary.
    pub mentions: &'a [Arc<Vec<Mention>>],
    /// What was found in the words of each document; empty when no rule reads them.
    pub wording: &'a [Arc<TextReport>],
    /// The rules by which they were judged.
    pub text_rules: &'a TextRules,
    /// The colours that the theme knows by name.
    pub palette: &'a Palette,
    /// The site's own theme files.
    pub theme_files: &'a [SourceFile],
    /// The theme files that come with mend, by name. An unchanged copy of one is not judged.
    pub builtin_files: &'a [(&'a str, &'a [u8])],
    /// The configuration.
    pub config: &'a Config,
    /// The moment of the build.
    pub now: Moment,
}

impl<'a> CheckInputs<'a> {
    /// The help data, if their file could be read.
    pub(super) fn help(&self) -> Option<&'a Help> {
        let help = self.data.help.as_ref();
        help.filter(|_| !self.data.is_unread("help"))
    }

    /// The files with this extension that the site brings itself: those that are published, and those of its theme. One that
    /// cannot be read any more is reported when it is published.
    pub(super) fn published_files(
        &self,
        is_chosen: impl Fn(&str) -> bool + Copy,
    ) -> impl Iterator<Item = (&'a SourcePath, Arc<[u8]>)> {
        let is_chosen = move |path: &SourcePath| is_chosen(&path.extension());
        let assets = self.assets.iter().zip(&*self.documents.graph.asset_routes);
        let assets = assets.filter(move |(asset, route)| route.is_some() && is_chosen(&asset.path));
        let assets =
            assets.filter_map(|(asset, _)| Some((&asset.path, asset.content.read().ok()?)));
        let theme = self.theme_files.iter();
        let theme = theme.filter(move |file| is_chosen(&file.path));
        assets.chain(theme.map(|file| (&file.path, Arc::clone(&file.bytes))))
    }

    /// Whether a problem is about a file that could not be read.
    pub(super) fn is_about_unread(&self, problem: &Diagnostic) -> bool {
        let is_unread = |path: &SourcePath| {
            let documents = self.documents.all;
            let languages = &self.config.language_paths;
            let found = document::position(documents, languages, path);
            let (edition, key) = languages.split(path);
            let is_own_data =
                key.folder() == "content" && [0, self.config.edition.number].contains(&edition);
            found.is_some_and(|at| documents[at].unread)
                || (is_own_data && self.data.is_unread(key.stem()))
        };
        let also = problem.also.iter().map(|(place, _)| place);
        let mut places = problem.place.iter().chain(also);
        places.any(|place| is_unread(&place.path))
    }
}

/// The documents of a site and how they belong together.
#[derive(Clone, Copy)]
pub struct SiteDocuments<'a> {
    pub(super) all: &'a [Arc<Document>],
    pub(super) graph: &'a Graph,
    /// The folders that could not be listed, and so may hold further files.
    pub(super) closed: ClosedFolders<'a>,
    /// Whether every document could be read. If not, a rule must not conclude that no document does something.
    pub(super) are_known: bool,
}

impl<'a> SiteDocuments<'a> {
    /// Takes all documents, how they belong together, and the folders that could not be listed.
    pub fn of(documents: &'a [Arc<Document>], graph: &'a Graph, closed: &'a [SourceFile]) -> Self {
        Self {
            all: documents,
            graph,
            closed: ClosedFolders(closed),
            are_known: closed.is_empty() && documents.iter().all(|document| !document.unread),
        }
    }

    /// The documents that are published and could be read, each with its place among all.
    pub(super) fn judged(&self) -> impl Iterator<Item = (usize, &'a Document)> {
        let all = self.all.iter().map(|document| &**document);
        let all = all.zip(&self.graph.states).enumerate();
        all.filter(|(_, (document, state))| state.published && !document.unread)
            .map(|(at, (document, _))| (at, document))
    }

    /// Whether readers get at least one article. A draft that the preview shows is not for readers, and an `_index.md` is
    /// no article.
    pub(super) fn has_published_article(&self) -> bool {
        let mut all = self.all.iter().zip(&self.graph.states);
        all.any(|(document, state)| {
            state.published && state.status != Status::Draft && !document.is_index()
        })
    }
}

/// The folders that could not be listed.
#[derive(Clone, Copy)]
pub(super) struct ClosedFolders<'a>(&'a [SourceFile]);

impl ClosedFolders<'_> {
    /// Whether there are none.
    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a file may exist in one of them.
    pub(super) fn may_hold(&self, path: &SourcePath) -> bool {
        let mut closed = self.0.iter();
        closed.any(|folder| path.is_in(folder.path.as_str()))
    }
}

/// What was made of the site, for the rules about finished pages.
pub struct Finished<'a> {
    /// The pages, in the order of the graph's; none when the theme cannot be used.
    pub pages: &'a [Arc<FinishedPage>],
    /// The ids of the pages to whose anchors articles link.
    pub ids: &'a BTreeMap<Route, Vec<String>>,
    /// The files that mend writes, except the pages.
    pub files: Vec<OutputPath>,
    /// The names of the drawings that the theme has.
    pub drawings: Vec<&'a str>,
    /// The texts of the interface.
    pub texts: &'a Texts,
    /// The phrases in the terms file whose meanings no page has.
    pub unmet_phrases: Vec<String>,
    /// The terms file.
    pub terms_file: Option<&'a SourceFile>,
}
