//! Links to an anchor on a generated page: the finished page must have it.
//!
//! Only templates know which ids such a page has, so the finished page is checked. Anchors in articles are resolved by the
//! graph.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::SiteDocuments;
use super::links::anchor_help;
use super::page;
use crate::codes;
use crate::config::Config;
use crate::diag::{Diagnostic, KnownNames, Span};
use crate::document::Document;
use crate::graph::Resolution;
use crate::path::{self, Route};

/// The most ids that are suggested.
const MOST: usize = 3;

/// Judges all such links, given the HTML of the pages.
pub(super) fn check<'h>(
    documents: &SiteDocuments<'_>,
    config: &Config,
    html: &dyn Fn(&Route) -> Option<&'h [u8]>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some(severity) = config.links.anchors.severity() else {
        return problems;
    };
    let links = links_to_anchors(documents).chain(menu_links(documents, config));
    let links: Vec<AnchorLink<'_>> = links.collect();
    // Each page is read once, however many links lead to it. One that could not be made has a problem of its own.
    let routes: BTreeSet<&Route> = links.iter().map(|link| link.route).collect();
    let pages: Vec<(&Route, Vec<String>)> = routes
        .into_iter()
        .filter_map(|route| Some((route, page::ids(&String::from_utf8_lossy(html(route)?)))))
        .collect();
    let anchors: BTreeMap<&Route, KnownNames<'_>> = pages
        .iter()
        .map(|(route, ids)| (*route, KnownNames::new(ids.iter().map(String::as_str))))
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
    let links = config.menu.links().zip(&*documents.graph.menu);
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
