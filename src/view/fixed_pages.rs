//! The pages with a fixed address: help, privacy, safe browsing, search, and the one shown where no page is.

use std::collections::{BTreeMap, BTreeSet};

use super::help::HelpData;
use super::model::{Link, MOST_HOSTS, PageKind, PrivacyFacts, View};
use super::scope::Scope;
use crate::config::{Menu, Practice};
use crate::data::Evidence;
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

/// What the privacy page is made from, besides the articles and contacts.
pub(super) struct PrivacyInputs<'a> {
    /// Whether authors may write any HTML they like.
    pub(super) allows_raw_html: bool,
    pub(super) practice: Option<&'a Practice>,
    pub(super) menu: &'a Menu,
    pub(super) evidence: &'a BTreeMap<String, Evidence>,
}

/// Adds to a page at a fixed address what its template shows. The words of the page may be an article's or the theme's.
pub(super) fn complete(
    scope: &Scope<'_>,
    help: &HelpData<'_>,
    privacy: &PrivacyInputs<'_>,
    fixed: FixedPage,
    view: &mut View,
) {
    view.page.kind = kind(fixed);
    match fixed {
        FixedPage::Help => view.help = help.regions(),
        FixedPage::Privacy => view.privacy = Some(scope.privacy_facts(help, privacy)),
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

    /// The addresses outside the site to which articles lead, in their text or in the notes on their evidence.
    fn addresses_in_articles<'s>(
        &'s self,
        evidence: &'s BTreeMap<String, Evidence>,
    ) -> impl Iterator<Item = &'s str> {
        let graph = self.graph;
        let documents = self.documents.iter().enumerate();
        let published = documents.filter(|(at, _)| graph.states[*at].published);
        published.flat_map(move |(at, document)| {
            let links = document.parsed.links.iter().zip(&graph.links[at]);
            let links = links.filter(|(_, leads)| matches!(leads, Resolution::External));
            let marks = document.parsed.evidence.iter();
            let sources = marks.filter_map(|mark| evidence.get(&*mark.id)?.url.as_deref());
            links.map(|(link, _)| &*link.target).chain(sources)
        })
    }

    fn privacy_facts(&self, help: &HelpData<'_>, inputs: &PrivacyInputs<'_>) -> PrivacyFacts {
        let graph = self.graph;
        let website = inputs
            .practice
            .and_then(|practice| practice.website.as_deref());
        let addresses = self.addresses_in_articles(inputs.evidence);
        let menu = inputs.menu.links().zip(&*graph.menu);
        let menu = menu.filter(|(_, leads)| matches!(leads, Resolution::External));
        let menu = menu.map(|((_, link), _)| &*link.to);
        let addresses = addresses.chain(help.addresses()).chain(website);
        let addresses = addresses.chain(menu);
        let hosts: BTreeSet<&str> = addresses.filter_map(host).collect();
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
            raw_html: inputs.allows_raw_html,
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
