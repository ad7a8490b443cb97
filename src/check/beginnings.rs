//! What a new site still has to say: sentences that wait to be replaced, and a help page that names nobody.
//!
//! A site that offers readers a way out has readers who may be in danger, and one with help data means to name somebody;
//! its help page must not be empty.

use super::Subject;
use crate::codes::SITE_04;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::document::placeholders::{ABOUT, TITLE};
use crate::report::Status;

/// Names what is left to write, once for each file.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    problems.extend(settings(subject.config));
    problems.extend(help(subject));
    for (document, state) in subject.documents.iter().zip(&subject.graph.states) {
        // A draft may say whatever its author has not come to yet.
        let is_judged = state.published && state.status != Status::Draft;
        if let Some(first) = document.placeholders.first().filter(|_| is_judged) {
            let message = match document.placeholders.len() {
                1 => "a line here is still what mend wrote for a start".to_owned(),
                number => format!("{number} lines here are still what mend wrote for a start"),
            };
            let mut problem = Diagnostic::new(SITE_04, message).at(&document.path, first.clone());
            for other in &document.placeholders[1..] {
                problem = problem.also(&document.path, Some(other.clone()), "and this one");
            }
            problems
                .push(problem.help("write your own words in their place, or delete the article"));
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
        config.blame(key, problem.help("write your own words in its place"))
    })
}

/// An empty help page, where readers can be expected to look for help.
fn help(subject: &Subject<'_>) -> Option<Diagnostic> {
    let data = subject.data;
    let names_somebody = data
        .help
        .as_ref()
        .is_some_and(|help| help.shown().next().is_some());
    if names_somebody || data.is_unread("help") {
        return None;
    }
    let is_expected = subject.config.exit.destination(None).is_some() || data.help_file.is_some();
    let message = match &data.help_file {
        Some(_) => "the help page names nobody: no region of the help data is shown",
        None => "the site offers a way out to readers in danger, and its help page names nobody",
    };
    if !is_expected {
        return None;
    }
    let problem = Diagnostic::new(SITE_04, message);
    Some(match &data.help_file {
        Some(file) => problem.in_file(file).help("add the contacts of a region, and take its `withheld` out"),
        None => subject.config.blame("exit.url", problem).help(
            "add content/help.yaml with the emergency number and contacts of your region; `mend explain SITE-04` shows one",
        ),
    })
}
