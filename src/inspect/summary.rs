//! The facts of a build, gathered for its report.

use std::collections::BTreeMap;

use crate::data::help::Entry;
use crate::diag::Place;
use crate::document::Document;
use crate::files::{LeftOut, Outputs, Reason};
use crate::graph::{CONTENT, DocId, PageKey, Resolution};
use crate::path::SourcePath;
use crate::report::first_of;
use crate::report::{ContactReport, DocumentReport, ExternalLink, Report, Work};
use crate::view::Source;

/// Gathers the facts.
pub(super) fn report(
    source: &Source<'_>,
    files_left_out: &[LeftOut],
    outputs: &Outputs,
    work: Work,
) -> Report {
    let graph = source.graph;
    let published = |at: &usize| graph.states[*at].published;
    let all = 0..source.documents.len();
    let resolutions = |at: usize| graph.links[at].iter().chain(&graph.images[at]);
    let is_inside = |resolution: &&Resolution| {
        !matches!(resolution, Resolution::External | Resolution::Elsewhere)
    };
    let pages = graph.pages.len();
    Report {
        pages,
        articles: graph
            .pages
            .iter()
            .filter(|page| matches!(page.key, PageKey::Article(_)))
            .count(),
        files: outputs.len().saturating_sub(pages),
        links_checked: all
            .clone()
            .filter(published)
            .map(|at| resolutions(at).filter(is_inside).count())
            .sum(),
        documents: documents(source),
        contacts: contacts(source),
        silenced: Vec::new(),
        left_out: left_out(source, files_left_out),
        unused: unused(source),
        external: external(source),
        next_change: next_change(source),
        work,
    }
}

fn documents(source: &Source<'_>) -> Vec<DocumentReport> {
    let graph = source.graph;
    let mut linked_to = vec![false; source.documents.len()];
    let mut links_on = vec![false; source.documents.len()];
    for at in (0..source.documents.len()).filter(|at| graph.states[*at].published) {
        for link in &graph.links[at] {
            if let Resolution::Page { id, .. } | Resolution::NoAnchor { id, .. } = link
                && id.index() != at
            {
                linked_to[id.index()] = true;
                links_on[at] = true;
            }
        }
    }
    // Every page leads to the questions in its foot.
    if let Some(questions) = graph.edition.questions {
        linked_to[questions.id().index()] = true;
    }
    let describe = |(at, document): (usize, &std::sync::Arc<Document>)| {
        let state = graph.states[at];
        let is_article = !graph.is_index(DocId::new(at));
        let review = &document.meta.review;
        DocumentReport {
            never_reviewed: review.never,
            reviewed: review.reviewed,
            review_due: review.due,
            overdue: state.overdue,
            path: document.path.clone(),
            title: document.title.clone(),
            route: graph.routes[at].clone(),
            status: state.status,
            since: state.since,
            published: state.published,
            unlisted: document.meta.unlisted,
            orphan: is_article && state.published && !linked_to[at],
            dead_end: is_article && state.published && !links_on[at],
        }
    };
    source.documents.iter().enumerate().map(describe).collect()
}

/// Whom readers are sent to.
fn contacts(source: &Source<'_>) -> Vec<ContactReport> {
    let (Some(help), Some(path)) = (&source.data.help, &source.data.help_file) else {
        return Vec::new();
    };
    let describe = |entry: Entry<'_>| {
        let checked = entry.checked.day();
        let due = checked.map(|day| day.plus_days(source.config.review.help_days));
        ContactReport {
            path: path.clone(),
            region: entry.region.id.clone(),
            name: entry.name.to_owned(),
            checked,
            due,
            overdue: due.is_some_and(|due| source.options.now.days_until(due) < 0),
        }
    };
    help.entries().map(describe).collect()
}

/// What is missing from the site, and what would bring it.
fn left_out(source: &Source<'_>, files: &[LeftOut]) -> Vec<String> {
    let mut left_out = Vec::new();
    if source.config.base_url.is_none() {
        left_out.push(
            "no feeds, site map or canonical addresses, since site.toml has no base_url".to_owned(),
        );
    } else if source.config.feeds.enabled {
        let undated = source.graph.pages.iter().filter(|page| match page.key {
            PageKey::Article(id) => {
                source.graph.edition.listed(id).is_some()
                    && source.documents[id.index()].meta.changed().is_none()
            }
            _ => false,
        });
        match undated.count() {
            0 => {}
            1 => left_out.push("1 article is in no feed, since it has no date".to_owned()),
            count => left_out.push(format!(
                "{count} articles are in no feed, since they have no date"
            )),
        }
    }
    let hidden = source
        .graph
        .asset_routes
        .iter()
        .filter(|route| route.is_none())
        .count();
    if hidden > 0 {
        left_out.push(format!("{hidden} files that only held-back articles use"));
    }
    left_out.extend(left_out_by_name(files));
    left_out
}

