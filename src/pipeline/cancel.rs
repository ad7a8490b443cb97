//! Cancels a build whose inputs are out of date.
//!
//! Stages have no cancellation in their signatures. Instead, each piece of work first asks whether the build is still
//! wanted. If it is not, the work unwinds with a private payload, and [`unless_cancelled`] catches that at the entry of the
//! pipeline. `catch_unwind` elsewhere lets the payload through ([`fault`] distinguishes it from a panic).
//!
//! The memo tables stay whole: a table changes only when no work on it is under way. They also keep what was finished
//! before the work unwound, so a file that was read is not read again for the next build.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::diag::Diagnostic;
use crate::fault;
use crate::path::SourcePath;

/// Whether a build was cancelled. Only the edge that started the build can know, so it brings the answer.
pub(super) struct Cancellation<'a> {
    is_cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// The payload that unwinds.
struct Cancelled;

impl<'a> Cancellation<'a> {
    pub(super) fn new(is_cancelled: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { is_cancelled }
    }

    /// Unwinds if the build was cancelled. The panic hook is not called, so no message is printed: nothing went wrong.
    fn check(&self) {
        if (self.is_cancelled)() {
            resume_unwind(Box::new(Cancelled));
        }
    }
}

impl Cancellation<'_> {
    /// Does a piece of work that the build can do without, unless the build was cancelled.
    ///
    /// # Errors
    ///
    /// The problem that reports a panic in the work.
    pub(super) fn guard<T>(
        &self,
        stage: &str,
        file: Option<&SourcePath>,
        work: impl FnOnce() -> T,
    ) -> Result<T, Box<Diagnostic>> {
        fault::caught(stage, file, || {
            self.check();
            work()
        })
    }

    /// Looks for problems, unless the build was cancelled. A panic in that is a problem, too.
    pub(super) fn problems(
        &self,
        stage: &str,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let found = self.guard(stage, None, find);
        found.unwrap_or_else(|fault| vec![*fault])
    }

    /// Does the work of a stage without which there is no site, unless the build was cancelled. A panic in it ends the
    /// whole build.
    pub(super) fn stage<T>(
        &self,
        stage: &str,
        file: Option<&SourcePath>,
        work: impl FnOnce() -> T,
    ) -> T {
        fault::named(stage, file, || {
            self.check();
            work()
        })
    }
}

/// Does work that may be cancelled. Returns `None` if it was.
pub(super) fn unless_cancelled<T>(work: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(value) => Some(value),
        Err(cause) if cause.is::<Cancelled>() => None,
        Err(cause) => resume_unwind(cause),
    }
}
