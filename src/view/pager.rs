//! Lists that are cut into parts, each with a page of its own.

use std::borrow::Cow;

use super::model::{LinkGroup, ListEntry, Pager};
use super::vantage::Vantage;
use crate::graph::part_route;
use crate::path::Route;

/// The place of a page among the parts of a long list.
#[derive(Hash)]
pub(crate) struct PagerInputs<'a> {
    /// The address of the first part.
    route: Cow<'a, Route>,
    part: usize,
    count: usize,
}

impl<'a> PagerInputs<'a> {
    /// The parts of a list with so many entries; `size` is the most entries on one part.
    pub(crate) fn of(entries: usize, size: usize, part: usize, route: Cow<'a, Route>) -> Self {
        Self {
            route,
            part,
            count: entries.div_ceil(size),
        }
    }

    /// The way to the other parts, if there are any.
    pub(crate) fn view(&self, vantage: &Vantage<'_>) -> Option<Pager> {
        let Self {
            ref route,
            part,
            count,
        } = *self;
        let url = |part: usize| vantage.url(&part_route(route, part));
        (count > 1).then(|| Pager {
            number: part + 1,
            count,
            previous: part.checked_sub(1).map(url),
            next: (part + 1 < count).then(|| url(part + 1)),
        })
    }
}

/// The entries on one part of a list that is cut after `size` entries.
pub(crate) fn shown<T>(entries: &[T], part: usize, size: usize) -> &[T] {
    entries.chunks(size).nth(part).unwrap_or(&[])
}

/// Entries without a heading.
pub(crate) fn plain_group(pages: Vec<ListEntry>) -> LinkGroup {
    LinkGroup {
        title: None,
        id: None,
        url: None,
        summary: None,
        drawing: None,
        size: pages.len(),
        pages,
        sort_by: None,
    }
}
