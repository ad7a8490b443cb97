//! The table of all articles, with the state of each.

use super::html::{Cell, Html, Part, Row, part, quiet, table};
use super::model::Article;
use super::writer::{Writer, status_name};
use crate::codes::Severity;
use crate::diag::counted;
use crate::inspect::Review;
use crate::report::Status;

impl Writer<'_> {
    pub(super) fn articles(&self) -> Part {
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
                    "The grade is the number of school years that the text requires; links are counted once per page.",
                )
                .into(),
                table(
                    "All pages with a text of their own",
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
                .is_some_and(|review| review.overdue || review.never || review.changed),
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
            match article.in_every_foot {
                true => Cell::sorted(Html::text("every page"), self.overview.articles.len()),
                false => Cell::count(article.linked_from.len()),
            },
            Cell::count(article.links_to.len()),
            review(facts.review.as_ref()),
            problems_in_words(article),
        ];
        Row {
            cells: cells.into(),
            kinds,
        }
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
        _ if review.changed => ("changed since its review".to_owned(), String::new()),
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
            let text = Html::text(&counted(number, one, many));
            words.push(Html::element("span", &[("class", severity.as_str())], text));
        }
    }
    let words = match words.is_empty() {
        true => Html::text("none"),
        false => Html::all(words),
    };
    Cell::sorted(words, key)
}
