//! The lists of the overview: everything that needs an author's attention, with its place.

use super::html::{Cell, Html, Part, Piece, Row, code, list, paragraph, part, place, quiet, table};
use super::model::{Article, DueReview, Finding};
use super::writer::{Writer, status_name};
use crate::diag::counted;

impl Writer<'_> {
    pub(super) fn problems(&self) -> Part {
        let columns = ["Problem", "Severity", "Rule", "Place"];
        let found = &self.overview.problems;
        if found.is_empty() {
            return part(
                "problems",
                "Problems",
                [paragraph("There are no problems.").into()],
            );
        }
        let row = |finding: &Finding| {
            let problem = &finding.problem;
            let message = Html::element(
                "span",
                &[("class", "message")],
                Html::ticked(&problem.message),
            );
            let help = problem
                .help
                .iter()
                .map(|help| Html::element("span", &[("class", "help")], Html::ticked(help)));
            let severity = problem.severity.as_str();
            let word = Html::element("span", &[("class", severity)], Html::text(severity));
            Row::new([
                Cell::sorted(
                    Html::all([message].into_iter().chain(help)),
                    &problem.message,
                ),
                Cell::sorted(word, problem.severity as u8),
                Cell::text(problem.code.id()),
                Cell::new(whereabouts(finding)),
            ])
        };
        let rows = found.iter().map(row).collect();
        part(
            "problems",
            "Problems",
            [
                quiet("`mend explain RULE` gives the reason for a rule.").into(),
                table("All problems, errors first", &columns, rows),
            ],
        )
    }

    pub(super) fn alone(&self) -> Part {
        let articles = &self.overview.articles;
        let some = |title: &str, is: fn(&Article) -> bool| {
            let found = articles.iter().filter(|article| is(article));
            let found: Vec<Html> = found.map(|article| self.title(article)).collect();
            let found = match found.is_empty() {
                true => paragraph("None.").into(),
                false => Piece::List(found),
            };
            [Html::element("h3", &[], Html::text(title)).into(), found]
        };
        let orphans = some("Orphans: no other page links to them", |article| {
            article.orphan
        });
        let dead_ends = some("Dead ends: they link to no other page", |article| {
            article.dead_end
        });
        let pieces = orphans.into_iter().chain(dead_ends);
        part("alone", "Orphans and dead ends", pieces)
    }

    pub(super) fn suggestions(&self) -> Part {
        let all = self.overview.articles.iter().flat_map(|article| {
            let suggestions = article.facts.suggestions.iter();
            suggestions.map(move |suggestion| (article, suggestion))
        });
        let rows: Vec<Row> = all
            .map(|(article, suggestion)| {
                Row::new([
                    Cell::text(&suggestion.words),
                    Cell::text(&suggestion.title),
                    Cell::new(place(&format!(
                        "{}:{}",
                        article.file, suggestion.place.line
                    ))),
                    Cell::new(code(&suggestion.link)),
                ])
            })
            .collect();
        let about = "Articles whose text names the subject of another without linking to it. mend never adds a link by itself.";
        let found = match rows.is_empty() {
            true => paragraph("None.").into(),
            false => table(
                "Words that could be links",
                &["Words", "Could link to", "Place", "The link"],
                rows,
            ),
        };
        part(
            "suggestions",
            "Suggested links",
            [quiet(about).into(), found],
        )
    }

    pub(super) fn due(&self) -> Part {
        let row = |due: &DueReview| {
            let day = |day: &Option<String>, none: &str| day.as_deref().unwrap_or(none).to_owned();
            let next = day(&due.due, "no date");
            let next = if due.overdue {
                format!("{next}, overdue")
            } else {
                next
            };
            Row::new([
                Cell::text(&due.what),
                Cell::text(&next),
                Cell::text(&day(&due.last, "never")),
                Cell::new(place(&due.place)),
            ])
        };
        let rows: Vec<Row> = self.overview.due.iter().map(row).collect();
        let found = match rows.is_empty() {
            true => paragraph("No page and no contact has a due date.").into(),
            false => table(
                "Reviews and contacts by due date",
                &["What", "Next", "Last", "Place"],
                rows,
            ),
        };
        part("due", "Reviews and contacts", [found])
    }

    pub(super) fn waiting(&self) -> Part {
        let rows: Vec<Row> = self
            .overview
            .waiting
            .iter()
            .map(|waiting| {
                let day = waiting.day.as_deref().unwrap_or("–");
                Row::new([
                    Cell::text(&waiting.title),
                    Cell::text(status_name(waiting.status)),
                    Cell::text(day),
                    Cell::new(place(waiting.file.as_str())),
                ])
            })
            .collect();
        let found = match rows.is_empty() {
            true => paragraph("Nothing is held back.").into(),
            false => table(
                "Drafts, and pages that are held back by a date",
                &["Page", "Status", "Day", "Place"],
                rows,
            ),
        };
        part("waiting", "Drafts, scheduled and expired", [found])
    }

    pub(super) fn unused(&self) -> Part {
        let unused = &self.overview.unused;
        let found = match unused.is_empty() {
            true => paragraph("Every file in content/ is used by an article.").into(),
            false => Piece::List(unused.iter().map(|path| place(path.as_str())).collect()),
        };
        part("unused", "Unused files", [found])
    }

    pub(super) fn silenced(&self) -> Part {
        let silenced = &self.overview.silenced;
        let row = |(finding, reason): &(Finding, String)| {
            Row::new([
                Cell::new(Html::ticked(&finding.problem.message)),
                Cell::text(reason),
                Cell::text(finding.problem.code.id()),
                Cell::new(whereabouts(finding)),
            ])
        };
        let found = match silenced.is_empty() {
            true => paragraph("No findings are silenced.").into(),
            false => table(
                "Findings that authors accept",
                &["Finding", "Reason", "Rule", "Place"],
                silenced.iter().map(row).collect(),
            ),
        };
        part("silenced", "Accepted, with the reason", [found])
    }

    pub(super) fn external(&self) -> Part {
        let external = &self.overview.external;
        let row = |(url, from): &(String, Vec<String>)| {
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            let address = match is_web {
                true => Html::link(url, url),
                false => Html::text(url),
            };
            Row::new([
                Cell::sorted(address, url),
                Cell::new(list(from.iter().map(|from| place(from)))),
            ])
        };
        let found = match external.is_empty() {
            true => paragraph("No page links to other sites.").into(),
            false => {
                let rows = external.iter().map(row).collect();
                let caption = counted(
                    external.len(),
                    "address outside the site",
                    "addresses outside the site",
                );
                table(&caption, &["Address", "Places"], rows)
            }
        };
        part("external", "Links to other sites", [found])
    }
}

/// Where something was found.
fn whereabouts(finding: &Finding) -> Html {
    match &finding.place {
        Some(found) => place(found),
        None => Html::text("the whole site"),
    }
}
