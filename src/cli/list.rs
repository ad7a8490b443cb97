//! `mend list`: articles by what is special about them, one a line.

use serde_json::{Value, json};

use super::args::{Global, List, ListFormat, Listing};
use super::calendar::calendar;
use super::console::Console;
use super::{Made, Outcome, make, options, site};
use crate::date::Moment;
use crate::diag::{Error, Result};
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;
use crate::report::{ContactReport, DocumentReport, ExternalLink, Status};

pub(super) fn run(global: &Global, args: &List, console: Console) -> Result<Outcome> {
    if args.format == ListFormat::Ics && args.what != Listing::Due {
        return Err(Error::new("only days can be written as a calendar")
            .help("write `mend list due --format ics`"));
    }
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*site.config()?)?;
    let Made { inputs, build, .. } = make(&mut site, &mut Pipeline::default(), options)?;
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
    let wanted = |document: &&DocumentReport| match args.what {
        Listing::All => true,
        Listing::Drafts => document.status == Status::Draft,
        Listing::Future => document.status == Status::Future,
        Listing::Expired => document.status == Status::Expired,
        Listing::Orphans => document.orphan,
        Listing::DeadEnds => document.dead_end,
        Listing::Due => document.never_reviewed || document.review_due.is_some(),
        Listing::External => false,
    };
    let mut documents: Vec<&DocumentReport> = report.documents.iter().filter(wanted).collect();
    let mut contacts: Vec<&ContactReport> = Vec::new();
    if args.what == Listing::Due {
        contacts.extend(&report.contacts);
        contacts.sort_by_key(|contact| contact.due);
        documents.sort_by_key(|document| document.review_due);
    }
    let external: &[ExternalLink] = if args.what == Listing::External {
        &report.external
    } else {
        &[]
    };
    if args.format == ListFormat::Json {
        let list = json!({
            "schema": 1,
            "command": "list",
            "documents": documents.iter().map(|document| to_json(document)).collect::<Vec<_>>(),
            "contacts": contacts.iter().map(|contact| contact_to_json(contact)).collect::<Vec<_>>(),
            "external": external.iter().map(|link| json!({ "url": link.url, "from": files(link) })).collect::<Vec<_>>(),
        });
        console.data(&format!("{list:#}"));
        return Ok(Outcome::Fine);
    }
    for document in &documents {
        console.data(&line(document, args.what));
    }
    for contact in &contacts {
        let state = due(contact.due, contact.overdue, "never checked");
        console.data(&format!("{}\t{state}\t{}", contact.path, contact.name));
    }
    for link in external {
        let from = files(link);
        console.data(&format!("{}\t{}", link.url, from.join(", ")));
    }
    if documents.is_empty() && contacts.is_empty() && external.is_empty() {
        console.say(nothing(args.what));
    }
    Ok(Outcome::Fine)
}

/// What an empty list means.
fn nothing(what: Listing) -> &'static str {
    match what {
        Listing::All => "There are no articles yet; `mend new` starts one.",
        Listing::Drafts => "No drafts.",
        Listing::Future => "Nothing waits for its date.",
        Listing::Expired => "Nothing has expired.",
        Listing::Orphans => "No orphans: every article is linked from another.",
        Listing::DeadEnds => "No dead ends: every article links to another.",
        Listing::Due => "Nothing to review: no article names a day, and there are no contacts.",
        Listing::External => "No links lead out of the site.",
    }
}

/// Path, state and title, parted by tabs so that other programs can cut them.
fn line(document: &DocumentReport, what: Listing) -> String {
    let state = match document.since {
        _ if what == Listing::Due => due(document.review_due, document.overdue, "never reviewed"),
        Some(since) if document.status == Status::Future => format!("from {}", since.iso_day()),
        Some(since) if document.status == Status::Expired => format!("until {}", since.iso_day()),
        _ if document.unlisted => "unlisted".to_owned(),
        _ => document.status.as_str().to_owned(),
    };
    format!("{}\t{state}\t{}", document.path, document.title)
}

/// The files in which an address is written, each once.
fn files(link: &ExternalLink) -> Vec<&str> {
    let mut files: Vec<&str> = link.from.iter().map(|place| place.path.as_str()).collect();
    files.dedup();
    files
}

/// The day on which something is due, or that it was never done.
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
        "review_due": review_due.map(|moment| moment.iso_day()),
        "overdue": overdue,
    })
}
