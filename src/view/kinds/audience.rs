//! The page with the articles for one audience.

use crate::config::SortBy;
use crate::data::texts::Texts;
use crate::view::audiences::words;
use crate::view::entry::Entry;
use crate::view::gather::Gather;
use crate::view::model::{LinkGroup, ListView, View};
use crate::view::pager::{PagerInputs, plain_group, shown};
use crate::view::vantage::Vantage;

/// Everything that the page shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    words: &'a str,
    pages: Vec<Entry<'a>>,
    sort_by: SortBy,
    pager: PagerInputs<'a>,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, at: usize, part: usize) -> Self {
        let audience = &gather.edition.audiences[at];
        let settings = &gather.settings;
        let size = settings.page_size;
        Self {
            words: words(gather, audience.kind),
            pages: Entry::all(gather, shown(&audience.pages, part, size)),
            sort_by: settings.sort_by,
            pager: PagerInputs::of(audience.pages.len(), size, part, &audience.route),
        }
    }

    pub(super) fn title(&self, texts: &Texts) -> String {
        texts.fill("audience", &[("audience", self.words)])
    }

    pub(super) fn fill(&self, view: &mut View, vantage: &Vantage<'_>) {
        view.list = Some(ListView {
            taxonomy: None,
            term_title: None,
            groups: vec![LinkGroup {
                sort_by: Some(self.sort_by.name()),
                ..plain_group(Entry::views(&self.pages, vantage))
            }],
            letters: Vec::new(),
            pager: self.pager.view(vantage),
        });
    }
}
