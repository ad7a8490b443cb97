//! What a language of a site has besides the addresses and links of its documents: its sections and lists, and the pages generated
//! for them.

use super::address::Layout;
use super::audiences::{self, AudienceList};
use super::discreet::Discretion;
use super::generated::GeneratedRoutes;
use super::help::{self, HelpReason};
use super::ids::{CONTENT, DocId, Listed, QUESTIONS, SectionId, WORKSHEETS};
use super::inputs::{GraphInputs, GraphSettings};
use super::letters::{self, Letter};
use super::list_order::ListOrder;
use super::page::{PageKey, Subject};
use super::sections::{self, Neighbours, Section};
use super::taxonomies::{self, Taxonomy};
use super::title_order::TitleOrder;
use crate::language::Alphabet;
use crate::path::Route;

/// The sections, lists and generated pages of a language.
pub struct Edition {
    /// The alphabet by which its lists are sorted.
    pub alphabet: Alphabet,
    /// The sections in the order of their folders, so each is before those inside it; the first is the home page.
    pub sections: Vec<Section>,
    /// The neighbours of each document.
    pub neighbours: Vec<Neighbours>,
    /// All documents that may be listed, in the order of their paths, indexes included.
    pub listed: Vec<Listed>,
    /// The articles among them.
    pub articles: Vec<Listed>,
    /// The articles that are there to be read, in order: not those about the site itself.
    pub reading_order: Vec<Listed>,
    /// The taxonomies that have terms, such as tags.
    pub taxonomies: Vec<Taxonomy>,
    /// The letters of the A to Z.
    pub letters: Vec<Letter>,
    /// The articles for each audience that has any.
    pub audiences: Vec<AudienceList>,
    /// The articles of each reading path; `None` for a step whose page does not exist.
    pub paths: Vec<Vec<Option<Listed>>>,
    /// Where the generated pages are.
    pub generated: GeneratedRoutes,
    /// Why there is a help page; `None` if the site has none.
    pub help: Option<HelpReason>,
    /// Whether every page has the line about safe browsing and the help card. A site with a reason for help keeps them.
    pub has_safety_parts: bool,
    /// Which articles are discreet. Feeds leave them out.
    pub discretion: Discretion,
    /// The page with the questions people ask, if it may be listed.
    pub questions: Option<Listed>,
}

impl Edition {
    /// An edition without its reading paths. Their steps are names, which are resolved later, together with the links.
    pub(super) fn new(inputs: &GraphInputs<'_>, layout: &Layout) -> Self {
        let documents = inputs.documents;
        let GraphSettings {
            urls,
            taxonomies,
            edition,
            ..
        } = inputs.settings;
        let generated = GeneratedRoutes::of(urls, taxonomies, edition);
        let listed: Vec<Listed> = (0..documents.len())
            .filter(|&at| inputs.states[at].published && !documents[at].meta.unlisted)
            .filter(|&at| layout.routes[at] != generated.not_found)
            .map(|at| Listed::new(DocId::new(at)))
            .collect();
        let articles = listed.iter().filter(|page| !layout.is_index(page.id()));
        let articles: Vec<Listed> = articles.copied().collect();
        let alphabet = Alphabet::of(inputs.settings.language);
        let titles = TitleOrder::of(documents, &alphabet);
        let discretion = Discretion::of(inputs, layout);
        let order = &ListOrder {
            alphabet: &alphabet,
            documents,
            titles: &titles,
        };
        let sections = sections::build(inputs, layout, &articles, order, discretion);
        let reading_order = sections::reading_order_of_site(&sections);
        let help = help::reason(documents, inputs.states, inputs.data, inputs.settings.help);
        let is_questions = |page: &&Listed| {
            let key = &documents[page.id().index()].key;
            key.folder() == CONTENT && key.stem() == QUESTIONS
        };
        Self {
            neighbours: sections::neighbours(&sections, documents.len()),
            taxonomies: taxonomies::taxonomies(inputs, &generated, &articles, order, discretion),
            letters: letters::letters(inputs, &generated, &articles, &sections, order),
            audiences: audiences::audiences(inputs, &generated, &reading_order),
            paths: Vec::new(),
            has_safety_parts: inputs.settings.has_safety_parts || help.is_some(),
            help,
            discretion,
            questions: articles.iter().find(is_questions).copied(),
            sections,
            listed,
            articles,
            reading_order,
            generated,
            alphabet,
        }
    }

    /// The addresses of all feeds.
    pub(super) fn feeds(&self) -> impl Iterator<Item = &Route> {
        let sections = self.sections.iter().map(|section| &section.feed);
        let terms = self.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
        sections.chain(terms.map(|term| &term.feed)).flatten()
    }

    /// The section that is the home page.
    pub fn home(&self) -> &Section {
        &self.sections[0]
    }

    /// A section by its id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// The section directly below the home page that a section is in; the home page is in itself.
    pub fn top_section(&self, id: SectionId) -> SectionId {
        let mut top = id;
        while let Some(parent) = self.section(top).parent
            && parent != SectionId::default()
        {
            top = parent;
        }
        top
    }

    /// Whether an article or index may be listed.
    pub fn listed(&self, id: DocId) -> Option<Listed> {
        let at = self.listed.binary_search(&Listed::new(id)).ok()?;
        Some(self.listed[at])
    }

    /// The section of the worksheets, if there are any.
    pub fn worksheets(&self) -> Option<&Section> {
        let folder = |section: &Section| section.folder.as_str().cmp(WORKSHEETS);
        let at = self.sections.binary_search_by(folder).ok()?;
        Some(&self.sections[at]).filter(|section| section.size > 0)
    }

    /// The articles of a section and of the sections inside it, in reading order.
    pub fn articles_below(&self, id: SectionId) -> Vec<Listed> {
        sections::reading_order(&self.sections, id)
    }

    /// The document that a page is written in: an article, or the index of a section.
    pub fn document_of(&self, key: PageKey) -> Option<DocId> {
        match key.subject {
            Subject::Article(id) => Some(id),
            Subject::Section(id) => self.section(id).index,
            Subject::Redirect(_) | Subject::Generated(_) => None,
        }
    }

    /// The document whose text a page shows. The text of an index is on the first page of its section only.
    pub fn text_of(&self, key: PageKey) -> Option<DocId> {
        self.document_of(key).filter(|_| key.part == 0)
    }
}
