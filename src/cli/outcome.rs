//! How a command ended, and its exit code.

use std::process::ExitCode;

use super::tally::Tally;
use crate::codes;
use crate::diag::Diagnostic;

/// The exit code of a command that was interrupted.
pub(super) const INTERRUPTED: i32 = 130;

/// Every exit code, and what it means.
pub const EXIT_CODES: [(i32, &str); 4] = [
    (0, "success"),
    (1, "problems in the content"),
    (
        2,
        "wrong usage, invalid configuration, refused destination, disk or port errors, a bug in mend",
    ),
    (INTERRUPTED, "interrupted"),
];

/// The exit codes in one line, for the help.
pub(super) fn codes_in_words() -> String {
    let codes = EXIT_CODES.map(|(code, meaning)| format!("{code} {meaning}"));
    codes.join("; ")
}

/// The result of a command that ran to its end.
pub(super) enum Outcome {
    /// No problems: exit code 0.
    Fine,
    /// There are problems: exit code 1.
    Problems,
    /// Part of the work failed, and the command has printed why: exit code 2.
    Failed,
    /// The user pressed Ctrl-C: exit code 130.
    Interrupted,
}

impl Outcome {
    /// The result of a command with these problems.
    pub(super) fn of(problems: &[Diagnostic], tally: Tally) -> Self {
        let is_fault = |problem: &Diagnostic| problem.code == codes::MEND_01;
        match tally.errors {
            _ if problems.iter().any(is_fault) => Self::Failed,
            0 => Self::Fine,
            _ => Self::Problems,
        }
    }

    /// The exit code.
    pub(super) fn code(&self) -> ExitCode {
        match self {
            Self::Fine => ExitCode::SUCCESS,
            Self::Problems => ExitCode::from(1),
            Self::Failed => ExitCode::from(2),
            Self::Interrupted => ExitCode::from(INTERRUPTED as u8),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally::tally;
    use super::*;

    #[test]
    fn a_fault_of_mend_is_told_from_problems_in_the_content() {
        let problem = Diagnostic::new(codes::LINK_01, "leads nowhere");
        let fault = Diagnostic::new(codes::MEND_01, "failed");
        let of = |problems: &[Diagnostic]| Outcome::of(problems, tally(problems, false));
        assert!(matches!(of(&[]), Outcome::Fine));
        assert!(matches!(
            of(std::slice::from_ref(&problem)),
            Outcome::Problems
        ));
        assert!(matches!(of(&[problem, fault]), Outcome::Failed));
    }
}
