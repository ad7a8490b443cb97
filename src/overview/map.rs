//! The link map: its pictures, and the same links as a table.

use super::chart::charts;
use super::html::{Cell, Html, Part, Piece, Row, part, quiet, whole_table};
use super::model::Article;
use super::picture;
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn map(&self) -> Part {
        let charts = charts(self.overview);
        let mut drawn = charts.iter().enumerate().map(|(at, chart)| {
            let region = [
                ("class", "scroll picture"),
                ("role", "region"),
                ("aria-label", chart.title.as_str()),
                ("tabindex", "0"),
            ];
            let picture = Html(picture::draw(chart, &format!("map-{}", at + 1)));
            let picture = Html::element("div", &region, picture);
            let caption = Html::element("figcaption", &[], Html::text(&chart.title));
            Html::element("figure", &[], Html::all([caption, picture]))
        });
        let columns = [
            "Article",
            "Links in both directions",
            "Links to, one way",
            "Linked from, one way",
        ];
        let row = |(at, article): (usize, &Article)| {
            let is_mutual = |other: &usize| self.overview.articles[*other].links_to.contains(&at);
            let to = article.links_to.iter().copied();
            let from = article.linked_from.iter().copied();
            Row::new([
                Cell::sorted(self.title(article), &article.title),
                Cell::new(self.titles(to.clone().filter(is_mutual))),
                Cell::new(self.titles(to.filter(|other| !is_mutual(other)))),
                Cell::new(self.titles(from.filter(|other| !article.links_to.contains(other)))),
            ])
        };
        let rows = self.overview.articles.iter().enumerate().map(row);
        let same = whole_table("Links between articles", &columns, rows.collect());
        let large = |content| Piece::Large {
            content,
            entries: self.overview.articles.len(),
        };
        let legend = "A thick line: links in both directions. A thin line with a tip: a link in one direction. The larger a dot, the \
                      more links lead to it; a hollow dot has none.";
        part(
            "map",
            "Link map",
            [
                quiet(legend).into(),
                Html::all(drawn.next()).into(),
                large(folded("Each section", Html::all(drawn))),
                large(folded("The links as a table", same)),
            ],
        )
    }
}

/// Folded content; empty if there is no content.
fn folded(name: &str, content: Html) -> Html {
    if content.0.is_empty() {
        return content;
    }
    let summary = Html::element("summary", &[], Html::text(name));
    Html::element("details", &[], Html::all([summary, content]))
}
