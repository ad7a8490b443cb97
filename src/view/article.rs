//! The view of an article, and of an old address that leads to one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::exit::safety_names;
use super::frame::Blank;
use super::language::direction;
use super::model::{
    ArticleView, Certainty, ContentsEntry, EvidenceEntry, EvidenceNote, Link, MOST_BACKLINKS,
    MOST_SIBLINGS, PageKind, Reason, RelatedLink, ReviewNote, Reviewer, View,
};
use super::reference::Reference;
use super::scope::{Scope, image_route};
use crate::data::{self, EDITORS, Evidence, Person};
use crate::document::Document;
use crate::graph::{self, DocId, Graph, Listed, Related};

/// What the pages of articles show besides the texts of documents, links, and what pages of any kind have.
pub(super) struct ArticleInputs<'a> {
    /// The author of articles that name none.
    pub(super) author: Option<&'a str>,
    /// What is related to each document.
    pub(super) related: &'a [Option<Arc<Vec<Related>>>],
    pub(super) people: &'a BTreeMap<String, Person>,
    pub(super) evidence: &'a BTreeMap<String, Evidence>,
}

pub(super) fn view(
    blank: Blank,
    scope: &Scope<'_>,
    reference: &Reference<'_>,
    inputs: &ArticleInputs<'_>,
    id: DocId,
) -> View {
    let graph = scope.graph;
    let document = scope.document(id);
    let section = graph.section_of[id.index()];
    let kind = match scope.edition.questions {
        Some(page) if page.id() == id => PageKind::Questions,
        _ if graph.is_worksheet(id) => PageKind::Worksheet,
        _ => PageKind::Article,
    };
    let mut view = scope.document_view(blank, kind, id);
    view.page.breadcrumbs = scope.trail(section);
    view.page.feed = scope.feed_link(section);

    let backlinks = &graph.backlinks[id.index()];
    let (evidence, marks) = evidence(inputs.evidence, document);
    let taxonomies = scope.terms(document);
    let of_taxonomy = |name: &str| {
        let found = taxonomies.iter().find(|terms| terms.name == name);
        found.map_or(Vec::new(), |found| found.terms.clone())
    };
    let neighbour = |page: Option<Listed>| page.map(|page| scope.document_link(page.id()));
    view.article = Some(ArticleView {
        section: scope.section_link(section),
        audience: reference.audiences_of(document.meta.audience.iter().map(|(id, _)| id)),
        contents: contents(document),
        tags: of_taxonomy("tags"),
        categories: of_taxonomy("categories"),
        taxonomies,
        authors: if document.meta.authors.is_empty() {
            inputs.author.map(str::to_owned).into_iter().collect()
        } else {
            document.meta.authors.clone()
        },
        date: document.meta.date,
        updated: document.meta.updated,
        words: document.words,
        minutes: document.minutes(),
        siblings: siblings(graph, id)
            .iter()
            .map(|page| {
                let title = &scope.document(page.id()).title;
                scope.link(title, &graph.routes[page.id().index()])
            })
            .collect(),
        previous: neighbour(scope.edition.neighbours[id.index()].previous),
        next: neighbour(scope.edition.neighbours[id.index()].next),
        related: related(scope, inputs.related[id.index()].as_deref()),
        backlinks: backlinks
            .iter()
            .take(MOST_BACKLINKS)
            .map(|page| scope.document_link(page.id()))
            .collect(),
        more_backlinks: backlinks.len().saturating_sub(MOST_BACKLINKS),
        evidence,
        review: review(scope, inputs.people, id),
        paths: reference.path_boxes(id),
    });
    view.terms = reference.term_notes(id);
    view.content = Some(scope.content(id, marks, reference.filled_terms(id)));
    view
}

pub(super) fn redirect(blank: Blank, scope: &Scope<'_>, at: usize) -> View {
    let redirect = &scope.graph.redirects[at];
    let target = &scope.graph.routes[redirect.to.index()];
    let mut view = blank.page(PageKind::Redirect, &scope.document(redirect.to).title);
    view.page.canonical = scope.absolute(target);
    view.page.safety = safety_names(&scope.document(redirect.to).meta.safety);
    view.redirect = Some(scope.link(&scope.document(redirect.to).title, target));
    view
}

impl Scope<'_> {
    /// A view with everything that a document says about itself.
    pub(super) fn document_view(&self, blank: Blank, kind: PageKind, id: DocId) -> View {
        let document = self.document(id);
        let meta = &document.meta;
        let mut view = blank.page(kind, &document.title);
        let page = &mut view.page;
        page.summary = Some(document.summary.clone()).filter(|summary| !summary.is_empty());
        page.description = meta
            .description
            .clone()
            .or_else(|| page.summary.clone())
            .or(page.description.take());
        page.language = meta
            .language
            .clone()
            .unwrap_or_else(|| page.language.clone());
        page.direction = direction(&page.language);
        page.unlisted = meta.unlisted;
        page.safety = safety_names(&meta.safety);
        page.classes.clone_from(&meta.css_classes);
        page.extra.clone_from(&meta.extra);
        page.image = meta.image.as_deref().and_then(|image| {
            self.absolute(image_route(self.assets, self.graph, document, image)?)
        });
        view
    }
}

