//! How many problems of each severity a command has found. It does not print them.

use crate::diag::{Diagnostic, Severity};

/// How many problems of each severity there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// Notes are no problems: nothing has to be done about them.
    pub(super) notes: usize,
}

/// Counts the problems; with `strict`, warnings count as errors.
pub(super) fn tally(problems: &[Diagnostic], strict: bool) -> Tally {
    let count = |severity| {
        problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let (errors, warnings) = match strict {
        true => (errors + warnings, 0),
        false => (errors, warnings),
    };
    Tally {
        errors,
        warnings,
        notes: count(Severity::Note),
    }
}
