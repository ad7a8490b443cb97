//! The review keys of an article: the date of its last review, or `never`, and what belongs to it.
//!
//! It does not judge whether a review is required or missing; the rules in `check` do.

use crate::date::Moment;
use crate::diag::Span;

/// The review of an article, as far as its front matter could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Review {
    /// The day on which a person reviewed it, if one did.
    pub reviewed: Option<Moment>,
    /// Whether the front matter says `never`.
    pub never: bool,
    /// The due date of the next review.
    pub due: Option<Moment>,
    /// The reviewer, by the name in `people.yaml`.
    pub by: Option<String>,
    /// The hash of the text that was reviewed.
    pub hash: Option<String>,
    /// The authors' questions to the reviewer. Readers do not see them.
    pub questions: Vec<String>,
    /// The first key whose value is not a date.
    pub malformed: Option<&'static str>,
    /// The span of the review date.
    pub span: Option<Span>,
}

impl Review {
    /// Whether the next review is overdue. It is not overdue on the due date itself.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| now.days_until(due) < 0)
    }
}
