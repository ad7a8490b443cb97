//! Waits until files may have changed.
//!
//! A [`Watcher`] turns the system's file events into one fact, "look again", at the right moment: 5 ms after a save, and
//! once a checkout of a thousand files has settled. It never says *what* changed, because the systems underneath lose, merge
//! and invent events; the caller reads the disk and compares. False positives are fine; a missed change is the only bug this
//! room can have. Its defences:
//!
//! - it watches folders, never files, so that a save by rename is seen;
//! - it watches the folder above each root and above each link's target, so that something deleted is seen coming back;
//! - it watches each folder before listing it, and before the caller reads it, so that no change falls in between;
//! - after any event that may concern a folder or a link, it sets every watch again, because the system drops a watch with
//!   its folder and does not report when another folder takes its place;
//! - a lost event, an error and 30 s without events each count as such an event;
//! - where the system reports nothing (network and shared folders) or has no watches left, it compares sizes and times
//!   itself, every 700 ms.
//!
//! [`survey`] walks what is to be watched, [`interest`] says which events matter, [`debounce`] collects them into batches,
//! [`system`] and [`paths`] know the differences between systems. No file's contents are read here, and nothing is known of
//! a site.

#![expect(clippy::disallowed_methods, reason = "an edge: it waits for the disk")]

mod debounce;
mod interest;
mod paths;
mod survey;
mod system;

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diag::Result;

use debounce::EventQueue;
use interest::Interest;
use paths::{absolute_real, spellings};
use survey::{Entry, Scope, identity};
use system::{DEPTH, exhausted, silent_file_system};

/// After this long without an event the caller looks anyway, in case one was lost.
const IDLE: Duration = Duration::from_secs(30);

/// How often to compare files where the system reports nothing.
const POLL: Duration = Duration::from_millis(700);

/// Why [`Watcher::wait`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something below the roots may have changed.
    Change,
    /// There was no event for so long that the caller should look anyway.
    Idle,
    /// An [`Interrupter`] ended the wait.
    Interrupt,
}

/// Watches folders and files, which need not exist yet.
pub struct Watcher {
    scope: Scope,
    queue: Arc<EventQueue>,
    backend: Backend,
    notices: Vec<String>,
}

/// Where changes are learned from.
enum Backend {
    /// The events of the system.
    Events(RecommendedWatcher),
    /// Comparing sizes and times at an interval.
    Polling { every: Duration, last: u64 },
}

/// Ends a [`Watcher::wait`] from another thread.
#[derive(Clone)]
pub struct Interrupter(Arc<EventQueue>);

impl Interrupter {
    /// Ends the current or the next wait at once.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

/// Ends a [`Watcher::wait`] from another thread as a change would.
#[derive(Clone)]
pub struct Waker(Arc<EventQueue>);

impl Waker {
    /// Ends the current or the next wait: something is new that no file event tells.
    pub fn wake(&self) {
        self.0.wake();
    }
}

/// Shows, while the caller is busy, whether the next [`Watcher::wait`] would be short.
#[derive(Clone)]
pub struct ChangeSignal(Arc<EventQueue>);

impl ChangeSignal {
    /// Whether there was an event since the last wait. While files are compared at an interval, this is always false.
    pub fn is_set(&self) -> bool {
        self.0.is_pending()
    }
}

impl Watcher {
    /// Watches `roots` without the folders `ignored`. Links are followed as long as they stay `within`.
    ///
    /// With `poll`, sizes and times are compared at that interval instead of relying on the system's events.
    ///
    /// # Errors
    ///
    /// When a relative path cannot be made absolute, because there is no current folder.
    pub fn new(
        within: &Path,
        roots: &[PathBuf],
        ignored: &[PathBuf],
        poll: Option<Duration>,
    ) -> Result<Watcher> {
        let scope = Scope {
            roots: roots
                .iter()
                .map(|root| absolute_real(root))
                .collect::<Result<_>>()?,
            within: absolute_real(within)?,
            ignored: spellings(ignored).into(),
        };
        let mut notices = Vec::new();
        let poll = poll.or_else(|| {
            let kind = scope.roots.iter().find_map(|root| silent_file_system(root))?;
            notices.push(format!(
                "the site is on a {kind} file system, which does not report changes; comparing files every {} ms instead",
                POLL.as_millis()
            ));
            Some(POLL)
        });
        let mut watcher = Watcher {
            scope,
            backend: Backend::Polling {
                every: POLL,
                last: 0,
            },
            queue: Arc::default(),
            notices,
        };
        match poll {
            Some(every) => watcher.start_polling(every),
            None => watcher.start_events(),
        }
        Ok(watcher)
    }

    /// A handle that ends a wait from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(Arc::clone(&self.queue))
    }

    /// A handle that ends a wait as a change would.
    pub fn waker(&self) -> Waker {
        Waker(Arc::clone(&self.queue))
    }

    /// A handle that shows whether there was an event since the last wait.
    pub fn signal(&self) -> ChangeSignal {
        ChangeSignal(Arc::clone(&self.queue))
    }

    /// Messages for the author about how files are watched, each returned once.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Blocks until something may have changed, or until it is interrupted, for `at_most` this time.
    pub fn wait(&mut self, at_most: Option<Duration>) -> Wake {
        let until = Instant::now() + at_most.unwrap_or(IDLE);
        match self.backend {
            Backend::Events(_) => self.wait_for_events(until),
            Backend::Polling { every, .. } => self.wait_for_difference(every, until),
        }
    }

