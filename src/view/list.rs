//! The views of pages that list others: sections, taxonomies, the A to Z.

use serde_json::Map;

use super::frame::Blank;
use super::model::{
    LetterLink, Link, LinkGroup, ListEntry, ListView, MOST_PATHS, PageKind, Pager, Picture,
    SectionView, TaxonomyTerms, View,
};
use super::reference::Reference;
use super::scope::{Scope, asset_at};
use crate::data::texts::Texts;
use crate::document::{Document, name_to_title};
use crate::graph::{self, DIGITS, DocId, Entry, Listed, SectionId, Taxonomy, Term, part_route};
use crate::path::{self, Route};

pub(super) fn section(
    blank: Blank,
    scope: &Scope<'_>,
    reference: &Reference<'_>,
    (id, part): (SectionId, usize),
) -> View {
    let section = scope.edition.section(id);
    let home = id == SectionId::default();
    let kind = match home {
        true => PageKind::Home,
        false if section.is_shelf() => PageKind::Worksheets,
        false => PageKind::Section,
    };
    let mut view = match section.index {
        Some(index) => scope.document_view(blank, kind, index),
        None => blank.page(kind, &scope.section_title(section)),
    };
    view.page.breadcrumbs = section
        .parent
        .map_or_else(Vec::new, |parent| scope.trail(parent));
    view.page.feed = scope.feed_link(id);
    let size = scope.page_size;
    let pages = shown(&section.pages, part, size);
    // The home page names the sections only: their articles are for their own pages to show.
    let articles = if home { 0 } else { size };
    let groups = shown(&section.children, part, size)
        .iter()
        .map(|child| scope.group(*child, articles))
        .collect();
    if home && part == 0 {
        view.audiences = reference.audiences();
        view.paths = reference.paths(MOST_PATHS);
        view.more_paths = reference.data.paths.len() - view.paths.len();
    }
    // Articles and inner sections are two lists that are cut alike.
    let longer = section.pages.len().max(section.children.len());
    let pager = scope.pager(size, longer, part, &section.route);
    view.section = Some(SectionView {
        pages: scope.list_entries(pages),
        sort_by: section.sort_by.name(),
        groups,
        size: section.size,
        pager,
    });
    if let Some(index) = section.index.filter(|_| part == 0) {
        let terms = reference.filled_terms(index);
        view.terms = reference.term_notes(index);
        view.content = Some(scope.content(index, Vec::new(), terms));
    }
    view
}

pub(super) fn taxonomy(blank: Blank, scope: &Scope<'_>, at: usize, part: usize) -> View {
    let taxonomy = &scope.edition.taxonomies[at];
    let mut view = blank.page(PageKind::Taxonomy, &scope.taxonomy_title(taxonomy));
    let (terms, pager) = scope.part_of(taxonomy.page_size, &taxonomy.terms, part, &taxonomy.route);
    let link = |term: &Term| {
        let count = term.pages.len().to_string();
        let summary = Some(scope.texts.fill("article_count", &[("count", &count)]));
        Link {
            summary,
            ..scope.link(&term.name, &term.route)
        }
    };
    view.list = Some(ListView {
        taxonomy: Some(taxonomy.name.clone()),
        groups: vec![plain_group(
            terms.iter().map(link).map(ListEntry::from).collect(),
        )],
        term_title: None,
        letters: Vec::new(),
        pager,
    });
    view
}

pub(super) fn term(
    blank: Blank,
    scope: &Scope<'_>,
    (taxonomy, term): (usize, usize),
    part: usize,
) -> View {
    let taxonomy = &scope.edition.taxonomies[taxonomy];
    let term = &taxonomy.terms[term];
    let mut view = blank.page(PageKind::Term, &term.name);
    view.page
        .breadcrumbs
        .push(scope.link(&scope.taxonomy_title(taxonomy), &taxonomy.route));
    let feed = term.feed.as_ref();
    view.page.feed = feed.map(|route| scope.link(&term_title(scope.texts, taxonomy, term), route));
    let (pages, pager) = scope.part_of(taxonomy.page_size, &term.pages, part, &term.route);
    view.list = Some(ListView {
        taxonomy: Some(taxonomy.name.clone()),
        term_title: Some(term_word(scope.texts, taxonomy)),
        groups: vec![LinkGroup {
            sort_by: Some(taxonomy.sort_by.name()),
            ..plain_group(scope.list_entries(pages))
        }],
        letters: Vec::new(),
        pager,
    });
    view
}

