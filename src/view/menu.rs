//! The menus that `site.toml` sets, as links of one page. Links that lead nowhere are left out; the checks report them.

use super::model::{MenuLink, MenuView};
use super::scope::Scope;
use crate::config::{self, Menu};
use crate::graph::Resolution;
use crate::path::{self, Route};

impl Scope<'_> {
    pub(super) fn menu(&self, menu: &Menu) -> MenuView {
        let mut resolutions = self.graph.menu.iter();
        let mut links = |links: &Vec<config::MenuLink>| -> Vec<MenuLink> {
            // Both lists take their part of the resolutions, so all of them are zipped before any is left out.
            let links: Vec<_> = links.iter().zip(resolutions.by_ref()).collect();
            let links = links.into_iter();
            links
                .filter_map(|(link, leads)| self.menu_link(link, leads))
                .collect()
        };
        MenuView {
            header: menu.header.as_ref().map(&mut links),
            footer: menu.footer.as_ref().map(links),
        }
    }

    /// Its address depends on the folder of the page alone, so that the pages of a folder have the same menus.
    fn menu_link(&self, link: &config::MenuLink, leads: &Resolution) -> Option<MenuLink> {
        let graph = self.graph;
        let inside = |route: &Route, anchor: Option<&str>| match anchor {
            Some(anchor) => format!("{}#{}", self.url(route), path::encode_path(anchor)),
            None => self.url(route),
        };
        let url = match leads {
            Resolution::Page { id, anchor } => inside(&graph.routes[id.index()], anchor.as_deref()),
            Resolution::NoAnchor { id, .. } => inside(&graph.routes[id.index()], None),
            Resolution::Generated { route, anchor } => inside(route, anchor.as_deref()),
            Resolution::Asset(at) => inside(graph.asset_routes[*at].as_ref()?, None),
            Resolution::External | Resolution::Elsewhere => link.to.clone(),
            Resolution::Unpublished(_)
            | Resolution::Ambiguous { .. }
            | Resolution::Unknown
            | Resolution::Missing { .. } => return None,
        };
        Some(MenuLink {
            title: link.title.clone(),
            url,
            external: matches!(leads, Resolution::External) && link.to.starts_with("http"),
        })
    }
}
