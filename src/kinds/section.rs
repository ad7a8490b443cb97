//! The page of a section: a folder, the worksheets, or the home page.

use std::borrow::Cow;

use crate::config::SortBy;
use crate::data::texts::Texts;
use crate::graph::{
    DocId, Page, PageKey, PageList, PageSource, Parts, Resolution, SectionId, Subject,
};
use crate::memo::Hashed;
use crate::path::{Route, slug};
use crate::search::WordSource;
use crate::view::{
    AudienceFace, Entry, Face, Gather, KindInputs, LinkGroup, ListLink, MOST_PATHS, Name, PageKind,
    PagerInputs, SectionView, Source, Targets, Vantage, View, ViewContext, ViewSource,
    section_title, shown,
};

use super::path::PathInputs;

/// The kind of page.
pub(super) struct Section;

/// By which names templates know it.
const SECTION: PageKind = PageKind::new("section", "section.html", "the list of a folder");
const HOME: PageKind = PageKind::new("home", "home.html", "the home page").like(SECTION.name);
const WORKSHEETS: PageKind = PageKind::new("worksheets", "worksheets.html", "all worksheets");

/// Everything that the page of a section shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    kind: PageKind,
    face: &'a Hashed<Face<'a>>,
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

impl PageSource for Section {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        for (at, section) in site.edition.sections.iter().enumerate() {
            // A folder with nothing to show gets no page, but there is always a home page.
            if at == 0 || section.size > 0 || section.index.is_some() {
                let subject = Subject::Section(SectionId::from_index(at));
                let entries = section.pages.len().max(section.children.len());
                pages.add_list(subject, entries, &section.route);
            }
        }
    }
}

impl ViewSource for Section {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[HOME, SECTION, WORKSHEETS]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let id = SectionId::from_index(key.number());
        Box::new(Inputs::of(gather, id, key.part))
    }

    fn lists<'a>(&self, source: &Source<'a>, _pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let worksheets = source.graph.edition.worksheets().into_iter();
        let name = worksheets.map(|section| Name {
            title: section_title(source.texts, section),
            route: &section.route,
        });
        name.map(|name| WORKSHEETS.list(name)).collect()
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        self.kind
    }

    fn title(&self, _texts: &Texts) -> String {
        self.face.name.title.clone().into_owned()
    }

    fn fill(&self, view: &mut View, &ViewContext { own, vantage, .. }: &ViewContext<'_>) {
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
        if let (Some(own), Some(targets)) = (own.document(), &self.targets) {
            view.terms = own.term_notes(self.glossary, vantage);
            view.content = own.content(targets, Vec::new(), self.glossary, vantage);
        }
    }
}

impl WordSource for Section {}

impl<'a> Inputs<'a> {
    fn of(gather: &Gather<'a>, id: SectionId, part: usize) -> Self {
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
                true => HOME,
                false if section.is_shelf() => WORKSHEETS,
                false => SECTION,
            },
            face: gather.section_face(id),
            pages: Entry::all(gather, shown(&section.pages, part, size)),
            sort_by: section.sort_by,
            groups: children
                .map(|child| Group::of(gather, *child, articles))
                .collect(),
            size: section.size,
            pager: PagerInputs::of(longer, size, part, Cow::Borrowed(&section.route)),
            home: (is_home && part == 0).then(|| Home::of(gather, index)),
            targets: index.map(|index| Targets::of(gather, index)),
            glossary: &gather.edition.generated.glossary,
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
