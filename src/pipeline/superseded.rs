//! Giving up a build that is no longer wanted, since its inputs are no longer the newest.
//!
//! A build is a function and has no word for "not now", so the work unwinds, as far as the edge that started it. Nothing
//! is lost by that: a memo table is written when a stage is done, and never in the middle of one. When a build is
//! out of date, only the edge can know.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::diag::Diagnostic;
use crate::fault;
use crate::path::SourcePath;

/// Asked again and again by the stages that take long.
pub(super) struct Superseded<'a> {
    is_superseded: &'a (dyn Fn() -> bool + Sync),
}

/// What unwinds.
struct GivenUp;

impl<'a> Superseded<'a> {
    pub(super) fn new(is_superseded: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { is_superseded }
    }

    /// Ends the work if it is no longer wanted. No message is printed: nothing went wrong.
    fn check(&self) {
        if (self.is_superseded)() {
            resume_unwind(Box::new(GivenUp));
        }
    }
}

impl Superseded<'_> {
    /// Does a piece of work of a stage, unless it is no longer wanted.
    ///
    /// # Errors
    ///
    /// The problem that stands for a fault of mend in it.
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

    /// Does the work of a stage without which there is no site, unless it is no longer wanted.
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

/// Does work that may be given up; nothing if it was.
pub(super) fn unless_given_up<T>(work: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => Some(done),
        Err(cause) if cause.is::<GivenUp>() => None,
        Err(cause) => resume_unwind(cause),
    }
}
