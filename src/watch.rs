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
//! - a folder that appears is looked at twice, since files may be in it before it is watched;
//! - where the system tells nothing (network and shared folders), or has no room left for watches,
//!   the room compares sizes and times itself, every 700 ms.
//!
//! It reads no file's contents and knows nothing of a site.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diag::{Error, Result};

/// How long it must be quiet after a save: editors write, rename and sync within a few milliseconds.
const QUIET: Duration = Duration::from_millis(5);

/// How long it must be quiet in a burst, such as a checkout, so that it becomes one build and not fifty.
const QUIET_IN_BURST: Duration = Duration::from_millis(80);

/// How long a burst may put the next look off.
const LONGEST_BURST: Duration = Duration::from_millis(500);

/// From how many events on it is a burst: saving one file causes up to a dozen.
const BURST: usize = 24;

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

/// Tells one folder from another with the same path.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

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

impl Watcher {
    /// Watches `roots`, except what lies in one of `ignored`.
    ///
    /// With `poll` the room compares sizes and times at that interval instead of relying on the system.
    ///
    /// # Errors
    ///
    /// When a root has no folder above it that exists.
    pub fn new(roots: &[PathBuf], ignored: &[PathBuf], poll: Option<Duration>) -> Result<Watcher> {
        let roots = outermost(roots)?;
        let ignored: Arc<[PathBuf]> = ignored.iter().map(|path| canonical(path)).collect();
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
        if batch.folders {
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
            stamp(&root.path, &self.ignored, 0, &mut hasher);
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

/// What the system told since the last look.
#[derive(Default)]
struct News {
    state: Mutex<Heard>,
    arrived: Condvar,
}

/// A few counts, however many events there were: a checkout must not fill the memory of a program
/// that is busy building.
#[derive(Default)]
struct Heard {
    events: usize,
    first: Option<Instant>,
    last: Option<Instant>,
    folders: bool,
    exhausted: Option<String>,
    interrupted: bool,
}

impl News {
    fn state(&self) -> MutexGuard<'_, Heard> {
        // Nothing is left half-done in there, so a panic elsewhere does no harm.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one event in, unless it cannot matter.
    fn hear(&self, event: notify::Result<Event>, roots: &[PathBuf], ignored: &[PathBuf]) {
        let (folder, trouble) = match &event {
            Ok(event) if !matters(event, roots, ignored) => return,
            Ok(event) => (makes_folder(event), None),
            Err(error) => (false, exhausted(error)),
        };
        let now = Instant::now();
        let mut state = self.state();
        state.events += 1;
        state.first.get_or_insert(now);
        state.last = Some(now);
        state.folders |= folder;
        state.exhausted = state.exhausted.take().or(trouble);
        if state.events == 1 {
            drop(state);
            self.arrived.notify_all();
        }
    }

    /// Waits for events and then for quiet; nothing if it was interrupted. At `until` it ends anyway.
    fn next(&self, until: Instant) -> Option<Heard> {
        let mut state = self.state();
        loop {
            if std::mem::take(&mut state.interrupted) {
                return None;
            }
            let due = state.due().unwrap_or(until);
            let now = Instant::now();
            if now >= due {
                return Some(std::mem::take(&mut *state));
            }
            state = self
                .arrived
                .wait_timeout(state, due - now)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Sleeps this long, and says whether it was woken.
    fn interrupted_within(&self, pause: Duration) -> bool {
        let state = self.state();
        let (mut state, _) = self
            .arrived
            .wait_timeout_while(state, pause, |state| !state.interrupted)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut state.interrupted)
    }
}

impl Heard {
    /// When what was heard so far should be looked at, if there is anything.
    fn due(&self) -> Option<Instant> {
        let quiet = if self.events > BURST {
            QUIET_IN_BURST
        } else {
            QUIET
        };
        Some((self.last? + quiet).min(self.first? + LONGEST_BURST))
    }
}

/// Whether an event can mean that something an author wrote is different.
fn matters(event: &Event, roots: &[PathBuf], ignored: &[PathBuf]) -> bool {
    if event.need_rescan() {
        return true;
    }
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    // Both names of a rename count: a file may become a backup, and a temporary file an article.
    event.paths.is_empty()
        || event.paths.iter().any(|path| {
            let inside = roots
                .iter()
                .any(|root| path.starts_with(root) || root.starts_with(path));
            inside && !is_left_out(path, ignored)
        })
}

/// Whether a folder may have appeared, and with it files that were there before it was watched.
fn makes_folder(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(CreateKind::Folder) => true,
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
            event.paths.iter().any(|path| path.is_dir())
        }
        EventKind::Remove(RemoveKind::Folder) => true,
        _ => event.need_rescan(),
    }
}

/// Whether a path lies in an ignored folder or has the name of an editor's temporary file.
fn is_left_out(path: &Path, ignored: &[PathBuf]) -> bool {
    is_temporary(path) || ignored.iter().any(|folder| path.starts_with(folder))
}

/// Whether editors and desktops give this name to files that are not meant to stay.
fn is_temporary(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let vim_swap = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| {
            matches!(extension, "swp" | "swo" | "swx") && name.starts_with('.')
        });
    vim_swap
        // The number is what vim calls the file with which it tries whether it may write.
        || matches!(name, "4913" | ".DS_Store")
        || name.ends_with('~')
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.starts_with(".goutputstream-")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
}

/// What to tell the author when the system has no room for another watch.
fn exhausted(error: &notify::Error) -> Option<String> {
    const EMFILE: i32 = 24;
    let limit = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "fs.inotify.max_user_watches",
        notify::ErrorKind::Io(cause) if cause.raw_os_error() == Some(EMFILE) => {
            "fs.inotify.max_user_instances"
        }
        notify::ErrorKind::Generic(_)
        | notify::ErrorKind::Io(_)
        | notify::ErrorKind::PathNotFound
        | notify::ErrorKind::WatchNotFound
        | notify::ErrorKind::InvalidConfig(_) => return None,
    };
    Some(format!(
        "the system has no room to watch more folders; raise {limit} (sysctl) to be told of changes at once"
    ))
}

