//! The overview as one HTML page: figures first, then the lists, all of which are complete without the script.

use super::html::{Html, list};
use super::model::{Article, DueReview, LinkTargets, Overview};
use super::writer::Writer;
use crate::codes::Severity;
use crate::policy;

/// Writes the page.
pub(super) fn page(overview: &Overview, targets: LinkTargets<'_>) -> String {
    let writer = Writer { overview, targets };
    let parts = [
        writer.articles(),
        writer.map(),
        writer.problems(),
        writer.alone(),
        writer.suggestions(),
        writer.due(),
        writer.waiting(),
        writer.unused(),
        writer.silenced(),
        writer.external(),
    ];
    let title = Html::text(&overview.title).0;
    let language = overview.language.as_str();
    let name = Html::element("span", &[("lang", language)], Html::text(&overview.title)).0;
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>The whole site: {title}</title>\n<link rel=\"icon\" href=\"icon.svg\">\n<link rel=\"stylesheet\" href=\"overview.css\">\n\
         <script defer src=\"overview.js\"></script>\n</head>\n<body>\n\
         <header>\n<p class=\"site\">{name}</p>\n<h1>The whole site</h1>\n<p class=\"quiet\">As of {day}. For authors: none \
         of this is published.</p>\n{figures}{gallery}</header>\n<main>\n{parts}</main>\n</body>\n</html>\n",
        policy = policy::META,
        day = overview.day,
        figures = writer.figures().0,
        gallery = writer.gallery().0,
        parts = Html::all(parts).0,
    )
}

impl Writer<'_> {
    /// What matters at a glance, each figure a link to its list.
    fn figures(&self) -> Html {
        let Overview {
            articles,
            problems,
            due,
            waiting,
            ..
        } = self.overview;
        let found = |severity| {
            let same = problems.iter();
            let same = same.filter(|finding| finding.problem.severity == severity);
            same.count()
        };
        let articles_that = |are: fn(&&Article) -> bool| articles.iter().filter(are).count();
        let entries = |are: fn(&&DueReview) -> bool| due.iter().filter(are).count();
        let suggestions = articles.iter();
        let suggestions = suggestions.map(|article| article.facts.suggestions.len());
        let (orphans, dead_ends) = (
            articles_that(|article| article.orphan),
            articles_that(|article| article.dead_end),
        );
        let (overdue, never) = (
            entries(|due| due.overdue),
            entries(|due| due.last.is_none()),
        );
        let never_name = "without a review";
        let figures = [
            ("articles", articles.len(), "page", "pages"),
            ("problems", found(Severity::Error), "error", "errors"),
            ("problems", found(Severity::Warning), "warning", "warnings"),
            ("alone", orphans, "orphan", "orphans"),
            ("alone", dead_ends, "dead end", "dead ends"),
            (
                "suggestions",
                suggestions.sum(),
                "suggested link",
                "suggested links",
            ),
            ("due", overdue, "overdue review", "overdue reviews"),
            ("due", never, never_name, never_name),
            ("waiting", waiting.len(), "held back", "held back"),
        ];
        let figure = |(id, number, one, many): (&str, usize, &str, &str)| {
            let number_in_words = Html::element("b", &[], Html::text(&number.to_string()));
            let name = if number == 1 { one } else { many };
            let name = Html::element("span", &[], Html::text(name));
            let content = Html::all([number_in_words, Html(" ".to_owned()), name]);
            Html::element("a", &[("href", &format!("#{id}"))], content)
        };
        let figures = list(figures.map(figure));
        Html::element(
            "nav",
            &[("class", "figures"), ("aria-label", "Figures")],
            figures,
        )
    }

    /// The link to the components of the theme.
    fn gallery(&self) -> Html {
        let link = |address| Html::link(address, "Every component of the theme on one page");
        let link = self.targets.gallery.map(link);
        Html::all(link.map(|link| Html::element("p", &[], link)))
    }
}
