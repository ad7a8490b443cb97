//! Debouncing: collects the system's events and hands them out as one batch when they pause.
//!
//! [`Interest`] decides which paths matter; the watcher decides what to do with a batch.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::Event;

use super::interest::Interest;
use super::system::exhausted;

/// The pause after a save before a batch is handed out: editors write, rename and sync within a few milliseconds.
const QUIET: Duration = Duration::from_millis(5);

/// The pause in a burst, such as a checkout, so that it causes one build instead of fifty.
const QUIET_IN_BURST: Duration = Duration::from_millis(80);

/// The longest time for which a burst can delay a batch.
const LONGEST_BURST: Duration = Duration::from_millis(500);

/// More events than this are a burst: saving one file causes up to a dozen.
const BURST: usize = 24;

/// The events since the last batch was handed out.
#[derive(Default)]
pub(super) struct EventQueue {
    batch: Mutex<Batch>,
    arrived: Condvar,
    interest: Mutex<Interest>,
}

/// A few counts, however many events there were: a checkout must not fill the memory of a program that is busy building.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) events: usize,
    first: Option<Instant>,
    last: Option<Instant>,
    /// A folder or a link may have been added, removed or replaced, so the set of watched folders may be out of date.
    pub(super) structure: bool,
    /// The message for the author if the system refused a watch.
    pub(super) exhausted: Option<String>,
    interrupted: bool,
}

impl EventQueue {
    fn batch(&self) -> MutexGuard<'_, Batch> {
        // No update of a batch can panic halfway, so a poisoned lock is safe to use.
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The paths that matter. Hold the guard briefly: the thread that delivers events waits for it.
    pub(super) fn interest(&self) -> MutexGuard<'_, Interest> {
        self.interest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the next wait would end at once or within a burst's pause.
    pub(super) fn is_pending(&self) -> bool {
        let batch = self.batch();
        batch.events > 0 || batch.interrupted
    }

    /// Ends the current or the next wait.
    pub(super) fn interrupt(&self) {
        self.batch().interrupted = true;
        self.arrived.notify_all();
    }

    /// Adds an event that is not one of the system.
    pub(super) fn wake(&self) {
        self.batch().add();
        self.arrived.notify_all();
    }

    /// Whether [`Self::wake`] was called since the last time, where the system's events are not waited for.
    pub(super) fn take_woken(&self) -> bool {
        std::mem::take(&mut self.batch().events) > 0
    }

    /// Adds an event, unless it cannot matter.
    pub(super) fn push(&self, event: notify::Result<Event>) {
        let (structure, trouble) = match &event {
            Ok(event) => {
                let interest = self.interest();
                if !interest.concerns(event) {
                    return;
                }
                (interest.is_structure(event), None)
            }
            Err(error) => (true, exhausted(error)),
        };
        let mut batch = self.batch();
        batch.add();
        batch.structure |= structure;
        batch.exhausted = batch.exhausted.take().or(trouble);
        if batch.events == 1 {
            drop(batch);
            self.arrived.notify_all();
        }
    }

    /// Waits for events and then for a pause; `None` if it was interrupted. At `until` it returns what there is.
    pub(super) fn next(&self, until: Instant) -> Option<Batch> {
        let mut batch = self.batch();
        loop {
            if std::mem::take(&mut batch.interrupted) {
                return None;
            }
            let due = batch.due().unwrap_or(until);
            let now = Instant::now();
            if now >= due {
                return Some(std::mem::take(&mut *batch));
            }
            batch = self
                .arrived
                .wait_timeout(batch, due - now)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Sleeps this long, or until it is interrupted; returns whether it was.
    pub(super) fn interrupted_within(&self, pause: Duration) -> bool {
        let batch = self.batch();
        let (mut batch, _) = self
            .arrived
            .wait_timeout_while(batch, pause, |batch| !batch.interrupted)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut batch.interrupted)
    }
}

impl Batch {
    /// Counts an event that came now.
    fn add(&mut self) {
        let now = Instant::now();
        self.events += 1;
        self.first.get_or_insert(now);
        self.last = Some(now);
    }

    /// When this batch is to be handed out, if it holds anything.
    fn due(&self) -> Option<Instant> {
        let quiet = if self.events > BURST {
            QUIET_IN_BURST
        } else {
            QUIET
        };
        Some((self.last? + quiet).min(self.first? + LONGEST_BURST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_is_due_soon_and_a_burst_later_but_not_for_ever() {
        let start = Instant::now();
        let batch = |events, last: u64| Batch {
            events,
            first: Some(start),
            last: Some(start + Duration::from_millis(last)),
            ..Batch::default()
        };
        let due = |batch: Batch| batch.due().map(|due| (due - start).as_millis());
        assert_eq!(due(batch(3, 2)), Some(7));
        assert_eq!(due(batch(1_000, 100)), Some(180));
        assert_eq!(due(batch(100_000, 490)), Some(500));
        assert_eq!(due(Batch::default()), None);
    }
}
