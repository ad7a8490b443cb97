//! The pages with a fixed address: help, privacy, safe browsing, search, and the one shown where no page is.

use std::collections::BTreeSet;

use super::help::HelpData;
use super::model::{Link, MOST_HOSTS, PageKind, PrivacyFacts, View};
use super::scope::Scope;
use crate::graph::{FixedPage, Resolution};
use crate::path::Route;

pub(super) fn kind(fixed: FixedPage) -> PageKind {
    match fixed {
        FixedPage::Help => PageKind::Help,
        FixedPage::Privacy => PageKind::Privacy,
        FixedPage::SafeBrowsing => PageKind::SafeBrowsing,
        FixedPage::Search => PageKind::Search,
        FixedPage::NotFound => PageKind::NotFound,
    }
}

/// Adds to a page at a fixed address what its template shows. The words of the page may be an article's or the theme's.
pub(super) fn complete(
    scope: &Scope<'_>,
    help: &HelpData<'_>,
    allows_raw_html: bool,
    fixed: FixedPage,
    view: &mut View,
) {
    view.page.kind = kind(fixed);
    match fixed {
        FixedPage::Help => view.help = help.regions(),
        FixedPage::Privacy => view.privacy = Some(scope.privacy_facts(allows_raw_html)),
        FixedPage::SafeBrowsing | FixedPage::Search | FixedPage::NotFound => {}
    }
}

impl Scope<'_> {
    pub(super) fn fixed_title(&self, fixed: FixedPage) -> String {
        let texts = self.texts;
        match fixed {
            FixedPage::Help => texts.get("help_page"),
            FixedPage::Privacy => texts.get("privacy_page"),
            FixedPage::SafeBrowsing => texts.get("safe_browsing_page"),
            FixedPage::Search => texts.get("search"),
            FixedPage::NotFound => texts.get("page_not_found"),
        }
    }

    pub(super) fn fixed_link(&self, fixed: FixedPage) -> Link {
        self.link(
            &self.fixed_title(fixed),
            self.edition.generated.fixed(fixed),
        )
    }

    fn privacy_facts(&self, allows_raw_html: bool) -> PrivacyFacts {
        let graph = self.graph;
        let mut hosts = BTreeSet::new();
        for (at, document) in self.documents.iter().enumerate() {
            if !graph.states[at].published {
                continue;
            }
            let links = document.parsed.links.iter().zip(&graph.links[at]);
            hosts.extend(
                links
                    .filter(|(_, leads)| matches!(leads, Resolution::External))
                    .filter_map(|(link, _)| host(&link.target)),
            );
        }
        let published = graph.asset_routes.iter().flatten();
        let scripts: Vec<&Route> = published
            .filter(|route| route.as_str().ends_with(".js") || route.as_str().ends_with(".mjs"))
            .collect();
        let more = |all: usize| all.saturating_sub(MOST_HOSTS);
        PrivacyFacts {
            more_hosts: more(hosts.len()),
            hosts: hosts
                .into_iter()
                .take(MOST_HOSTS)
                .map(str::to_owned)
                .collect(),
            more_scripts: more(scripts.len()),
            scripts: scripts
                .into_iter()
                .take(MOST_HOSTS)
                .map(|route| route.as_str().to_owned())
                .collect(),
            raw_html: allows_raw_html,
        }
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
