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
pub mod languages;
mod left_out;
mod links;
mod listed_numbers;
mod media;
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
mod tags;
mod taxonomies;
pub mod text;
mod text_check;
pub mod text_report;
pub mod text_rules;
mod word;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::codes;
use crate::config::Config;
use crate::data::Data;
use crate::diag::{self, Diagnostic, KnownNames};
use crate::fault;
use crate::path::Route;
use crate::report::Silenced;

use links::LinkTargets;
use raw_page::RawPageRules;
use review::ReviewRules;
use safety_settings::Offer;

pub use finished::{Cache, FinishedPage, PageRules, ids};
pub use inputs::{CheckInputs, Finished, SiteDocuments};
pub use links::without_tracking;

/// The generated pages to whose anchors articles link, so that the ids of these pages must be kept.
pub fn anchored<'a>(
    documents: &SiteDocuments<'a>,
    data: &Data,
    config: &'a Config,
) -> BTreeSet<&'a Route> {
    // A file that could not be read may hold what the page shows.
    match documents.are_known && data.unread.is_empty() && config.links.anchors.severity().is_some()
    {
        true => anchors::targets(documents, config),
        false => BTreeSet::new(),
    }
}

/// Judges the links to anchors on generated pages, by the ids of these pages.
pub fn anchors(inputs: &CheckInputs<'_>, finished: &Finished<'_>) -> Vec<Diagnostic> {
    let CheckInputs {
        documents, config, ..
    } = *inputs;
    anchors::check(&documents, config, finished.ids)
}

/// Judges the finished pages by their HTML, and the site's own HTML files.
pub fn pages(
    inputs: &CheckInputs<'_>,
    finished: &Finished<'_>,
    cache: &mut Cache,
) -> Vec<Diagnostic> {
    let CheckInputs {
        documents,
        assets,
        config,
        ..
    } = *inputs;
    let SiteDocuments { all, graph, .. } = documents;
    let rules = RawPageRules {
        own_address: config.base_url.as_deref(),
        exit_url: config.exit.destination(None),
        links: &config.links,
        check: &config.check,
    };
    let mut problems = finished::problems(graph, all, finished.pages);
    problems.extend(cache.raw_pages(graph, assets, &finished.files, &rules));
    problems
}

/// Reports references to things that the site does not have, in addition to the problems found so far.
pub fn references(
    inputs: &CheckInputs<'_>,
    finished: &Finished<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let CheckInputs { data, config, .. } = *inputs;
    let SiteDocuments { all, graph, .. } = inputs.documents;
    let Finished { pages, texts, .. } = finished;
    // A template may fail because it lacks data of a file that could not be read.
    let knows_data = data.unread.is_empty() && !data.is_closed;
    let failures = references::template_failures(graph, all, pages);
    let failures = failures.into_iter();
    problems.extend(failures.filter(|failure| knows_data || failure.code == codes::MEND_01));
    problems.extend(references::templates(graph, all, pages));
    let localised = &data.localised;
    let paths = (&*localised.paths, localised.paths_file.as_ref());
    problems.extend(references::drawings(all, paths, &finished.drawings));
    problems.extend(references::long_frame(graph, &config.menu));
    problems.extend(references::foreign_texts(config, texts, problems));
    if inputs.documents.are_known {
        let phrases = references::phrases(&finished.unmet_phrases, finished.terms_file);
        problems.extend(phrases);
    }
}

