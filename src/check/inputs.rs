//! The inputs of the rules about the site as a whole.

use std::sync::Arc;

use super::text_report::TextReport;
use super::text_rules::TextRules;
use crate::asset::Asset;
use crate::config::Config;
use crate::data::Data;
use crate::data::texts::Texts;
use crate::date::Moment;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::files::{LeftOut, SourceFile};
use crate::graph::Graph;
use crate::path::{OutputPath, SourcePath};
use crate::render;
use crate::style::Palette;

/// What the rules read.
#[derive(Clone, Copy)]
pub struct CheckInputs<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The files next to them.
    pub assets: &'a [Arc<Asset>],
    /// How the documents belong together.
    pub graph: &'a Graph,
    /// The data files.
    pub data: &'a Data,
    /// Where each document mentions the terms of the glossary.
    pub mentions: &'a [Arc<Vec<Mention>>],
    /// What was found in the words of each document; empty when no rule reads them.
    pub wording: &'a [Arc<TextReport>],
    /// The rules by which they were judged.
    pub rules: &'a TextRules,
    /// The colours that the theme knows by name.
    pub palette: &'a Palette,
    /// The site's own theme files.
    pub theme_files: &'a [SourceFile],
    /// The theme files that come with mend, by name. An unchanged copy of one is not judged.
    pub builtin_files: &'a [(&'a str, &'a [u8])],
    /// The files in the folders of the site that are not part of it, sorted by path.
    pub left_out: &'a [LeftOut],
    /// The folders that could not be listed.
    pub closed: &'a [SourceFile],
    /// The configuration.
    pub config: &'a Config,
    /// The moment of the build.
    pub now: Moment,
}

impl CheckInputs<'_> {
    /// Whether every document could be read. If not, it is unknown what no document does.
    pub fn knows_all_documents(&self) -> bool {
        self.closed.is_empty() && self.documents.iter().all(|document| !document.unread)
    }

    /// The documents that are published and could be read, by index.
    pub(super) fn judged(&self) -> impl Iterator<Item = usize> {
        let all = self.documents.iter().zip(&self.graph.states).enumerate();
        all.filter(|(_, (document, state))| state.published && !document.unread)
            .map(|(at, _)| at)
    }

    /// Whether a file may exist in a folder that could not be listed.
    pub(super) fn may_be_there(&self, path: &SourcePath) -> bool {
        let mut closed = self.closed.iter();
        closed.any(|folder| path.is_in(folder.path.as_str()))
    }

    /// Whether a problem is about a file that could not be read.
    pub(super) fn is_about_unread(&self, problem: &Diagnostic) -> bool {
        let is_unread = |path: &SourcePath| {
            let documents = self.documents;
            let found = documents.binary_search_by(|document| document.path.cmp(path));
            found.is_ok_and(|at| documents[at].unread)
                || (path.folder() == "content" && self.data.is_unread(path.stem()))
        };
        let also = problem.also.iter().map(|(place, _)| place);
        let mut places = problem.place.iter().chain(also);
        places.any(|place| is_unread(&place.path))
    }
}

/// What was made of the site, for the rules about finished pages.
pub struct Finished<'a> {
    /// The pages, in the order of the graph's; none when the theme cannot be used.
    pub pages: &'a [Arc<render::Page>],
    /// The files that mend writes, except the pages.
    pub files: Vec<OutputPath>,
    /// The names of the drawings that the theme has.
    pub drawings: Vec<&'a str>,
    /// The texts of the interface.
    pub texts: &'a Texts,
    /// The phrases in the terms file whose meanings no page has.
    pub unmet_phrases: &'a [String],
    /// The terms file.
    pub terms_file: Option<&'a SourceFile>,
}
