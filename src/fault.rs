//! Faults of mend itself: a panic is caught where the stage and the file are known, and reported as a problem.
//!
//! Only the payload of a [`panic!`] is a fault. Any other unwinding, such as the cancelling of a build, passes through.
//! How a problem is shown is not decided here.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};

use crate::codes;
use crate::diag::Diagnostic;
use crate::path::SourcePath;

/// What an author can do about a fault.
const HELP: &str = "this is a bug in mend, not a mistake in your text: please report it with this message; until it is fixed, undo your last change";

/// The source location of the last panic, if [`note_places`] was called.
static LAST_PLACE: Mutex<Option<String>> = Mutex::new(None);

/// The payload of a fault in [`named`], which unwinds to the nearest [`caught`] further out.
struct NamedFault(Box<Diagnostic>);

/// Installs a panic hook that records the source location of every panic. The default hook runs only if `print` is set,
/// which it is with `RUST_BACKTRACE`: the problem made from the panic says the rest.
pub fn note_places(print: bool) {
    let default_hook = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        let place = fault.location().map(ToString::to_string);
        *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
        if print {
            default_hook(fault);
        }
    }));
}

/// Runs a piece of work of a stage. A panic in it becomes a problem that names the stage and the file.
///
/// # Errors
///
/// The fault as a problem.
pub fn caught<T>(
    stage: &str,
    file: Option<&SourcePath>,
    work: impl FnOnce() -> T,
) -> Result<T, Box<Diagnostic>> {
    // Unwind safety: the half-finished state of the work is dropped with it.
    catch_unwind(AssertUnwindSafe(work)).map_err(|cause| to_problem(stage, file, cause))
}

/// Runs the work of a stage that the site cannot do without. A panic in it unwinds to the nearest [`caught`] further
/// out, which returns the problem that names this stage.
pub fn named<T>(stage: &str, file: Option<&SourcePath>, work: impl FnOnce() -> T) -> T {
    caught(stage, file, work).unwrap_or_else(|problem| resume_unwind(Box::new(NamedFault(problem))))
}

fn to_problem(
    stage: &str,
    file: Option<&SourcePath>,
    cause: Box<dyn Any + Send>,
) -> Box<Diagnostic> {
    let cause = match cause.downcast::<NamedFault>() {
        Ok(fault) => return fault.0,
        Err(cause) => cause,
    };
    let words = match (cause.downcast_ref::<&str>(), cause.downcast_ref::<String>()) {
        (Some(words), _) => (*words).to_owned(),
        (_, Some(words)) => words.clone(),
        (None, None) => resume_unwind(cause),
    };
    let place = LAST_PLACE
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    let place = place.map_or(String::new(), |place| format!(" at {place}"));
    let words = words.lines().next().unwrap_or_default();
    let message = format!("mend failed in the stage `{stage}`{place}: {words}");
    let problem = Diagnostic::new(codes::MEND_01, message).help(HELP);
    Box::new(match file {
        Some(file) => problem.in_file(file),
        None => problem,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_that_names_stage_and_file() {
        let file = SourcePath::new("content/a.md");
        let work = || -> u8 { panic!("byte {} is no boundary", 7) };
        let problem = caught("read", Some(&file), work).expect_err("it panics");
        assert_eq!(problem.code, codes::MEND_01);
        assert!(
            problem.message.contains("`read`")
                && problem.message.ends_with("byte 7 is no boundary")
        );
        assert_eq!(problem.place.map(|place| place.path), Some(file));
        assert_eq!(caught("read", None, || 1).ok(), Some(1));
    }

    #[test]
    fn the_stage_that_is_named_first_is_told() {
        let whole = || {
            caught("build", None, || {
                named("links", None, || -> u8 { panic!("lost") })
            })
        };
        let problem = whole().expect_err("it panics");
        assert!(problem.message.contains("`links`"), "{}", problem.message);
    }

    #[test]
    fn work_that_unwinds_on_purpose_is_no_fault() {
        struct GivenUp;
        let work = || caught("read", None, || -> u8 { resume_unwind(Box::new(GivenUp)) });
        let cause = catch_unwind(AssertUnwindSafe(work)).expect_err("it goes on");
        assert!(cause.is::<GivenUp>());
    }
}
