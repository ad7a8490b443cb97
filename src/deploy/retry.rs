//! Patience with a store: a request that failed for a moment is tried again.

use std::thread;
use std::time::Duration;

use super::failure::Failure;

/// How often a request is tried in all.
const TRIES: u32 = 5;

/// The wait before the second try. Each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Tries until it succeeds, fails for good, or has failed too often.
pub(super) fn patiently<T>(act: &dyn Fn() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut wait = FIRST_WAIT;
    for _ in 1..TRIES {
        match act() {
            Err(failure) if failure.temporary => thread::sleep(wait),
            result => return result,
        }
        wait *= 2;
    }
    act()
}
