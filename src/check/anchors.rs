//! Links to an anchor on a page that mend makes: the finished page must have it.
//!
//! Only templates know which ids such a page has, so the page is judged as it will be published. Anchors in articles are
//! resolved by the graph.

use super::inputs::CheckInputs;
use super::links::places_help;
use super::page;
use crate::codes;
use crate::diag::{Diagnostic, Names};
use crate::graph::Resolution;
use crate::path::{self, Route};

/// The most ids that are suggested.
const MOST: usize = 3;

/// Judges all such links, given the HTML of the pages.
pub(super) fn check<'h>(
    inputs: &CheckInputs<'_>,
    html: &dyn Fn(&Route) -> Option<&'h [u8]>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some(severity) = inputs.config.links.anchors.severity() else {
        return problems;
    };
    // An unreadable file may hold what the page shows.
    if !inputs.knows_all_documents() || !inputs.data.unread.is_empty() {
        return problems;
    }
    for (at, document) in inputs.documents.iter().enumerate() {
        if !inputs.graph.states[at].published {
            continue;
        }
        let links = document.parsed.links.iter();
        for (link, resolution) in links.zip(&inputs.graph.links[at]) {
            let Resolution::Generated {
                route,
                anchor: Some(anchor),
            } = resolution
            else {
                continue;
            };
            // A page that could not be made has a problem of its own.
            let Some(html) = html(route) else { continue };
            let html = String::from_utf8_lossy(html);
            let ids: Vec<&str> = page::ids(&html).collect();
            let decoded = path::decode_path(anchor).unwrap_or_else(|| anchor.to_string());
            // Browsers go to the top of any page for `#top`.
            if decoded == "top" || ids.iter().any(|id| *id == decoded || *id == &**anchor) {
                continue;
            }
            let mut meant = Names::new(ids).nearest(&path::slug(&decoded)).names;
            meant.truncate(MOST);
            let help = match meant.is_empty() {
                true => "link to the page as a whole".to_owned(),
                false => places_help(&meant, &[]),
            };
            let message = format!("the page `{route}` has no anchor `{anchor}`");
            let problem = Diagnostic::new(codes::LINK_02, message).severity(severity);
            problems.push(problem.at(&document.path, link.span.clone()).help(help));
        }
    }
    problems
}
