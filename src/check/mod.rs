//! Facts -> problems: what the graph found, judged by the site's configuration.
//!
//! One file a family of rules. What is wrong with a single text is reported where the text is read;
//! here stand the rules that need more than one file to decide. A file that could not be read is not judged, and a rule about
//! what is missing holds back while that may stand in such a file.

mod anchors;
mod article;
mod automaton;
mod beginnings;
mod cross_links;
mod evidence;
mod finished;
mod glossary;
mod glossary_forms;
pub mod hardest;
mod hazards;
mod language;
mod left_out;
mod level;
mod links;
pub mod originality;
mod page;
mod passage;
mod phrase;
mod phrase_lists;
mod raw_page;
pub mod readability;
mod reading;
mod references;
pub mod review;
mod safety;
mod script;
mod sentences;
mod settings;
mod silence;
mod structure;
mod syllables;
pub mod text;
mod text_check;
pub mod text_report;
pub mod text_rules;
mod tokeniser;

use std::sync::Arc;

use rayon::prelude::*;

use crate::asset::Asset;
use crate::codes;
use crate::config::Config;
use crate::data::Data;
use crate::data::texts::Texts;
use crate::date::Moment;
use crate::diag::{self, Diagnostic};
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::fault;
use crate::files::{LeftOut, SourceFile};
use crate::graph::Graph;
use crate::path::{OutputPath, SourcePath};
use crate::render;
use crate::report::Silenced;

pub use finished::Cache;

/// Everything the rules may look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The files beside them.
    pub assets: &'a [Arc<Asset>],
    /// The site.
    pub graph: &'a Graph,
    /// The data files.
    pub data: &'a Data,
    /// Where each document uses the terms of the glossary.
    pub uses: &'a [Arc<Vec<Mention>>],
    /// What was found in the words of each document; empty when no rule reads them.
    pub wording: &'a [Arc<text_report::TextReport>],
    /// The rules by which they were judged.
    pub rules: &'a text_rules::TextRules,
    /// The site's own theme files.
    pub theme_files: &'a [SourceFile],
    /// What lies in the folders of the site and takes no part in it, sorted by path.
    pub left_out: &'a [LeftOut],
    /// The folders of which nothing is known.
    pub closed: &'a [SourceFile],
    /// The configuration.
    pub config: &'a Config,
    /// The moment of the build.
    pub now: Moment,
}

