//! The settings of an article, whichever tool's keys they were written with.
//!
//! It does not read them ([`super::settings`]) and does not decide which of them the rest of the site depends on.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::review::Review;
use super::safety::Safety;
use crate::config::SortBy;
use crate::date::Moment;
use crate::diag::Span;

/// The settings of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Meta {
    /// Its title, if the front matter gives one.
    pub title: Option<String>,
    /// The span of its title in the front matter, with the key.
    pub title_span: Option<Span>,
    /// A sentence for lists and search results.
    pub summary: Option<String>,
    /// The span of its summary in the front matter, or of its description if that serves as one, with the key.
    pub summary_span: Option<Span>,
    /// A sentence for search engines, where it differs from the summary.
    pub description: Option<String>,
    /// Its date.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// When it appears.
    pub publish_date: Option<Moment>,
    /// When it disappears.
    pub expiry_date: Option<Moment>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Why it is a draft, in words.
    pub held_by: Option<String>,
    /// Whether only this page is held back: if it is the index of a section, the section is still published.
    pub held_alone: bool,
    /// Whether its front matter says that it is finished, so that it does not inherit `draft` from its section.
    pub says_ready: bool,
    /// The settings that the index of a section hands down to all pages below it.
    pub cascade: Option<Box<Cascade>>,
    /// Whether it is published but left out of lists, feeds and search.
    pub unlisted: bool,
    /// The last part of its address.
    pub slug: Option<String>,
    /// Its whole address, starting with `/`.
    pub url: Option<String>,
    /// The span of its `url` or `slug`.
    pub address_span: Option<Span>,
    /// Old addresses that redirect to it, with their spans.
    pub redirects: Vec<(String, Span)>,
    /// Other names by which `[[…]]` and search find it.
    pub names: Vec<String>,
    /// Extra words by which search finds it.
    pub search_words: Vec<String>,
    /// Its terms in each taxonomy of the site, by the taxonomy's name.
    pub terms: Vec<(Arc<str>, Vec<String>)>,
    /// The names of taxonomies for which it gives terms and that the site does not have, with their spans. Their terms are in
    /// `extra`.
    pub undeclared: Vec<(String, Span)>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The audiences it is written for, with their spans.
    pub audience: Vec<(String, Span)>,
    /// Its sort weight among its siblings; small numbers come first.
    pub weight: Option<i64>,
    /// If it is the index of a section, the order of the section's articles.
    pub sort_by: Option<SortBy>,
    /// Its language, if it differs from the site's.
    pub language: Option<String>,
    /// The template that renders it, if it is not the default one.
    pub template: Option<(String, Span)>,
    /// A picture for cards, as written.
    pub image: Option<String>,
    /// CSS classes for its element, from Obsidian's `cssclasses`.
    pub css_classes: Vec<String>,
    /// The safety notices readers must see before the first instruction, in the order of the kinds.
    pub safety: Vec<Safety>,
    /// Why it needs no safety notice, where that is not obvious.
    pub safety_reason: Option<String>,
    /// Whether its title is kept out of the browser tab and history.
    pub discreet: bool,
    /// Its last review and the date of the next one.
    pub review: Review,
    /// All other values, under the keys the author used.
    pub extra: Map<String, Value>,
}

impl Meta {
    /// Its terms in a taxonomy of the site.
    pub fn terms(&self, taxonomy: &str) -> &[String] {
        let mut all = self.terms.iter();
        let found = all.find(|(name, _)| **name == *taxonomy);
        found.map_or(&[], |(_, terms)| terms)
    }

    /// When the article was last changed in substance: `updated`, else `date`, else `publish_date`.
    pub fn changed(&self) -> Option<Moment> {
        self.updated.or(self.date).or(self.publish_date)
    }

    /// Marks the page as a draft. If there are several reasons, the first one is kept.
    pub(super) fn hold(&mut self, why: String, alone: bool) {
        // Only if every reason so far holds back this page alone is its section still published.
        self.held_alone = alone && (!self.draft || self.held_alone);
        self.draft = true;
        self.held_by.get_or_insert(why);
    }
}

/// Settings that hold back the pages below a section, unless a page sets its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cascade {
    /// Whether they are drafts.
    pub draft: Option<bool>,
    /// Whether they are left out of lists.
    pub unlisted: Option<bool>,
    /// When they appear.
    pub publish_date: Option<Moment>,
    /// When they disappear.
    pub expiry_date: Option<Moment>,
}
