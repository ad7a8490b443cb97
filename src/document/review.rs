//! The review keys of an article: the date of its last review, or `never`, and what belongs to it.
//!
//! It does not judge whether a review is required or missing; the rules in `check` do.

use crate::date::Moment;
use crate::diag::Span;
use crate::markdown::Prose;
use crate::memo::Fingerprint;

/// How many characters of the fingerprint of a text the front matter holds.
const HASH_LENGTH: usize = 16;

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
    /// Whether the text is no longer the one that was reviewed. Then the review says nothing about it. An article without
    /// `hash` counts as unchanged, because nothing shows that it is not.
    pub changed: bool,
    /// The authors' questions to the reviewer. Readers do not see them.
    pub questions: Vec<String>,
    /// The first key whose value is not a date.
    pub malformed: Option<&'static str>,
    /// The span of the review date.
    pub span: Option<Span>,
}

impl Review {
    /// Compares the text with the one that was reviewed. `prose` is called only if the article names a hash.
    pub(super) fn compare(&mut self, prose: impl FnOnce() -> Prose) {
        self.changed = self.reviewed.is_some()
            && self
                .hash
                .as_deref()
                .is_some_and(|hash| hash != text_hash(&prose()));
    }

    /// Whether the next review is overdue. It is not overdue on the due date itself.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| now.days_until(due) < 0)
    }
}

/// The fingerprint of the words of a text, whatever its line breaks and the targets of its links.
pub fn text_hash(prose: &Prose) -> String {
    // A passage has one blank between two words, and none at its ends.
    let passages = prose.passages.iter().map(|passage| &*passage.text);
    let text = passages.collect::<Vec<&str>>().join(" ");
    let mut hash = Fingerprint::of_bytes(text.as_bytes()).to_hex();
    hash.truncate(HASH_LENGTH);
    hash
}
