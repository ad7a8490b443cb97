//! Gathers the facts of a build for its report.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::SiteModel;
use crate::asset::Asset;
use crate::config::Feeds;
use crate::data::Data;
use crate::data::help::Entry;
use crate::date::Moment;
use crate::diag::{Place, counted};
use crate::document::Document;
use crate::files::{Inputs, LeftOut, Reason};
use crate::graph::{CONTENT, DocId, Graph, Resolution, published_asset};
use crate::path::SourcePath;
use crate::report::first_of;
use crate::report::{ContactReport, DocumentReport, ExternalLink, Report};

/// Gathers the facts of a build that made so many files, from its results in each language. What it silenced and how much work
/// it did, only the build itself knows.
pub fn report(sites: &[SiteModel], inputs: &Inputs, files: usize) -> Report {
    let (config, now) = (&*inputs.config, inputs.options.now);
    let graphs: Vec<&Graph> = sites.iter().map(|site| &*site.graph).collect();
    let assets = sites.first().map_or(&[][..], |site| &*site.assets);
    let all_pages = || graphs.iter().flat_map(|graph| &graph.pages);
    let articles = all_pages().filter(|page| page.key.article().is_some());
    let pages = all_pages().count();
    let left_out = in_no_feed(sites, config.base_url.as_deref(), &config.feeds)
        .into_iter()
        .chain(held_back_files(&graphs, assets))
        .chain(left_out_by_name(&inputs.left_out));
    let documents = sites.iter();
    let documents = documents.flat_map(|site| document_reports(&site.graph, &site.documents));
    let mut documents: Vec<DocumentReport> = documents.collect();
    documents.sort_by(|left, right| left.path.cmp(&right.path));
    let mut contacts = sites.iter();
    let contacts = contacts
        .next()
        .map(|site| contacts_of(&site.data, config.review.help_days, now));
    let changes = sites.iter();
    let changes = changes.filter_map(|site| next_change(&site.documents, now));
    Report {
        pages,
        articles: articles.count(),
        files: files.saturating_sub(pages),
        links_checked: graphs.iter().map(|graph| links_checked(graph)).sum(),
        documents,
        contacts: contacts.unwrap_or_default(),
        left_out: left_out.collect(),
        unused: unused(sites, &graphs, assets),
        external: external(sites),
        next_change: changes.min(),
        ..Report::default()
    }
}

/// How many links and images of published documents lead into the site.
fn links_checked(graph: &Graph) -> usize {
    let is_inside = |resolution: &&Resolution| {
        !matches!(resolution, Resolution::External | Resolution::Elsewhere)
    };
    let published = (0..graph.states.len()).filter(|at| graph.states[*at].published);
    let resolutions = published.flat_map(|at| graph.links[at].iter().chain(&graph.images[at]));
    resolutions.filter(is_inside).count()
}

