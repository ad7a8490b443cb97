//! What is still missing in a new site: placeholder sentences that were not replaced, and an empty help page.
//!
//! The graph decides whether a site has a help page. This file checks that it has contacts.

use super::inputs::CheckInputs;
use crate::codes::SITE_04;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::document::placeholders::{ABOUT, TITLE};
use crate::graph::HelpReason;
use crate::report::Status;

/// Reports what is left to fill in, once for each file.
pub(super) fn check(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    problems.extend(settings(inputs.config));
    problems.extend(help(inputs));
    for (document, state) in inputs.documents.iter().zip(&inputs.graph.states) {
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

fn settings(config: &Config) -> impl Iterator<Item = Diagnostic> {
    let title = (config.title == TITLE).then_some(("title", "the site is still called"));
    let about = (config.description.as_deref() == Some(ABOUT))
        .then_some(("description", "the site still says that it is"));
    title.into_iter().chain(about).map(|(key, what)| {
        let written = if key == "title" { TITLE } else { ABOUT };
        let problem = Diagnostic::new(SITE_04, format!("{what} \"{written}\""));
        config.blame(key, problem.help("replace it with your own words"))
    })
}

/// A help page without contacts.
fn help(inputs: &CheckInputs<'_>) -> Option<Diagnostic> {
    let CheckInputs {
        data,
        documents,
        config,
        ..
    } = inputs;
    let mut regions = data.help.iter().flat_map(|help| &help.regions);
    if regions.next().is_some() || data.is_unread("help") {
        return None;
    }
    let add = "add content/help.yaml with the emergency number and contacts of your region; `mend explain SITE-04` shows one";
    let lacking = |why: &str| {
        let message = format!("{why}, and its help page has no contacts");
        Diagnostic::new(SITE_04, message).help(add)
    };
    Some(match inputs.graph.edition.help? {
        HelpReason::Data => {
            let message = "the help page has no contacts: the help data has no region";
            let problem = Diagnostic::new(SITE_04, message)
                .help("add your region with its emergency number and contacts; `mend explain SITE-04` shows one");
            match &data.help_file {
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
            let document = &documents[id.index()];
            // A notice without help data is an error of its own.
            if document.unread || !document.meta.safety.is_empty() {
                return None;
            }
            let problem = lacking("this article links to the help page");
            problem.at(&document.path, document.top())
        }
    })
}