/// The articles that an article's page lists as those of its section. The home page and the worksheets are no
/// section in which one reads on.
pub(super) fn siblings(graph: &Graph, id: DocId) -> &[Listed] {
    let holder = graph.section(id);
    if holder.parent.is_none()
        || holder.is_shelf()
        || !(2..=MOST_SIBLINGS).contains(&holder.pages.len())
    {
        return &[];
    }
    &holder.pages
}

fn contents(document: &Document) -> Vec<ContentsEntry> {
    let mut contents: Vec<ContentsEntry> = Vec::new();
    for heading in document
        .parsed
        .headings
        .iter()
        .filter(|heading| (2..=3).contains(&heading.level))
    {
        let url = format!("#{}", crate::path::encode_path(&heading.id));
        let entry = ContentsEntry {
            title: heading.text.to_string(),
            url,
            children: Vec::new(),
        };
        match contents.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(entry),
            _ => contents.push(entry),
        }
    }
    contents
}

fn related(scope: &Scope<'_>, related: Option<&Vec<Related>>) -> Vec<RelatedLink> {
    let link = |related: &Related| {
        let Link {
            title,
            url,
            summary,
        } = scope.document_link(related.page.id());
        RelatedLink {
            title,
            url,
            summary,
            reason: reason(&related.reason),
        }
    };
    related.into_iter().flatten().map(link).collect()
}

fn reason(reason: &graph::Reason) -> Reason {
    let (kind, what) = match reason {
        graph::Reason::Tag(name) => ("tag", name),
        graph::Reason::Link(title) => ("link", title),
        graph::Reason::Word(word) => ("word", word),
    };
    Reason {
        kind,
        what: what.clone(),
    }
}

/// The review of an article that readers see; `None` if the article does not mention one.
fn review(scope: &Scope<'_>, people: &BTreeMap<String, Person>, id: DocId) -> Option<ReviewNote> {
    let review = &scope.document(id).meta.review;
    let named = |name: String| Reviewer {
        name,
        role: None,
        credential: None,
        source: None,
        url: None,
    };
    let reviewer = |by: &String| match people.get(by) {
        Some(person) => Reviewer {
            name: person.name.clone(),
            role: person.role.clone(),
            credential: person.credential.clone(),
            source: person.source.clone(),
            url: person.url.clone(),
        },
        None if by == EDITORS => named(scope.texts.get("the_editors")),
        None => named(by.clone()),
    };
    if review.changed {
        // A theme that does not know `changed` then says that the article was not reviewed, which is true of this text.
        return Some(ReviewNote {
            reviewed: None,
            due: None,
            overdue: false,
            by: None,
            changed: true,
        });
    }
    (review.never || review.reviewed.is_some()).then(|| ReviewNote {
        reviewed: review.reviewed,
        due: review.due,
        overdue: scope.graph.states[id.index()].overdue,
        by: review.by.as_ref().map(reviewer),
        changed: false,
    })
}

/// The evidence notes of an article, and for each of its marks the note's number and the mark's id. A mark whose entry
/// is not there has the number 0.
fn evidence(
    entries: &BTreeMap<String, Evidence>,
    document: &Document,
) -> (Vec<EvidenceNote>, Vec<(usize, String)>) {
    let mut notes: Vec<EvidenceNote> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut marks = Vec::new();
    for mark in &document.parsed.evidence {
        let id = format!("evidence-{}", crate::path::slug(&mark.id));
        let known = places.get(&id).copied();
        let at = known.or_else(|| {
            let entry = entries.get(&*mark.id)?;
            notes.push(EvidenceNote {
                number: notes.len() + 1,
                id: id.clone(),
                marks: Vec::new(),
                entry: evidence_entry(entry),
            });
            places.insert(id.clone(), notes.len() - 1);
            Some(notes.len() - 1)
        });
        marks.push(match at {
            Some(at) => {
                let note = &mut notes[at];
                let mark = format!("{id}-mark-{}", note.marks.len() + 1);
                note.marks.push(mark.clone());
                (note.number, mark)
            }
            None => (0, String::new()),
        });
    }
    (notes, marks)
}

fn evidence_entry(entry: &Evidence) -> EvidenceEntry {
    EvidenceEntry {
        source: entry.source.clone(),
        note: entry.note.clone(),
        size: entry.size.clone(),
        limits: entry.limits.clone(),
        url: entry.url.clone(),
        certainty: entry.certainty.map(|certainty| match certainty {
            data::Certainty::A => Certainty::A,
            data::Certainty::B => Certainty::B,
            data::Certainty::C => Certainty::C,
        }),
    }
}
