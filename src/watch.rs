//! Waiting until something may have changed.
//!
//! A [`Watcher`] turns what the file system tells into one fact, "look again", at the right moment:
//! 5 ms after a save, and not before a checkout of a thousand files has calmed down. It never says
//! *what* changed, because the systems underneath lose, merge and invent events; whoever asks looks
//! at the disk and compares. A "look again" without any change is therefore always allowed, and a
//! change without a "look again" is the only fault this room can have. The defences against it:
//!
//! - folders are watched, never files, so that a save by rename is seen;
//! - the folder above each root is watched, so that a root that is deleted is seen coming back;
//! - a lost event, an error and 30 s of quiet each count as "look again";
//! - a folder that appears is looked at twice, since files may be in it before it is watched, and a link
//!   to a folder makes its root be watched anew, since otherwise nobody follows it;
//! - where the system tells nothing (network and shared folders), or has no room left for watches,
//!   the room compares sizes and times itself, every 700 ms.
//!
//! It reads no file's contents and knows nothing of a site.

mod news;
mod places;

use std::collections::BTreeSet;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diag::Result;

use news::{News, exhausted};
use places::{Identity, identify, settle, silent_file_system, spellings, stamp};

/// After this long without an event somebody looks anyway, in case an event was lost.
const IDLE: Duration = Duration::from_secs(30);

/// When to look again after a folder appeared, or a root could not be watched yet.
const SECOND_LOOK: Duration = Duration::from_millis(150);

/// How often to compare where the system tells nothing.
const POLL: Duration = Duration::from_millis(700);

/// Why [`Watcher::wait`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Something below the roots may be different now.
    Maybe,
    /// An [`Interrupter`] asked to stop waiting.
    Interrupted,
}

/// Watches folders and files, which need not exist yet.
pub struct Watcher {
    roots: Vec<Root>,
    ignored: Arc<[PathBuf]>,
    news: Arc<News>,
    means: Means,
    notices: Vec<String>,
    second_look: Option<Instant>,
}

/// How changes are learned of.
enum Means {
    /// The system tells.
    Events(RecommendedWatcher),
    /// We compare.
    Polling { every: Duration, last: u64 },
}