/// The roots with their real paths, without those that lie inside another.
fn outermost(roots: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut real: Vec<PathBuf> = roots.iter().map(|root| canonical(root)).collect();
    real.sort();
    real.dedup();
    let mut kept: Vec<PathBuf> = Vec::new();
    for root in real {
        if kept.iter().any(|outer| root.starts_with(outer)) {
            continue;
        }
        if !root.parent().is_none_or(Path::is_dir) {
            return Err(Error::new(format!(
                "cannot watch {}: the folder it would lie in does not exist",
                root.display()
            )));
        }
        kept.push(root);
    }
    Ok(kept)
}

/// The real path; of something that does not exist yet, the real path of its folder and its name.
///
/// Some systems report events under the real path only, whatever was asked for.
fn canonical(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => parent
            .canonicalize()
            .unwrap_or_else(|_| parent.to_owned())
            .join(name),
        _ => absolute,
    }
}

/// Which folder this is; nothing if it is none.
fn identify(path: &Path) -> Option<Identity> {
    let metadata = fs::metadata(path).ok().filter(Metadata::is_dir)?;
    Some(Identity::of(&metadata))
}

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }

    /// Elsewhere the moment it was made must do.
    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        let made = metadata
            .created()
            .ok()
            .and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        Self(0, made.map_or(0, |made| made.as_nanos() as u64))
    }
}

/// How deep folders are compared; only a circle of links goes deeper.
const DEEPEST: usize = 64;

