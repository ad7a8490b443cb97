//! The views of pages that list others: sections, tags, the A to Z.

use super::frame::Blank;
use super::model::{
    LetterLink, Link, LinkGroup, ListView, MOST_PATHS, PageKind, Pager, SectionView, View,
};
use super::reference::Reference;
use super::scope::Scope;
use crate::graph::{self, DIGITS, Entry, SectionId, Taxonomy, part_route};
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
    let pager = scope.pager(longer, part, &section.route);
    view.section = Some(SectionView {
        pages: pages
            .iter()
            .map(|page| scope.document_link(page.id()))
            .collect(),
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
    let (terms, pager) = scope.part(&taxonomy.terms, part, &taxonomy.route);
    let link = |term: &graph::Term| {
        let count = term.pages.len().to_string();
        let summary = Some(scope.texts.fill("article_count", &[("count", &count)]));
        Link {
            summary,
            ..scope.link(&term.name, &term.route)
        }
    };
    view.list = Some(ListView {
        groups: vec![plain_group(terms.iter().map(link).collect())],
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
    let (pages, pager) = scope.part(&term.pages, part, &term.route);
    let links = pages
        .iter()
        .map(|page| scope.document_link(page.id()))
        .collect();
    view.list = Some(ListView {
        groups: vec![plain_group(links)],
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
        groups: vec![plain_group(scope.entries(entries))],
        letters: scope.letters(Some(at)),
        pager,
    });
    view
}

impl Scope<'_> {
    /// The title of a taxonomy.
    pub(super) fn taxonomy_title(&self, taxonomy: &Taxonomy) -> String {
        self.texts.get(taxonomy.name)
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
        let shown = shown(entries, part, self.page_size);
        (shown, self.pager(entries.len(), part, route))
    }

    /// The way from one part of a list with so many entries to the others.
    fn pager(&self, entries: usize, part: usize, route: &Route) -> Option<Pager> {
        let count = entries.div_ceil(self.page_size);
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
        let shown = section.pages.iter().take(articles);
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
            pages: shown.map(|page| self.document_link(page.id())).collect(),
            size: section.size,
        }
    }

    fn entries(&self, entries: &[Entry]) -> Vec<Link> {
        let link = |entry: &Entry| match entry {
            Entry::Article(page) => self.document_link(page.id()),
            Entry::Section(section) => self.section_link(*section),
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

fn letter_id(name: &str) -> String {
    format!("letter-{}", path::slug(name))
}

pub(super) fn plain_group(pages: Vec<Link>) -> LinkGroup {
    LinkGroup {
        title: None,
        id: None,
        url: None,
        summary: None,
        drawing: None,
        size: pages.len(),
        pages,
    }
}
