//! What the system told since the last look, and which of it matters.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::Event;
use notify::event::{EventKind, ModifyKind};

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
    interest: Mutex<Interest>,
}

/// Which paths matter.
#[derive(Clone, Default)]
pub(super) struct Interest {
    /// Folders of which every entry matters.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Paths that matter by themselves.
    pub(super) points: BTreeSet<PathBuf>,
    /// Folders that are left out, whatever happens in them.
    pub(super) ignored: Arc<[PathBuf]>,
}

/// A few counts, however many events there were: a checkout must not fill the memory of a program
/// that is busy building.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) events: usize,
    first: Option<Instant>,
    last: Option<Instant>,
    /// A folder or a link may have come, gone or been replaced, so other folders may have to be watched.
    pub(super) structure: bool,
    pub(super) exhausted: Option<String>,
    pub(super) interrupted: bool,
}

impl News {
    pub(super) fn state(&self) -> MutexGuard<'_, Heard> {
        // Nothing is left half-done in there, so a panic elsewhere does no harm.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The paths that matter. Hold it briefly: the system's events wait for it.
    pub(super) fn interest(&self) -> MutexGuard<'_, Interest> {
        self.interest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one event in, unless it cannot matter.
    pub(super) fn hear(&self, event: notify::Result<Event>) {
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
        let now = Instant::now();
        let mut state = self.state();
        state.events += 1;
        state.first.get_or_insert(now);
        state.last = Some(now);
        state.structure |= structure;
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

impl Interest {
    /// Whether an event can mean that something an author wrote is different.
    fn concerns(&self, event: &Event) -> bool {
        if event.need_rescan() {
            return true;
        }
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        // Both names of a rename count: a file may become a backup, and a temporary file an article.
        event.paths.is_empty() || event.paths.iter().any(|path| self.has(path))
    }

    fn has(&self, path: &Path) -> bool {
        let lies_inside = path
            .parent()
            .is_some_and(|folder| self.folders.contains(folder));
        (lies_inside || self.is_known(path)) && !is_left_out(path, &self.ignored)
    }

    /// All paths, to tell which are gone.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter().chain(&self.points)
    }

    /// Whether the system watches a folder by itself because it lies below another one that it watches whole.
    pub(super) fn has_above(&self, folder: &Path) -> bool {
        super::DEPTH == notify::RecursiveMode::Recursive
            && folder
                .ancestors()
                .skip(1)
                .any(|above| self.folders.contains(above))
    }

    pub(super) fn is_known(&self, path: &Path) -> bool {
        self.points.contains(path) || self.folders.contains(path)
    }

    /// Whether other folders may have to be watched after this event.
    ///
    /// Which folder it is now is never asked: one that was deleted and made again can have the identity of the old one,
    /// while the system has forgotten the watch.
    fn is_structure(&self, event: &Event) -> bool {
        let leaves_names_alone = matches!(
            event.kind,
            EventKind::Modify(ModifyKind::Data(_)) | EventKind::Access(_)
        );
        let is_no_file =
            |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file());
        event.need_rescan()
            || event.paths.is_empty()
            || !leaves_names_alone
                && event
                    .paths
                    .iter()
                    .any(|path| self.is_known(path) || is_no_file(path))
    }
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
    use notify::event::{AccessKind, CreateKind, DataChange, Flag, RemoveKind, RenameMode};

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

    fn interest() -> Interest {
        let paths = |paths: &[&str]| paths.iter().map(PathBuf::from).collect();
        Interest {
            folders: paths(&["/site/content", "/site/content/a"]),
            points: paths(&[
                "/site",
                "/site/content",
                "/site/site.toml",
                "/site/shared/x.md",
            ]),
            ignored: [PathBuf::from("/site/content/public")].into(),
        }
    }

    #[test]
    fn a_read_and_a_path_outside_do_not_matter_but_a_lost_event_does() {
        let event = |kind, path: &str| Event::new(kind).add_path(path.into());
        let modified = EventKind::Modify(ModifyKind::Any);
        let removed = EventKind::Remove(RemoveKind::Folder);
        let cases = [
            (event(modified, "/site/content/a.md"), true),
            (event(modified, "/site/content/a/b.md"), true),
            (event(modified, "/site/site.toml"), true),
            (event(modified, "/site/shared/x.md"), true),
            (event(removed, "/site"), true),
            (event(modified, "/site/notes.txt"), false),
            (event(modified, "/site/shared/y.md"), false),
            (event(modified, "/site/content/public/a.html"), false),
            (event(modified, "/site/content/public"), false),
            (event(modified, "/site/content/.a.md.swp"), false),
            (
                event(modified, "/site/content/a.md~").add_path("/site/content/a.md".into()),
                true,
            ),
            (
                event(EventKind::Access(AccessKind::Any), "/site/content/a.md"),
                false,
            ),
            (Event::new(EventKind::Other).set_flag(Flag::Rescan), true),
        ];
        for (event, expected) in cases {
            assert_eq!(interest().concerns(&event), expected, "{event:?}");
        }
    }

    #[test]
    fn what_happens_to_a_folder_or_a_link_asks_for_a_new_survey_and_a_save_does_not() {
        let event = |kind, path: &str| Event::new(kind).add_path(path.into());
        let saved = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let (made, removed) = (
            EventKind::Create(CreateKind::File),
            EventKind::Remove(RemoveKind::Other),
        );
        let cases = [
            (event(saved, "/site/content/a.md"), false),
            (event(saved, "/site/site.toml"), false),
            (event(made, "/site/content/new.md"), false),
            (event(removed, "/site/content/old.md"), false),
            (event(removed, "/site/content/a"), true),
            (event(removed, "/site"), true),
            (event(removed, "/site/shared/x.md"), true),
            (
                event(
                    EventKind::Modify(ModifyKind::Name(RenameMode::From)),
                    "/site/content",
                ),
                true,
            ),
            (Event::new(EventKind::Other).set_flag(Flag::Rescan), true),
        ];
        for (event, expected) in cases {
            assert_eq!(interest().is_structure(&event), expected, "{event:?}");
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
