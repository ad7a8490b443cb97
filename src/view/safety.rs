//! What keeps readers safe on every page: the way out, the practice behind a guide, and the pages on both.
//!
//! Whom to turn to is in `contacts.rs`.

use std::collections::BTreeSet;

use super::contacts::phone;
use super::{Exit, Guard, Link, Notice, PageKind, PracticeCard, PrivacyFacts, Scope, View};
use crate::config::{ExitScope, Practice, RawHtml, Shortcut, Titles};
use crate::document::Safety;
use crate::graph::{Fixed, PageKey, Resolution};
use crate::markdown::{BlockKind, Fragment};

pub(super) fn kind(fixed: Fixed) -> PageKind {
    match fixed {
        Fixed::Help => PageKind::Help,
        Fixed::Privacy => PageKind::Privacy,
        Fixed::SafeBrowsing => PageKind::SafeBrowsing,
        Fixed::Search => PageKind::Search,
        Fixed::NotFound => PageKind::NotFound,
    }
}

/// Adds to a page at a fixed address what its template shows, whoever wrote the page's words.
pub(super) fn complete(scope: &Scope<'_>, fixed: Fixed, view: &mut View) {
    view.page.kind = kind(fixed);
    match fixed {
        Fixed::Help => view.help = scope.regions(),
        Fixed::Privacy => view.privacy = Some(scope.privacy_facts()),
        Fixed::SafeBrowsing | Fixed::Search | Fixed::NotFound => {}
    }
}

impl Scope<'_> {
    pub(super) fn fixed_title(&self, fixed: Fixed) -> String {
        let texts = self.source.texts;
        match fixed {
            Fixed::Help => texts.get("help_page"),
            Fixed::Privacy => texts.get("privacy_page"),
            Fixed::SafeBrowsing => texts.get("safe_browsing_page"),
            Fixed::Search => texts.get("search"),
            Fixed::NotFound => texts.get("page_not_found"),
        }
    }

    pub(super) fn fixed_link(&self, fixed: Fixed) -> Link {
        self.link(
            &self.fixed_title(fixed),
            self.edition.generated.fixed(fixed),
        )
    }

    /// The way out as a page with these warnings offers it.
    pub(super) fn exit(&self, safety: &[Safety]) -> Option<Exit> {
        let exit = &self.source.config.exit;
        if exit.scope == ExitScope::Flagged && safety.is_empty() {
            return None;
        }
        Some(Exit {
            label: exit.label.clone(),
            url: exit.destination(self.default_region())?.to_owned(),
        })
    }

    /// The notice of a page leads to the articles that site.toml names for what it warns of, other than the page itself,
    /// and to the help page.
    pub(super) fn notice(&self, view: &View) -> Notice {
        let page = &view.page;
        let help = &self.source.config.help;
        let warns_of = |kinds: &[Safety]| page.safety.iter().any(|kind| kinds.contains(kind));
        // A notice in an author's own words may stand on a page that is flagged for nothing.
        let is_safety = page.safety.is_empty()
            || warns_of(&[
                Safety::CouplesWork,
                Safety::CouplesPart,
                Safety::Abuse,
                Safety::Money,
            ]);
        let named = [
            (is_safety, &help.safety_article),
            (warns_of(&[Safety::Crisis]), &help.crisis_article),
        ];
        let named = named.into_iter().filter(|(is_meant, _)| *is_meant);
        let links = named.filter_map(|(_, path)| self.named(path.as_deref()?));
        let mut links: Vec<Link> = links.filter(|link| link.url != page.url).collect();
        links.push(self.fixed_link(Fixed::Help));
        let body = view
            .content
            .as_ref()
            .map(|content| &content.document.parsed.body);
        let has_card =
            body.is_some_and(|body| Fragment::has_block(body, |kind| kind == BlockKind::HELP_NOW));
        Notice {
            links,
            names_crisis_lines: warns_of(&[Safety::Crisis]) && !has_card,
        }
    }

    pub(super) fn guard(&self) -> Option<Guard> {
        let exit = &self.source.config.exit;
        Some(Guard {
            url: exit.destination(self.default_region())?.to_owned(),
            back: exit.back_guard,
            forget: exit.forget,
            all_tabs: exit.all_tabs,
            shift: exit.shortcut == Shortcut::Shift3,
            window: exit.window_ms,
        })
    }

    /// The id of the region every page shows: the one that was chosen, or the only one.
    pub(super) fn default_region(&self) -> Option<&str> {
        let help = self.source.data.help.as_ref();
        let asked = self.source.config.help.region.as_deref();
        let chosen = asked.or_else(|| help?.default.as_deref());
        chosen.or_else(|| match &*help?.regions {
            [only] => Some(only.id.as_str()),
            _ => None,
        })
    }

    /// Whether the tab, and so the history, names the site alone, so that they do not tell a reader's partner what
    /// was read. An old address is as discreet as the page it leads to.
    pub(super) fn is_discreet(&self, kind: PageKind) -> bool {
        let graph = self.source.graph;
        let id = match self.key {
            PageKey::Redirect(at) => Some(graph.redirects[at].to),
            key => self.edition.document_of(key),
        };
        let article = || {
            let path = self.source.config.help.safety_article.as_deref();
            let named = path.and_then(|path| graph.document_at(self.source.documents, path));
            id.is_some_and(|id| named == Some(id) || self.document(id).meta.discreet)
        };
        match self.source.config.privacy.titles {
            Titles::Page => false,
            Titles::Site => true,
            Titles::Discreet => {
                matches!(kind, PageKind::Help | PageKind::SafeBrowsing) || article()
            }
        }
    }

    /// An article that the configuration names.
    pub(super) fn named(&self, path: &str) -> Option<Link> {
        let graph = self.source.graph;
        let id = graph.document_at(self.source.documents, path)?;
        graph.states[id.index()]
            .published
            .then(|| self.document_link(id))
    }

    pub(super) fn practice_card(&self, practice: &Practice) -> PracticeCard {
        PracticeCard {
            name: practice.name.clone(),
            phone: practice.phone.as_deref().map(phone),
            email: practice.email.clone(),
            website: practice.website.clone(),
            address: practice.address.clone(),
            hours: practice.hours.clone(),
            out_of_hours: practice.out_of_hours.clone(),
            pages: practice
                .pages
                .iter()
                .filter_map(|path| self.named(path))
                .collect(),
            handout_footer: practice.handout_footer.clone(),
        }
    }

    fn privacy_facts(&self) -> PrivacyFacts {
        let source = self.source;
        let mut hosts = BTreeSet::new();
        for (at, document) in source.documents.iter().enumerate() {
            if !source.graph.states[at].published {
                continue;
            }
            let links = document.parsed.links.iter().zip(&source.graph.links[at]);
            hosts.extend(
                links
                    .filter(|(_, leads)| matches!(leads, Resolution::External))
                    .filter_map(|(link, _)| host(&link.target)),
            );
        }
        let assets = source.assets.iter().zip(&*source.graph.asset_routes);
        let published = assets.filter_map(|(_, route)| route.as_ref());
        PrivacyFacts {
            hosts: hosts.into_iter().map(str::to_owned).collect(),
            scripts: published
                .filter(|route| route.as_str().ends_with(".js") || route.as_str().ends_with(".mjs"))
                .map(|route| route.as_str().to_owned())
                .collect(),
            raw_html: source.config.markdown.raw_html == RawHtml::Allow,
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
