//! The page of a section: a folder, the worksheets, or the home page.

use crate::config::SortBy;
use crate::graph::{DocId, Resolution, SectionId};
use crate::memo::Hashed;
use crate::path::{Route, slug};
use crate::view::audiences::AudienceFace;
use crate::view::entry::Entry;
use crate::view::gather::Gather;
use crate::view::model::{LinkGroup, MOST_PATHS, PageKind, SectionView, View};
use crate::view::pager::{PagerInputs, shown};
use crate::view::place::Face;
use crate::view::text::{OwnDocument, Targets};
use crate::view::vantage::Vantage;

use super::paths::PathInputs;

/// Everything that the page of a section shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    pub(super) kind: PageKind,
    pub(super) face: &'a Hashed<Face<'a>>,
    pages: Vec<Entry<'a>>,
    sort_by: SortBy,
    groups: Vec<Group<'a>>,
    size: usize,
    pager: PagerInputs<'a>,
    home: Option<Home<'a>>,
    /// Where the text of its index leads; `None` if this page does not show it.
    targets: Option<Targets<'a>>,
    glossary: &'a Route,
}

/// What the home page shows besides its sections.
#[derive(Hash)]
struct Home<'a> {
    audiences: Vec<AudienceFace<'a>>,
    paths: Vec<PathInputs<'a>>,
    more_paths: usize,
}

/// A section inside a section.
#[derive(Hash)]
struct Group<'a> {
    folder: &'a str,
    face: &'a Hashed<Face<'a>>,
    /// The name of its drawing.
    drawing: Option<&'a str>,
    pages: Vec<Entry<'a>>,
    sort_by: SortBy,
    size: usize,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, id: SectionId, part: usize) -> Self {
        let section = gather.edition.section(id);
        let is_home = id == SectionId::default();
        let size = gather.settings.page_size;
        // The home page names the sections only: their articles are for their own pages to show.
        let articles = if is_home { 0 } else { size };
        let children = shown(&section.children, part, size).iter();
        // Articles and inner sections are two lists that are cut alike.
        let longer = section.pages.len().max(section.children.len());
        let index = section.index.filter(|_| part == 0);
        Self {
            kind: match is_home {
                true => PageKind::Home,
                false if section.is_shelf() => PageKind::Worksheets,
                false => PageKind::Section,
            },
            face: gather.section_face(id),
            pages: Entry::all(gather, shown(&section.pages, part, size)),
            sort_by: section.sort_by,
            groups: children
                .map(|child| Group::of(gather, *child, articles))
                .collect(),
            size: section.size,
            pager: PagerInputs::of(longer, size, part, &section.route),
            home: (is_home && part == 0).then(|| Home::of(gather, index)),
            targets: index.map(|index| Targets::of(gather, index)),
            glossary: &gather.edition.generated.glossary,
        }
    }

    pub(super) fn fill(
        &self,
        view: &mut View,
        own: Option<&OwnDocument<'_>>,
        vantage: &Vantage<'_>,
    ) {
        if let Some(home) = &self.home {
            view.audiences = AudienceFace::links(&home.audiences, vantage);
            view.paths = PathInputs::views(&home.paths, vantage);
            view.more_paths = home.more_paths;
        }
        let groups = self.groups.iter();
        view.section = Some(SectionView {
            pages: Entry::views(&self.pages, vantage),
            sort_by: self.sort_by.name(),
            groups: groups.map(|group| group.view(vantage)).collect(),
            size: self.size,
            pager: self.pager.view(vantage),
        });
        if let (Some(own), Some(targets)) = (own, &self.targets) {
            view.terms = own.term_notes(self.glossary, vantage);
            view.content = own.content(targets, Vec::new(), self.glossary, vantage);
        }
    }
}

impl<'a> Home<'a> {
    /// What the home page shows below its text, to whose links it adds: a path that the text names is not named again.
    fn of(gather: &Gather<'a>, index: Option<DocId>) -> Self {
        let links = index.map_or(&[][..], |index| &gather.graph.links[index.index()]);
        let linked: Vec<&Route> = links
            .iter()
            .filter_map(|link| match link {
                Resolution::Generated { route, .. } => Some(route),
                _ => None,
            })
            .collect();
        let mut paths = PathInputs::first(gather, usize::MAX);
        let count = paths.len();
        paths.retain(|path| !linked.contains(&path.route()));
        paths.truncate(MOST_PATHS);
        Self {
            audiences: AudienceFace::listed(gather),
            more_paths: count - paths.len(),
            paths,
        }
    }
}

impl<'a> Group<'a> {
    /// A section with as many of its articles as are shown.
    fn of(gather: &Gather<'a>, id: SectionId, articles: usize) -> Self {
        let section = gather.edition.section(id);
        let shown = section.pages.len().min(articles);
        Self {
            folder: &section.folder,
            face: gather.section_face(id),
            drawing: section
                .index
                .and_then(|index| gather.outlines.get(index).drawing()),
            pages: Entry::all(gather, &section.pages[..shown]),
            sort_by: section.sort_by,
            size: section.size,
        }
    }

    fn view(&self, vantage: &Vantage<'_>) -> LinkGroup {
        let link = vantage.face_link(self.face);
        LinkGroup {
            id: Some(slug(&self.folder.replace('/', "-"))),
            url: Some(link.url),
            title: Some(link.title),
            summary: link.summary,
            drawing: self.drawing.map(str::to_owned),
            pages: Entry::views(&self.pages, vantage),
            sort_by: Some(self.sort_by.name()),
            size: self.size,
        }
    }
}
