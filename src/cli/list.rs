//! `mend list`: articles of one kind, such as drafts or orphans, one per line.

use serde_json::{Value, json};

use super::args::{Global, List, ListFormat, Listing};
use super::calendar::calendar;
use super::console::Console;
use super::outcome::Outcome;
use super::setup::{SiteBuild, inspected, options, site};
use crate::date::Moment;
use crate::diag::{Error, Result};
use crate::path::LinkStyle;
use crate::report::{ContactReport, DocumentReport, ExternalLink, Report, Status};

pub(super) fn run(global: &Global, args: &List, console: Console) -> Result<Outcome> {
    if args.format == ListFormat::Ics && args.what != Listing::Due {
        return Err(Error::new("only `due` can be written as a calendar")
            .help("write `mend list due --format ics`"));
    }
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*site.config()?)?;
    let SiteBuild { inputs, build, .. } = inspected(&mut site, options)?;
    let report = build.report;
    if args.format == ListFormat::Ics {
        let config = &inputs.config;
        console.bytes(&calendar(
            &report,
            &config.title,
            config.base_url.as_deref(),
        ));
        return Ok(Outcome::Fine);
    }
    let list = ReportList::of(&report, args.what);
    match args.format {
        ListFormat::Json => console.data(&format!("{:#}", list.to_json())),
        ListFormat::Text | ListFormat::Ics => list.print(args.what, console),
    }
    Ok(Outcome::Fine)
}

/// What a list shows.
struct ReportList<'a> {
    documents: Vec<&'a DocumentReport>,
    contacts: Vec<&'a ContactReport>,
    external: &'a [ExternalLink],
}

impl<'a> ReportList<'a> {
    fn of(report: &'a Report, what: Listing) -> Self {
        let is_wanted = |document: &&DocumentReport| match what {
            Listing::All => true,
            Listing::Drafts => document.status == Status::Draft,
            Listing::Future => document.status == Status::Future,
            Listing::Expired => document.status == Status::Expired,
            Listing::Orphans => document.orphan,
            Listing::DeadEnds => document.dead_end,
            Listing::Due => document.has_review_to_plan(),
            Listing::External => false,
        };
        let mut documents: Vec<_> = report.documents.iter().filter(is_wanted).collect();
        let mut contacts: Vec<&ContactReport> = Vec::new();
        if what == Listing::Due {
            contacts.extend(&report.contacts);
            contacts.sort_by_key(|contact| contact.due);
            documents.sort_by_key(|document| {
                let day = document.review_due;
                day.filter(|_| !document.changed_since_review)
            });
        }
        let external = match what {
            Listing::External => report.external.as_slice(),
            _ => &[],
        };
        Self {
            documents,
            contacts,
            external,
        }
    }

    fn print(&self, what: Listing, console: Console) {
        for document in &self.documents {
            console.data(&line(document, what));
        }
        for contact in &self.contacts {
            let state = due(contact.due, contact.overdue, "never checked");
            console.data(&format!("{}\t{state}\t{}", contact.path, contact.name));
        }
        for link in self.external {
            let from = files(link);
            console.data(&format!("{}\t{}", link.url, from.join(", ")));
        }
        if self.documents.is_empty() && self.contacts.is_empty() && self.external.is_empty() {
            console.say(nothing(what));
        }
    }

    fn to_json(&self) -> Value {
        let documents = self.documents.iter();
        let contacts = self.contacts.iter();
        let external = self.external.iter();
        json!({
            "schema": 1,
            "command": "list",
            "documents": documents.map(|document| to_json(document)).collect::<Vec<_>>(),
            "contacts": contacts.map(|contact| contact_to_json(contact)).collect::<Vec<_>>(),
            "external": external
                .map(|link| json!({ "url": link.url, "from": files(link) }))
                .collect::<Vec<_>>(),
        })
    }
}

/// The message in place of an empty list.
fn nothing(what: Listing) -> &'static str {
    match what {
        Listing::All => "There are no articles yet; `mend new` starts one.",
        Listing::Drafts => "No drafts.",
        Listing::Future => "No page is waiting for its date.",
        Listing::Expired => "No page has expired.",
        Listing::Orphans => "No orphans: every article is linked from another.",
        Listing::DeadEnds => "No dead ends: every article links to another.",
        Listing::Due => {
            "No reviews are due: no article has a review date, and there are no contacts."
        }
        Listing::External => "There are no links out of the site.",
    }
}

/// Path, state and title, separated by tabs for other programs.
fn line(document: &DocumentReport, what: Listing) -> String {
    let mut state = match document.since {
        _ if what == Listing::Due && document.changed_since_review => {
            "changed since its review".to_owned()
        }
        _ if what == Listing::Due => due(document.review_due, document.overdue, "never reviewed"),
        Some(since) if document.status == Status::Future => format!("from {}", since.iso_day()),
        Some(since) if document.status == Status::Expired => format!("until {}", since.iso_day()),
        _ if document.unlisted => "unlisted".to_owned(),
        _ => document.status.as_str().to_owned(),
    };
    if what == Listing::Due && document.status != Status::Current {
        // `mend check` does not count these among the articles that were never reviewed, because readers do not see them.
        state = format!("{state}, {}", document.status.as_str());
    }
    format!("{}\t{state}\t{}", document.path, document.title)
}

/// The files that hold an address, each once.
fn files(link: &ExternalLink) -> Vec<&str> {
    let mut files: Vec<&str> = link.from.iter().map(|place| place.path.as_str()).collect();
    files.dedup();
    files
}

/// The day on which something is due, or `never`.
fn due(day: Option<Moment>, overdue: bool, never: &str) -> String {
    match day {
        Some(day) if overdue => format!("overdue {}", day.iso_day()),
        Some(day) => format!("due {}", day.iso_day()),
        None => never.to_owned(),
    }
}

fn contact_to_json(contact: &ContactReport) -> Value {
    let ContactReport {
        path,
        region,
        name,
        checked,
        due,
        overdue,
    } = contact;
    json!({
        "path": path,
        "region": region,
        "name": name,
        "checked": checked.map(|moment| moment.iso_day()),
        "due": due.map(|moment| moment.iso_day()),
        "overdue": overdue,
    })
}

fn to_json(document: &DocumentReport) -> Value {
    let DocumentReport {
        path,
        title,
        route,
        status,
        since,
        published,
        unlisted,
        orphan,
        dead_end,
        never_reviewed,
        reviewed,
        changed_since_review,
        review_due,
        overdue,
    } = document;
    json!({
        "path": path,
        "title": title,
        "url": route,
        "status": status,
        "since": since.map(|moment| moment.rfc3339()),
        "published": published,
        "unlisted": unlisted,
        "orphan": orphan,
        "dead_end": dead_end,
        "never_reviewed": never_reviewed,
        "reviewed": reviewed.map(|moment| moment.iso_day()),
        "changed_since_review": changed_since_review,
        "review_due": review_due.map(|moment| moment.iso_day()),
        "overdue": overdue,
    })
}
