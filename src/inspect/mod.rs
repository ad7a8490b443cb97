//! Answers an author's questions about a finished build: about the whole site ([`report`]), and about one page: its problems
//! with their lines, its links in both directions, its reading level, and the place of each of its blocks.
//!
//! A build passes on what it has computed anyway ([`SiteModel`]). The facts of a page are computed on request
//! ([`Inspector`]). The preview's panel and `mend why` show them; how they look is decided there.

mod blocks;
mod page;
mod pick;
mod sources;
mod suggest;
mod summary;
mod why;

use std::sync::{Arc, OnceLock};

use crate::asset::Asset;
use crate::check::text_rules::TextRules;
use crate::check::{FinishedPage, originality};
use crate::config::Config;
use crate::data::Data;
use crate::diag::{self, Diagnostic, Lines, Span};
use crate::document::Document;
use crate::document::mentions::{Mention, MentionFinder};
use crate::files::{ContentFile, Inputs};
use crate::graph::{DocId, Graph, Listed, PageKey};
use crate::kinds::Kinds;
use crate::path::{Route, SourcePath};
use crate::report::Report;
use crate::theme::Theme;
use crate::view;

pub use blocks::Block;
pub use page::{BrokenLink, HardSentence, PageFacts, PageLink, Reading, Review, SourceProblem};
pub use sources::{Extent, Sources};
pub use suggest::Suggestion;
pub use summary::report;
pub use why::Why;

/// The results of a build in one language. The memo tables of the pipeline share them.
pub struct SiteModel {
    /// The settings of the site in this language.
    pub config: Arc<Config>,
    /// The site without its text.
    pub graph: Arc<Graph>,
    /// The table of kinds of page.
    pub kinds: Kinds,
    /// How texts are judged.
    pub rules: Arc<TextRules>,
    /// The finished pages, in the order of [`Graph::pages`]; none when the theme could not be used.
    pub pages: Vec<Arc<FinishedPage>>,
    /// The documents in this language, sorted by key.
    pub documents: Vec<Arc<Document>>,
    /// The other files of the content, sorted by path.
    pub assets: Vec<Arc<Asset>>,
    /// The smaller copies of pictures.
    pub pictures: Arc<view::PictureFiles>,
    /// What the data files say.
    pub data: Arc<Data>,
    /// Where each document uses the terms of the glossary.
    pub mentions: Vec<Arc<Vec<Mention>>>,
    /// What is related to each document.
    pub related: Arc<Vec<Option<Arc<Vec<Listed>>>>>,
    /// What views share.
    pub facts: Arc<view::SiteFacts>,
    /// The theme that draws the pages, with the texts of the interface.
    pub theme: Arc<Theme>,
}

/// A finished build, ready to be asked about its pages.
pub struct Inspection {
    build: Arc<BuildFacts>,
    languages: Vec<Inspector>,
}

/// What is known of a build as a whole.
struct BuildFacts {
    inputs: Inputs,
    report: Report,
    problems: Vec<Diagnostic>,
}

/// A finished build in one language.
pub struct Inspector {
    build: Arc<BuildFacts>,
    site: SiteModel,
    /// Finds the titles of articles in a text; made for the first page that is asked about.
    names: OnceLock<MentionFinder>,
    /// The wording that articles share; compared for the first page that is asked about.
    copies: OnceLock<Vec<Diagnostic>>,
}

/// A place in a source file as editors count: lines and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Inspection {
    /// Takes a build: its inputs, its results in each language, and its problems in their stable order.
    pub fn new(
        inputs: Inputs,
        sites: Vec<SiteModel>,
        report: Report,
        problems: Vec<Diagnostic>,
    ) -> Self {
        let build = Arc::new(BuildFacts {
            inputs,
            report,
            problems,
        });
        let language = |site| Inspector {
            build: Arc::clone(&build),
            site,
            names: OnceLock::new(),
            copies: OnceLock::new(),
        };
        Self {
            languages: sites.into_iter().map(language).collect(),
            build,
        }
    }

    /// What the build was made from.
    pub fn inputs(&self) -> &Inputs {
        &self.build.inputs
    }

    /// The site of the build as a whole.
    pub fn report(&self) -> &Report {
        &self.build.report
    }

    /// The problems, in order.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.build.problems
    }

    /// The build in each language, the first language first.
    pub fn languages(&self) -> &[Inspector] {
        &self.languages
    }

    /// The facts of the page at an address; `None` if there is no such page.
    pub fn page(&self, route: &Route) -> Option<PageFacts> {
        let mut languages = self.languages.iter();
        languages.find_map(|language| language.page(route))
    }

    /// Whether there is a page at an address.
    pub fn has_page(&self, route: &Route) -> bool {
        let mut languages = self.languages.iter();
        languages.any(|language| language.site.graph.page_at(route).is_some())
    }
}