fn document_reports(graph: &Graph, documents: &[Arc<Document>]) -> Vec<DocumentReport> {
    let mut linked_to = vec![false; documents.len()];
    let mut links_on = vec![false; documents.len()];
    for at in (0..documents.len()).filter(|at| graph.states[*at].published) {
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
    let describe = |(at, document): (usize, &Arc<Document>)| {
        let state = graph.states[at];
        let is_article = !graph.is_index(DocId::new(at));
        let review = &document.meta.review;
        DocumentReport {
            never_reviewed: review.never,
            reviewed: review.reviewed,
            changed_since_review: review.changed,
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
    documents.iter().enumerate().map(describe).collect()
}

/// The contacts that readers are shown.
fn contacts_of(data: &Data, days_checked: i32, now: Moment) -> Vec<ContactReport> {
    let (Some(help), Some(path)) = (&data.help, &data.help_file) else {
        return Vec::new();
    };
    let describe = |entry: Entry<'_>| {
        let checked = entry.checked.day();
        let due = checked.map(|day| day.plus_days(days_checked));
        ContactReport {
            path: path.clone(),
            region: entry.region.id.clone(),
            name: entry.name.to_owned(),
            checked,
            due,
            overdue: due.is_some_and(|due| now.days_until(due) < 0),
        }
    };
    help.entries().map(describe).collect()
}

/// What is in no feed, and what would bring it there. Without `base_url` there are no feeds.
fn in_no_feed(sites: &[SiteModel], base_url: Option<&str>, feeds: &Feeds) -> Option<String> {
    if base_url.is_none() {
        return Some(
            "no feeds, site map or canonical addresses, because site.toml has no base_url"
                .to_owned(),
        );
    }
    if !feeds.enabled {
        return None;
    }
    let undated = |site: &SiteModel| {
        let SiteModel {
            graph, documents, ..
        } = site;
        let undated = graph.pages.iter().filter(|page| {
            page.key.article().is_some_and(|id| {
                graph.edition.listed(id).is_some() && documents[id.index()].meta.changed().is_none()
            })
        });
        undated.count()
    };
    match sites.iter().map(undated).sum() {
        0 => None,
        1 => Some("1 article is in no feed, because it has no date".to_owned()),
        count => Some(format!(
            "{count} articles are in no feed, because they have no date"
        )),
    }
}

/// How many files are kept back with the articles that use them.
fn held_back_files(graphs: &[&Graph], assets: &[Arc<Asset>]) -> Option<String> {
    let all = 0..assets.len();
    let hidden = all.filter(|at| published_asset(graphs, *at).is_none());
    let hidden = hidden.count();
    (hidden > 0).then(|| {
        format!(
            "{} that only held-back articles use",
            counted(hidden, "file", "files")
        )
    })
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

/// The published files in `content/` that no published page shows or links to. Files in `static/` are published as they are,
/// for anyone who knows their addresses.
fn unused(sites: &[SiteModel], graphs: &[&Graph], assets: &[Arc<Asset>]) -> Vec<SourcePath> {
    let mut used = vec![false; assets.len()];
    let mut pictures: FxHashSet<&str> = FxHashSet::default();
    for site in sites {
        let graph = &site.graph;
        for (at, document) in site.documents.iter().enumerate() {
            if !graph.states[at].published {
                continue;
            }
            let image = document.meta.image.as_deref();
            pictures.extend(image.and_then(|image| image.rsplit('/').next()));
            for resolution in graph.links[at].iter().chain(&graph.images[at]) {
                if let Resolution::Asset(at) = resolution {
                    used[*at] = true;
                }
            }
        }
        // Captions and posters are shown with their film.
        for (medium, companions) in &*graph.companions {
            if used[*medium] {
                companions.files().for_each(|file| used[file] = true);
            }
        }
    }
    // A picture for when the page is shared is named by its path or by its file name alone.
    let is_picture = |path: &SourcePath| pictures.contains(path.file_name());
    let assets = assets.iter().zip(used).enumerate();
    assets
        .filter(|(at, (asset, used))| {
            !used
                && published_asset(graphs, *at).is_some()
                && asset.path.below(CONTENT).is_some()
                && !is_picture(&asset.path)
        })
        .map(|(_, (asset, _))| asset.path.clone())
        .collect()
}

/// The addresses outside the site to which it links, and where each is written.
fn external(sites: &[SiteModel]) -> Vec<ExternalLink> {
    let mut external: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for site in sites {
        add_external(site, &mut external);
    }
    let external = external.into_iter();
    let link = |(url, from): (&str, Vec<Place>)| ExternalLink {
        url: url.to_owned(),
        from,
    };
    external.map(link).collect()
}

/// Adds the addresses to which a site links in one language.
fn add_external<'s>(site: &'s SiteModel, external: &mut BTreeMap<&'s str, Vec<Place>>) {
    let config = &*site.config;
    let (exit, settings) = (&config.exit, &config.source.file);
    let graph = &*site.graph;
    let documents = site.documents.iter().enumerate();
    for (at, document) in documents.filter(|(at, _)| graph.states[*at].published) {
        let links = document.parsed.links.iter();
        let links = links.map(|link| (&*link.target, &link.span));
        let images = document.parsed.images.iter();
        let images = images.map(|image| (&*image.target, &image.span));
        let links = links.zip(&graph.links[at]);
        let images = images.zip(&graph.images[at]);
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
    let exits = exit.url.iter().chain(exit.region_url.values());
    let exits = exits.map(|url| (settings, url.as_str()));
    for (path, address) in in_data(&site.data).chain(exits) {
        let from = external.entry(address).or_default();
        // All languages share these files.
        if from.iter().all(|known| known.path != *path) {
            from.push(Place {
                path: path.clone(),
                span: None,
            });
        }
    }
    let menu = config.menu_links().zip(&*graph.menu);
    for ((key, link), _) in menu.filter(|(_, leads)| **leads == Resolution::External) {
        external.entry(&link.to).or_default().push(Place {
            path: settings.clone(),
            span: config.place_of(&format!("{key}.to")),
        });
    }
}

/// The addresses in data files: contacts with their sources, and evidence.
fn in_data(data: &Data) -> impl Iterator<Item = (&SourcePath, &str)> {
    let contacts = data.help.iter().flat_map(|help| help.entries());
    let contacts = contacts
        .flat_map(|entry| entry.pages)
        .filter_map(|address| Some((data.help_file.as_ref()?, address?.as_str())));
    let evidence = data.evidence.values();
    let evidence =
        evidence.filter_map(|entry| Some((data.evidence_file.as_ref()?, entry.url.as_deref()?)));
    contacts.chain(evidence)
}

/// The next moment at which the clock alone changes what is published.
fn next_change(documents: &[Arc<Document>], now: Moment) -> Option<Moment> {
    let documents = documents.iter().filter(|document| !document.meta.draft);
    let dates = documents.flat_map(|document| {
        let meta = &document.meta;
        [meta.publish_date.or(meta.date), meta.expiry_date]
    });
    dates.flatten().filter(|date| *date > now).min()
}
