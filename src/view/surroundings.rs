//! The cache keys of views: fingerprints of what a page shows of the rest of the site.
//!
//! A view says exactly what a page depends on, but making ten thousand views to learn that three of them differ is most of
//! the work of an edit. So everything that the page of an article or a list takes from the rest of the site is hashed here
//! first, which is cheap. If the fingerprint is unchanged, so is the view.
//!
//! **Keep in sync with `article`, `list`, `data_pages`, `reference` and `exit`:** every input that they read for an article
//! or a part of a list must be hashed here, or the preview shows an old page. Pages of other kinds are few, and are made
//! again whenever anything changes.

use rayon::prelude::*;

use super::article::siblings;
use super::frame::Frame;
use super::list::shown;
use super::model::{Link, MOST_BACKLINKS};
use super::scope::{Scope, asset_at, image_route};
use super::source::Source;
use crate::graph::{DocId, Edition, Entry, Listed, Page, PageKey, Resolution, SectionId};
use crate::memo::Fingerprint;
use crate::path::Route;

/// Fingerprints of what pages show of each other.
pub struct Surroundings {
    /// Everything; for pages that may show any of it.
    whole: Fingerprint,
    /// What any article and any list may show.
    shared: Fingerprint,
    /// For each document, what others show of it.
    faces: Vec<Fingerprint>,
    /// For each document, what its page shows of the site when it is an article.
    articles: Vec<Fingerprint>,
}

impl Surroundings {
    /// Computes them. `whole` is a fingerprint of everything that any page may show, except the texts of documents;
    /// `settings` of the part of it that comes neither from a document nor from the graph.
    pub fn of(source: &Source<'_>, whole: Fingerprint, settings: Fingerprint) -> Self {
        let count = source.documents.len();
        let shared = Fingerprint::of(&(settings, shared(source)));
        let faces: Vec<Fingerprint> = (0..count)
            .into_par_iter()
            .map(|at| face(source, at))
            .collect();
        let articles = (0..count)
            .into_par_iter()
            .map(|at| article(source, &faces, shared, at))
            .collect();
        Self {
            whole,
            shared,
            faces,
            articles,
        }
    }

    /// A fingerprint of what a page shows, except the text of its own document.
    pub fn around(&self, source: &Source<'_>, page: &Page) -> Fingerprint {
        let edition = &source.graph.edition;
        match page.key {
            _ if edition.generated.fixed_at(&page.route).is_some() => self.whole,
            PageKey::Article(id) => self.articles[id.index()],
            // A page of a section may show the sections inside it, and the first one the text of its index.
            PageKey::Section(id, part) if part > 0 => {
                let section = edition.section(id);
                let size = source.settings.page_size;
                if !shown(&section.children, part, size).is_empty() {
                    return self.whole;
                }
                let index = section.index.map(|index| self.articles[index.index()]);
                let list = self.list(size, &section.pages, part);
                Fingerprint::of(&((index, section.size, section.children.len()), list))
            }
            PageKey::Term(taxonomy, term, part) => {
                let taxonomy = &edition.taxonomies[taxonomy];
                let term = &taxonomy.terms[term];
                let list = self.list(taxonomy.page_size, &term.pages, part);
                Fingerprint::of(&(list, &term.feed))
            }
            PageKey::Audience(at, part) => {
                let size = source.settings.page_size;
                self.list(size, &edition.audiences[at].pages, part)
            }
            PageKey::Letter(at, part) => self.letter(source, edition, at, part),
            _ => self.whole,
        }
    }

    /// What one part of a list of articles shows.
    fn list(&self, size: usize, pages: &[Listed], part: usize) -> Fingerprint {
        let shown = shown(pages, part, size);
        let faces: Vec<Fingerprint> = shown.iter().map(|page| self.face(*page)).collect();
        Fingerprint::of(&(self.shared, pages.len(), faces))
    }

    /// What one part of the A to Z shows: sections are shared by all.
    fn letter(
        &self,
        source: &Source<'_>,
        edition: &Edition,
        at: usize,
        part: usize,
    ) -> Fingerprint {
        let letters = &edition.letters;
        let entries = &letters[at].entries;
        let shown = shown(entries, part, source.settings.page_size);
        let shown = shown.iter().map(|entry| match entry {
            Entry::Article(page) => (Some(self.face(*page)), None),
            Entry::Section(id) => (None, Some(*id)),
        });
        let names = letters.iter().map(|letter| (&letter.name, &letter.route));
        Fingerprint::of(&(
            (self.shared, entries.len()),
            (shown.collect::<Vec<_>>(), names.collect::<Vec<_>>()),
        ))
    }

    fn face(&self, page: Listed) -> Fingerprint {
        self.faces[page.id().index()]
    }
}

