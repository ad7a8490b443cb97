//! The status of a document at the time of the build, and whether the build publishes it.

use crate::date::Moment;
use crate::document::Document;
use crate::files::Options;
use crate::report::Status;

/// The state of a document at the time of the build: whether it is published, why not, and whether its review is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether it is a draft, expired, scheduled or current.
    pub status: Status,
    /// The date that decides the status: the expiry of an expired document, the publication of a scheduled one.
    pub since: Option<Moment>,
    /// Whether this build publishes it.
    pub published: bool,
    /// Whether the day on which its review was due has passed.
    pub overdue: bool,
}

impl State {
    /// The state that follows from a document's settings and the time of the build.
    pub fn of(document: &Document, options: &Options) -> State {
        let meta = &document.meta;
        let future = meta
            .publish_date
            .or(meta.date)
            .filter(|date| *date > options.now);
        let expired = meta.expiry_date.filter(|date| *date <= options.now);
        let (status, since, published) = if meta.draft {
            (Status::Draft, None, options.drafts)
        } else if expired.is_some() {
            (Status::Expired, expired, options.expired)
        } else if future.is_some() {
            (Status::Future, future, options.future)
        } else {
            (Status::Current, None, true)
        };
        State {
            status,
            since,
            published,
            overdue: meta.review.is_overdue(options.now),
        }
    }
}
