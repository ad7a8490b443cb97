//! The order of articles in lists: by weight, title or date, as a list or the site asks.
//!
//! Sections and letters among each other have orders of their own.

use std::cmp::Reverse;
use std::sync::Arc;

use super::ids::Listed;
use super::title_order::TitleOrder;
use crate::config::SortBy;
use crate::date::Moment;
use crate::document::{Document, Meta};
use crate::language::Alphabet;

/// How the lists of a site are sorted.
pub(super) struct ListOrder<'a> {
    pub(super) alphabet: &'a Alphabet,
    pub(super) documents: &'a [Arc<Document>],
    pub(super) titles: &'a TitleOrder,
}

impl ListOrder<'_> {
    /// Sorts articles of the whole site. A weight is the place of an article in its own section, so it does not count here.
    pub(super) fn sort(&self, sort_by: SortBy, pages: &mut [Listed]) {
        match sort_by {
            SortBy::Weight | SortBy::Title => pages.sort_by_key(|page| self.titles.rank(page.id())),
            SortBy::Date => self.sort_by_day(pages, |meta| meta.date.or(meta.publish_date)),
            SortBy::Updated => self.sort_by_day(pages, Meta::changed),
        }
    }

    /// Sorts the articles of one section.
    pub(super) fn sort_section(&self, sort_by: SortBy, pages: &mut [Listed]) {
        match sort_by {
            SortBy::Weight => pages.sort_by_key(|page| {
                let weight = self.meta(*page).weight.unwrap_or(i64::MAX);
                (weight, self.titles.rank(page.id()))
            }),
            _ => self.sort(sort_by, pages),
        }
    }

    /// The newest first, then those without a day.
    fn sort_by_day(&self, pages: &mut [Listed], day: impl Fn(&Meta) -> Option<Moment>) {
        pages.sort_by_key(|page| (Reverse(day(self.meta(*page))), self.titles.rank(page.id())));
    }

    fn meta(&self, page: Listed) -> &Meta {
        &self.documents[page.id().index()].meta
    }
}
