//! Patience with a store: a request that failed for a moment is tried again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::failure::Failure;

/// How often a request is tried in all.
const TRIES: u32 = 5;

/// The wait before the second try. Each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// How long a wait goes on after the run was interrupted, at most.
const HEED: Duration = Duration::from_millis(100);

/// Tries until it succeeds, fails for good, has failed too often, or the run is interrupted.
pub(super) fn patiently<T>(
    interrupted: &AtomicBool,
    act: &dyn Fn() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut wait = FIRST_WAIT;
    for _ in 1..TRIES {
        match act() {
            Err(failure) if failure.temporary && !waited(wait, interrupted) => {
                return Err(failure);
            }
            Err(failure) if failure.temporary => {}
            result => return result,
        }
        wait *= 2;
    }
    act()
}

/// Waits, unless the run is interrupted meanwhile.
fn waited(wait: Duration, interrupted: &AtomicBool) -> bool {
    let mut left = wait;
    while !left.is_zero() && !interrupted.load(Ordering::Relaxed) {
        let part = left.min(HEED);
        thread::sleep(part);
        left -= part;
    }
    left.is_zero()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn an_interrupted_run_neither_waits_nor_tries_again() {
        let (interrupted, tries) = (AtomicBool::new(false), Cell::new(0));
        let fails = || {
            tries.set(tries.get() + 1);
            interrupted.store(true, Ordering::Relaxed);
            Err::<(), _>(Failure::temporary("busy"))
        };
        assert!(patiently(&interrupted, &fails).is_err());
        assert_eq!(tries.get(), 1);
    }
}
