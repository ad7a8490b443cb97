//! The pages of the A to Z: the whole list or its letters, and each letter of a long list.

use crate::data::texts::Texts;
use crate::graph::{self, DIGITS, Letter};
use crate::memo::Hashed;
use crate::path::{Route, slug};
use crate::view::entry::Entry;
use crate::view::gather::Gather;
use crate::view::model::{LetterLink, LinkGroup, ListEntry, ListView, View};
use crate::view::pager::{PagerInputs, plain_group, shown};
use crate::view::place::Face;
use crate::view::vantage::Vantage;

/// Everything that the first page shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    letters: Letters<'a>,
    /// The entries of each letter; none if the letters have pages of their own.
    entries: Vec<Vec<LetterEntry<'a>>>,
}

/// Everything that the page of a letter shows of the site.
#[derive(Hash)]
pub(in crate::view) struct LetterInputs<'a> {
    letters: Letters<'a>,
    /// The index of the letter.
    at: usize,
    entries: Vec<LetterEntry<'a>>,
    pager: PagerInputs<'a>,
}

/// The letters by name, each with its page.
#[derive(Hash)]
struct Letters<'a> {
    all: Vec<(&'a str, &'a Route)>,
    /// The first page of the A to Z.
    whole: &'a Route,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>) -> Self {
        let letters = &gather.edition.letters;
        let whole = &gather.edition.generated.a_to_z;
        let is_whole = letters.iter().all(|letter| letter.route == *whole);
        let shown = letters.iter().filter(|_| is_whole);
        Self {
            letters: Letters::of(gather),
            entries: shown
                .map(|letter| LetterEntry::all(gather, &letter.entries))
                .collect(),
        }
    }

    pub(super) fn fill(&self, view: &mut View, texts: &Texts, vantage: &Vantage<'_>) {
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

impl<'a> LetterInputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, at: usize, part: usize) -> Self {
        let Letter { route, entries, .. } = &gather.edition.letters[at];
        let size = gather.settings.page_size;
        Self {
            letters: Letters::of(gather),
            at,
            entries: LetterEntry::all(gather, shown(entries, part, size)),
            pager: PagerInputs::of(entries.len(), size, part, route),
        }
    }

    pub(super) fn title(&self, texts: &Texts) -> String {
        let (name, _) = self.letters.all[self.at];
        texts.fill("a_to_z_of", &[("letter", &letter_name(texts, name))])
    }

    /// The first page of the A to Z.
    pub(super) fn whole(&self) -> &'a Route {
        self.letters.whole
    }

    pub(super) fn fill(&self, view: &mut View, texts: &Texts, vantage: &Vantage<'_>) {
        view.list = Some(ListView {
            taxonomy: None,
            term_title: None,
            groups: vec![plain_group(LetterEntry::views(&self.entries, vantage))],
            letters: self.letters.links(Some(self.at), texts, vantage),
            pager: self.pager.view(vantage),
        });
    }
}

impl<'a> Letters<'a> {
    fn of(gather: &Gather<'a>) -> Self {
        let all = gather.edition.letters.iter();
        Self {
            all: all.map(|letter| (&*letter.name, &letter.route)).collect(),
            whole: &gather.edition.generated.a_to_z,
        }
    }

    fn links(
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
enum LetterEntry<'a> {
    Article(Entry<'a>),
    Section(&'a Hashed<Face<'a>>),
}

impl<'a> LetterEntry<'a> {
    fn all(gather: &Gather<'a>, entries: &[graph::Entry]) -> Vec<Self> {
        let entry = |entry: &graph::Entry| match entry {
            graph::Entry::Article(page) => Self::Article(Entry::of(gather, page.id())),
            graph::Entry::Section(section) => Self::Section(gather.section_face(*section)),
        };
        entries.iter().map(entry).collect()
    }

    fn views(entries: &[Self], vantage: &Vantage<'_>) -> Vec<ListEntry> {
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
