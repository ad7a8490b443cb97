//! References between articles and data files: articles name only audiences and terms that exist, terms are used, and
//! articles are on a reading path.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::article::is_article;
use super::inputs::SiteDocuments;
use crate::codes;
use crate::config::Check;
use crate::data::{AudienceKind, Glossary, Localised};
use crate::diag::{Diagnostic, KnownNames, did_you_mean, listed};
use crate::document::Document;
use crate::document::mentions::Mention;

/// Checks the audiences that one document names, given their ids.
pub(super) fn audiences(
    document: &Document,
    kinds: &[AudienceKind],
    ids: &KnownNames<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let named = document.meta.audience.iter();
    for (name, span) in named.filter(|(name, _)| !ids.has(name)) {
        let message = format!("the site has no audience `{name}`");
        let problem = Diagnostic::new(codes::AUDIENCE_01, message);
        let help = did_you_mean(ids.nearest(name)).unwrap_or_else(|| {
            if kinds.is_empty() {
                return "name it in content/audiences.yaml, with `id` and `words`".to_owned();
            }
            let ids: Vec<&str> = kinds.iter().map(|kind| &*kind.id).collect();
            format!("the audiences are {}", listed(&ids))
        });
        problems.push(problem.at(&document.path, span.clone()).help(help));
    }
}

/// Checks the terms that one document excludes from being explained (`%%noterm: word%%`), given all forms of terms.
pub(super) fn stopped_terms(
    document: &Document,
    glossary: &Glossary,
    forms: &KnownNames<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let stopped = document.parsed.no_terms.iter();
    for (word, span) in stopped.filter(|(word, _)| glossary.find(word).is_none()) {
        let message = format!("this comment names `{word}`, which is not a term of the glossary");
        let problem = Diagnostic::new(codes::TERM_04, message).at(&document.path, span.clone());
        let help = did_you_mean(forms.nearest(word));
        problems.push(problem.help(help.unwrap_or_else(|| "remove the comment".to_owned())));
    }
}

/// Reports articles that are not on a reading path, unless their front matter says `path: none`.
pub(super) fn without_path(
    documents: &SiteDocuments<'_>,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let paths = &documents.graph.edition.paths;
    let severity = rules.severity_of(codes::PATH_04);
    let (Some(severity), false) = (severity, paths.is_empty()) else {
        return;
    };
    let on_a_path: BTreeSet<usize> = paths
        .iter()
        .flat_map(|steps| steps.iter().flatten())
        .map(|page| page.id().index())
        .collect();
    for (at, document) in documents.judged() {
        let is_on_purpose = document
            .meta
            .extra
            .get("path")
            .is_some_and(|path| path == "none");
        if is_article(document) && !is_on_purpose && !on_a_path.contains(&at) {
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
pub(super) fn unused_terms(
    documents: &SiteDocuments<'_>,
    mentions: &[Arc<Vec<Mention>>],
    data: &Localised,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(file) = data.terms_file.as_ref().filter(|_| documents.are_known) else {
        return;
    };
    let published = mentions.iter().zip(&documents.graph.states);
    let mentioned: BTreeSet<usize> = published
        .filter(|(_, state)| state.published)
        .flat_map(|(mentions, _)| mentions.iter().map(|found| found.term))
        .collect();
    let terms = data.glossary.terms.iter().enumerate();
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
