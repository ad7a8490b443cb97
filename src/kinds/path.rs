//! The page of a reading path, and the places of an article on paths.

use std::collections::BTreeSet;

use crate::data::paths::{ReadingPath, Step};
use crate::data::texts::Texts;
use crate::graph::{DocId, Listed, PageKey, PageList, PageSource, Parts, Subject, path_route};
use crate::memo::Hashed;
use crate::path::{Route, slug};
use crate::search::{Corpus, GeneratedPage, WordSource};
use crate::view::{
    AudienceFace, Face, Gather, KindInputs, Link, Name, PageKind, PathBox, PathStep, PathView,
    SiteInputs, Vantage, View, ViewContext, ViewSource,
};

/// The kind of page, numbered as the reading paths.
pub(super) struct Path;

/// By which name templates know it.
const PATH: PageKind = PageKind::new("path", "path.html", "one reading path");

/// Everything that a page shows of one path.
#[derive(Hash)]
pub(super) struct PathInputs<'a> {
    path: &'a ReadingPath,
    route: Route,
    audience: Vec<AudienceFace<'a>>,
    /// Those of its steps whose articles exist.
    steps: Vec<(&'a Step, &'a Hashed<Name<'a>>)>,
}

impl PageSource for Path {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let generated = &site.edition.generated;
        let mut taken = BTreeSet::new();
        for (at, path) in site.inputs.data.localised.paths.iter().enumerate() {
            let route = path_route(generated, path);
            // A second path of the same name is reported where it is read.
            if taken.insert(route.clone()) {
                pages.add(Subject::Generated(at), &route);
            }
        }
    }
}

impl ViewSource for Path {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[PATH]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(PathInputs::of(gather, key.number()))
    }
}

impl<'a> KindInputs<'a> for PathInputs<'a> {
    fn page_kind(&self) -> PageKind {
        PATH
    }

    fn title(&self, _texts: &Texts) -> String {
        self.path.title.clone()
    }

    fn drawing(&self) -> Option<&'a str> {
        self.path.drawing.as_deref()
    }

    fn parent(&self, site: &SiteInputs<'a>) -> Option<Name<'a>> {
        site.lists("paths").next().cloned()
    }

    fn fill(&self, view: &mut View, &ViewContext { vantage, .. }: &ViewContext<'_>) {
        view.page.summary = Some(self.path.summary.clone());
        view.page.description = Some(self.path.summary.clone());
        view.paths = vec![self.view(vantage)];
    }
}

impl WordSource for Path {
    fn words(&self, corpus: &Corpus<'_>, key: PageKey) -> Option<GeneratedPage> {
        let path = &corpus.paths[key.number()];
        let steps: Vec<&str> = path.steps.iter().map(|step| step.text.as_str()).collect();
        let page = GeneratedPage::new(path.title.clone());
        Some(
            page.with_summary(path.summary.clone())
                .with_text(steps.join(" ")),
        )
    }
}

impl<'a> PathInputs<'a> {
    /// The first `most` paths.
    pub(super) fn first(gather: &Gather<'a>, most: usize) -> Vec<Self> {
        let count = gather.data.localised.paths.len().min(most);
        (0..count).map(|at| Self::of(gather, at)).collect()
    }

    pub(super) fn of(gather: &Gather<'a>, at: usize) -> Self {
        let path = &gather.data.localised.paths[at];
        let steps = path.steps.iter().zip(&gather.edition.paths[at]);
        let step = |(step, page): (&'a Step, &Option<Listed>)| {
            Some((step, &gather.face((*page)?.id()).name))
        };
        Self {
            path,
            route: path_route(&gather.edition.generated, path),
            audience: AudienceFace::named(gather, path.audience.ids().iter()),
            steps: steps.filter_map(step).collect(),
        }
    }

    pub(super) fn view(&self, vantage: &Vantage<'_>) -> PathView {
        let path = self.path;
        let step = |(step, name): &(&Step, &Hashed<Name<'_>>)| PathStep {
            title: name.title.clone().into_owned(),
            url: box_url(&path.id, name.route, vantage),
            text: step.text.clone(),
        };
        PathView {
            id: slug(&path.id),
            title: path.title.clone(),
            url: vantage.url(&self.route),
            summary: path.summary.clone(),
            drawing: path.drawing.clone(),
            audience: AudienceFace::links(&self.audience, vantage),
            steps: self.steps.iter().map(step).collect(),
        }
    }

    pub(super) fn views(paths: &[Self], vantage: &Vantage<'_>) -> Vec<PathView> {
        paths.iter().map(|path| path.view(vantage)).collect()
    }

    pub(super) fn route(&self) -> &Route {
        &self.route
    }
}

/// The place of an article on a path.
#[derive(Hash)]
pub(super) struct PathPlace<'a> {
    id: &'a str,
    title: &'a str,
    route: Route,
    /// The index of the step.
    at: usize,
    count: usize,
    previous: Option<&'a Hashed<Face<'a>>>,
    next: Option<&'a Hashed<Face<'a>>>,
}

impl<'a> PathPlace<'a> {
    /// The place of an article on each path it is part of.
    pub(super) fn all_of(gather: &Gather<'a>, id: DocId) -> Vec<Self> {
        let of = |(path, at): &(usize, usize)| {
            let steps = &gather.facts.path_steps[*path];
            let path = &gather.data.localised.paths[*path];
            let step = |page: &Listed| gather.face(page.id());
            Self {
                id: &path.id,
                title: &path.title,
                route: path_route(&gather.edition.generated, path),
                at: *at,
                count: steps.len(),
                previous: at.checked_sub(1).and_then(|at| steps.get(at)).map(step),
                next: steps.get(at + 1).map(step),
            }
        };
        gather.facts.paths_of(id).iter().map(of).collect()
    }

    pub(super) fn view(&self, vantage: &Vantage<'_>) -> PathBox {
        let step = |face: &Hashed<Face<'_>>| Link {
            url: box_url(self.id, face.name.route, vantage),
            ..vantage.face_link(face)
        };
        PathBox {
            id: box_id(self.id),
            title: self.title.to_owned(),
            url: vantage.url(&self.route),
            number: self.at + 1,
            count: self.count,
            previous: self.previous.map(step),
            next: self.next.map(step),
        }
    }
}

/// The address of an article that opens the box of a path, by the id of the path.
fn box_url(path: &str, article: &Route, vantage: &Vantage<'_>) -> String {
    format!("{}#{}", vantage.url(article), box_id(path))
}

/// The id of a path's box.
fn box_id(path: &str) -> String {
    format!("path-{}", slug(path))
}
