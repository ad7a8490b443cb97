//! `mend list`: articles by what is special about them, one a line.

use serde_json::{Value, json};

use super::args::{Format, Global, List, Listing};
use super::console::Console;
use super::{Outcome, make, options, site};
use crate::diag::Result;
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;
use crate::report::{DocumentReport, ExternalLink, Status};

pub(super) fn run(global: &Global, args: &List, console: Console) -> Result<Outcome> {
    let mut site = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*site.config()?)?;
    let report = make(&mut site, &mut Pipeline::default(), options)?
        .build
        .report;
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
    if args.what == Listing::Due {
        documents.sort_by_key(|document| document.review_due);
    }
    let external: &[ExternalLink] = if args.what == Listing::External {
        &report.external
    } else {
        &[]
    };
    if args.format == Format::Json {
        let list = json!({
            "schema": 1,
            "command": "list",
            "documents": documents.iter().map(|document| to_json(document)).collect::<Vec<_>>(),
            "external": external.iter().map(|link| json!({ "url": link.url, "from": link.from })).collect::<Vec<_>>(),
        });
        console.data(&format!("{list:#}"));
        return Ok(Outcome::Fine);
    }
    for document in &documents {
        console.data(&line(document, args.what));
    }
    for link in external {
        let from: Vec<&str> = link.from.iter().map(|path| path.as_str()).collect();
        console.data(&format!("{}\t{}", link.url, from.join(", ")));
    }
    if documents.is_empty() && external.is_empty() {
        console.say("Nothing to list.");
    }
    Ok(Outcome::Fine)
}

/// Path, state and title, parted by tabs so that other programs can cut them.
fn line(document: &DocumentReport, what: Listing) -> String {
    let state = match document.since {
        _ if what == Listing::Due => match document.review_due {
            Some(due) => format!("due {}", due.iso_day()),
            None => "never reviewed".to_owned(),
        },
        Some(since) if document.status == Status::Future => format!("from {}", since.iso_day()),
        Some(since) if document.status == Status::Expired => format!("until {}", since.iso_day()),
        _ if document.unlisted => "unlisted".to_owned(),
        _ => document.status.as_str().to_owned(),
    };
    format!("{}\t{state}\t{}", document.path, document.title)
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
        review_due,
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
        "review_due": review_due.map(|moment| moment.iso_day()),
    })
}
