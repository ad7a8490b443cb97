//! The page with the articles for one audience.

use crate::data::texts::Texts;
use crate::graph::AudienceList;
use crate::view::article_list::ArticleList;
use crate::view::audiences::words;
use crate::view::gather::Gather;
use crate::view::model::View;
use crate::view::vantage::Vantage;

/// Everything that the page shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    words: &'a str,
    list: ArticleList<'a>,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, at: usize, part: usize) -> Self {
        let audience = &gather.edition.audiences[at];
        let settings = &gather.settings;
        let cut = (settings.page_size, part);
        let AudienceList { pages, route, .. } = audience;
        Self {
            words: words(gather, audience.kind),
            list: ArticleList::of(gather, pages, settings.sort_by, cut, route),
        }
    }

    pub(super) fn title(&self, texts: &Texts) -> String {
        texts.fill("audience", &[("audience", self.words)])
    }

    pub(super) fn fill(&self, view: &mut View, vantage: &Vantage<'_>) {
        view.list = Some(self.list.view(vantage));
    }
}
