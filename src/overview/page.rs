//! The overview as HTML: a first page with the figures and the beginning of each list, and a page for each part whose lists are
//! longer. All of them can be read without the script.

use super::PAGE;
use super::html::{Html, Part, list};
use super::model::{Article, DueReview, LinkTargets, Overview};
use super::writer::Writer;
use crate::codes::Severity;
use crate::policy;

/// Writes the pages: the first one, which shows the beginning of each list, and one for each part with longer lists.
pub(super) fn pages(overview: &Overview, targets: LinkTargets<'_>) -> Vec<(String, String)> {
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
    let day = &overview.day;
    let about =
        format!("<p class=\"quiet\">As of {day}. For authors: none of this is published.</p>");
    let about = Html::all([Html(about), writer.figures(), writer.ways()]);
    let shown = Html::all(parts.iter().map(Part::short));
    let first = (
        PAGE.to_owned(),
        writer.document("The whole site", about, shown),
    );
    let whole = parts.iter().filter_map(|part| {
        let back = Html::element("p", &[], Html::link(PAGE, "The whole site"));
        let page = writer.document(part.title, back, part.whole()?);
        Some((format!("{}.html", part.id), page))
    });
    std::iter::once(first).chain(whole).collect()
}

impl Writer<'_> {
    fn document(&self, name: &str, about: Html, content: Html) -> String {
        let site = Html::text(&self.overview.title);
        let language = self.overview.language.as_str();
        let site_name = Html::element("span", &[("lang", language)], site.clone()).0;
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{name}: {title}</title>\n<link rel=\"icon\" href=\"icon.svg\">\n<link rel=\"stylesheet\" href=\"overview.css\">\n\
             <script defer src=\"overview.js\"></script>\n</head>\n<body>\n\
             <header>\n<p class=\"site\">{site_name}</p>\n<h1>{name}</h1>\n{about}</header>\n<main>\n{content}</main>\n</body>\n</html>\n",
            policy = policy::META,
            title = site.0,
            about = about.0,
            content = content.0,
        )
    }
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
        let overdue = entries(|due| due.overdue);
        let (pages, contacts) = (
            entries(|due| due.last.is_none() && !due.is_contact),
            entries(|due| due.last.is_none() && due.is_contact),
        );
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
            ("due", pages, "page never reviewed", "pages never reviewed"),
            (
                "due",
                contacts,
                "contact never checked",
                "contacts never checked",
            ),
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

    /// The links to the site and to the other pages for authors.
    fn ways(&self) -> Html {
        let LinkTargets {
            site,
            publication,
            gallery,
        } = self.targets;
        let ways = [
            site.map(|site| Html::link(&format!("{site}/"), "The site itself")),
            publication.map(|page| Html::link(page, "Before you publish")),
            gallery.map(|page| Html::link(page, "Every component of the theme on one page")),
        ];
        let ways = ways.into_iter().flatten();
        Html::all(ways.map(|way| Html::element("p", &[], way)))
    }
}
