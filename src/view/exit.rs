//! What keeps readers safe on every page: the exit, the safety notice, and titles that do not reveal what was read.
//!
//! Whom to turn to is in `help`.

use super::model::{ExitLink, Guard, Link, Notice, PageKind, View};
use super::scope::Scope;
use super::site_facts::SiteFacts;
use crate::config::{Exit, ExitScope, Shortcut, Titles};
use crate::document::Safety;
use crate::graph::FixedPage;
use crate::markdown::{BlockKind, Fragment};

/// What templates call the warnings of a page: part of the contract with themes.
pub(super) fn safety_names(kinds: &[Safety]) -> Vec<&'static str> {
    let name = |kind: &Safety| match kind {
        Safety::CouplesWork => "couples-work",
        Safety::CouplesPart => "couples-part",
        Safety::Abuse => "abuse",
        Safety::Crisis => "crisis",
        Safety::Money => "money",
        Safety::Substance => "substance",
    };
    kinds.iter().map(name).collect()
}

/// What keeps the readers of a page safe.
pub(super) struct Safeguards<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) exit: &'a Exit,
    pub(super) titles: Titles,
    pub(super) facts: &'a SiteFacts,
}

impl Safeguards<'_> {
    /// The id of the region whose help every page shows.
    fn default_region(&self) -> Option<&str> {
        self.facts.region.as_deref()
    }

    /// What the readers of this page must be warned of.
    fn warnings(&self) -> &[Safety] {
        let document = self.scope.shown_document();
        document.map_or(&[], |id| &self.scope.document(id).meta.safety)
    }

    /// The exit of this page.
    pub(super) fn exit(&self) -> Option<ExitLink> {
        let exit = self.exit;
        if exit.scope == ExitScope::Flagged && self.warnings().is_empty() {
            return None;
        }
        Some(ExitLink {
            label: exit.label.clone(),
            url: exit.destination(self.default_region())?.to_owned(),
        })
    }

    /// The notice of this page leads to the articles that site.toml names for what it warns of, other than the page itself,
    /// and to the help page.
    pub(super) fn notice(&self, view: &View) -> Notice {
        let (scope, facts) = (self.scope, self.facts);
        let safety = self.warnings();
        let warns_of = |kinds: &[Safety]| safety.iter().any(|kind| kinds.contains(kind));
        // A page that is flagged for nothing may still have a notice in its author's own words.
        let is_safety = safety.is_empty()
            || warns_of(&[
                Safety::CouplesWork,
                Safety::CouplesPart,
                Safety::Abuse,
                Safety::Money,
            ]);
        let named = [
            (is_safety, scope.edition.discretion.safety_article),
            (warns_of(&[Safety::Crisis]), facts.crisis_article),
        ];
        let named = named.into_iter().filter(|(is_meant, _)| *is_meant);
        let named = named.filter_map(|(_, id)| id);
        let published = named.filter(|id| scope.graph.states[id.index()].published);
        let links = published.map(|id| scope.document_link(id));
        let mut links: Vec<Link> = links.filter(|link| link.url != view.page.url).collect();
        links.push(scope.fixed_link(FixedPage::Help));
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
        let exit = self.exit;
        Some(Guard {
            url: exit.destination(self.default_region())?.to_owned(),
            back: exit.back_guard,
            forget: exit.forget,
            all_tabs: exit.all_tabs,
            shift: exit.shortcut == Shortcut::Shift3,
            window: exit.window_ms,
        })
    }

    /// Whether the tab, and so the history, shows only the site's title, so that they do not show a reader's partner what
    /// was read. An old address is as discreet as the page it leads to.
    pub(super) fn is_discreet(&self, kind: PageKind) -> bool {
        match self.titles {
            Titles::Page => false,
            Titles::Site => true,
            Titles::Discreet => is_about_safety(kind) || self.shows_sensitive_article(),
        }
    }

    /// Whether the page may offer to keep something on the device. It must not where what is kept would show that the reader read
    /// about abuse, or read a page that its author calls discreet, even where titles show it.
    pub(super) fn may_store(&self, kind: PageKind) -> bool {
        !self.warnings().contains(&Safety::Abuse)
            && !is_about_safety(kind)
            && !self.is_discreet(kind)
            && !self.shows_sensitive_article()
    }

    fn shows_sensitive_article(&self) -> bool {
        let id = self.scope.shown_document();
        let discretion = self.scope.edition.discretion;
        id.is_some_and(|id| discretion.is_sensitive(id, self.scope.document(id)))
    }
}

/// Whether mend's own page of this kind is about help or about safe browsing.
fn is_about_safety(kind: PageKind) -> bool {
    matches!(kind, PageKind::Help | PageKind::SafeBrowsing)
}