/// Gives each problem the severity that the site asks for, removes those that authors have silenced, and sorts the rest.
/// Returns what was silenced.
pub fn settle(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Silenced> {
    let rules = &inputs.config.check;
    rules.settle_all(problems);
    let silenced = silence::apply(&inputs.documents, inputs.wording, rules, problems);
    diag::arrange(problems);
    silenced
}

/// Judges the whole site. Documents that are held back are judged when they are published or previewed.
pub fn site(inputs: &CheckInputs<'_>) -> Vec<Diagnostic> {
    let SiteDocuments { all, graph, .. } = inputs.documents;
    let rules = DocumentRules::of(inputs);
    let mut problems = graph.problems.clone();
    let judged: Vec<usize> = inputs.documents.judged().map(|(at, _)| at).collect();
    let judge = |at: usize| {
        let judged = fault::caught("rules", Some(&all[at].path), || rules.judge(at));
        judged.unwrap_or_else(|fault| vec![*fault])
    };
    problems.par_extend(judged.into_par_iter().flat_map_iter(judge));
    content(inputs, &mut problems);
    links::check_menus(&rules.targets, inputs.config, &mut problems);
    cross_links::check_menus(&inputs.documents, inputs.config, &mut problems);
    settings(inputs, &mut problems);
    problems.retain(|problem| !inputs.is_about_unread(problem));
    // If only the front matter could not be read, the text is judged all the same.
    let texts = (0..all.len()).filter(|at| {
        let document = &all[*at];
        document.unread && document.is_text_read && graph.states[*at].published
    });
    for at in texts {
        links::check(&rules.targets, at, &mut problems);
        let text = inputs.wording.get(at);
        problems.extend(text.iter().flat_map(|text| text.problems.iter().cloned()));
    }
    problems
}

/// Judges what no single document is responsible for.
fn content(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let CheckInputs {
        documents,
        data,
        config,
        ..
    } = inputs;
    let (rules, localised) = (&config.check, &data.localised);
    structure::check_site(documents, rules, problems);
    glossary::definitions(localised, &inputs.text_rules.lists, rules, problems);
    taxonomies::check_declared(documents, problems);
    review::never_reviewed(documents, inputs.help(), rules, problems);
    problems.extend(left_out::check(inputs.left_out));
    placeholders::check_documents(documents, problems);
    script::check(
        inputs.published_files(script::is_script),
        inputs.builtin_files,
        config.base_url.as_deref(),
        rules,
        problems,
    );
    data_references::unused_terms(documents, inputs.mentions, localised, problems);
    if !data.is_unread("paths") {
        data_references::without_path(documents, rules, problems);
    }
}

/// Judges the configuration, by the data files and the articles that it names.
fn settings(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let CheckInputs {
        documents,
        assets,
        data,
        palette,
        config,
        now,
        ..
    } = *inputs;
    safety_settings::check_exits(config, problems);
    safety_settings::check_practice(config, problems);
    problems.extend(safety_settings::check_parts(config, &documents));
    if !data.is_unread("help") {
        let (help, file) = (data.help.as_ref(), data.help_file.as_ref());
        safety_settings::check_regions(config, help, problems);
        if let Some(help) = help.zip(file) {
            safety_settings::check_contacts(config, &documents, help, problems);
            safety_settings::check_ages(help, &config.review, now, problems);
        }
        problems.extend(placeholders::check_help(&documents, (help, file), config));
    }
    safety_settings::check_articles(config, &documents, problems);
    taxonomies::check_names(config, problems);
    style_settings::check_colours(config, palette, problems);
    style_settings::check_logo(config, assets, documents.closed, problems);
}

/// What the rules about single documents read, made ready once for all documents.
struct DocumentRules<'a> {
    inputs: &'a CheckInputs<'a>,
    targets: LinkTargets<'a>,
    offer: Offer<'a>,
    review: ReviewRules<'a>,
    /// The names that documents use. `None` if the file that has them could not be read, so that no name is unknown.
    evidence: Option<KnownNames<'a>>,
    audiences: Option<KnownNames<'a>>,
    terms: Option<KnownNames<'a>>,
}

impl<'a> DocumentRules<'a> {
    fn of(inputs: &'a CheckInputs<'a>) -> Self {
        let CheckInputs {
            documents,
            assets,
            left_out,
            data,
            config,
            now,
            ..
        } = *inputs;
        let localised = &data.localised;
        let is_read = |name: &str| !data.is_unread(name);
        let evidence = data.evidence.keys().map(String::as_str);
        let audiences = localised.audiences.iter().map(|kind| kind.id.as_str());
        let terms = localised.glossary.terms.iter();
        let terms = terms.flat_map(|term| term.written());
        Self {
            inputs,
            targets: LinkTargets {
                documents,
                assets,
                left_out,
                glossary: &localised.glossary,
                levels: &config.links,
            },
            offer: Offer {
                help: data.help.as_ref(),
                knows_help: is_read("help"),
                has_exit: config.exit.destination(None).is_some(),
                settings: &config.source.file,
            },
            review: ReviewRules {
                rules: &config.check,
                times: &config.review,
                people: is_read("people").then_some(&data.people),
                now,
            },
            evidence: is_read("evidence").then(|| KnownNames::new(evidence)),
            audiences: is_read("audiences").then(|| KnownNames::new(audiences)),
            terms: is_read("terms").then(|| KnownNames::new(terms)),
        }
    }

    /// Judges one document.
    fn judge(&self, at: usize) -> Vec<Diagnostic> {
        let CheckInputs {
            documents,
            assets,
            data,
            config,
            now,
            ..
        } = self.inputs;
        let (rules, localised) = (&config.check, &data.localised);
        let document = &documents.all[at];
        let mut problems = Vec::new();
        links::check(&self.targets, at, &mut problems);
        media::check(documents, assets, at, &mut problems);
        if let Some(names) = &self.evidence {
            evidence::check(document, names, &mut problems);
        }
        safety_settings::check(document, &self.offer, &mut problems);
        if let Some(ids) = &self.audiences {
            data_references::audiences(document, &localised.audiences, ids, &mut problems);
        }
        if let Some(forms) = &self.terms {
            data_references::stopped_terms(document, &localised.glossary, forms, &mut problems);
        }
        cross_links::check(documents, at, rules, &mut problems);
        if let Some(text) = self.inputs.wording.get(at) {
            problems.extend_from_slice(&text.problems);
            if self.evidence.is_some() {
                let by = (rules, *now);
                evidence::check_sources(document, text, &data.evidence, by, &mut problems);
            }
            review::check(document, text, &self.review, &mut problems);
            language::check_titles(documents, at, text, rules, &mut problems);
            if self.terms.is_some() {
                let terms = (&localised.glossary, self.inputs.mentions[at].as_slice());
                glossary::check(document, text, terms, rules, &mut problems);
            }
        }
        problems
    }
}
