//! The entries of lists.

use std::borrow::Cow;

use serde_json::Map;

use super::details::{Details, Terms};
use super::gather::Gather;
use super::model::{Link, ListEntry};
use super::place::Face;
use super::vantage::Vantage;
use crate::graph::{DocId, Listed};
use crate::memo::Hashed;

/// What a list shows of an article.
#[derive(Hash)]
pub(crate) struct Entry<'a> {
    face: &'a Hashed<Face<'a>>,
    details: Cow<'a, Hashed<Details<'a>>>,
}

impl<'a> Entry<'a> {
    pub(crate) fn all(gather: &Gather<'a>, pages: &[Listed]) -> Vec<Self> {
        let pages = pages.iter();
        pages.map(|page| Self::of(gather, page.id())).collect()
    }

    pub(crate) fn of(gather: &Gather<'a>, id: DocId) -> Self {
        Self {
            face: gather.face(id),
            details: gather.details(id),
        }
    }

    pub(crate) fn view(&self, vantage: &Vantage<'_>) -> ListEntry {
        let details = &self.details;
        ListEntry {
            date: details.date,
            updated: details.updated,
            minutes: details.minutes,
            image: details.picture(vantage),
            taxonomies: Terms::views(&details.terms, vantage),
            extra: details.extra.clone(),
            ..vantage.face_link(self.face).into()
        }
    }

    pub(crate) fn views(entries: &[Self], vantage: &Vantage<'_>) -> Vec<ListEntry> {
        entries.iter().map(|entry| entry.view(vantage)).collect()
    }
}

impl From<Link> for ListEntry {
    fn from(link: Link) -> Self {
        let Link {
            title,
            url,
            summary,
        } = link;
        Self {
            title,
            url,
            summary,
            date: None,
            updated: None,
            minutes: 0,
            image: None,
            taxonomies: Vec::new(),
            extra: Map::new(),
        }
    }
}
