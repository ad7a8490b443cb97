//! The state of the search for syntax of other tools in an article.

use std::ops::Range;

use super::forms::FoundForms;
use super::tags::Tags;
use crate::markdown::events::Events;

/// Finds the forms of other tools in one article.
pub(super) struct FormFinder<'r> {
    pub(super) events: &'r Events<'r>,
    pub(super) tags: &'r Tags,
    /// Whether all HTML is reported anyway.
    pub(super) drops_html: bool,
    pub(super) found: FoundForms,
    /// The places of formulas, in order.
    pub(super) formulas: Vec<Range<usize>>,
}
