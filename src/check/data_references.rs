//! References between articles and data files: articles name only audiences and terms that exist, terms are used, and
//! articles are on a reading path.

use std::collections::BTreeSet;

use super::article::is_article;
use super::inputs::CheckInputs;
use crate::codes;
use crate::diag::{Diagnostic, nearest};

/// Checks what one document names.
pub(super) fn check(inputs: &CheckInputs<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let document = &inputs.documents[at];
    let known = || {
        inputs
            .data
            .localised
            .audiences
            .iter()
            .map(|kind| kind.id.as_str())
    };
    let audience = document.meta.audience.iter();
    for (name, span) in audience.filter(|_| !inputs.data.is_unread("audiences")) {
        if known().all(|id| id != name) {
            let message = format!("the site has no audience `{name}`");
            let problem = Diagnostic::new(codes::AUDIENCE_01, message);
            problems.push(problem.at(&document.path, span.clone()).help(
                match nearest(name, known()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!(
                        "the audiences are {}",
                        known().collect::<Vec<_>>().join(", ")
                    ),
                },
            ));
        }
    }
    let stopped = document.parsed.no_terms.iter();
    for (word, span) in stopped.filter(|_| !inputs.data.is_unread("terms")) {
        if inputs.data.localised.glossary.find(word).is_none() {
            let message =
                format!("this comment names `{word}`, which is not a term of the glossary");
            let terms = inputs.data.localised.glossary.terms.iter();
            let meant = nearest(word, terms.flat_map(|term| term.written()));
            let problem = Diagnostic::new(codes::TERM_04, message).at(&document.path, span.clone());
            problems.push(problem.help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "remove the comment".to_owned(),
            }));
        }
    }
}

/// Reports articles that are not on a reading path, unless their front matter says `path: none`.
pub(super) fn without_path(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let rules = &inputs.config.check;
    let severity = rules.severity_of(codes::PATH_04);
    let (Some(severity), false) = (severity, inputs.graph.edition.paths.is_empty()) else {
        return;
    };
    let on_a_path: BTreeSet<usize> = inputs
        .graph
        .edition
        .paths
        .iter()
        .flat_map(|steps| steps.iter().flatten())
        .map(|page| page.id().index())
        .collect();
    if inputs.data.is_unread("paths") {
        return;
    }
    for at in inputs.judged() {
        let document = &inputs.documents[at];
        let is_meant = document
            .meta
            .extra
            .get("path")
            .is_some_and(|path| path == "none");
        if is_article(document) && !is_meant && !on_a_path.contains(&at) {
            problems.push(
                Diagnostic::new(codes::PATH_04, "the article is not on any reading path")
                    .at(&document.path, document.top())
                    .severity(severity)
                    .help("add it to a path of content/paths.yaml, or write `path: none`"),
            );
        }
    }
}

/// Reports terms that no published article mentions.
pub(super) fn unused_terms(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(file) = &inputs.data.localised.terms_file else {
        return;
    };
    if !inputs.knows_all_documents() {
        return;
    }
    let published = inputs.mentions.iter().zip(&inputs.graph.states);
    let mentioned: BTreeSet<usize> = published
        .filter(|(_, state)| state.published)
        .flat_map(|(mentions, _)| mentions.iter().map(|found| found.term))
        .collect();
    let terms = inputs.data.localised.glossary.terms.iter().enumerate();
    for (_, term) in terms.filter(|(at, _)| !mentioned.contains(at)) {
        let message = format!("no article uses the term `{}`", term.term);
        problems.push(
            Diagnostic::new(codes::TERM_03, message)
                .at(file, term.span.clone())
                .help(
                    "use the word, add the form in which it is used to `forms`, or remove the term",
                ),
        );
    }
}
