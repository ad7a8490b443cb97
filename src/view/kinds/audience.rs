//! The page with the articles for one audience: its reading paths, then its articles, section by section.

use crate::data::texts::Texts;
use crate::graph::{AudienceList, Listed, SectionId};
use crate::memo::Hashed;
use crate::path::slug;
use crate::view::audiences::words;
use crate::view::entry::Entry;
use crate::view::gather::Gather;
use crate::view::model::{LinkGroup, ListView, MOST_PATHS, View};
use crate::view::pager::{PagerInputs, plain_group, shown};
use crate::view::place::Face;
use crate::view::vantage::Vantage;

use super::paths::PathInputs;

/// Everything that the page shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    words: &'a str,
    paths: Vec<PathInputs<'a>>,
    groups: Vec<Group<'a>>,
    pager: PagerInputs<'a>,
}

/// The articles of one section that is directly below the home page.
#[derive(Hash)]
struct Group<'a> {
    /// Its folder and its face; `None` for articles that are in no section.
    section: Option<(&'a str, &'a Hashed<Face<'a>>)>,
    sort_by: &'static str,
    pages: Vec<Entry<'a>>,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, at: usize, part: usize) -> Self {
        let AudienceList { kind, pages, route } = &gather.edition.audiences[at];
        let size = gather.settings.page_size;
        let top = |page: &Listed| {
            let section = gather.graph.section_of[page.id().index()];
            gather.edition.top_section(section)
        };
        let groups = shown(pages, part, size).chunk_by(|one, next| top(one) == top(next));
        let id = &gather.data.localised.audiences[*kind].id;
        let paths = gather.data.localised.paths.iter().enumerate();
        let paths = paths.filter(|(_, path)| part == 0 && path.audience.ids().contains(id));
        Self {
            words: words(gather, *kind),
            paths: paths
                .take(MOST_PATHS)
                .map(|(at, _)| PathInputs::of(gather, at))
                .collect(),
            groups: groups
                .map(|pages| Group::of(gather, top(&pages[0]), pages))
                .collect(),
            pager: PagerInputs::of(pages.len(), size, part, route),
        }
    }

    pub(super) fn title(&self, texts: &Texts) -> String {
        texts.fill("audience", &[("audience", self.words)])
    }

    pub(super) fn fill(&self, view: &mut View, vantage: &Vantage<'_>) {
        view.paths = PathInputs::views(&self.paths, vantage);
        let groups = self.groups.iter();
        view.list = Some(ListView {
            taxonomy: None,
            term_title: None,
            groups: groups.map(|group| group.view(vantage)).collect(),
            letters: Vec::new(),
            pager: self.pager.view(vantage),
        });
    }
}

impl<'a> Group<'a> {
    fn of(gather: &Gather<'a>, id: SectionId, pages: &[Listed]) -> Self {
        let section = gather.edition.section(id);
        let is_home = id == SectionId::default();
        Self {
            section: (!is_home).then(|| (&*section.folder, gather.section_face(id))),
            sort_by: section.sort_by.name(),
            pages: Entry::all(gather, pages),
        }
    }

    fn view(&self, vantage: &Vantage<'_>) -> LinkGroup {
        let plain = LinkGroup {
            sort_by: Some(self.sort_by),
            ..plain_group(Entry::views(&self.pages, vantage))
        };
        let Some((folder, face)) = self.section else {
            return plain;
        };
        let link = vantage.face_link(face);
        LinkGroup {
            id: Some(slug(folder)),
            url: Some(link.url),
            title: Some(link.title),
            ..plain
        }
    }
}
