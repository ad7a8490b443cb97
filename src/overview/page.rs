//! The overview as one HTML page: figures first, then every list, each complete without the script.

use super::chart::charts;
use super::html::{Cell, Html, Row, count, list, part, quiet, table};
use super::lists::status_name;
use super::{Article, Overview, Ways, picture};
use crate::codes::Severity;
use crate::inspect::Review;
use crate::policy;
use crate::report::Status;

/// Everything a page needs to write links to the site.
pub(super) struct Writer<'a> {
    pub(super) overview: &'a Overview,
    ways: Ways<'a>,
}

/// Writes the page.
pub(super) fn page(overview: &Overview, ways: Ways<'_>) -> String {
    let writer = Writer { overview, ways };
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
         <header>\n<p class=\"site\">{name}</p>\n<h1>The whole site</h1>\n<p class=\"quiet\">As it was on {day}. For authors: none \
         of this is published.</p>\n{figures}{gallery}</header>\n<main>\n{parts}</main>\n</body>\n</html>\n",
        policy = policy::META,
        day = overview.day,
        figures = writer.figures().0,
        gallery = writer.gallery().0,
        parts = Html::all(parts).0,
    )
}

impl Writer<'_> {
    /// What matters at a glance, each figure a way to its list.
    fn figures(&self) -> Html {
        let Overview {
            articles,
            problems,
            due,
            waiting,
            ..
        } = self.overview;
        let of = |severity| {
            let same = problems
                .iter()
                .filter(|finding| finding.problem.severity == severity);
            same.count()
        };
        let suggestions = articles
            .iter()
            .map(|article| article.facts.suggestions.len());
        let figures = [
            ("articles", articles.len(), "page", "pages"),
            ("problems", of(Severity::Error), "error", "errors"),
            ("problems", of(Severity::Warning), "warning", "warnings"),
            (
                "alone",
                articles.iter().filter(|article| article.orphan).count(),
                "orphan",
                "orphans",
            ),
            (
                "alone",
                articles.iter().filter(|article| article.dead_end).count(),
                "dead end",
                "dead ends",
            ),
            (
                "suggestions",
                suggestions.sum(),
                "suggested link",
                "suggested links",
            ),
            (
                "due",
                due.iter().filter(|due| due.overdue).count(),
                "overdue review",
                "overdue reviews",
            ),
            (
                "due",
                due.iter().filter(|due| due.last.is_none()).count(),
                "without a review",
                "without a review",
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

    /// The way to the components of the theme.
    fn gallery(&self) -> Html {
        let link = |address| Html::link(address, "Every component of the theme on one page");
        let link = self.ways.gallery.map(link);
        Html::all(link.map(|link| Html::element("p", &[], link)))
    }

    /// The title of an article, with a link to its page if there is a way to it.
    fn title(&self, article: &Article) -> Html {
        let title = match self.ways.site {
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

    pub(super) fn titles(&self, places: impl IntoIterator<Item = usize>) -> Html {
        let titles = places
            .into_iter()
            .map(|at| self.title(&self.overview.articles[at]));
        let mut titles = titles.peekable();
        match titles.peek() {
            Some(_) => list(titles),
            None => Html::text("–"),
        }
    }

    fn articles(&self) -> Html {
        let columns = [
            "Article",
            "Section",
            "Status",
            "# Words",
            "# Grade",
            "# Links in",
            "# Links out",
            "Review",
            "Problems",
        ];
        let rows = self
            .overview
            .articles
            .iter()
            .map(|article| self.health(article));
        part(
            "articles",
            "Articles",
            [
                quiet(
                    "The grade is the years of schooling that the text asks for; links are counted once for each page.",
                ),
                table(
                    "Every page that somebody wrote, and how it is",
                    &columns,
                    rows.collect(),
                ),
            ],
        )
    }

    fn health(&self, article: &Article) -> Row {
        let facts = &article.facts;
        let wanted = facts.reading.as_ref().map(|reading| reading.wanted);
        let grade = facts.reading.as_ref().and_then(|reading| reading.grade);
        let is_hard = grade
            .zip(wanted)
            .is_some_and(|(grade, wanted)| grade > f64::from(wanted));
        let grade = match grade {
            Some(grade) if is_hard => Cell::sorted(
                Html::text(&format!("{grade:.1}, hard")),
                format!("{grade:.3}"),
            ),
            Some(grade) => Cell::sorted(Html::text(&format!("{grade:.1}")), format!("{grade:.3}")),
            None => Cell::sorted(Html::text("–"), -1),
        };
        let (status, status_key) = status(article);
        let mut kinds = Vec::new();
        let mut is = |kind: &'static str, holds: bool| kinds.extend(holds.then_some(kind));
        is("problems", !facts.problems.is_empty());
        is("orphan", article.orphan);
        is("dead-end", article.dead_end);
        is("hard", is_hard);
        is(
            "due",
            facts
                .review
                .as_ref()
                .is_some_and(|review| review.overdue || review.never),
        );
        is("waiting", facts.status != Some(Status::Current));
        is("suggestions", !facts.suggestions.is_empty());
        let name = [
            self.title(article),
            Html::element(
                "span",
                &[("class", "file place")],
                Html::text(article.file.as_str()),
            ),
        ];
        let cells = [
            Cell::sorted(Html::all(name), &article.title),
            Cell::text(&article.section),
            Cell::sorted(Html::text(&status), status_key),
            Cell::count(facts.words),
            grade,
            Cell::count(article.linked_from.len()),
            Cell::count(article.links_to.len()),
            review(facts.review.as_ref()),
            problems_in_words(article),
        ];
        Row {
            cells: cells.into(),
            kinds,
        }
    }

    fn map(&self) -> Html {
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
            "Links both ways",
            "Links to, without a link back",
            "Linked from, without a link back",
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
        let same = table("Who links to whom", &columns, rows.collect());
        let legend = "A thick line: links both ways. A thin line with a tip: a link one way. The larger a dot, the more links lead to \
                      it; a hollow dot has none.";
        part(
            "map",
            "Link map",
            [
                quiet(legend),
                Html::all(drawn.next()),
                folded("Every section by itself", Html::all(drawn)),
                folded("The same as a table, one-way links apart", same),
            ],
        )
    }
}

/// The status of a page that can be looked at, and what it is sorted by.
fn status(article: &Article) -> (String, u8) {
    let facts = &article.facts;
    let status = facts.status.unwrap_or(Status::Current);
    let mut words = match (status, &facts.since) {
        (Status::Current, _) => "published".to_owned(),
        (status, Some(day)) => format!("{} {day}", status_name(status)),
        (status, None) => status_name(status).to_owned(),
    };
    if facts.unlisted {
        words.push_str(", unlisted");
    }
    (words, status as u8)
}

fn review(review: Option<&Review>) -> Cell {
    let Some(review) = review else {
        return Cell::sorted(Html::text("–"), "");
    };
    let (words, key) = match (&review.due, &review.reviewed) {
        (Some(due), _) if review.overdue => (format!("overdue since {due}"), due.clone()),
        (Some(due), _) => (format!("due {due}"), due.clone()),
        (None, Some(day)) => (format!("reviewed {day}"), day.clone()),
        (None, None) if review.never => ("never".to_owned(), String::new()),
        (None, None) => ("–".to_owned(), "~".to_owned()),
    };
    Cell::sorted(Html::text(&words), key)
}

/// `1 error, 2 warnings`; sorted by how bad it is.
fn problems_in_words(article: &Article) -> Cell {
    let of = |severity: Severity| {
        let problems = article.facts.problems.iter();
        problems
            .filter(|problem| problem.severity == severity.as_str())
            .count()
    };
    let kinds = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let mut words = Vec::new();
    let mut key = 0;
    for (severity, one, many) in kinds {
        let number = of(severity);
        key = key * 1000 + number.min(999);
        if number > 0 {
            let text = Html::text(&count(number, one, many));
            words.push(Html::element("span", &[("class", severity.as_str())], text));
        }
    }
    let words = match words.is_empty() {
        true => Html::text("none"),
        false => Html::all(words),
    };
    Cell::sorted(words, key)
}

/// What is there to be opened; nothing if there is nothing.
fn folded(name: &str, content: Html) -> Html {
    if content.0.is_empty() {
        return content;
    }
    let summary = Html::element("summary", &[], Html::text(name));
    Html::element("details", &[], Html::all([summary, content]))
}
