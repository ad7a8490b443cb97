//! What the graph asks of a kind of page, and the list of all pages that the kinds make.
//!
//! It knows no kind: the table of kinds comes from outside.

use super::address::{Layout, asset_route};
use super::edition::Edition;
use super::generated::GeneratedRoutes;
use super::ids::DocId;
use super::inputs::GraphInputs;
use super::page::{KindId, Page, PageKey, Subject, part_route, parts};
use super::redirects::Redirect;
use crate::path::Route;

/// A kind of page, as the graph sees it.
pub(crate) trait PageSource: Sync {
    /// Lists the pages that a site has of this kind. No page may grow with the site: a list is split into parts.
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>);

    /// The address of the only page of this kind, if it has a fixed one. An article at that address gives the page its text.
    fn fixed_route<'r>(&self, _generated: &'r GeneratedRoutes) -> Option<&'r Route> {
        None
    }

    /// Whether the site map has these pages. One that shows a document is only there if the document may be listed.
    fn is_in_site_map(&self) -> bool {
        true
    }

    /// Whether these pages are about help or safe browsing. Their titles are discreet, they keep nothing on the device, and
    /// search ranks them as high as articles.
    fn is_about_safety(&self) -> bool {
        false
    }
}

/// The parts of a site that its pages are about.
pub(crate) struct Parts<'a> {
    /// What the graph is made from.
    pub(crate) inputs: &'a GraphInputs<'a>,
    /// The sections, lists and addresses of generated pages.
    pub(crate) edition: &'a Edition,
    /// The old addresses.
    pub(crate) redirects: &'a [Redirect],
    pub(super) layout: &'a Layout,
}

impl<'a> Parts<'a> {
    /// The published articles with their addresses. The index of a section is part of its page.
    pub(crate) fn articles(&self) -> impl Iterator<Item = (DocId, &'a Route)> {
        let Self { inputs, layout, .. } = *self;
        let states = inputs.states.iter().enumerate();
        let published = states.filter(|(_, state)| state.published);
        let published = published.map(|(at, _)| (DocId::new(at), &layout.routes[at]));
        published.filter(|(id, _)| !layout.is_index(*id))
    }

    /// Whether a file of the site has this address.
    pub(crate) fn is_file(&self, route: &Route) -> bool {
        let paths = self.inputs.settings.language_paths;
        let mut assets = self.inputs.assets.iter();
        assets.any(|asset| asset_route(paths, &asset.path) == *route)
    }
}

/// The pages of one kind that were found so far.
pub(crate) struct PageList<'a> {
    kind: KindId,
    /// The most entries on one page of a list.
    page_size: usize,
    pages: &'a mut Vec<Page>,
}

impl PageList<'_> {
    /// Adds a page.
    pub(crate) fn add(&mut self, subject: Subject, route: &Route) {
        self.add_part(subject, 0, route.clone());
    }

    /// Adds the only page of the kind, unless an article has its address.
    pub(crate) fn add_fixed(&mut self, site: &Parts<'_>, route: &Route) {
        if !site.articles().any(|(_, other)| other == route) {
            self.add(Subject::Generated(0), route);
        }
    }

    /// Adds the pages into which a list is split.
    pub(crate) fn add_list(&mut self, subject: Subject, entries: usize, route: &Route) {
        self.add_list_of(self.page_size, subject, entries, route);
    }

    /// The same, with at most `size` entries on each.
    pub(crate) fn add_list_of(
        &mut self,
        size: usize,
        subject: Subject,
        entries: usize,
        route: &Route,
    ) {
        for part in 0..parts(entries, size) {
            self.add_part(subject, part, part_route(route, part));
        }
    }

    fn add_part(&mut self, subject: Subject, part: usize, route: Route) {
        let kind = self.kind;
        let key = PageKey {
            subject,
            kind,
            part,
        };
        self.pages.push(Page { key, route });
    }
}

/// Every page of the site, in the order of the addresses.
pub(super) fn pages(kinds: &[&dyn PageSource], site: &Parts<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        let mut list = PageList {
            kind: KindId::new(at),
            page_size: site.inputs.settings.page_size,
            pages: &mut pages,
        };
        kind.list(site, &mut list);
    }
    pages.sort_by(|left, right| (&left.route, left.key).cmp(&(&right.route, right.key)));
    pages
}
