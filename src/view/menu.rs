//! The menus that `site.toml` sets. Links that lead nowhere are left out; the checks report them.

use super::model::{MenuLink, MenuView};
use super::vantage::Vantage;
use crate::config::{self, Menu};
use crate::graph::{Graph, Resolution};
use crate::path::Route;

/// The links of the menus, as far as they lead somewhere.
#[derive(Hash)]
pub(crate) struct MenuInputs<'a> {
    header: Option<Vec<MenuTarget<'a>>>,
    footer: Option<Vec<MenuTarget<'a>>>,
}

#[derive(Hash)]
struct MenuTarget<'a> {
    title: &'a str,
    to: Destination<'a>,
}

#[derive(Hash)]
enum Destination<'a> {
    Inside(&'a Route, Option<&'a str>),
    /// An address that something else serves, and whether it is another website.
    Outside {
        url: &'a str,
        is_external: bool,
    },
}

impl<'a> MenuInputs<'a> {
    pub(super) fn of(menu: &'a Menu, graph: &'a Graph) -> Self {
        let mut resolutions = graph.menu.iter();
        let mut targets = |links: &'a Vec<config::MenuLink>| -> Vec<MenuTarget<'a>> {
            // Both lists take their part of the resolutions, so all of them are zipped before any is left out.
            let links: Vec<_> = links.iter().zip(resolutions.by_ref()).collect();
            let links = links.into_iter();
            links
                .filter_map(|(link, leads)| {
                    Some(MenuTarget {
                        title: &link.title,
                        to: Destination::of(link, leads, graph)?,
                    })
                })
                .collect()
        };
        Self {
            header: menu.header.as_ref().map(&mut targets),
            footer: menu.footer.as_ref().map(targets),
        }
    }

    /// The addresses outside the site to which they lead.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &'a str> {
        let all = [&self.header, &self.footer].into_iter().flatten().flatten();
        all.filter_map(|target| match target.to {
            Destination::Outside {
                url,
                is_external: true,
            } => Some(url),
            _ => None,
        })
    }

    pub(super) fn view(&self, vantage: &Vantage<'_>) -> MenuView {
        let links = |targets: &Vec<MenuTarget<'_>>| {
            let targets = targets.iter();
            targets.map(|target| target.view(vantage)).collect()
        };
        MenuView {
            header: self.header.as_ref().map(links),
            footer: self.footer.as_ref().map(links),
        }
    }
}

impl<'a> Destination<'a> {
    fn of(link: &'a config::MenuLink, leads: &'a Resolution, graph: &'a Graph) -> Option<Self> {
        if let Resolution::External | Resolution::Elsewhere = leads {
            return Some(Self::Outside {
                url: &link.to,
                is_external: matches!(leads, Resolution::External),
            });
        }
        let (route, anchor) = graph.place(leads)?;
        Some(Self::Inside(route, anchor))
    }
}

impl MenuTarget<'_> {
    /// Its address depends on the folder of the page alone, so that the pages of a folder have the same menus.
    fn view(&self, vantage: &Vantage<'_>) -> MenuLink {
        let (url, external) = match self.to {
            Destination::Inside(route, Some(anchor)) => (vantage.anchor_url(route, anchor), false),
            Destination::Inside(route, None) => (vantage.url(route), false),
            Destination::Outside { url, is_external } => {
                (url.to_owned(), is_external && url.starts_with("http"))
            }
        };
        MenuLink {
            title: self.title.to_owned(),
            url,
            external,
        }
    }
}
