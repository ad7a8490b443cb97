//! A finished build -> the model of the overview.

use std::collections::HashMap;

use rayon::prelude::*;

use super::model::{Article, DueReview, Finding, HeldBack, LineOf, Overview, Section};
use crate::date::Moment;
use crate::diag::{Diagnostic, Place};
use crate::graph::{DocId, Graph, SectionId};
use crate::inspect::{Inspection, Inspector};
use crate::report::{Report, Status};

/// Gathers what is known of the site.
pub(super) fn gather(built: &Inspection, line_of: &LineOf<'_>) -> Overview {
    let config = &built.inputs().config;
    let report = built.report();
    let mut sections = Vec::new();
    let mut articles: Vec<Article> = Vec::new();
    for language in built.languages() {
        let shelves = language.shelves();
        let order: Vec<DocId> = shelves
            .iter()
            .flat_map(|(_, pages)| pages.iter().copied())
            .collect();
        let place_of: HashMap<DocId, usize> = order.iter().copied().zip(articles.len()..).collect();
        let graph = &language.site().graph;
        sections.extend(
            shelves
                .iter()
                .map(|(id, pages)| section(graph, *id, pages, &place_of)),
        );
        articles.par_extend(order.par_iter().map(|id| article(language, *id, &place_of)));
    }
    let links: Vec<(usize, usize)> = articles
        .iter()
        .enumerate()
        .flat_map(|(from, article)| article.links_to.iter().map(move |to| (from, *to)))
        .collect();
    for (from, to) in links {
        articles[to].linked_from.push(from);
    }
    let mut problems: Vec<Finding> = built
        .problems()
        .iter()
        .map(|problem| finding(problem, line_of))
        .collect();
    problems.sort_by_key(|finding| finding.problem.severity);
    Overview {
        title: config.title.clone(),
        language: config.language.clone(),
        day: built.inputs().options.now.long_day(),
        sections,
        articles,
        problems,
        silenced: report
            .silenced
            .iter()
            .map(|silenced| (finding(&silenced.problem, line_of), silenced.reason.clone()))
            .collect(),
        waiting: waiting(report),
        due: due(report),
        unused: report.unused.clone(),
        external: report
            .external
            .iter()
            .map(|link| {
                let from = link.from.iter().map(|place| written(place, line_of));
                (link.url.clone(), from.collect())
            })
            .collect(),
    }
}

fn section(
    graph: &Graph,
    id: SectionId,
    pages: &[DocId],
    place_of: &HashMap<DocId, usize>,
) -> Section {
    let section = graph.edition.section(id);
    let is_index = |page: &&DocId| section.index == Some(**page);
    let place = |page: &DocId| place_of[page];
    Section {
        title: section.title.clone(),
        index: pages.iter().find(is_index).map(place),
        articles: pages
            .iter()
            .filter(|page| !is_index(page))
            .map(place)
            .collect(),
    }
}

fn article(built: &Inspector, id: DocId, place_of: &HashMap<DocId, usize>) -> Article {
    let site = built.site();
    let graph = &site.graph;
    let document = &site.documents[id.index()];
    let known = built.report().document(&document.path);
    let section = graph.section(id);
    let targets = graph.targets(id);
    Article {
        title: document.title.clone(),
        file: document.path.clone(),
        route: graph.routes[id.index()].clone(),
        section: section.title.clone(),
        facts: built.document_page(id),
        orphan: known.is_some_and(|known| known.orphan),
        dead_end: known.is_some_and(|known| known.dead_end),
        links_to: targets
            .iter()
            .filter_map(|target| place_of.get(target).copied())
            .collect(),
        linked_from: Vec::new(),
        in_every_foot: graph.edition.questions.is_some_and(|page| page.id() == id),
    }
}

fn finding(problem: &Diagnostic, line_of: &LineOf<'_>) -> Finding {
    let place = problem.place.as_ref();
    Finding {
        place: place.map(|place| written(place, line_of)),
        problem: problem.clone(),
    }
}

/// A place in the usual notation: `content/a.md:3`.
fn written(place: &Place, line_of: &LineOf<'_>) -> String {
    match line_of(place) {
        Some(line) => format!("{}:{line}", place.path),
        None => place.path.to_string(),
    }
}

fn waiting(report: &Report) -> Vec<HeldBack> {
    let mut waiting: Vec<HeldBack> = report
        .documents
        .iter()
        .filter(|document| document.status != Status::Current)
        .map(|document| HeldBack {
            title: document.title.clone(),
            file: document.path.clone(),
            status: document.status,
            day: document.since.map(Moment::iso_day),
        })
        .collect();
    waiting.sort_by(|one, other| one.day.cmp(&other.day));
    waiting
}

fn due(report: &Report) -> Vec<DueReview> {
    let reviews = report.documents.iter();
    let reviews = reviews.filter(|document| document.has_review_to_plan());
    let reviews = reviews.map(|document| DueReview {
        what: document.title.clone(),
        is_contact: false,
        place: document.path.to_string(),
        last: document
            .reviewed
            .map(|day| match document.changed_since_review {
                true => format!("{}, changed since", day.iso_day()),
                false => day.iso_day(),
            }),
        due: document.review_due.map(Moment::iso_day),
        overdue: document.overdue,
    });
    let contacts = report.contacts.iter().map(|contact| DueReview {
        what: format!("{} ({})", contact.name, contact.region),
        is_contact: true,
        place: contact.path.to_string(),
        last: contact.checked.map(Moment::iso_day),
        due: contact.due.map(Moment::iso_day),
        overdue: contact.overdue,
    });
    let mut all: Vec<DueReview> = reviews.chain(contacts).collect();
    all.sort_by(|one, other| {
        let key = |due: &DueReview| (due.due.is_none(), due.due.clone());
        key(one).cmp(&key(other))
    });
    all
}
