//! What the system told since somebody last looked, and which of it matters.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::Event;
use notify::event::{CreateKind, EventKind, ModifyKind, RenameMode};

/// How long it must be quiet after a save: editors write, rename and sync within a few milliseconds.
const QUIET: Duration = Duration::from_millis(5);

/// How long it must be quiet in a burst, such as a checkout, so that it becomes one build and not fifty.
const QUIET_IN_BURST: Duration = Duration::from_millis(80);

/// How long a burst may put the next look off.
const LONGEST_BURST: Duration = Duration::from_millis(500);

/// From how many events on it is a burst: saving one file causes up to a dozen.
const BURST: usize = 24;

/// What the system told since the last look.
#[derive(Default)]
pub(super) struct News {
    state: Mutex<Heard>,
    pub(super) arrived: Condvar,
}

/// A few counts, however many events there were: a checkout must not fill the memory of a program
/// that is busy building.
#[derive(Default)]
pub(super) struct Heard {
    events: usize,
    first: Option<Instant>,
    last: Option<Instant>,
    /// A folder appeared.
    pub(super) folders: bool,
    /// A link to a folder appeared.
    pub(super) links: bool,
    pub(super) exhausted: Option<String>,
    pub(super) interrupted: bool,
}

impl News {
    pub(super) fn state(&self) -> MutexGuard<'_, Heard> {
        // Nothing is left half-done in there, so a panic elsewhere does no harm.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one event in, unless it cannot matter.
    pub(super) fn hear(
        &self,
        event: notify::Result<Event>,
        roots: &[PathBuf],
        ignored: &[PathBuf],
    ) {
        let (folder, link, trouble) = match &event {
            Ok(event) if !matters(event, roots, ignored) => return,
            Ok(event) => (brings_folder(event), brings_link(event), None),
            Err(error) => (false, false, exhausted(error)),
        };
        let now = Instant::now();
        let mut state = self.state();
        state.events += 1;
        state.first.get_or_insert(now);
        state.last = Some(now);
        state.folders |= folder;
        state.links |= link;
        state.exhausted = state.exhausted.take().or(trouble);
        if state.events == 1 {
            drop(state);
            self.arrived.notify_all();
        }
    }

    /// Waits for events and then for quiet; nothing if it was interrupted. At `until` it ends anyway.
    pub(super) fn next(&self, until: Instant) -> Option<Heard> {
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
    pub(super) fn interrupted_within(&self, pause: Duration) -> bool {
        let state = self.state();
        let (mut state, _) = self
            .arrived
            .wait_timeout_while(state, pause, |state| !state.interrupted)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut state.interrupted)
    }
}

impl Heard {
    /// Whether a look is due, now or in a moment.
    pub(super) fn is_pending(&self) -> bool {
        self.events > 0 || self.interrupted
    }

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
fn brings_folder(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(CreateKind::Folder) => true,
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
            event.paths.iter().any(|path| path.is_dir())
        }
        _ => event.need_rescan(),
    }
}

/// Whether a link to a folder appeared. notify takes it for a file and does not watch what it leads to.
fn brings_link(event: &Event) -> bool {
    let appears = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(RenameMode::To))
    );
    appears
        && event
            .paths
            .iter()
            .any(|path| path.is_symlink() && path.is_dir())
}

/// Whether a path lies in an ignored folder or has the name of an editor's temporary file.
pub(super) fn is_left_out(path: &Path, ignored: &[PathBuf]) -> bool {
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
pub(super) fn exhausted(error: &notify::Error) -> Option<String> {
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
            (
                event(
                    EventKind::Remove(notify::event::RemoveKind::Folder),
                    "/site",
                ),
                true,
            ),
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
