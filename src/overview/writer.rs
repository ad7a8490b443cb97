//! Shared by the parts of the page: titles that link to their pages, and the words for a status.

use super::html::{Html, list};
use super::model::{Article, LinkTargets, Overview};
use crate::report::Status;

/// Writes the parts of the page.
pub(super) struct Writer<'a> {
    pub(super) overview: &'a Overview,
    pub(super) targets: LinkTargets<'a>,
}

impl Writer<'_> {
    /// The title of an article, with a link to its page if it has an address.
    pub(super) fn title(&self, article: &Article) -> Html {
        let title = match self.targets.site {
            Some(site) => Html::link(
                &format!("{site}{}", article.route.encoded()),
                &article.title,
            ),
            None => Html::text(&article.title),
        };
        match self.overview.language == "en" {
            true => title,
            false => Html::element("span", &[("lang", &self.overview.language)], title),
        }
    }

    /// A list of the titles of articles, by their indices.
    pub(super) fn titles(&self, articles: impl IntoIterator<Item = usize>) -> Html {
        let titles = articles
            .into_iter()
            .map(|at| self.title(&self.overview.articles[at]));
        let mut titles = titles.peekable();
        match titles.peek() {
            Some(_) => list(titles),
            None => Html::text("–"),
        }
    }
}

/// The word authors use.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Current => "published",
        Status::Draft => "draft",
        Status::Future => "scheduled",
        Status::Expired => "expired",
    }
}
