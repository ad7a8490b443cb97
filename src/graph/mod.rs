//! All documents -> the site: addresses, sections, order, where every link leads, who links here,
//! what is related, tags and redirects.
//!
//! The graph looks at outlines only (titles, settings, headings, links), never at the text of an
//! article, so it stays cheap however long the articles are. It states facts; what a fact is worth
//! (an error, a warning) is decided in [`check`](crate::check).
//!
//! **The published set is a type.** Whoever lists pages (feeds, sitemaps, sections, tags, the A to Z)
//! takes [`Listed`], and only this room can make one: of a page that is published and not unlisted.
//! A draft cannot be named by accident.

mod address;
mod anchors;
mod claims;
mod help;
mod inherit;
mod letters;
mod lists;
mod made;
mod names;
mod reading;
mod related;
mod reserved;
mod resolve;
mod sections;
mod suggest;
mod unread;
mod web;

use std::borrow::Cow;
use std::sync::Arc;

use crate::asset::Asset;
use crate::config::Config;
use crate::date::Moment;
use crate::diag::{Diagnostic, Span};
use crate::document::Document;
use crate::document::data::Data;
use crate::files::{Options, SourceFile};
use crate::memo::{Fingerprint, Memo};
use crate::path::Route;
use crate::report::Status;

use address::Layout;
use letters::TitleOrder;
use web::{Strands, Web};

pub(crate) use address::CONTENT;
pub use help::HelpReason;
pub(crate) use inherit::inherit;
pub use letters::{DIGITS, Entry, Letter};
pub(crate) use lists::part_route;
pub use lists::{Taxonomy, Term};
pub(crate) use made::NOT_FOUND;
pub use made::{Fixed, Made};
pub(crate) use reading::path_route;
pub use reading::{AudienceList, WORKSHEETS};
pub use related::{Reason, Related};
pub use reserved::{SEARCH_FILES, is_replaceable};
pub use resolve::Resolution;
pub(crate) use resolve::relative_source;
pub use sections::{Section, SectionId};

/// A document by its place in the list of all documents, published or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(u32);

impl DocId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The document at a place in the list.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A document that may be named in lists, feeds and maps of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listed(DocId);

impl Listed {
    /// Which document it is.
    pub fn id(self) -> DocId {
        self.0
    }
}

/// What the clock makes of a document: whether this build publishes it, why not, and whether its review is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Where it is in its life.
    pub status: Status,
    /// The date that decides that.
    pub since: Option<Moment>,
    /// Whether this build publishes it.
    pub published: bool,
    /// Whether the day on which its review was due has passed.
    pub overdue: bool,
}

impl State {
    /// What a document's settings and the clock make of it.
    pub fn of(document: &Document, options: &Options) -> State {
        let meta = &document.meta;
        let future = meta
            .publish_date
            .or(meta.date)
            .filter(|date| *date > options.now);
        let expired = meta.expiry_date.filter(|date| *date <= options.now);
        let (status, since, published) = if meta.draft {
            (Status::Draft, None, options.drafts)
        } else if expired.is_some() {
            (Status::Expired, expired, options.expired)
        } else if future.is_some() {
            (Status::Future, future, options.future)
        } else {
            (Status::Current, None, true)
        };
        State {
            status,
            since,
            published,
            overdue: meta.review.is_overdue(options.now),
        }
    }
}

/// Everything the graph is made from.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// All documents, sorted by path.
    pub documents: &'a [Arc<Document>],
    /// The state of each.
    pub states: &'a [State],
    /// The files that may be published beside them, sorted by path.
    pub assets: &'a [Arc<Asset>],
    /// The folders of which nothing is known.
    pub closed: &'a [SourceFile],
    /// The data files.
    pub data: &'a Data,
    /// The addresses the theme's own files take.
    pub theme_files: &'a [Route],
    /// The configuration.
    pub config: &'a Config,
}

impl Material<'_> {
    /// Whether every document could be read. If not, nothing can be said of what no document does.
    pub(super) fn knows_all_documents(&self) -> bool {
        self.closed.is_empty() && self.documents.iter().all(|document| !document.unread)
    }

    /// Whether every file could be read.
    pub(super) fn knows_all_files(&self) -> bool {
        self.knows_all_documents() && self.data.unread.is_empty()
    }

    /// Stands for everything [`build`] looks at.
    pub fn key(&self) -> Fingerprint {
        let Material {
            documents,
            states,
            assets,
            closed,
            data,
            theme_files,
            config,
        } = self;
        let documents: Vec<_> = documents
            .iter()
            .map(|document| (&document.path, document.facets.outline))
            .collect();
        let states: Vec<_> = states
            .iter()
            .map(|state| (state.status, state.published, state.overdue))
            .collect();
        let assets: Vec<_> = assets
            .iter()
            .map(|asset| (&asset.path, asset.size))
            .collect();
        let closed: Vec<_> = closed.iter().map(|folder| &folder.path).collect();
        let laid = (
            (&data.paths, &data.audiences, data.glossary.terms.is_empty()),
            (&data.unread, data.help_file.is_some(), closed),
        );
        Fingerprint::of(&(documents, states, assets, laid, theme_files, config))
    }
}