impl Subject<'_> {
    /// Whether every document could be read. If not, nothing can be said of what no document does.
    pub fn knows_all_documents(&self) -> bool {
        self.closed.is_empty() && self.documents.iter().all(|document| !document.unread)
    }

    /// The documents that are published and could be read, by their places.
    fn judged(&self) -> impl Iterator<Item = usize> {
        let all = self.documents.iter().zip(&self.graph.states).enumerate();
        all.filter(|(_, (document, state))| state.published && !document.unread)
            .map(|(at, _)| at)
    }

    /// Whether a file lies where nothing can be seen, so that it may be there.
    fn may_be_there(&self, path: &SourcePath) -> bool {
        let mut closed = self.closed.iter();
        closed.any(|folder| path.is_in(folder.path.as_str()))
    }

    /// Whether a problem is about a file that could not be read.
    fn is_about_unread(&self, problem: &Diagnostic) -> bool {
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

/// What was made of the site.
pub struct Finished<'a> {
    /// The pages, in the order of the graph's; none when the theme cannot be used.
    pub pages: &'a [Arc<render::Page>],
    /// The files that mend writes, but for the pages.
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

/// Judges the links to anchors on pages that mend makes, by the HTML of these pages.
pub fn anchors(subject: &Subject<'_>, finished: &Finished<'_>) -> Vec<Diagnostic> {
    anchors::check(subject, &|route| {
        let page = finished.pages.get(subject.graph.page_at(route)?)?;
        page.output.as_ref().map(|output| &*output.bytes)
    })
}

/// Judges the finished pages by their HTML, and the HTML files that the site brings itself.
pub fn pages(subject: &Subject<'_>, finished: &Finished<'_>, cache: &mut Cache) -> Vec<Diagnostic> {
    let Subject {
        documents,
        assets,
        graph,
        config,
        ..
    } = *subject;
    let own_address = config.base_url.as_deref();
    let rules = &config.check;
    let mut problems = cache.pages(graph, documents, finished.pages, own_address, rules);
    problems.extend(cache.raw_pages(graph, assets, &finished.files, config));
    problems
}

/// Judges what the site names and does not have, and adds that to everything that was found so far.
pub fn references(subject: &Subject<'_>, finished: &Finished<'_>, problems: &mut Vec<Diagnostic>) {
    let Subject {
        documents,
        graph,
        data,
        config,
        ..
    } = *subject;
    let Finished { pages, texts, .. } = *finished;
    // A template may fail for want of what an unread data file would have said.
    let knows_data = data.unread.is_empty() && !data.is_closed;
    let failures = references::template_failures(graph, documents, pages);
    let failures = failures.into_iter();
    problems.extend(failures.filter(|failure| knows_data || failure.code == codes::MEND_01));
    problems.extend(references::templates(graph, documents, pages));
    problems.extend(references::drawings(documents, &finished.drawings));
    problems.extend(references::long_frame(graph));
    problems.extend(references::foreign_texts(config, texts, problems));
    if subject.knows_all_documents() {
        let phrases = references::phrases(finished.unmet_phrases, finished.terms_file);
        problems.extend(phrases);
    }
}

/// Gives each problem the severity that the site asks for, takes out those that authors have silenced, of whatever rule, and
/// puts the rest in order. Tells what was silenced.
pub fn settle(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Silenced> {
    subject.config.check.settle_all(problems);
    let silenced = silence::apply(subject, problems);
    diag::arrange(problems);
    silenced
}

/// Judges the whole site. Documents that are held back are judged when they are published or previewed.
pub fn site(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut problems = subject.graph.problems.clone();
    let judged: Vec<usize> = subject.judged().collect();
    let judged = judged.into_par_iter();
    let judge = |at: usize| {
        let path = &subject.documents[at].path;
        let judged = fault::caught("rules", Some(path), || document(subject, at));
        judged.unwrap_or_else(|fault| vec![*fault])
    };
    problems.par_extend(judged.flat_map_iter(judge));
    structure::check_site(subject, &mut problems);
    glossary::definitions(subject, &mut problems);
    review::never_reviewed(subject, &mut problems);
    safety::check_site(subject, &mut problems);
    settings::check_style(subject, &mut problems);
    left_out::check(subject, &mut problems);
    beginnings::check(subject, &mut problems);
    script::check(subject, &mut problems);
    reading::unused_terms(subject, &mut problems);
    reading::without_path(subject, &mut problems);
    problems.retain(|problem| !subject.is_about_unread(problem));
    let texts = (0..subject.documents.len()).filter(|at| {
        let document = &subject.documents[*at];
        document.unread && document.is_text_read && subject.graph.states[*at].published
    });
    for at in texts {
        links::check(subject, at, &mut problems);
        let text = subject.wording.get(at);
        problems.extend(text.iter().flat_map(|text| text.problems.iter().cloned()));
    }
    problems
}

/// Judges one document.
fn document(subject: &Subject<'_>, at: usize) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    links::check(subject, at, &mut problems);
    evidence::check(subject, at, &mut problems);
    safety::check(subject, at, &mut problems);
    reading::check(subject, at, &mut problems);
    cross_links::check(subject, at, &mut problems);
    if let Some(text) = subject.wording.get(at) {
        problems.extend_from_slice(&text.problems);
        evidence::check_sources(subject, at, text, &mut problems);
        review::check(subject, at, text, &mut problems);
        language::check_titles(subject, at, text, &mut problems);
        glossary::check(subject, at, text, &mut problems);
    }
    problems
}
