//! The page with all reading paths.

use crate::data::texts::Texts;
use crate::graph::{Page, PageKey, PageList, PageSource, Parts, Subject};
use crate::search::WordSource;
use crate::view::{
    Gather, KindInputs, ListLink, Name, PageKind, Source, View, ViewContext, ViewSource,
};

use super::path::PathInputs;

/// The kind of page.
pub(super) struct Paths;

/// By which name templates know it.
const PATHS: PageKind = PageKind::new("paths", "paths.html", "all reading paths");

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    paths: Vec<PathInputs<'a>>,
}

impl PageSource for Paths {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        if !site.inputs.data.localised.paths.is_empty() {
            pages.add(Subject::Generated(0), &site.edition.generated.paths);
        }
    }
}

impl ViewSource for Paths {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[PATHS]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs {
            paths: PathInputs::first(gather, usize::MAX),
        })
    }

    fn lists<'a>(&self, source: &Source<'a>, pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let link = |page: &&'a Page| PATHS.list(Name::of_page(page, source.texts.get("paths")));
        pages.iter().map(link).collect()
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        PATHS
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("paths")
    }

    fn fill(&self, view: &mut View, &ViewContext { vantage, .. }: &ViewContext<'_>) {
        view.paths = PathInputs::views(&self.paths, vantage);
    }
}

impl WordSource for Paths {}