/// A page of the site: what it is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// An article.
    Article(DocId),
    /// The n-th page of a section, from 0; the home page is one.
    Section(SectionId, usize),
    /// The n-th page of all terms of a taxonomy.
    Taxonomy(usize, usize),
    /// The n-th page of one term: taxonomy, term, page.
    Term(usize, usize, usize),
    /// The A to Z as a whole, or the list of its letters.
    AtoZ,
    /// The n-th page of one letter of a long A to Z.
    Letter(usize, usize),
    /// A page that mend makes once a site.
    Fixed(Fixed),
    /// The glossary.
    Glossary,
    /// All reading paths.
    Paths,
    /// One reading path.
    Path(usize),
    /// The n-th page of the articles for one audience: audience, page.
    Audience(usize, usize),
    /// An old address that leads to a page.
    Redirect(usize),
}

/// An old address and where it leads.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old address.
    pub from: Route,
    /// The page it leads to.
    pub to: DocId,
    /// Where that page says so.
    pub span: Span,
}

/// The neighbours of an article in its section.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours {
    /// The one before.
    pub previous: Option<Listed>,
    /// The one after.
    pub next: Option<Listed>,
}

/// The site, without any text.
pub struct Graph {
    /// The state of each document.
    pub states: Vec<State>,
    /// The address of each document, published or not.
    pub routes: Arc<Vec<Route>>,
    /// The section each document belongs to; an index belongs to its own.
    pub section_of: Arc<Vec<SectionId>>,
    /// The sections, each before those inside it; the first is the home page.
    pub sections: Vec<Section>,
    /// All documents that may be listed, in the order of their paths, indexes included.
    pub listed: Vec<Listed>,
    /// Tags and categories.
    pub taxonomies: Vec<Taxonomy>,
    /// The letters of the A to Z.
    pub letters: Vec<Letter>,
    /// The articles for each audience that has any.
    pub audiences: Vec<AudienceList>,
    /// The articles of each reading path; nothing for a step whose page is not there.
    pub paths: Vec<Vec<Option<Listed>>>,
    /// Every page of the site and its address, in the order of the addresses.
    pub pages: Vec<(PageKey, Route)>,
    /// Where the pages lie that mend makes.
    pub made: Made,
    /// Why there is a page on whom to turn to; nothing if the site has none.
    pub help: Option<HelpReason>,
    /// The old addresses.
    pub redirects: Vec<Redirect>,
    /// The address of every published asset, by its place in the list of assets; nothing if it is held back.
    pub asset_routes: Arc<Vec<Option<Route>>>,
    /// Where each link of each document leads.
    pub links: Arc<Vec<Vec<Resolution>>>,
    /// Where each image of each document lies.
    pub images: Arc<Vec<Vec<Resolution>>>,
    /// Who links to each document, in the order of their paths.
    pub backlinks: Arc<Vec<Vec<Listed>>>,
    /// The neighbours of each document.
    pub neighbours: Vec<Neighbours>,
    /// The page with the questions people ask.
    questions: Option<Listed>,
    /// Addresses that are claimed twice, cannot be, or lead in circles.
    pub problems: Vec<Diagnostic>,
}

impl Graph {
    /// Whether an article or index may be listed.
    pub fn listed(&self, id: DocId) -> Option<Listed> {
        self.listed
            .binary_search(&Listed(id))
            .ok()
            .map(|at| self.listed[at])
    }

    /// The document that a setting names: by its path below `content/`, with or without `.md`, or by its file name alone if
    /// no other has it. The documents are those the graph was made from.
    pub fn document_at(&self, documents: &[Arc<Document>], name: &str) -> Option<DocId> {
        let find = |path: String| {
            let compare = |document: &Arc<Document>| document.path.as_str().cmp(&path);
            documents.binary_search_by(compare).ok()
        };
        let alone = || {
            let mut all = documents.iter();
            let is_meant = |document: &Arc<Document>| document.path.stem() == name;
            let at = all.position(is_meant)?;
            (!all.any(is_meant)).then_some(at)
        };
        let at = find(format!("{CONTENT}/{name}"))
            .or_else(|| find(format!("{CONTENT}/{name}.md")))
            .or_else(alone)?;
        Some(DocId::new(at))
    }

    /// The place of the page at an address in the list of pages.
    pub fn page_at(&self, route: &Route) -> Option<usize> {
        let compare = |(_, known): &(PageKey, Route)| known.cmp(route);
        self.pages.binary_search_by(compare).ok()
    }

