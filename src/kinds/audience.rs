//! The page with the articles for one audience: its reading paths, then its articles, section by section.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::{
    AudienceList, Listed, PageKey, PageList, PageSource, Parts, SectionId, Subject,
};
use crate::memo::Hashed;
use crate::path::slug;
use crate::search::WordSource;
use crate::view::{
    Entry, Face, Gather, KindInputs, LinkGroup, ListView, MOST_PATHS, PageKind, PagerInputs,
    Vantage, View, ViewContext, ViewSource, audience_words, plain_group, shown,
};

use super::path::PathInputs;

/// The kind of page, numbered as the audiences that have articles.
pub(super) struct Audience;

/// By which name templates know it.
const AUDIENCE: PageKind =
    PageKind::new("audience", "audience.html", "the articles for one audience");

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
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

impl PageSource for Audience {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        for (at, list) in site.edition.audiences.iter().enumerate() {
            pages.add_list(Subject::Generated(at), list.pages.len(), &list.route);
        }
    }
}

impl ViewSource for Audience {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[AUDIENCE]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let AudienceList { kind, pages, route } = &gather.edition.audiences[key.number()];
        let size = gather.settings.page_size;
        let top = |page: &Listed| {
            let section = gather.graph.section_of[page.id().index()];
            gather.edition.top_section(section)
        };
        let groups = shown(pages, key.part, size).chunk_by(|one, next| top(one) == top(next));
        let id = &gather.data.localised.audiences[*kind].id;
        let paths = gather.data.localised.paths.iter().enumerate();
        let paths = paths.filter(|(_, path)| key.part == 0 && path.audience.ids().contains(id));
        Box::new(Inputs {
            words: audience_words(gather, *kind),
            paths: paths
                .take(MOST_PATHS)
                .map(|(at, _)| PathInputs::of(gather, at))
                .collect(),
            groups: groups
                .map(|pages| Group::of(gather, top(&pages[0]), pages))
                .collect(),
            pager: PagerInputs::of(pages.len(), size, key.part, Cow::Borrowed(route)),
        })
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        AUDIENCE
    }

    fn title(&self, texts: &Texts) -> String {
        texts.fill("audience", &[("audience", self.words)])
    }

    fn fill(&self, view: &mut View, &ViewContext { vantage, .. }: &ViewContext<'_>) {
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

impl WordSource for Audience {}

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