impl Inspector {
    /// What the build was made from.
    pub fn inputs(&self) -> &Inputs {
        &self.build.inputs
    }

    /// The site of the build as a whole.
    pub fn report(&self) -> &Report {
        &self.build.report
    }

    /// The results of the build in this language.
    pub fn site(&self) -> &SiteModel {
        &self.site
    }

    /// What views are made from, so that a page can be drawn in another way than the site shows it.
    pub fn source(&self) -> view::Source<'_> {
        let site = &self.site;
        view::Source {
            documents: &site.documents,
            assets: &site.assets,
            pictures: &site.pictures,
            graph: &site.graph,
            related: &site.related,
            data: &site.data,
            mentions: &site.mentions,
            texts: &site.theme.texts,
            facts: &site.facts,
            languages: &site.config.language_paths,
            settings: view::Settings::of(&site.config, self.build.inputs.options.links),
        }
    }

    /// The views of its pages.
    pub fn views(&self) -> view::Views<'_> {
        view::Views::of(self.source(), self.site.kinds.views())
    }

    /// What is known of a document and the page it becomes.
    pub fn document_page(&self, id: DocId) -> PageFacts {
        self.written_page(&self.site.graph.routes[id.index()], id)
    }

    /// The facts of the page at an address; `None` if there is no such page.
    pub fn page(&self, route: &Route) -> Option<PageFacts> {
        let (key, _) = self.page_at(route)?;
        Some(match self.document_of(key) {
            Some(id) => self.written_page(route, id),
            None => PageFacts::generated(route),
        })
    }

    /// The page at an address, and its position in the list of pages.
    fn page_at(&self, route: &Route) -> Option<(PageKey, usize)> {
        let graph = &self.site.graph;
        let at = graph.page_at(route)?;
        Some((graph.pages[at].key, at))
    }

    /// The document that a page is written in.
    fn document_of(&self, key: PageKey) -> Option<DocId> {
        self.site.graph.edition.document_of(key)
    }

    /// The wording that a file shares with another one, as a check of the whole site finds it.
    fn copies_in(&self, path: &SourcePath) -> &[Diagnostic] {
        let copies = self.copies.get_or_init(|| {
            let states = &self.site.graph.states;
            let documents = self.site.documents.iter().enumerate();
            let published =
                documents.filter(|(at, document)| states[*at].published && !document.unread);
            let read = published
                .filter_map(|(at, document)| Some((self.file(DocId::new(at))?, &**document)));
            let read: Vec<_> = read.collect();
            let mut found = originality::check(&read, &[], &self.site.rules);
            diag::arrange(&mut found);
            found
        });
        diag::of_file(copies, path)
    }

    fn document(&self, id: DocId) -> &Document {
        &self.site.documents[id.index()]
    }

    /// The file of a document.
    pub fn file(&self, id: DocId) -> Option<&ContentFile> {
        let path = &self.document(id).path;
        let files = &self.build.inputs.documents;
        let at = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&files[at])
    }
}

/// Turns spans of one file into positions.
struct LineIndex<'a> {
    lines: Lines<'a>,
}

impl<'a> LineIndex<'a> {
    /// The lines of a file with these bytes.
    fn of(bytes: &'a [u8]) -> Self {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        Self {
            lines: Lines::new(text),
        }
    }

    fn at(&self, span: &Span) -> Position {
        let (line, column) = self.lines.position(span.start);
        Position { line, column }
    }
}
