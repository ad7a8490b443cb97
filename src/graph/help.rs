//! Why a site has a page on whom to turn to.
//!
//! A site that gives no reason gets no such page: without numbers it would be an empty promise, and a site on another
//! subject does not need one. What the page lacks is judged by the rules.

use super::{DocId, Material};

/// What in a site leads readers to expect help, the first that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HelpReason {
    /// There is help data.
    Data,
    /// `[exit]` offers a way out.
    Exit,
    /// `[help]` names a region or an article.
    Settings,
    /// A practice gives the guide to its clients.
    Practice,
    /// This article has a safety notice or a get-help card, which lead there; or it cannot be read, and may have one.
    Article(DocId),
}

/// The reason for a help page, if the site gives one.
pub(super) fn reason(material: &Material<'_>) -> Option<HelpReason> {
    let Material {
        documents,
        states,
        data,
        config,
        ..
    } = material;
    if data.help_file.is_some() || data.is_unread("help") {
        return Some(HelpReason::Data);
    }
    if config.exit.destination(None).is_some() {
        return Some(HelpReason::Exit);
    }
    let [safety, crisis] = config.help.articles();
    if config.help.region.is_some() || safety.1.is_some() || crisis.1.is_some() {
        return Some(HelpReason::Settings);
    }
    if config.practice.is_some() {
        return Some(HelpReason::Practice);
    }
    let mut shown = (0..documents.len()).filter(|at| states[*at].published);
    let article = shown.find(|at| {
        let document = &documents[*at];
        document.leads_to_help || !document.meta.safety.is_empty() || document.unread
    })?;
    Some(HelpReason::Article(DocId::new(article)))
}
