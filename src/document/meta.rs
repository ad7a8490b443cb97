//! The settings of an article, in one vocabulary for all tools.
//!
//! How they are written is known in [`super::settings`], and which of them matter to the rest of the site is not decided here.

use serde_json::{Map, Value};

use super::review::Review;
use super::safety::Safety;
use crate::date::Moment;
use crate::diag::Span;

/// The settings of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Meta {
    /// Its title, if the front matter gives one.
    pub title: Option<String>,
    /// A sentence for lists and search results.
    pub summary: Option<String>,
    /// A sentence for search engines, where it differs from the summary.
    pub description: Option<String>,
    /// The day it is dated.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// When it appears.
    pub publish_date: Option<Moment>,
    /// When it disappears.
    pub expiry_date: Option<Moment>,
    /// Not finished.
    pub draft: bool,
    /// What makes it a draft, in words.
    pub held_by: Option<String>,
    /// Whether it is held back alone: where it is the index of a section, the section is published.
    pub held_alone: bool,
    /// Whether it says itself that it is finished, so that its section cannot hand down that it is a draft.
    pub says_ready: bool,
    /// What the index of a section hands down to all pages below it.
    pub cascade: Option<Box<Cascade>>,
    /// Published, but in no list, feed or search.
    pub unlisted: bool,
    /// Its name in its address.
    pub slug: Option<String>,
    /// Its whole address, starting with `/`.
    pub url: Option<String>,
    /// Where its `url` or `slug` is written.
    pub address_span: Option<Span>,
    /// Old addresses that lead to it, each with where it is written.
    pub redirects: Vec<(String, Span)>,
    /// Other names by which `[[…]]` and search find it.
    pub names: Vec<String>,
    /// Words readers type who look for it.
    pub search_words: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its categories; never mixed with the tags.
    pub categories: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Whom it is for, each with where that is written.
    pub audience: Vec<(String, Span)>,
    /// Its place among its neighbours; small numbers come first.
    pub weight: Option<i64>,
    /// Its language, where it differs from the site's.
    pub language: Option<String>,
    /// The template that draws it, where it differs from the usual one.
    pub template: Option<(String, Span)>,
    /// A picture for cards, as written.
    pub image: Option<String>,
    /// Classes for its element, as Obsidian writes them.
    pub css_classes: Vec<String>,
    /// What its readers must be warned of before its first instruction, in the order of the kinds.
    pub safety: Vec<Safety>,
    /// Why it needs no warning, where that is not plain to see.
    pub safety_reason: Option<String>,
    /// Whether its title stays out of the tab and the history.
    pub discreet: bool,
    /// When a person last reviewed it, and when that is due again.
    pub review: Review,
    /// Everything else, under the keys its author chose.
    pub extra: Map<String, Value>,
}

impl Meta {
    /// When the article was last changed in substance, as far as it says: updated, else dated, else published.
    pub fn changed(&self) -> Option<Moment> {
        self.updated.or(self.date).or(self.publish_date)
    }

    /// Holds the page back, for the first reason that is found.
    pub(super) fn hold(&mut self, why: String, alone: bool) {
        self.held_alone = alone && (!self.draft || self.held_alone);
        self.draft = true;
        self.held_by.get_or_insert(why);
    }
}

/// What holds back the pages below a section, where they say nothing themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cascade {
    /// Whether they are drafts.
    pub draft: Option<bool>,
    /// Whether they are in no list.
    pub unlisted: Option<bool>,
    /// When they appear.
    pub publish_date: Option<Moment>,
    /// When they disappear.
    pub expiry_date: Option<Moment>,
}