/// The files whose names keep them off the web, a sentence for each reason. What tools keep for themselves and what the
/// site's own patterns name is no surprise, and the checks name what has a remedy.
fn left_out_by_name(files: &[LeftOut]) -> impl Iterator<Item = String> {
    let reasons = [Reason::Hidden, Reason::Secret, Reason::WorkingFile];
    reasons.into_iter().filter_map(|reason| {
        let named: Vec<&SourcePath> = files
            .iter()
            .filter(|file| file.reason == reason)
            .map(|file| &file.path)
            .collect();
        let why = match named.len() {
            0 => return None,
            1 => reason.in_words(),
            _ => reason.of_each(),
        };
        Some(format!("{}: {why}", first_of(&named)))
    })
}

/// The published files beside the articles that no published page shows or links to. What lies in `static/` is there to
/// be published as it is, and is used by those who know its address.
fn unused(source: &Source<'_>) -> Vec<SourcePath> {
    let graph = source.graph;
    let mut used = vec![false; source.assets.len()];
    let mut pictures: Vec<&str> = Vec::new();
    for (at, document) in source.documents.iter().enumerate() {
        if !graph.states[at].published {
            continue;
        }
        pictures.extend(document.meta.image.as_deref());
        for resolution in graph.links[at].iter().chain(&graph.images[at]) {
            if let Resolution::Asset(at) = resolution {
                used[*at] = true;
            }
        }
    }
    // A picture for when the page is shared is named by its path or by its file name alone.
    let is_picture =
        |path: &SourcePath| pictures.iter().any(|name| name.ends_with(path.file_name()));
    let assets = source.assets.iter().zip(used).zip(&*graph.asset_routes);
    assets
        .filter(|((asset, used), route)| {
            !used
                && route.is_some()
                && asset.path.below(CONTENT).is_some()
                && !is_picture(&asset.path)
        })
        .map(|((asset, _), _)| asset.path.clone())
        .collect()
}

/// The addresses to which readers are sent, and where that is written.
fn external(source: &Source<'_>) -> Vec<ExternalLink> {
    let mut external: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for (at, document) in source
        .documents
        .iter()
        .enumerate()
        .filter(|(at, _)| source.graph.states[*at].published)
    {
        let links = document.parsed.links.iter();
        let links = links.map(|link| (&*link.target, &link.span));
        let images = document.parsed.images.iter();
        let images = images.map(|image| (&*image.target, &image.span));
        let links = links.zip(&source.graph.links[at]);
        let images = images.zip(&source.graph.images[at]);
        for ((target, span), _) in links
            .chain(images)
            .filter(|(_, resolution)| **resolution == Resolution::External)
        {
            external.entry(target).or_default().push(Place {
                path: document.path.clone(),
                span: Some(span.clone()),
            });
        }
    }
    for (path, address) in of_data(source) {
        let from = external.entry(address).or_default();
        if from.last().is_none_or(|last| last.path != path) {
            from.push(Place { path, span: None });
        }
    }
    external
        .into_iter()
        .map(|(url, from)| ExternalLink {
            url: url.to_owned(),
            from,
        })
        .collect()
}

/// The addresses in data files: contacts with their sources, evidence, and the way out.
fn of_data<'a>(source: &Source<'a>) -> impl Iterator<Item = (SourcePath, &'a str)> {
    let data = source.data;
    let contacts = data.help.iter().flat_map(|help| help.entries());
    let contacts = contacts
        .flat_map(|entry| entry.pages)
        .filter_map(|address| Some((data.help_file.clone()?, address?.as_str())));
    let evidence = data.evidence.values();
    let evidence =
        evidence.filter_map(|entry| Some((data.evidence_file.clone()?, entry.url.as_deref()?)));
    let exit = &source.config.exit;
    let exits = exit.url.iter().chain(exit.region_url.values());
    let exits = exits.map(|url| (source.config.source.file.clone(), url.as_str()));
    contacts.chain(evidence).chain(exits)
}

/// The next moment at which the clock alone changes what is published.
fn next_change(source: &Source<'_>) -> Option<crate::date::Moment> {
    let now = source.options.now;
    let dates = source
        .documents
        .iter()
        .filter(|document| !document.meta.draft)
        .flat_map(|document| {
            let meta = &document.meta;
            [meta.publish_date.or(meta.date), meta.expiry_date]
        });
    dates.flatten().filter(|date| *date > now).min()
}
