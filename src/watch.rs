//! Waiting until something may have changed.
//!
//! A [`Watcher`] turns what the file system tells into one fact, "look again", at the right moment:
//! 5 ms after a save, and not before a checkout of a thousand files has calmed down. It never says
//! *what* changed, because the systems underneath lose, merge and invent events; the caller looks
//! at the disk and compares. A "look again" without any change is therefore always allowed, and a
//! change without a "look again" is the only fault this room can have. The defences against it:
//!
//! - folders are watched, never files, so that a save by rename is seen;
//! - the folder above each root and above the target of each link is watched, so that what is deleted is seen coming back;
//! - each folder is watched before it is listed, and before the caller looks, so that nothing falls between;
//! - after anything that may have happened to a folder or a link, everything is watched anew, whatever was watched before:
//!   the system forgets a watch when a folder goes, and does not say so when another takes its place;
//! - a lost event, an error and 30 s of quiet each count as such;
//! - where the system tells nothing (network and shared folders), or has no room left for watches,
//!   the room compares sizes and times itself, every 700 ms.
//!
//! It reads no file's contents and knows nothing of a site.

mod news;
mod places;
mod survey;

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diag::Result;

use news::{Interest, News, exhausted};
use places::{settle, silent_file_system, spellings};
use survey::{Met, Scope, identity};

/// After this long without an event it is time to look anyway, in case one was lost.
const IDLE: Duration = Duration::from_secs(30);

/// How often to compare where the system tells nothing.
const POLL: Duration = Duration::from_millis(700);

/// Why [`Watcher::wait`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Something below the roots may be different now.
    Maybe,
    /// Nothing was heard for so long that it is time to look anyway.
    Quiet,
    /// An [`Interrupter`] asked to stop waiting.
    Interrupted,
}

/// Watches folders and files, which need not exist yet.
pub struct Watcher {
    scope: Scope,
    news: Arc<News>,
    means: Means,
    notices: Vec<String>,
}

/// How changes are learned of.
enum Means {
    /// The system tells.
    Events(RecommendedWatcher),
    /// We compare.
    Polling { every: Duration, last: u64 },
}

/// Ends a [`Watcher::wait`] from another thread.
#[derive(Clone)]
pub struct Interrupter(Arc<News>);

impl Interrupter {
    /// Lets the current or the next wait end at once.
    pub fn interrupt(&self) {
        self.0.state().interrupted = true;
        self.0.arrived.notify_all();
    }
}

/// Tells another thread, or the same one while it is busy, that a [`Watcher::wait`] would not be long.
#[derive(Clone)]
pub struct Pending(Arc<News>);

impl Pending {
    /// Whether something was heard since the last wait. Where the system tells nothing, this never knows.
    pub fn is_there(&self) -> bool {
        self.0.state().is_pending()
    }
}