/// Feeds the name, size and time of a path and of everything below it to a hasher.
fn stamp(path: &Path, ignored: &[PathBuf], depth: usize, hasher: &mut impl Hasher) {
    if is_left_out(path, ignored) {
        return;
    }
    path.hash(hasher);
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    let identity = Identity::of(&metadata);
    (identity.0, identity.1, metadata.len()).hash(hasher);
    metadata.modified().ok().hash(hasher);
    if !metadata.is_dir() || depth == DEEPEST {
        return;
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    entries.sort();
    for entry in entries {
        stamp(&entry, ignored, depth + 1, hasher);
    }
}

/// The kind of the file system a path lies on, if it is one that does not tell of changes.
fn silent_file_system(path: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = file_system_of(path, &mounts)?;
    is_silent(&kind).then_some(kind)
}

/// Network and shared folders: what another machine changes there is not told to this one.
fn is_silent(kind: &str) -> bool {
    matches!(
        kind,
        "9p" | "drvfs"
            | "nfs"
            | "nfs4"
            | "cifs"
            | "smb3"
            | "smbfs"
            | "virtiofs"
            | "vboxsf"
            | "prl_fs"
            | "afs"
            | "ceph"
            | "fuse"
            | "fuseblk"
    ) || kind.starts_with("fuse.")
}

/// The kind of the file system that is mounted nearest above a path.
fn file_system_of(path: &Path, mounts: &str) -> Option<String> {
    mounts
        .lines()
        .filter_map(|line| {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
            let (before, after) = line.split_once(" - ")?;
            let point = unescape(before.split(' ').nth(4)?);
            let kind = after.split(' ').next()?;
            path.starts_with(&point)
                .then(|| (point.len(), kind.to_owned()))
        })
        // The last of equally long ones lies on top.
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

/// Undoes the octal escapes of the mount table: `\040` is a space.
fn unescape(field: &str) -> String {
    let mut parts = field.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..3)
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match (code, part.get(3..)) {
            (Some(code), Some(rest)) => {
                plain.push(char::from(code));
                plain.push_str(rest);
            }
            _ => {
                plain.push('\\');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_for_a_moment_is_no_change() {
        for name in [
            "a.md~",
            ".#a.md",
            "#a.md#",
            ".a.md.swp",
            ".a.md.swx",
            "4913",
            ".goutputstream-X1",
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            ".DS_Store",
        ] {
            assert!(is_temporary(Path::new(name)), "{name}");
        }
        for name in ["a.md", "#", "swp", "#1 reason.md", "49131"] {
            assert!(!is_temporary(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn the_nearest_mount_decides_whether_the_system_tells() {
        let mounts = "22 1 0:1 / / rw - ext4 /dev/sda rw\n\
            23 22 0:2 / /mnt/c rw shared:3 - 9p drvfs rw\n\
            24 22 0:3 / /home/me/My\\040Guide rw - fuse.sshfs host: rw\n";
        let kind = |path: &str| file_system_of(Path::new(path), mounts);
        assert_eq!(kind("/home/me/site").as_deref(), Some("ext4"));
        assert_eq!(kind("/mnt/c/site").as_deref(), Some("9p"));
        assert_eq!(kind("/mnt/cd/site").as_deref(), Some("ext4"));
        assert_eq!(
            kind("/home/me/My Guide/content").as_deref(),
            Some("fuse.sshfs")
        );
        assert!(is_silent("9p") && is_silent("fuse.sshfs") && !is_silent("ext4"));
    }

    #[test]
    fn a_read_and_a_path_outside_do_not_matter_but_a_lost_event_does() {
        let roots = [
            PathBuf::from("/site/content"),
            PathBuf::from("/site/site.toml"),
        ];
        let ignored = [PathBuf::from("/site/content/public")];
        let event = |kind, path: &str| Event::new(kind).add_path(path.into());
        let modified = EventKind::Modify(ModifyKind::Any);
        let cases = [
            (event(modified, "/site/content/a.md"), true),
            (event(modified, "/site/site.toml"), true),
            (event(EventKind::Remove(RemoveKind::Folder), "/site"), true),
            (event(modified, "/site/notes.txt"), false),
            (event(modified, "/site/content/public/a.html"), false),
            (event(modified, "/site/content/.a.md.swp"), false),
            (
                event(modified, "/site/content/a.md~").add_path("/site/content/a.md".into()),
                true,
            ),
            (
                event(
                    EventKind::Access(notify::event::AccessKind::Any),
                    "/site/content/a.md",
                ),
                false,
            ),
            (
                Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan),
                true,
            ),
        ];
        for (event, expected) in cases {
            assert_eq!(matters(&event, &roots, &ignored), expected, "{event:?}");
        }
    }

    #[test]
    fn a_save_is_due_soon_and_a_burst_later_but_not_for_ever() {
        let start = Instant::now();
        let heard = |events, last: u64| Heard {
            events,
            first: Some(start),
            last: Some(start + Duration::from_millis(last)),
            ..Heard::default()
        };
        let due = |heard: Heard| heard.due().map(|due| (due - start).as_millis());
        assert_eq!(due(heard(3, 2)), Some(7));
        assert_eq!(due(heard(1_000, 100)), Some(180));
        assert_eq!(due(heard(100_000, 490)), Some(500));
        assert_eq!(due(Heard::default()), None);
    }

    #[test]
    fn a_full_table_of_watches_names_the_setting() {
        let message = exhausted(&notify::Error::new(notify::ErrorKind::MaxFilesWatch));
        assert!(message.is_some_and(|message| message.contains("fs.inotify.max_user_watches")));
        assert!(exhausted(&notify::Error::path_not_found()).is_none());
    }
}