pub(super) fn a_to_z(blank: Blank, scope: &Scope<'_>) -> View {
    let letters = &scope.edition.letters;
    let mut view = blank.page(PageKind::AToZ, &scope.texts.get("a_to_z"));
    let short = letters
        .iter()
        .all(|letter| letter.route == scope.edition.generated.a_to_z);
    let groups = letters.iter().filter(|_| short).map(|letter| {
        let id = Some(letter_id(&letter.name));
        LinkGroup {
            title: Some(scope.letter_name(letter)),
            id,
            ..plain_group(scope.entries(&letter.entries))
        }
    });
    view.list = Some(ListView {
        taxonomy: None,
        term_title: None,
        groups: groups.collect(),
        letters: scope.letters(None),
        pager: None,
    });
    view
}

pub(super) fn letter(blank: Blank, scope: &Scope<'_>, at: usize, part: usize) -> View {
    let letter = &scope.edition.letters[at];
    let texts = scope.texts;
    let name = scope.letter_name(letter);
    let title = texts.fill("a_to_z_of", &[("letter", &name)]);
    let mut view = blank.page(PageKind::AToZ, &title);
    view.page
        .breadcrumbs
        .push(scope.link(&texts.get("a_to_z"), &scope.edition.generated.a_to_z));
    let (entries, pager) = scope.part(&letter.entries, part, &letter.route);
    view.list = Some(ListView {
        taxonomy: None,
        term_title: None,
        groups: vec![plain_group(scope.entries(entries))],
        letters: scope.letters(Some(at)),
        pager,
    });
    view
}

impl Scope<'_> {
    /// The title of a taxonomy.
    pub(super) fn taxonomy_title(&self, taxonomy: &Taxonomy) -> String {
        taxonomy_title(self.texts, taxonomy)
    }

    /// The terms of a document in each taxonomy. A term that only held-back or unlisted articles have has no page, and is left
    /// out.
    pub(super) fn terms(&self, document: &Document) -> Vec<TaxonomyTerms> {
        let terms = |taxonomy: &Taxonomy| {
            let names = document.meta.terms(&taxonomy.name).iter();
            let terms = names.filter_map(|name| taxonomy.term(name));
            let terms: Vec<Link> = terms
                .map(|term| self.link(&term.name, &term.route))
                .collect();
            (!terms.is_empty()).then(|| TaxonomyTerms {
                name: taxonomy.name.clone(),
                title: self.taxonomy_title(taxonomy),
                url: self.url(&taxonomy.route),
                terms,
            })
        };
        self.edition.taxonomies.iter().filter_map(terms).collect()
    }

    /// Articles as entries of a list.
    pub(super) fn list_entries(&self, pages: &[Listed]) -> Vec<ListEntry> {
        let pages = pages.iter();
        pages.map(|page| self.list_entry(page.id())).collect()
    }

    fn list_entry(&self, id: DocId) -> ListEntry {
        let document = self.document(id);
        let meta = &document.meta;
        ListEntry {
            date: meta.date.or(meta.publish_date),
            updated: meta.updated,
            minutes: document.minutes(),
            image: self.picture(document),
            taxonomies: self.terms(document),
            extra: meta.extra.clone(),
            ..self.document_link(id).into()
        }
    }

    /// The picture that a document's front matter names.
    fn picture(&self, document: &Document) -> Option<Picture> {
        let image = document.meta.image.as_deref()?;
        let path = document.image_path(image)?;
        let at = asset_at(self.assets, &path)?;
        let size = self.assets[at].size;
        Some(Picture {
            url: self.url(self.graph.asset_routes[at].as_ref()?),
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
        })
    }

    /// What is shown for a letter of the A to Z.
    fn letter_name(&self, letter: &graph::Letter) -> String {
        match letter.name.as_str() {
            DIGITS => self.texts.get("a_to_z_digits"),
            name => name.to_owned(),
        }
    }

    /// The entries of one part of a list, and the way to the other parts if there are any.
    pub(super) fn part<'a, T>(
        &self,
        entries: &'a [T],
        part: usize,
        route: &Route,
    ) -> (&'a [T], Option<Pager>) {
        self.part_of(self.page_size, entries, part, route)
    }

    /// The same, with so many entries on each part.
    fn part_of<'a, T>(
        &self,
        size: usize,
        entries: &'a [T],
        part: usize,
        route: &Route,
    ) -> (&'a [T], Option<Pager>) {
        let shown = shown(entries, part, size);
        (shown, self.pager(size, entries.len(), part, route))
    }

    /// The way from one part of a list with so many entries to the others.
    fn pager(&self, size: usize, entries: usize, part: usize, route: &Route) -> Option<Pager> {
        let count = entries.div_ceil(size);
        let url = |part: usize| self.url(&part_route(route, part));
        (count > 1).then(|| Pager {
            number: part + 1,
            count,
            previous: part.checked_sub(1).map(url),
            next: (part + 1 < count).then(|| url(part + 1)),
        })
    }

    /// A section inside a section, with as many of its articles as are shown there.
    fn group(&self, id: SectionId, articles: usize) -> LinkGroup {
        let section = self.edition.section(id);
        let shown = &section.pages[..section.pages.len().min(articles)];
        let link = self.section_link(id);
        LinkGroup {
            id: Some(path::slug(&section.folder.replace('/', "-"))),
            url: Some(link.url),
            title: Some(link.title),
            summary: link.summary,
            drawing: section
                .index
                .and_then(|index| self.document(index).meta.extra.get("drawing"))
                .and_then(|name| Some(name.as_str()?.to_owned())),
            pages: self.list_entries(shown),
            sort_by: Some(section.sort_by.name()),
            size: section.size,
        }
    }

    fn entries(&self, entries: &[Entry]) -> Vec<ListEntry> {
        let link = |entry: &Entry| match entry {
            Entry::Article(page) => self.list_entry(page.id()),
            Entry::Section(section) => self.section_link(*section).into(),
        };
        entries.iter().map(link).collect()
    }

    fn letters(&self, current: Option<usize>) -> Vec<LetterLink> {
        let letters = self.edition.letters.iter().enumerate();
        let letter = |(at, letter): (usize, &graph::Letter)| LetterLink {
            name: self.letter_name(letter),
            url: match letter.route == self.edition.generated.a_to_z {
                true => format!("#{}", letter_id(&letter.name)),
                false => self.url(&letter.route),
            },
            current: current == Some(at),
        };
        letters.map(letter).collect()
    }
}

