//! Links to an anchor on a generated page: the finished page must have it.
//!
//! Only templates know which ids such a page has, so the finished page is checked. Anchors in articles are resolved by the
//! graph.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::inputs::SiteDocuments;
use super::links::anchor_help;
use super::page;
use crate::codes;
use crate::config::Level;
use crate::diag::{Diagnostic, KnownNames, Span};
use crate::document::Document;
use crate::graph::Resolution;
use crate::path::{self, Route};

/// The most ids that are suggested.
const MOST: usize = 3;

/// Judges all such links, given the HTML of the pages.
pub(super) fn check<'h>(
    documents: &SiteDocuments<'_>,
    level: Level,
    html: &dyn Fn(&Route) -> Option<&'h [u8]>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some(severity) = level.severity() else {
        return problems;
    };
    let links: Vec<AnchorLink<'_>> = links_to_anchors(documents).collect();
    // Each page is read once, however many links lead to it. One that could not be made has a problem of its own.
    let routes: BTreeSet<&Route> = links.iter().map(|link| link.route).collect();
    let pages: Vec<(&Route, Cow<'_, str>)> = routes
        .into_iter()
        .filter_map(|route| Some((route, String::from_utf8_lossy(html(route)?))))
        .collect();
    let anchors: BTreeMap<&Route, KnownNames<'_>> = pages
        .iter()
        .map(|(route, html)| (*route, KnownNames::new(page::ids(html))))
        .collect();
    for link in links {
        let Some(anchors) = anchors.get(link.route) else {
            continue;
        };
        let decoded = path::decode_path(link.anchor).unwrap_or_else(|| link.anchor.to_owned());
        // Browsers go to the top of any page for `#top`.
        if decoded == "top" || anchors.has(&decoded) || anchors.has(link.anchor) {
            continue;
        }
        let mut meant = anchors.similar(&path::slug(&decoded)).names;
        meant.truncate(MOST);
        let help = match meant.is_empty() {
            true => "link to the page as a whole".to_owned(),
            false => anchor_help(&meant, &[]),
        };
        let message = format!("the page `{}` has no anchor `{}`", link.route, link.anchor);
        let problem = Diagnostic::new(codes::LINK_02, message).severity(severity);
        problems.push(
            problem
                .at(&link.document.path, link.span.clone())
                .help(help),
        );
    }
    problems
}

/// A link to an anchor on a generated page.
struct AnchorLink<'a> {
    document: &'a Document,
    span: &'a Span,
    route: &'a Route,
    anchor: &'a str,
}

fn links_to_anchors<'a>(documents: &SiteDocuments<'a>) -> impl Iterator<Item = AnchorLink<'a>> {
    let graph = documents.graph;
    let all = documents.all.iter().enumerate();
    let published = all.filter(|(at, _)| graph.states[*at].published);
    published.flat_map(move |(at, document)| {
        let links = document.parsed.links.iter().zip(&graph.links[at]);
        links.filter_map(|(link, resolution)| match resolution {
            Resolution::Generated {
                route,
                anchor: Some(anchor),
            } => Some(AnchorLink {
                document,
                span: &link.span,
                route,
                anchor,
            }),
            _ => None,
        })
    })
}