impl Watcher {
    /// Watches `roots`, except what lies in one of `ignored`. Links are followed as long as they stay `within`.
    ///
    /// With `poll` the room compares sizes and times at that interval instead of relying on the system.
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
                .map(|root| settle(root))
                .collect::<Result<_>>()?,
            within: settle(within)?,
            ignored: spellings(ignored).into(),
        };
        let mut notices = Vec::new();
        let poll = poll.or_else(|| {
            let kind = scope.roots.iter().find_map(|root| silent_file_system(root))?;
            notices.push(format!(
                "the site lies on a {kind} file system, which does not tell of changes; comparing files every {} ms instead",
                POLL.as_millis()
            ));
            Some(POLL)
        });
        let mut watcher = Watcher {
            scope,
            means: Means::Polling {
                every: POLL,
                last: 0,
            },
            news: Arc::default(),
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
        Interrupter(Arc::clone(&self.news))
    }

    /// A handle that knows whether there is anything to wait for.
    pub fn pending(&self) -> Pending {
        Pending(Arc::clone(&self.news))
    }

    /// What the author should know about how files are watched, each once.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Blocks until something may have changed, or until it is interrupted.
    pub fn wait(&mut self) -> Changed {
        match self.means {
            Means::Events(_) => self.wait_for_events(),
            Means::Polling { every, .. } => self.wait_for_difference(every),
        }
    }

    fn wait_for_events(&mut self) -> Changed {
        let Some(batch) = self.news.next(Instant::now() + IDLE) else {
            return Changed::Interrupted;
        };
        let is_quiet = batch.events == 0;
        if let Some(message) = batch.exhausted {
            self.fall_back(message);
        } else if batch.structure || is_quiet {
            // Before the caller looks, not after: what happens during the look must be told.
            self.arm();
        }
        if is_quiet {
            Changed::Quiet
        } else {
            Changed::Maybe
        }
    }

    fn wait_for_difference(&mut self, every: Duration) -> Changed {
        let idle = Instant::now() + IDLE;
        loop {
            if self.news.interrupted_within(every) {
                return Changed::Interrupted;
            }
            let now = self.stamp();
            if let Means::Polling { last, .. } = &mut self.means
                && *last != now
            {
                *last = now;
                return Changed::Maybe;
            }
            if Instant::now() >= idle {
                return Changed::Quiet;
            }
        }
    }

    fn start_events(&mut self) {
        self.news.interest().ignored = Arc::clone(&self.scope.ignored);
        let news = Arc::clone(&self.news);
        let tell = move |event: notify::Result<Event>| news.hear(event);
        match RecommendedWatcher::new(tell, notify::Config::default()) {
            Ok(events) => {
                self.means = Means::Events(events);
                self.arm();
            }
            Err(error) => self.fall_back(exhausted(&error).unwrap_or_else(|| error.to_string())),
        }
    }

    fn start_polling(&mut self, every: Duration) {
        self.means = Means::Polling {
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

    /// Watches all there is to watch, and no longer what is gone.
    ///
    /// A folder that is watched already is watched again, which costs the system nothing: whether a watch still holds
    /// cannot be told from outside.
    fn arm(&mut self) {
        let Means::Events(events) = &mut self.means else {
            return;
        };
        let before = self.news.interest().clone();
        let mut found = Interest {
            ignored: Arc::clone(&self.scope.ignored),
            ..Interest::default()
        };
        let mut trouble = None;
        self.scope.walk(&mut |met| {
            // Noted before it is watched: an event that comes in between must not be passed over.
            let (folder, depth) = match met {
                Met::Folder(folder) => {
                    self.news.interest().folders.insert(folder.to_owned());
                    found.folders.insert(folder.to_owned());
                    (folder, DEPTH)
                }
                Met::Around(folder) => {
                    self.news.interest().points.insert(folder.to_owned());
                    found.points.insert(folder.to_owned());
                    (folder, RecursiveMode::NonRecursive)
                }
                Met::Point(path) => {
                    self.news.interest().points.insert(path.to_owned());
                    found.points.insert(path.to_owned());
                    return;
                }
                Met::File(..) => return,
            };
            if trouble.is_none() && !found.has_above(folder) {
                // What has gone meanwhile is told by the folder above it.
                trouble = watch(events, folder, depth)
                    .err()
                    .as_ref()
                    .and_then(exhausted);
            }
        });
        for gone in before.paths().filter(|path| !found.is_known(path)) {
            let _ = events.unwatch(gone);
        }
        *self.news.interest() = found;
        if let Some(message) = trouble {
            self.fall_back(message);
        }
    }

    /// A number for the names, sizes and times of everything there is to watch.
    ///
    /// notify has a watcher that polls, but it compares times in whole seconds, and only whether they
    /// are later: a second save within a second, or a file from a backup, would go unseen.
    fn stamp(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.scope.walk(&mut |met| match met {
            Met::Folder(path) | Met::Point(path) => path.hash(&mut hasher),
            Met::Around(_) => {}
            Met::File(path, metadata) => {
                let time = metadata.modified().ok();
                (path, identity(metadata), metadata.len(), time).hash(&mut hasher);
            }
        });
        hasher.finish()
    }
}

/// Elsewhere than on Linux the system watches what lies below a folder by itself, and each watch of ours is dear.
const DEPTH: RecursiveMode = if cfg!(any(target_os = "linux", target_os = "android")) {
    RecursiveMode::NonRecursive
} else {
    RecursiveMode::Recursive
};

fn watch(
    events: &mut RecommendedWatcher,
    folder: &Path,
    depth: RecursiveMode,
) -> notify::Result<()> {
    if DEPTH == RecursiveMode::Recursive {
        // There a second watch would come on top of the first.
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
        watcher.news.hear(Err(full));
        assert_eq!(watcher.wait(), Changed::Maybe);
        let notices = watcher.take_notices();
        assert!(
            notices.len() == 1 && notices[0].contains("fs.inotify.max_user_watches"),
            "{notices:?}"
        );
        assert!(matches!(watcher.means, Means::Polling { .. }));
        std::fs::write(folder.path().join("a.md"), "a").expect("a file can be written");
        assert_eq!(watcher.wait(), Changed::Maybe, "the change was seen");
    }
}