    fn wait_for_events(&mut self, until: Instant) -> Wake {
        let Some(batch) = self.queue.next(until) else {
            return Wake::Interrupt;
        };
        let is_quiet = batch.events == 0;
        if let Some(message) = batch.exhausted {
            self.fall_back(message);
        } else if batch.structure || is_quiet {
            // Before the caller reads the disk, not after: changes during the reading must cause another look.
            self.arm();
        }
        if is_quiet { Wake::Idle } else { Wake::Change }
    }

    fn wait_for_difference(&mut self, every: Duration, until: Instant) -> Wake {
        loop {
            if self.queue.interrupted_within(every) {
                return Wake::Interrupt;
            }
            if self.queue.take_woken() {
                return Wake::Change;
            }
            let now = self.stamp();
            if let Backend::Polling { last, .. } = &mut self.backend
                && *last != now
            {
                *last = now;
                return Wake::Change;
            }
            if Instant::now() >= until {
                return Wake::Idle;
            }
        }
    }

    fn start_events(&mut self) {
        self.queue.interest().ignored = Arc::clone(&self.scope.ignored);
        let queue = Arc::clone(&self.queue);
        let tell = move |event: notify::Result<Event>| queue.push(event);
        match RecommendedWatcher::new(tell, notify::Config::default()) {
            Ok(events) => {
                self.backend = Backend::Events(events);
                self.arm();
            }
            Err(error) => self.fall_back(exhausted(&error).unwrap_or_else(|| error.to_string())),
        }
    }

    fn start_polling(&mut self, every: Duration) {
        self.backend = Backend::Polling {
            every,
            last: self.stamp(),
        };
    }

    fn fall_back(&mut self, why: String) {
        self.notices.push(format!(
            "{why}; comparing files every {} ms instead",
            POLL.as_millis()
        ));
        self.start_polling(POLL);
    }

    /// Sets a watch on every folder of the survey, and removes those of folders that are gone.
    ///
    /// Folders that are watched already are watched again: there is no way to ask whether a watch still works, and setting
    /// it again is cheap.
    fn arm(&mut self) {
        let Backend::Events(events) = &mut self.backend else {
            return;
        };
        let before = self.queue.interest().clone();
        let mut found = Interest {
            ignored: Arc::clone(&self.scope.ignored),
            ..Interest::default()
        };
        let mut trouble = None;
        self.scope.walk(&mut |entry| {
            // Added to the interest before it is watched: an event that comes in between must not be dropped.
            let (folder, depth) = match entry {
                Entry::Folder(folder) => {
                    self.queue.interest().folders.insert(folder.to_owned());
                    found.folders.insert(folder.to_owned());
                    (folder, DEPTH)
                }
                Entry::Around(folder) => {
                    self.queue.interest().points.insert(folder.to_owned());
                    found.points.insert(folder.to_owned());
                    (folder, RecursiveMode::NonRecursive)
                }
                Entry::Point(path) => {
                    self.queue.interest().points.insert(path.to_owned());
                    found.points.insert(path.to_owned());
                    return;
                }
                Entry::File(..) => return,
            };
            if trouble.is_none() && !found.is_covered(folder) {
                // A folder that has gone meanwhile is reported by the folder above it.
                trouble = watch(events, folder, depth)
                    .err()
                    .as_ref()
                    .and_then(exhausted);
            }
        });
        for gone in before.paths().filter(|path| !found.is_known(path)) {
            let _ = events.unwatch(gone);
        }
        *self.queue.interest() = found;
        if let Some(message) = trouble {
            self.fall_back(message);
        }
    }

    /// A hash of the names, sizes and times of everything there is to watch.
    ///
    /// notify has a polling watcher, but it compares times in whole seconds and only reacts to later ones: it would miss a
    /// second save within a second, and a file restored from a backup.
    fn stamp(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.scope.walk(&mut |entry| match entry {
            Entry::Folder(path) | Entry::Point(path) => path.hash(&mut hasher),
            Entry::Around(_) => {}
            Entry::File(path, metadata) => {
                let time = metadata.modified().ok();
                (path, identity(metadata), metadata.len(), time).hash(&mut hasher);
            }
        });
        hasher.finish()
    }
}

fn watch(
    events: &mut RecommendedWatcher,
    folder: &Path,
    depth: RecursiveMode,
) -> notify::Result<()> {
    if DEPTH == RecursiveMode::Recursive {
        // Recursive watches add up, so the earlier one is removed first.
        let _ = events.unwatch(folder);
    }
    events.watch(folder, depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_there_is_no_room_for_watches_files_are_compared_and_the_author_is_told() {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let roots = [folder.path().to_owned()];
        let mut watcher =
            Watcher::new(folder.path(), &roots, &[], None).expect("the folder can be watched");
        let full = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        watcher.queue.push(Err(full));
        assert_eq!(watcher.wait(None), Wake::Change);
        let notices = watcher.take_notices();
        assert!(
            notices.len() == 1 && notices[0].contains("fs.inotify.max_user_watches"),
            "{notices:?}"
        );
        assert!(matches!(watcher.backend, Backend::Polling { .. }));
        std::fs::write(folder.path().join("a.md"), "a").expect("a file can be written");
        assert_eq!(watcher.wait(None), Wake::Change, "the change was seen");
    }
}