    /// Whether a document is a worksheet.
    pub fn is_worksheet(&self, id: DocId) -> bool {
        let section = &self.sections[self.section_of[id.index()].index()];
        section.is_shelf() && section.index != Some(id)
    }

    /// The page with the questions people ask, if it may be listed.
    pub fn questions(&self) -> Option<Listed> {
        self.questions
    }

    /// The section of the worksheets, if there are any.
    pub fn worksheets(&self) -> Option<&Section> {
        let shelf = self.sections.iter().find(|section| section.is_shelf());
        shelf.filter(|section| section.size > 0)
    }

    /// The articles of a section and of the sections inside it, in reading order.
    pub fn articles_below(&self, id: SectionId) -> Vec<Listed> {
        sections::reading_order(&self.sections, id)
    }

    /// What a link says that brings no words of its own: the title of the page it leads to, the heading if that is on
    /// its own page, or the name of the file.
    pub fn link_text<'a>(
        &'a self,
        documents: &'a [Arc<Document>],
        from: DocId,
        at: usize,
    ) -> Cow<'a, str> {
        web::link_text(documents, from, at, &self.links[from.index()][at])
    }

    /// The articles to which this one links, without itself, each once, in the order of the links.
    pub fn targets(&self, id: DocId) -> Vec<DocId> {
        web::targets(&self.links, id)
    }
}

/// What was worked out last, as far as parts of it may hold for the next build.
#[derive(Default)]
pub struct Memory {
    layout: Memo<Layout>,
    web: Memo<Web>,
    related: related::Memory,
}

impl Memory {
    /// Works out the whole site.
    pub fn graph(&mut self, material: &Material<'_>) -> Graph {
        let documents = material.documents;
        let layout_key = layout_key(material);
        let layout = self.layout.one(layout_key, || address::lay_out(material));
        let listed: Vec<Listed> = (0..documents.len())
            .filter(|&at| material.states[at].published && !documents[at].meta.unlisted)
            .filter(|&at| layout.routes[at].as_str() != NOT_FOUND)
            .map(|at| Listed(DocId::new(at)))
            .collect();
        let articles = listed.iter().filter(|page| !layout.is_index(page.0));
        let articles: Vec<Listed> = articles.copied().collect();
        let titles = TitleOrder::of(documents);
        let sections = sections::build(material, &layout, &articles, &titles);
        let made = Made::of(material.config);
        let taxonomies = lists::taxonomies(material, &made, &articles, &titles);
        let letters = letters::letters(material, &made, &articles, &sections, &titles);
        let audiences = reading::audiences(material, &made, &articles, &titles);
        let redirects = claims::redirects(material, &layout, &sections);
        let help = help::reason(material);
        let pages = lists::Lists {
            material,
            layout: &layout,
            made: &made,
            sections: &sections,
            taxonomies: &taxonomies,
            letters: &letters,
            has_help: help.is_some(),
            redirects: &redirects.value,
        };
        let pages = pages.pages(reading::pages(material, &made, &audiences));
        let strands = Strands {
            material,
            layout: &layout,
            layout_key,
            listed: &listed,
            pages: &pages,
            sections: &sections,
            redirects: &redirects.value,
        };
        let web = self.web.one(strands.key(), || strands.web());
        let mut problems = redirects.problems;
        problems.extend_from_slice(&web.problems);
        let questions = articles.into_iter().find(|page| {
            let path = &documents[page.id().index()].path;
            path.folder() == CONTENT && path.stem() == reading::QUESTIONS
        });
        Graph {
            states: material.states.to_vec(),
            section_of: Arc::clone(&layout.section_of),
            routes: Arc::clone(&layout.routes),
            neighbours: sections::neighbours(&sections, documents.len()),
            sections,
            listed,
            taxonomies,
            letters,
            audiences,
            paths: web.paths.clone(),
            pages,
            made,
            help,
            redirects: redirects.value,
            asset_routes: Arc::clone(&web.asset_routes),
            links: Arc::clone(&web.links),
            images: Arc::clone(&web.images),
            backlinks: Arc::clone(&web.backlinks),
            questions,
            problems,
        }
    }

    /// What is related to each document of a graph; nothing for those that are not compared.
    pub fn related(
        &mut self,
        graph: &Graph,
        documents: &[Arc<Document>],
        wanted: usize,
    ) -> Vec<Option<Arc<Vec<Related>>>> {
        self.related.related(graph, documents, wanted)
    }
}

/// Stands for everything that decides on the addresses of documents.
fn layout_key(material: &Material<'_>) -> Fingerprint {
    let documents = material.documents.iter().zip(material.states);
    let documents: Vec<_> = documents
        .map(|(document, state)| {
            let meta = &document.meta;
            let is_current = state.status == Status::Current;
            (
                &document.path,
                &meta.url,
                &meta.slug,
                state.published,
                is_current,
            )
        })
        .collect();
    Fingerprint::of(&(documents, material.config))
}
