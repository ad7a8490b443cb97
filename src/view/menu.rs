//! The menus that `site.toml` sets, as links of one page. Links that lead nowhere are left out; the checks report them.

use super::model::{MenuLink, MenuView};
use super::scope::Scope;
use crate::config::{self, Menu};
use crate::graph::Resolution;

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

    fn menu_link(&self, link: &config::MenuLink, leads: &Resolution) -> Option<MenuLink> {
        match leads {
            Resolution::Page { .. }
            | Resolution::NoAnchor { .. }
            | Resolution::Generated { .. }
            | Resolution::External
            | Resolution::Elsewhere => {}
            Resolution::Asset(at) if self.graph.asset_routes[*at].is_some() => {}
            Resolution::Asset(_)
            | Resolution::Unpublished(_)
            | Resolution::Ambiguous { .. }
            | Resolution::Unknown
            | Resolution::Missing { .. } => return None,
        }
        Some(MenuLink {
            title: link.title.clone(),
            url: self.leads(&link.to, leads),
            external: matches!(leads, Resolution::External) && link.to.starts_with("http"),
        })
    }
}
