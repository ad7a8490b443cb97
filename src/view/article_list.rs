//! A page that is a list of articles: those of a term, or for an audience.

use std::borrow::Cow;

use super::entry::Entry;
use super::gather::Gather;
use super::model::{LinkGroup, ListView};
use super::pager::{PagerInputs, plain_group, shown};
use super::vantage::Vantage;
use crate::config::SortBy;
use crate::graph::Listed;
use crate::path::Route;

/// The articles on one part of the list, and the other parts.
#[derive(Hash)]
pub(crate) struct ArticleList<'a> {
    pages: Vec<Entry<'a>>,
    sort_by: SortBy,
    pager: PagerInputs<'a>,
}

impl<'a> ArticleList<'a> {
    /// One part of a list whose first part is at `route`; `size` is the most articles on a part.
    pub(crate) fn of(
        gather: &Gather<'a>,
        pages: &[Listed],
        sort_by: SortBy,
        (size, part): (usize, usize),
        route: Cow<'a, Route>,
    ) -> Self {
        Self {
            pages: Entry::all(gather, shown(pages, part, size)),
            sort_by,
            pager: PagerInputs::of(pages.len(), size, part, route),
        }
    }

    pub(crate) fn view(&self, vantage: &Vantage<'_>) -> ListView {
        ListView {
            taxonomy: None,
            term_title: None,
            groups: vec![LinkGroup {
                sort_by: Some(self.sort_by.name()),
                ..plain_group(Entry::views(&self.pages, vantage))
            }],
            letters: Vec::new(),
            pager: self.pager.view(vantage),
        }
    }
}
