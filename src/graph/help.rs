//! The reason why a site has a help page, which lists contacts for readers in need.
//!
//! A site without a reason has no such page: without phone numbers it would be an empty promise, and a site on another
//! subject does not need one. The checks report what is missing on the page.

use std::sync::Arc;

use super::ids::DocId;
use super::state::State;
use crate::config::Config;
use crate::data::Data;
use crate::document::Document;

/// What leads readers to expect help: the first reason that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HelpReason {
    /// There is help data.
    Data,
    /// The site has an exit (`[exit]`).
    Exit,
    /// `[help]` names a region or an article.
    Settings,
    /// A practice gives the guide to its clients.
    Practice,
    /// This article has a safety notice or a get-help card, which lead there; or it cannot be read, and may have one.
    Article(DocId),
}

impl HelpReason {
    /// The reason that the configuration gives, if it gives one.
    pub(super) fn of_settings(config: &Config) -> Option<Self> {
        if config.exit.destination(None).is_some() {
            return Some(Self::Exit);
        }
        let mut articles = config.help.articles().into_iter();
        if config.help.region.is_some() || articles.any(|(_, path)| path.is_some()) {
            return Some(Self::Settings);
        }
        config.practice.is_some().then_some(Self::Practice)
    }
}

/// The reason for a help page, if the site gives one; `by_settings` is the one the configuration gives.
pub(super) fn reason(
    documents: &[Arc<Document>],
    states: &[State],
    data: &Data,
    by_settings: Option<HelpReason>,
) -> Option<HelpReason> {
    if data.help_file.is_some() || data.is_unread("help") {
        return Some(HelpReason::Data);
    }
    if by_settings.is_some() {
        return by_settings;
    }
    let mut shown = (0..documents.len()).filter(|at| states[*at].published);
    let article = shown.find(|at| {
        let document = &documents[*at];
        document.leads_to_help || !document.meta.safety.is_empty() || document.unread
    })?;
    Some(HelpReason::Article(DocId::new(article)))
}
