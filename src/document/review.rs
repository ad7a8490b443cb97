//! What an article says about its last review: a day, or honestly never.
//!
//! Whether that is enough, and whether the day has passed, is judged elsewhere.

use crate::date::Moment;
use crate::diag::Span;

/// The review of an article, as far as its front matter can be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Review {
    /// The day a person did it; nothing if there was none.
    pub reviewed: Option<Moment>,
    /// Whether the article says that it was never reviewed.
    pub never: bool,
    /// The day of the next one.
    pub due: Option<Moment>,
    /// Who did it, by the name in `people.yaml`.
    pub by: Option<String>,
    /// Stands for the text that was reviewed.
    pub hash: Option<String>,
    /// What its authors want to ask the person who reviews it. Readers do not see it.
    pub questions: Vec<String>,
    /// The first key whose value is no day.
    pub malformed: Option<&'static str>,
    /// Where the article says when it was reviewed.
    pub span: Option<Span>,
}

impl Review {
    /// Whether it should have been repeated by this moment: the day on which it was due is over.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| now.days_until(due) < 0)
    }
}
