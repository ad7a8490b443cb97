//! The summary of a build or a check, for people and for programs.

use serde_json::{Value, json};

use super::console::Console;
use super::diagnostics;
use super::diagnostics::{print_problems, tally_in_words};
use super::tally::Tally;
use crate::diag::{Diagnostic, counted};
use crate::inspect::Sources;
use crate::publish::Published;
use crate::report::{DocumentReport, Report, Status, first_of};

/// A command that ran to its end.
pub(super) struct Summary<'a> {
    /// The command's name.
    pub(super) command: &'static str,
    /// The facts of the build.
    pub(super) report: &'a Report,
    /// Everything that is wrong, in order.
    pub(super) problems: &'a [Diagnostic],
    /// The texts that the problems point into.
    pub(super) sources: &'a Sources<'a>,
    /// How many problems there are.
    pub(super) tally: Tally,
    /// What was written, if the site was published.
    pub(super) published: Option<&'a Published>,
    /// How long it took.
    pub(super) milliseconds: u64,
}

impl Summary<'_> {
    /// Prints the problems, then what was done, what was not, and why.
    pub(super) fn print(&self, console: Console) {
        print_problems(self.problems, self.sources, console);
        let report = self.report;
        let content = format!(
            "{} ({}), {}; {} checked; {}",
            counted(report.pages, "page", "pages"),
            counted(report.articles, "article", "articles"),
            counted(report.files, "other file", "other files"),
            counted(report.links_checked, "link", "links"),
            tally_in_words(self.tally),
        );
        match self.published {
            Some(published) => {
                console.say(&format!("Published {content}"));
                console.say(&format!("  {}", published_in_words(published)));
                if report.work.scaled > 0 {
                    console.say(&format!(
                        "  {} made smaller for phones; the next build uses the same copies",
                        counted(report.work.scaled, "picture", "pictures")
                    ));
                }
                console.say(&format!(
                    "  The site is in {}, on this computer only. To put it online, copy that folder to your host.",
                    published.folder.display()
                ));
            }
            None if self.command == "build" => console.say(&format!("Not published: {content}")),
            None => console.say(&format!("Checked {content}")),
        }
        let left_out = report.left_out.iter();
        let left_out = left_out.map(|reason| format!("Left out: {reason}"));
        let lines = held_back(report).into_iter().chain(unused(report));
        for line in lines.chain(left_out) {
            console.say(&format!("  {line}"));
        }
        let seconds = self.milliseconds as f64 / 1000.0;
        console.say(&format!("  Took {seconds:.2} s"));
    }

    /// The report for programs. Fields may be added; none is removed or changes its meaning within a schema.
    pub(super) fn to_json(&self) -> Value {
        let report = self.report;
        let Tally {
            errors,
            warnings,
            notes,
        } = self.tally;
        let problem = |problem| diagnostics::to_json(self.sources, problem);
        let held_back = report.held_back().map(|document| {
            json!({
                "path": document.path,
                "title": document.title,
                "status": document.status,
                "since": document.since.map(|moment| moment.rfc3339()),
            })
        });
        let silenced = report.silenced.iter().map(|silenced| {
            let mut value = problem(&silenced.problem);
            value["reason"] = silenced.reason.as_str().into();
            value
        });
        json!({
            "schema": 1,
            "command": self.command,
            "ok": errors == 0,
            "summary": {
                "pages": report.pages,
                "articles": report.articles,
                "files": report.files,
                "links_checked": report.links_checked,
                "external_links": report.external.len(),
                "errors": errors,
                "warnings": warnings,
                "notes": notes,
                "next_change": report.next_change.map(|moment| moment.rfc3339()),
                "milliseconds": self.milliseconds,
            },
            "published": self.published.map(|published| json!({
                "written": published.written,
                "unchanged": published.unchanged,
                "deleted": published.deleted,
                "foreign": published.foreign,
            })),
            "held_back": held_back.collect::<Vec<_>>(),
            "left_out": report.left_out,
            "unused": report.unused,
            "silenced": silenced.collect::<Vec<_>>(),
            "problems": self.problems.iter().map(problem).collect::<Vec<_>>(),
        })
    }
}

fn published_in_words(published: &Published) -> String {
    let mut parts = vec![
        format!("{} written", counted(published.written, "file", "files")),
        format!(
            "{} unchanged",
            counted(published.unchanged, "file", "files")
        ),
    ];
    if published.deleted > 0 {
        parts.push(format!(
            "{} removed",
            counted(published.deleted, "file", "files")
        ));
    }
    if !published.foreign.is_empty() {
        parts.push(format!(
            "{} that mend did not make kept",
            counted(published.foreign.len(), "file", "files")
        ));
    }
    parts.join(", ")
}

/// The published files that no page uses, as one line.
fn unused(report: &Report) -> Option<String> {
    let unused: Vec<_> = report.unused.iter().collect();
    let (files, are) = match unused.len() {
        0 => return None,
        1 => ("file", "is"),
        _ => ("files", "are"),
    };
    Some(format!(
        "{} published {files} {are} used by no page: {}",
        unused.len(),
        first_of(&unused)
    ))
}

/// What is held back and until when, a line for each reason.
pub(super) fn held_back(report: &Report) -> Vec<String> {
    let of = |status: Status| {
        report
            .held_back()
            .filter(move |document| document.status == status)
    };
    let mut lines = Vec::new();
    let drafts = of(Status::Draft).count();
    if drafts > 0 {
        lines.push(format!("Held back: {}", counted(drafts, "draft", "drafts")));
    }
    let next = |document: &DocumentReport| document.since;
    if let Some(first) = of(Status::Future).filter_map(next).min() {
        let waiting = counted(of(Status::Future).count(), "page waits", "pages wait");
        lines.push(format!(
            "Held back: {waiting} for a date, the next until {}",
            first.long_day()
        ));
    }
    let expired = of(Status::Expired).count();
    if expired > 0 {
        lines.push(format!(
            "Held back: {}",
            counted(expired, "expired page", "expired pages")
        ));
    }
    if let Some(change) = report.next_change {
        lines.push(format!(
            "The next page appears or expires on {}: build again then",
            change.long_day()
        ));
    }
    lines
}
