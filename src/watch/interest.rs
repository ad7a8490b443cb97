//! Decides which events can mean that a file of the author has changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecursiveMode};

use super::system::DEPTH;

/// The paths that matter.
#[derive(Clone, Default)]
pub(super) struct Interest {
    /// Folders of which every entry matters.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Paths that matter by themselves.
    pub(super) points: BTreeSet<PathBuf>,
    /// Folders whose events are dropped.
    pub(super) ignored: Arc<[PathBuf]>,
}

impl Interest {
    /// Whether an event can mean that something an author wrote is different.
    pub(super) fn concerns(&self, event: &Event) -> bool {
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

    /// All paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter().chain(&self.points)
    }

    /// Whether the watch of a folder above covers this one, too.
    pub(super) fn is_covered(&self, folder: &Path) -> bool {
        DEPTH == RecursiveMode::Recursive
            && folder
                .ancestors()
                .skip(1)
                .any(|above| self.folders.contains(above))
    }

    pub(super) fn is_known(&self, path: &Path) -> bool {
        self.points.contains(path) || self.folders.contains(path)
    }

    /// Whether the set of watched folders may be out of date after this event.
    ///
    /// Folders are not compared by identity: one that was deleted and made again can have the inode of the old one although
    /// the system dropped the watch.
    pub(super) fn is_structure(&self, event: &Event) -> bool {
        let keeps_names = matches!(
            event.kind,
            EventKind::Modify(ModifyKind::Data(_)) | EventKind::Access(_)
        );
        let is_not_a_file =
            |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file());
        event.need_rescan()
            || event.paths.is_empty()
            || !keeps_names
                && event
                    .paths
                    .iter()
                    .any(|path| self.is_known(path) || is_not_a_file(path))
    }
}

/// Whether a path is in an ignored folder or has the name of an editor's temporary file.
pub(super) fn is_left_out(path: &Path, ignored: &[PathBuf]) -> bool {
    is_temporary(path) || ignored.iter().any(|folder| path.starts_with(folder))
}

/// Whether this is a name that editors and desktops give to temporary files.
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
        // vim creates a file of this name to test whether it may write.
        || matches!(name, "4913" | ".DS_Store")
        || name.ends_with('~')
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.starts_with(".goutputstream-")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
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
}
