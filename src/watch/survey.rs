//! The survey of what is to be watched: every folder below the roots, and single places elsewhere on which they depend.
//!
//! Each folder is reported once and by its real path, however many links lead to it: the system watches inodes, so a
//! folder that is watched under two names loses both watches when one of the names goes. Links are followed inside the site
//! folder only, since nothing outside it is read. The walk is the same for both backends: events are set up folder by
//! folder, each before it is listed; polling uses the files.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::interest::is_left_out;
use super::paths::real_folder;
use crate::files;

/// What to watch.
pub(super) struct Scope {
    /// Absolute paths in folders with their real names; they need not exist.
    pub(super) roots: Vec<PathBuf>,
    /// The folder that links must not leave.
    pub(super) within: PathBuf,
    pub(super) ignored: Arc<[PathBuf]>,
}

/// An entry of the survey.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    /// A folder whose entries all matter. It is reported before it is listed.
    Folder(&'a Path),
    /// A folder in which only the points matter.
    Around(&'a Path),
    /// A single path that matters: a root, a link, a link's target, or the missing folder of one of these.
    Point(&'a Path),
    /// Anything that is not a folder.
    File(&'a Path, &'a Metadata),
}

impl Scope {
    /// Reports every entry to `report`.
    pub(super) fn walk(&self, report: &mut dyn FnMut(Entry<'_>)) {
        let mut walk = Walk {
            scope: self,
            seen: BTreeSet::new(),
            report,
        };
        for root in &self.roots {
            walk.expect(root);
            walk.visit(root);
        }
    }
}

struct Walk<'a> {
    scope: &'a Scope,
    /// The folders that were listed, so that a circle of links ends.
    seen: BTreeSet<PathBuf>,
    report: &'a mut dyn FnMut(Entry<'_>),
}

impl Walk<'_> {
    /// Reports what has to be watched to see a path come, go or be replaced, even if its folder is missing, too.
    fn expect(&mut self, path: &Path) {
        loop {
            let Some((folder, point)) = nearest(path) else {
                return;
            };
            (self.report)(Entry::Point(point));
            (self.report)(Entry::Around(folder));
            // The folder is watched now. If something came or went before that, start again from the new state.
            if nearest(path) == Some((folder, point)) {
                return;
            }
        }
    }

    fn visit(&mut self, path: &Path) {
        if is_left_out(path, &self.scope.ignored) {
            return;
        }
        // If it has gone since its folder was listed, that folder's watch reports it.
        let Ok(metadata) = fs::symlink_metadata(path) else {
            return;
        };
        if metadata.is_symlink() {
            self.follow(path);
        } else if metadata.is_dir() {
            if !self.is_never_part(path) {
                self.list(path);
            }
        } else {
            (self.report)(Entry::File(path, &metadata));
        }
    }

    /// Whether a folder of this name never takes part in a site, as `.git` and `.obsidian`, which can hold thousands of files.
    /// Where one watch covers everything below a root, such folders cannot be excluded, and their events are dropped. A root
    /// is always watched, whatever its name is.
    fn is_never_part(&self, folder: &Path) -> bool {
        if self.scope.roots.iter().any(|root| root == folder) {
            return false;
        }
        let below = folder.strip_prefix(&self.scope.within).unwrap_or(folder);
        let text = |path: Option<&Path>| path.and_then(Path::to_str).unwrap_or_default().to_owned();
        let name = text(folder.file_name().map(Path::new));
        files::by_name(&text(below.parent()), &name).is_some()
    }

    fn follow(&mut self, link: &Path) {
        (self.report)(Entry::Point(link));
        let Ok(written) = fs::read_link(link) else {
            return;
        };
        let written = link.parent().unwrap_or(link).join(written);
        let target = written
            .canonicalize()
            .unwrap_or_else(|_| real_folder(&written));
        if !target.starts_with(&self.scope.within) || is_left_out(&target, &self.scope.ignored) {
            return;
        }
        self.expect(&target);
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_dir() => self.list(&target),
            Ok(metadata) => (self.report)(Entry::File(&target, &metadata)),
            Err(_) => {}
        }
    }

    fn list(&mut self, folder: &Path) {
        if !self.seen.insert(folder.to_owned()) {
            return;
        }
        (self.report)(Entry::Folder(folder));
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        entries.sort();
        for entry in entries {
            self.visit(&entry);
        }
    }
}

/// The inode, which distinguishes a file from another with the same name, size and time.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

/// Other systems have only size and time.
#[cfg(not(unix))]
pub(super) fn identity(_metadata: &Metadata) -> u64 {
    0
}

/// The nearest existing folder above a path, and the part of the path directly in it.
fn nearest(path: &Path) -> Option<(&Path, &Path)> {
    path.ancestors()
        .zip(path.ancestors().skip(1))
        .find(|(_, folder)| folder.is_dir())
        .map(|(point, folder)| (folder, point))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_take_no_part_in_the_site_are_not_watched() {
        let site = tempfile::tempdir().expect("there is a temporary folder");
        let root = site.path().canonicalize().expect("it is there");
        for folder in [
            "content/a/b",
            "content/.git/objects/0a",
            "content/a/.obsidian/plugins",
            "static/.well-known/acme",
            "static/.cache/x",
        ] {
            fs::create_dir_all(root.join(folder)).expect("a folder can be made");
        }
        let scope = Scope {
            roots: vec![root.join("content"), root.join("static")],
            within: root.clone(),
            ignored: [].into(),
        };
        let mut folders = Vec::new();
        scope.walk(&mut |entry| {
            if let Entry::Folder(folder) = entry {
                let below = folder.strip_prefix(&root).expect("it lies in the site");
                folders.push(below.display().to_string());
            }
        });
        assert_eq!(
            folders,
            [
                "content",
                "content/a",
                "content/a/b",
                "static",
                "static/.well-known",
                "static/.well-known/acme"
            ]
        );
    }
}
