//! The A to Z: everything by its first letter, or the letters of a long list.

use crate::data::texts::Texts;
use crate::graph::{self, DIGITS, Page, PageKey, PageList, PageSource, Parts, Subject};
use crate::memo::Hashed;
use crate::path::{Route, slug};
use crate::search::WordSource;
use crate::view::{
    Entry, Face, Gather, KindInputs, LetterLink, LinkGroup, ListEntry, ListLink, ListView, Name,
    PageKind, Source, Vantage, View, ViewContext, ViewSource, plain_group,
};

/// The kind of page.
pub(super) struct AToZ;

/// By which name templates know it.
pub(super) const A_TO_Z: PageKind =
    PageKind::new("a-z", "a-z.html", "everything by its first letter");

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    letters: Letters<'a>,
    /// The entries of each letter; none if the letters have pages of their own.
    entries: Vec<Vec<LetterEntry<'a>>>,
}

/// The letters by name, each with its page.
#[derive(Hash)]
pub(super) struct Letters<'a> {
    pub(super) all: Vec<(&'a str, &'a Route)>,
    /// The first page of the A to Z.
    pub(super) whole: &'a Route,
}

impl PageSource for AToZ {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        if !site.edition.letters.is_empty() {
            pages.add(Subject::Generated(0), &site.edition.generated.a_to_z);
        }
    }
}

impl ViewSource for AToZ {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[A_TO_Z]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let letters = &gather.edition.letters;
        let whole = &gather.edition.generated.a_to_z;
        let is_whole = letters.iter().all(|letter| letter.route == *whole);
        let shown = letters.iter().filter(|_| is_whole);
        Box::new(Inputs {
            letters: Letters::of(gather),
            entries: shown
                .map(|letter| LetterEntry::all(gather, &letter.entries))
                .collect(),
        })
    }

    fn lists<'a>(&self, source: &Source<'a>, pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let link = |page: &&'a Page| A_TO_Z.list(Name::of_page(page, source.texts.get("a_to_z")));
        pages.iter().map(link).collect()
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        A_TO_Z
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("a_to_z")
    }

    fn fill(&self, view: &mut View, &ViewContext { site, vantage, .. }: &ViewContext<'_>) {
        let texts = site.texts;
        let groups = self.letters.all.iter().zip(&self.entries);
        let groups = groups.map(|((name, _), entries)| LinkGroup {
            title: Some(letter_name(texts, name)),
            id: Some(letter_id(name)),
            ..plain_group(LetterEntry::views(entries, vantage))
        });
        view.list = Some(ListView {
            taxonomy: None,
            term_title: None,
            groups: groups.collect(),
            letters: self.letters.links(None, texts, vantage),
            pager: None,
        });
    }
}

impl WordSource for AToZ {}

impl<'a> Letters<'a> {
    pub(super) fn of(gather: &Gather<'a>) -> Self {
        let all = gather.edition.letters.iter();
        Self {
            all: all.map(|letter| (&*letter.name, &letter.route)).collect(),
            whole: &gather.edition.generated.a_to_z,
        }
    }

    pub(super) fn links(
        &self,
        current: Option<usize>,
        texts: &Texts,
        vantage: &Vantage<'_>,
    ) -> Vec<LetterLink> {
        let link = |(at, (name, route)): (usize, &(&str, &Route))| LetterLink {
            name: letter_name(texts, name),
            url: match *route == self.whole {
                true => format!("#{}", letter_id(name)),
                false => vantage.url(route),
            },
            current: current == Some(at),
        };
        self.all.iter().enumerate().map(link).collect()
    }
}

/// An article or a section.
#[derive(Hash)]
pub(super) enum LetterEntry<'a> {
    Article(Entry<'a>),
    Section(&'a Hashed<Face<'a>>),
}

impl<'a> LetterEntry<'a> {
    pub(super) fn all(gather: &Gather<'a>, entries: &[graph::Entry]) -> Vec<Self> {
        let entry = |entry: &graph::Entry| match entry {
            graph::Entry::Article(page) => Self::Article(Entry::of(gather, page.id())),
            graph::Entry::Section(section) => Self::Section(gather.section_face(*section)),
        };
        entries.iter().map(entry).collect()
    }

    pub(super) fn views(entries: &[Self], vantage: &Vantage<'_>) -> Vec<ListEntry> {
        let view = |entry: &Self| match entry {
            Self::Article(entry) => entry.view(vantage),
            Self::Section(face) => vantage.face_link(face).into(),
        };
        entries.iter().map(view).collect()
    }
}

/// What is shown for a letter.
pub(super) fn letter_name(texts: &Texts, name: &str) -> String {
    match name {
        DIGITS => texts.get("a_to_z_digits"),
        name => name.to_owned(),
    }
}

/// The id of the heading of a letter.
pub(super) fn letter_id(name: &str) -> String {
    format!("letter-{}", slug(name))
}
