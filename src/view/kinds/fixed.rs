//! The pages with a fixed address: help, privacy, safe browsing, search, and the one shown where no page is. An article at such
//! an address gives the page its text.

use std::collections::BTreeSet;

use crate::graph::{FixedPage, Resolution};
use crate::view::gather::Gather;
use crate::view::model::{MOST_HOSTS, PageKind, PrivacyFacts, View};
use crate::view::site::SiteInputs;

/// Everything that such a page shows besides what every page does.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    pub(super) page: FixedPage,
    /// For the privacy page: the facts of the site.
    privacy: Option<Privacy<'a>>,
}

/// What the privacy page says of the articles and files of a site.
#[derive(Hash)]
struct Privacy<'a> {
    /// The hosts to which articles link, in their text or in the notes on their evidence.
    hosts: BTreeSet<&'a str>,
    /// The published scripts that do not belong to the theme.
    scripts: Vec<&'a str>,
    allows_raw_html: bool,
}

impl<'a> Inputs<'a> {
    pub(in crate::view) fn of(gather: &Gather<'a>, page: FixedPage) -> Self {
        Self {
            page,
            privacy: (page == FixedPage::Privacy).then(|| Privacy::of(gather)),
        }
    }

    pub(in crate::view) fn fill(&self, view: &mut View, site: &SiteInputs<'_>) {
        view.page.kind = kind(self.page);
        if self.page == FixedPage::Help {
            view.help = site.help.regions();
        }
        view.privacy = self.privacy.as_ref().map(|privacy| privacy.facts(site));
    }
}

impl<'a> Privacy<'a> {
    fn of(gather: &Gather<'a>) -> Self {
        let graph = gather.graph;
        let mut hosts = BTreeSet::new();
        let published = gather.outlines.all();
        let published = published.filter(|(id, _)| graph.states[id.index()].published);
        for (id, outline) in published {
            let links = outline.links().iter().zip(&graph.links[id.index()]);
            let links = links.filter(|(_, leads)| matches!(leads, Resolution::External));
            hosts.extend(links.filter_map(|(link, _)| host(&link.target)));
            let entries = outline
                .evidence()
                .filter_map(|id| gather.data.evidence.get(id));
            hosts.extend(entries.filter_map(|entry| host(entry.url.as_deref()?)));
        }
        let files = graph.asset_routes.iter().flatten();
        let files = files.map(|route| route.as_str());
        Self {
            hosts,
            scripts: files
                .filter(|name| name.ends_with(".js") || name.ends_with(".mjs"))
                .collect(),
            allows_raw_html: gather.settings.allows_raw_html,
        }
    }

    fn facts(&self, site: &SiteInputs<'_>) -> PrivacyFacts {
        let practice = site.settings.practice;
        let website = practice.and_then(|practice| practice.website.as_deref());
        let others = site.help.addresses().chain(website);
        let others = others.chain(site.menu.addresses()).filter_map(host);
        let hosts: BTreeSet<&str> = self.hosts.iter().copied().chain(others).collect();
        let more = |all: usize| all.saturating_sub(MOST_HOSTS);
        let first =
            |all: &mut dyn Iterator<Item = &str>| all.take(MOST_HOSTS).map(str::to_owned).collect();
        PrivacyFacts {
            more_hosts: more(hosts.len()),
            hosts: first(&mut hosts.iter().copied()),
            more_scripts: more(self.scripts.len()),
            scripts: first(&mut self.scripts.iter().copied()),
            raw_html: self.allows_raw_html,
        }
    }
}

pub(super) fn kind(page: FixedPage) -> PageKind {
    match page {
        FixedPage::Help => PageKind::Help,
        FixedPage::Privacy => PageKind::Privacy,
        FixedPage::SafeBrowsing => PageKind::SafeBrowsing,
        FixedPage::Search => PageKind::Search,
        FixedPage::NotFound => PageKind::NotFound,
    }
}

/// The host of an address that leads out of the site.
fn host(url: &str) -> Option<&str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', ':'])
        .next()
        .filter(|host| !host.is_empty())
}