/// The entries of one part of a list that is cut after `size` entries.
pub(super) fn shown<T>(entries: &[T], part: usize, size: usize) -> &[T] {
    entries.chunks(size).nth(part).unwrap_or(&[])
}

fn taxonomy_title(texts: &Texts, taxonomy: &Taxonomy) -> String {
    match &taxonomy.settings.title {
        Some(title) => title.clone(),
        None if texts.entries().contains_key(&taxonomy.name) => texts.get(&taxonomy.name),
        None => name_to_title(&taxonomy.name),
    }
}

/// What the terms of a taxonomy are called, such as "Topic".
fn term_word(texts: &Texts, taxonomy: &Taxonomy) -> String {
    let own = taxonomy.settings.term_title.clone();
    own.unwrap_or_else(|| taxonomy_title(texts, taxonomy))
}

/// The title of the page of a term, such as "Topic: Sleep".
pub(super) fn term_title(texts: &Texts, taxonomy: &Taxonomy, term: &Term) -> String {
    let word = term_word(texts, taxonomy);
    texts.fill("term_title", &[("taxonomy", &word), ("term", &term.name)])
}

fn letter_id(name: &str) -> String {
    format!("letter-{}", path::slug(name))
}

impl From<Link> for ListEntry {
    fn from(link: Link) -> Self {
        let Link {
            title,
            url,
            summary,
        } = link;
        Self {
            title,
            url,
            summary,
            date: None,
            updated: None,
            minutes: 0,
            image: None,
            taxonomies: Vec::new(),
            extra: Map::new(),
        }
    }
}

pub(super) fn plain_group(pages: Vec<ListEntry>) -> LinkGroup {
    LinkGroup {
        title: None,
        id: None,
        url: None,
        summary: None,
        drawing: None,
        size: pages.len(),
        pages,
        sort_by: None,
    }
}
