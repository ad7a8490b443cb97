//! What keeps readers safe on every page: the exit, the safety notice, and titles that do not reveal what was read.
//!
//! Whom to turn to is in `help`.

use super::model::{ExitLink, Notice, View};
use super::place::Face;
use super::site::SiteInputs;
use super::vantage::Vantage;
use crate::config::{ExitScope, Titles};
use crate::document::Safety;
use crate::markdown::{BlockKind, Fragment};
use crate::memo::Hashed;

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
    pub(super) site: &'a SiteInputs<'a>,
    /// What they must be warned of.
    pub(super) warnings: &'a [Safety],
    /// Whether the page is about help or safe browsing.
    pub(super) is_about_safety: bool,
    /// Whether the page shows, or leads to, an article that is called sensitive.
    pub(super) is_sensitive: bool,
}

impl Safeguards<'_> {
    /// Adds them to a page that has its content.
    pub(super) fn protect(&self, view: &mut View, vantage: &Vantage<'_>) {
        view.page.exit = self.exit();
        view.page.notice = self.notice(view, vantage);
        view.page.discreet = self.is_discreet();
        view.page.may_store = self.may_store();
    }

    /// The exit of the page.
    fn exit(&self) -> Option<ExitLink> {
        let exit = self.site.exit;
        if exit.scope == ExitScope::Flagged && self.warnings.is_empty() {
            return None;
        }
        Some(ExitLink {
            label: exit.label.clone(),
            url: exit.destination(self.site.help.region)?.to_owned(),
        })
    }

    /// The help card of the page leads to the articles that site.toml names for what the page warns of, other than the page
    /// itself.
    fn notice(&self, view: &View, vantage: &Vantage<'_>) -> Notice {
        let site = self.site;
        let warns_of = |kinds: &[Safety]| {
            // A page without a warning has every way: any reader may be afraid.
            self.warnings.is_empty() || self.warnings.iter().any(|kind| kinds.contains(kind))
        };
        let link = |is_meant: bool, face: &Option<Hashed<Face<'_>>>| {
            let link = face
                .as_ref()
                .filter(|_| is_meant)
                .map(|face| vantage.face_link(face));
            link.filter(|link| link.url != view.page.url)
        };
        let is_safety = warns_of(&[
            Safety::CouplesWork,
            Safety::CouplesPart,
            Safety::Abuse,
            Safety::Money,
        ]);
        let body = view
            .content
            .as_ref()
            .map(|content| &content.document.parsed.body);
        Notice {
            safety: link(is_safety, &site.safety_article),
            crisis: link(warns_of(&[Safety::Crisis]), &site.crisis_article),
            is_in_content: body.is_some_and(|body| {
                !self.warnings.is_empty() || Fragment::has_block(body, BlockKind::is_help_card)
            }),
        }
    }

    /// Whether the tab, and so the history, shows only the site's title, so that they do not show a reader's partner what
    /// was read. An old address is as discreet as the page it leads to.
    fn is_discreet(&self) -> bool {
        match self.site.titles {
            Titles::Page => false,
            Titles::Site => true,
            Titles::Discreet => {
                self.is_about_safety || self.is_sensitive || !self.warnings.is_empty()
            }
        }
    }

    /// Whether the page may offer to keep something on the device. It must not where what is kept would show that the reader read
    /// about abuse, or read a page that its author calls discreet, even where titles show it. A site with no titles at all
    /// keeps nothing.
    fn may_store(&self) -> bool {
        !self.warnings.contains(&Safety::Abuse)
            && !self.is_about_safety
            && !self.is_sensitive
            && self.site.titles != Titles::Site
    }
}
