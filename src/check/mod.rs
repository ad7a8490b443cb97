//! Facts -> problems: judges what the graph and other stages found by the site's configuration.
//!
//! Each family of rules has a file. The rules about the words of one document are called in [`text`], those about the site
//! here; the syntax of a file is checked where it is read. A file that could not be read is not judged, and a rule about
//! something missing is skipped while such a file may contain it.

mod anchors;
mod article;
mod automaton;
mod cross_links;
mod data_references;
mod evidence;
mod finished;
mod glossary;
mod glossary_forms;
pub mod hardest;
mod hazards;
mod inputs;
mod language;
mod left_out;
mod links;
pub mod originality;
mod page;
mod passage;
mod phrase;
mod phrase_lists;
mod placeholders;
mod raw_page;
pub mod readability;
mod reading_level;
mod references;
pub mod review;
mod safety_settings;
mod script;
mod sentences;
mod silence;
mod structure;
mod style_settings;
mod syllables;
pub mod text;
mod text_check;
pub mod text_report;
pub mod text_rules;
mod tokeniser;

use rayon::prelude::*;

use crate::codes;
use crate::diag::{self, Diagnostic};
use crate::fault;
use crate::report::Silenced;

pub use finished::Cache;
pub use inputs::{CheckInputs, Finished};

/// Judges the links to anchors on pages that mend makes, by the HTML of these pages.
pub fn anchors(inputs: &CheckInputs<'_>, finished: &Finished<'_>) -> Vec<Diagnostic> {
    anchors::check(inputs, &|route| {
        let page = finished.pages.get(inputs.graph.page_at(route)?)?;
        page.output.as_ref().map(|output| &*output.bytes)
    })
}

/// Judges the finished pages by their HTML, and the HTML files that the site brings itself.
pub fn pages(
    inputs: &CheckInputs<'_>,
    finished: &Finished<'_>,
    cache: &mut Cache,
) -> Vec<Diagnostic> {
    let CheckInputs {
        documents,
        assets,
        graph,
        config,
        ..
    } = *inputs;
    let own_address = config.base_url.as_deref();
    let rules = &config.check;
    let mut problems = cache.pages(graph, documents, finished.pages, own_address, rules);
    problems.extend(cache.raw_pages(graph, assets, &finished.files, config));
    problems
}

/// Judges what the site names and does not have, and adds that to everything that was found so far.
pub fn references(
    inputs: &CheckInputs<'_>,
    finished: &Finished<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let CheckInputs {
        documents,
        graph,
        data,
        config,
        ..
    } = *inputs;
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
    if inputs.knows_all_documents() {
        let phrases = references::phrases(finished.unmet_phrases, finished.terms_file);
        problems.extend(phrases);
    }
}

/// Gives each problem the severity that the site asks for, takes out those that authors have silenced, of whatever rule, and
/// puts the rest in order. Tells what was silenced.
pub fn settle(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Silenced> {
    inputs.config.check.settle_all(problems);
    let silenced = silence::apply(inputs, problems);
    diag::arrange(problems);
    silenced
}

/// Judges the whole site. Documents that are held back are judged when they are published or previewed.
pub fn site(inputs: &CheckInputs<'_>) -> Vec<Diagnostic> {
    let mut problems = inputs.graph.problems.clone();
    let judged: Vec<usize> = inputs.judged().collect();
    let judged = judged.into_par_iter();
    let judge = |at: usize| {
        let path = &inputs.documents[at].path;
        let judged = fault::caught("rules", Some(path), || document(inputs, at));
        judged.unwrap_or_else(|fault| vec![*fault])
    };
    problems.par_extend(judged.flat_map_iter(judge));
    structure::check_site(inputs, &mut problems);
    glossary::definitions(inputs, &mut problems);
    review::never_reviewed(inputs, &mut problems);
    safety_settings::check_site(inputs, &mut problems);
    style_settings::check_style(inputs, &mut problems);
    problems.extend(left_out::check(inputs.left_out));
    placeholders::check(inputs, &mut problems);
    script::check(inputs, &mut problems);
    data_references::unused_terms(inputs, &mut problems);
    data_references::without_path(inputs, &mut problems);
    problems.retain(|problem| !inputs.is_about_unread(problem));
    let texts = (0..inputs.documents.len()).filter(|at| {
        let document = &inputs.documents[*at];
        document.unread && document.is_text_read && inputs.graph.states[*at].published
    });
    for at in texts {
        links::check(inputs, at, &mut problems);
        let text = inputs.wording.get(at);
        problems.extend(text.iter().flat_map(|text| text.problems.iter().cloned()));
    }
    problems
}

/// Judges one document.
fn document(inputs: &CheckInputs<'_>, at: usize) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    links::check(inputs, at, &mut problems);
    evidence::check(inputs, at, &mut problems);
    safety_settings::check(inputs, at, &mut problems);
    data_references::check(inputs, at, &mut problems);
    cross_links::check(inputs, at, &mut problems);
    if let Some(text) = inputs.wording.get(at) {
        problems.extend_from_slice(&text.problems);
        evidence::check_sources(inputs, at, text, &mut problems);
        review::check(inputs, at, text, &mut problems);
        language::check_titles(inputs, at, text, &mut problems);
        glossary::check(inputs, at, text, &mut problems);
    }
    problems
}
