//! `[menu]`: the links in the header and the footer of every page. Where they lead is not known here.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[menu]`: the links in the header and the footer of every page. Links to safe browsing, privacy and search stay in the
/// footer, and the exit and the help card stay on every page, whatever the menu says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Menu {
    /// The links in the header. Default: the sections. An empty list shows none.
    pub header: Option<Vec<MenuLink>>,
    /// The links in the footer. Default: the A to Z, the glossary, the reading paths, the worksheets, the frequent questions,
    /// the taxonomies and the articles without a section. An empty list shows none of them.
    pub footer: Option<Vec<MenuLink>>,
}

/// `[[menu.header]]` and `[[menu.footer]]`: a link.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct MenuLink {
    /// The text of the link.
    pub title: String,
    /// Where it leads: the path of an article or section below `content/`, such as `repair/saying-sorry.md` or `repair`, an
    /// address of the site, such as `/tags/`, or an address that begins with `https://`.
    pub to: String,
}

impl Menu {
    /// All links, those of the header first, each with its key in the table of the menu.
    pub fn links(&self) -> impl Iterator<Item = (String, &MenuLink)> {
        let lists = [("header", &self.header), ("footer", &self.footer)];
        lists.into_iter().flat_map(|(list, links)| {
            let links = links.iter().flatten().enumerate();
            links.map(move |(at, link)| (format!("{list}.{at}"), link))
        })
    }

    pub(super) fn links_mut(&mut self) -> impl Iterator<Item = (String, &mut MenuLink)> {
        let lists = [("header", &mut self.header), ("footer", &mut self.footer)];
        lists.into_iter().flat_map(|(list, links)| {
            let links = links.iter_mut().flatten().enumerate();
            links.map(move |(at, link)| (format!("{list}.{at}"), link))
        })
    }
}