/// What every article and every list may show: the frame of the page, the sections, the names of tags, audiences, paths.
fn shared(source: &Source<'_>) -> Fingerprint {
    let edition = &source.graph.edition;
    let home = Page {
        key: PageKey::Section(SectionId::default(), 0),
        route: edition.home().route.clone(),
    };
    let scope = &Scope::of(source, &home);
    let sections: Vec<_> = edition
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let link = scope.section_link(SectionId::from_index(at));
            (
                (link, &section.folder),
                (section.parent, &section.feed, section.index),
            )
        })
        .collect();
    let terms: Vec<(&str, Vec<(&String, &Route)>)> = edition
        .taxonomies
        .iter()
        .map(|taxonomy| {
            let terms = taxonomy.terms.iter();
            let names = terms.map(|term| (&term.name, &term.route));
            (&*taxonomy.name, names.collect())
        })
        .collect();
    let audiences: Vec<(usize, &Route)> = edition
        .audiences
        .iter()
        .map(|list| (list.kind, &list.route))
        .collect();
    let step_of = |id: DocId| (id, scope.document_link(id));
    let step = |page: &Listed| step_of(page.id());
    let steps: Vec<Vec<Option<(DocId, Link)>>> = edition
        .paths
        .iter()
        .map(|steps| steps.iter().map(|page| page.as_ref().map(step)).collect())
        .collect();
    let named = [
        edition.discretion.safety_article,
        source.facts.crisis_article,
    ];
    let states = &source.graph.states;
    let named = named.map(|id| id.map(|id| (states[id.index()].published, step_of(id))));
    Fingerprint::of(&(
        (Frame::of(source, scope).site(), sections),
        (terms, audiences, steps, named),
    ))
}

/// What other articles show of a document.
fn face(source: &Source<'_>, at: usize) -> Fingerprint {
    let document = &source.documents[at];
    let route = &source.graph.routes[at];
    let meta = &document.meta;
    let image = meta.image.as_deref().and_then(|image| {
        let at = asset_at(source.assets, &document.image_path(image)?)?;
        Some((&source.graph.asset_routes[at], source.assets[at].size))
    });
    Fingerprint::of(&(
        (&document.title, &document.summary, route),
        (meta.date, meta.publish_date, meta.updated),
        (document.minutes(), image, &meta.terms, &meta.extra),
    ))
}

/// What the page of an article shows, its own text aside.
fn article(
    source: &Source<'_>,
    faces: &[Fingerprint],
    shared: Fingerprint,
    at: usize,
) -> Fingerprint {
    let graph = source.graph;
    let edition = &graph.edition;
    let id = DocId::new(at);
    let document = &source.documents[at];
    let face = |id: DocId| faces[id.index()];
    let image = document.meta.image.as_deref();
    let own = (
        &document.path,
        document.facets.outline,
        image.and_then(|image| image_route(source.assets, graph, document, image)),
        (graph.section_of[at], graph.states[at].overdue),
        edition.questions.map(|page| page.id() == id),
    );
    let neighbours = edition.neighbours[at];
    let backlinks = &graph.backlinks[at];
    let related: Option<Vec<_>> = source.related[at].as_ref().map(|related| {
        let related = related.iter();
        related
            .map(|related| (face(related.page.id()), &related.reason))
            .collect()
    });
    let resolutions = graph.links[at].iter().chain(&graph.images[at]);
    Fingerprint::of(&(
        (shared, own),
        siblings(graph, id)
            .iter()
            .map(|page| face(page.id()))
            .collect::<Vec<_>>(),
        neighbours.previous.map(|page| face(page.id())),
        neighbours.next.map(|page| face(page.id())),
        related,
        backlinks.len(),
        backlinks
            .iter()
            .take(MOST_BACKLINKS)
            .map(|page| face(page.id()))
            .collect::<Vec<_>>(),
        resolutions
            .map(|resolution| target(source, faces, resolution))
            .collect::<Vec<_>>(),
    ))
}

/// What an article shows of the place that one of its links leads to.
#[derive(Hash)]
enum Target<'a> {
    Page(Fingerprint, Option<&'a str>),
    Generated(&'a Route, Option<&'a str>),
    Asset(Option<&'a Route>, &'a str, Option<(u32, u32)>),
    External,
    AsWritten,
}

fn target<'a>(
    source: &Source<'a>,
    faces: &[Fingerprint],
    resolution: &'a Resolution,
) -> Target<'a> {
    match resolution {
        Resolution::Page { id, anchor } => Target::Page(faces[id.index()], anchor.as_deref()),
        Resolution::NoAnchor { id, .. } => Target::Page(faces[id.index()], None),
        Resolution::Generated { route, anchor } => Target::Generated(route, anchor.as_deref()),
        Resolution::Asset(at) => {
            let asset = &source.assets[*at];
            let route = source.graph.asset_routes[*at].as_ref();
            Target::Asset(route, asset.path.file_name(), asset.size)
        }
        Resolution::External => Target::External,
        Resolution::Elsewhere
        | Resolution::Unpublished(_)
        | Resolution::Ambiguous { .. }
        | Resolution::Unknown
        | Resolution::Missing { .. } => Target::AsWritten,
    }
}
