//! Links to an anchor on a generated page: the finished page must have it.
//!
//! Only templates know which ids such a page has, so the finished page is checked. Anchors in articles are resolved by the
//! graph.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::SiteDocuments;
use super::links::anchor_help;
use crate::codes;
use crate::config::Config;
use crate::diag::{Diagnostic, KnownNames, Span};
use crate::document::Document;
use crate::graph::Resolution;
use crate::path::{self, Route};

/// The most ids that are suggested.
const MOST: usize = 3;

/// The pages to which such links lead.
pub(super) fn targets<'a>(
    documents: &SiteDocuments<'a>,
    config: &'a Config,
) -> BTreeSet<&'a Route> {
    links_to_anchors(documents)
        .chain(menu_links(documents, config))
        .map(|link| link.route)
        .collect()
}

/// Judges all such links, given the ids of the pages. A page that could not be made has a problem of its own.
pub(super) fn check(
    documents: &SiteDocuments<'_>,
    config: &Config,
    ids: &BTreeMap<Route, Vec<String>>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some(severity) = config.links.anchors.severity() else {
        return problems;
    };
    let links = links_to_anchors(documents).chain(menu_links(documents, config));
    let anchors: BTreeMap<&Route, KnownNames<'_>> = ids
        .iter()
        .map(|(route, ids)| (route, KnownNames::new(ids.iter().map(String::as_str))))
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
        let problem = problem.help(help);
        problems.push(match link.place {
            Place::Document(document, span) => problem.at(&document.path, span.clone()),
            Place::Menu(key) => config.blame(&format!("{key}.to"), problem),
        });
    }
    problems
}

/// A link to an anchor on a generated page.
struct AnchorLink<'a> {
    place: Place<'a>,
    route: &'a Route,
    anchor: &'a str,
}

/// Where a link is written.
enum Place<'a> {
    Document(&'a Document, &'a Span),
    /// In `site.toml`: the key of the link.
    Menu(String),
}

fn menu_links<'a>(
    documents: &SiteDocuments<'a>,
    config: &'a Config,
) -> impl Iterator<Item = AnchorLink<'a>> {
    let links = config.menu_links().zip(&*documents.graph.menu);
    links.filter_map(|((key, _), resolution)| match resolution {
        Resolution::Generated {
            route,
            anchor: Some(anchor),
        } => Some(AnchorLink {
            place: Place::Menu(key),
            route,
            anchor,
        }),
        _ => None,
    })
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
                place: Place::Document(document, &link.span),
                route,
                anchor,
            }),
            _ => None,
        })
    })
}