/// A folder or a file that was asked for.
struct Root {
    path: PathBuf,
    /// Which folder is being watched: a deleted and recreated one has another identity.
    watched: Option<Identity>,
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
    /// Watches `roots`, except what lies in one of `ignored`.
    ///
    /// With `poll` the room compares sizes and times at that interval instead of relying on the system.
    ///
    /// # Errors
    ///
    /// When a relative root cannot be made absolute, because there is no current folder.
    pub fn new(roots: &[PathBuf], ignored: &[PathBuf], poll: Option<Duration>) -> Result<Watcher> {
        let roots = settle(roots)?;
        let ignored: Arc<[PathBuf]> = spellings(ignored).into();
        let news = Arc::new(News::default());
        let mut notices = Vec::new();
        let poll = poll.or_else(|| {
            let kind = roots.iter().find_map(|root| silent_file_system(root))?;
            notices.push(format!(
                "the site lies on a {kind} file system, which does not tell of changes; comparing files every {} ms instead",
                POLL.as_millis()
            ));
            Some(POLL)
        });
        let mut watcher = Watcher {
            roots: roots.into_iter().map(Root::new).collect(),
            means: Means::Polling {
                every: POLL,
                last: 0,
            },
            ignored,
            news,
            notices,
            second_look: None,
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
        let changed = match self.means {
            Means::Events(_) => self.wait_for_events(),
            Means::Polling { every, .. } => self.wait_for_difference(every),
        };
        if changed == Changed::Maybe {
            // Before the caller looks, not after: what happens during the look must be told.
            self.arm();
        }
        changed
    }

    fn wait_for_events(&mut self) -> Changed {
        let until = self.second_look.unwrap_or_else(|| Instant::now() + IDLE);
        let Some(batch) = self.news.next(until) else {
            return Changed::Interrupted;
        };
        self.second_look = self.second_look.filter(|moment| Instant::now() < *moment);
        if batch.links {
            // Watched anew from the top, since only then links are followed.
            self.roots.iter_mut().for_each(|root| root.watched = None);
        }
        if batch.folders || batch.links {
            self.second_look = Some(Instant::now() + SECOND_LOOK);
        }
        if let Some(message) = batch.exhausted {
            self.fall_back(message);
        }
        Changed::Maybe
    }

    fn wait_for_difference(&mut self, every: Duration) -> Changed {
        let idle = Instant::now() + IDLE;
        loop {
            if self.news.interrupted_within(every) {
                return Changed::Interrupted;
            }
            let now = self.stamp();
            if let Means::Polling { last, .. } = &mut self.means
                && (*last != now || Instant::now() >= idle)
            {
                *last = now;
                return Changed::Maybe;
            }
        }
    }

    fn start_events(&mut self) {
        let news = Arc::clone(&self.news);
        let ignored = Arc::clone(&self.ignored);
        let roots: Vec<PathBuf> = self.roots.iter().map(|root| root.path.clone()).collect();
        let tell = move |event: notify::Result<Event>| news.hear(event, &roots, &ignored);
        // Links are followed, since the site may be made of linked folders.
        match RecommendedWatcher::new(tell, notify::Config::default()) {
            Ok(events) => {
                self.means = Means::Events(events);
                self.arm_parents();
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

    /// Watches the folder above each root, without what lies deeper.
    fn arm_parents(&mut self) {
        let Means::Events(events) = &mut self.means else {
            return;
        };
        let parents: BTreeSet<&Path> = self
            .roots
            .iter()
            .filter_map(|root| root.path.parent())
            .collect();
        let mut trouble = None;
        for parent in parents {
            if let Err(error) = events.watch(parent, RecursiveMode::NonRecursive) {
                trouble = trouble.or(exhausted(&error));
            }
        }
        if let Some(message) = trouble {
            self.fall_back(message);
        }
    }

    /// Watches every root that is there and is not watched yet; one that was replaced is watched anew.
    ///
    /// A root that is a file needs nothing: the folder above it tells.
    fn arm(&mut self) {
        let Means::Events(events) = &mut self.means else {
            return;
        };
        let mut trouble = None;
        for root in &mut self.roots {
            let found = identify(&root.path);
            if found == root.watched {
                continue;
            }
            // What was watched under this name is another folder, or gone.
            let _ = events.unwatch(&root.path);
            root.watched = None;
            if found.is_none() {
                continue;
            }
            match events.watch(&root.path, RecursiveMode::Recursive) {
                Ok(()) => root.watched = found,
                // A folder inside vanished while it was being walked, or the root went again.
                Err(error) => match exhausted(&error) {
                    Some(message) => trouble = Some(message),
                    None => self.second_look = Some(Instant::now() + SECOND_LOOK),
                },
            }
        }
        if let Some(message) = trouble {
            self.fall_back(message);
        }
    }

    /// Stands for the names, sizes and times of everything below the roots.
    ///
    /// notify has a watcher that polls, but it compares times in whole seconds, and only whether they
    /// are later: a second save within a second, or a file from a backup, would go unseen.
    fn stamp(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        for root in &self.roots {
            stamp(&root.path, &self.ignored, &mut Vec::new(), &mut hasher);
        }
        hasher.finish()
    }
}

impl Root {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            watched: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_there_is_no_room_for_watches_files_are_compared_and_the_author_is_told() {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let roots = [folder.path().to_owned()];
        let mut watcher = Watcher::new(&roots, &[], None).expect("the folder can be watched");
        let full = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        watcher.news.hear(Err(full), &roots, &[]);
        assert_eq!(watcher.wait(), Changed::Maybe);
        let notices = watcher.take_notices();
        assert!(
            notices.len() == 1 && notices[0].contains("fs.inotify.max_user_watches"),
            "{notices:?}"
        );
        assert!(matches!(watcher.means, Means::Polling { .. }));
        std::fs::write(folder.path().join("a.md"), "a").expect("a file can be written");
        let start = Instant::now();
        assert_eq!(watcher.wait(), Changed::Maybe);
        assert!(start.elapsed() < IDLE, "the change was seen, not the time");
    }
}
