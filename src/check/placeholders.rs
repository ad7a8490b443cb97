//! What is still missing in a new site: a published article, own words for placeholders, contacts on the help page.
//!
//! The graph decides whether a site has a help page. This file checks that it has contacts.

use super::inputs::SiteDocuments;
use crate::codes::SITE_04;
use crate::config::Config;
use crate::data::Help;
use crate::diag::{Diagnostic, Severity};
use crate::graph::HelpReason;
use crate::path::SourcePath;
use crate::report::Status;

/// Placeholders in documents, one problem for each, and a site without a published article.
pub(super) fn check_documents(documents: &SiteDocuments<'_>, problems: &mut Vec<Diagnostic>) {
    problems.extend(nothing_published(documents));
    for (document, state) in documents.all.iter().zip(&documents.graph.states) {
        // A draft may have placeholders.
        let is_judged = state.published && state.status != Status::Draft;
        if let Some(first) = document.placeholders.first().filter(|_| is_judged) {
            let message = match document.placeholders.len() {
                1 => "a line here is still a placeholder from mend".to_owned(),
                number => format!("{number} lines here are still placeholders from mend"),
            };
            let mut problem = Diagnostic::new(SITE_04, message).at(&document.path, first.clone());
            for other in &document.placeholders[1..] {
                problem = problem.also(&document.path, Some(other.clone()), "and this one");
            }
            problems.push(problem.help("replace them with your own words, or delete the article"));
        }
    }
}

/// A site of which no article is published, while at least one is being written.
fn nothing_published(documents: &SiteDocuments<'_>) -> Option<Diagnostic> {
    let articles = documents.all.iter().zip(&documents.graph.states);
    let mut articles = articles.filter(|(document, _)| !document.is_index());
    let (draft, _) = articles.find(|(_, state)| state.status == Status::Draft)?;
    if documents.has_published_article() {
        return None;
    }
    let problem = Diagnostic::new(SITE_04, "no article is published yet");
    let problem = problem.at(&draft.path, draft.top());
    Some(
        problem
            .severity(Severity::Note)
            .help("finish this one, then remove `draft: true` from it"),
    )
}

/// A help page without contacts, given the help data and their file.
pub(super) fn check_help(
    documents: &SiteDocuments<'_>,
    (help, file): (Option<&Help>, Option<&SourcePath>),
    config: &Config,
) -> Option<Diagnostic> {
    if help.is_some_and(|help| !help.regions.is_empty()) {
        return None;
    }
    let add = "add content/help.yaml with the emergency number and contacts of your region; `mend explain SITE-04` shows one";
    let lacking = |why: &str| {
        let message = format!("{why}, and its help page has no contacts");
        Diagnostic::new(SITE_04, message).help(add)
    };
    Some(match documents.graph.edition.help? {
        HelpReason::Data => {
            let message = "the help page has no contacts: the help data has no region";
            let problem = Diagnostic::new(SITE_04, message)
                .help("add your region with its emergency number and contacts; `mend explain SITE-04` shows one");
            match file {
                Some(file) => problem.in_file(file),
                None => problem,
            }
        }
        HelpReason::Exit => config.blame(
            "exit.url",
            lacking("the site has an exit for readers in danger"),
        ),
        HelpReason::Settings => config.blame("help", lacking("the site has a table [help]")),
        HelpReason::Practice => {
            config.blame("practice", lacking("the site has a table [practice]"))
        }
        HelpReason::Article(id) => {
            let document = &documents.all[id.index()];
            // A notice without help data is an error of its own.
            if document.unread || !document.meta.safety.is_empty() {
                return None;
            }
            let problem = lacking("this article links to the help page");
            problem.at(&document.path, document.top())
        }
    })
}
