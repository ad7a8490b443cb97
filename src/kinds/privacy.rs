//! The privacy page: what the site learns about its readers and stores on their devices.

use std::collections::BTreeSet;

use crate::data::texts::Texts;
use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts, Resolution};
use crate::path::{Route, host};
use crate::search::{Corpus, GeneratedPage, WordSource};
use crate::view::{
    Gather, KindInputs, MOST_HOSTS, PageKind, PrivacyFacts, SiteInputs, View, ViewContext,
    ViewSource,
};

/// The kind of page.
pub(super) struct Privacy;

/// By which name templates know it.
const PRIVACY: PageKind = PageKind::new(
    "privacy",
    "privacy.html",
    "what the site learns about its readers",
);

/// What the page says of the articles and files of the site.
#[derive(Hash)]
struct Inputs<'a> {
    /// The hosts to which articles link, in their text or in the notes on their evidence.
    hosts: BTreeSet<&'a str>,
    /// The published scripts that do not belong to the theme.
    scripts: Vec<&'a str>,
    allows_raw_html: bool,
}

impl PageSource for Privacy {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        pages.add_fixed(site, &site.edition.generated.privacy);
    }

    fn fixed_route<'r>(&self, generated: &'r GeneratedRoutes) -> Option<&'r Route> {
        Some(&generated.privacy)
    }
}

impl ViewSource for Privacy {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[PRIVACY]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs::of(gather))
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        PRIVACY
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("privacy_page")
    }

    fn fill(&self, view: &mut View, &ViewContext { site, .. }: &ViewContext<'_>) {
        view.privacy = Some(self.facts(site));
    }
}

impl WordSource for Privacy {
    fn words(&self, corpus: &Corpus<'_>, _key: PageKey) -> Option<GeneratedPage> {
        let text = corpus.joined_texts(&[
            "privacy_device_nothing",
            "privacy_sent_host",
            "privacy_policy",
        ]);
        let texts = corpus.texts;
        let page =
            GeneratedPage::new(texts.get("privacy_page")).with_names(texts.get("privacy_search"));
        Some(page.with_summary(texts.get("privacy_lead")).with_text(text))
    }
}

impl<'a> Inputs<'a> {
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
