//! What there is to watch: every folder below the roots, and single places elsewhere on which the roots depend.
//!
//! Each folder is named by its real path and once, however many links lead to it: the system knows folders and not
//! names, so a folder that is watched under two names is lost under both when one of them goes. Links are followed inside
//! the site folder only, since nothing outside of it is read. The walk knows nothing of how changes are learned of: those
//! who are told by the system watch each folder before it is listed, those who compare note each file.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::news::is_left_out;
use super::places::real;
use crate::files;

/// What was asked for.
pub(super) struct Scope {
    /// Absolute, in folders with their real names; they need not be there.
    pub(super) roots: Vec<PathBuf>,
    /// The folder out of which no link is followed.
    pub(super) within: PathBuf,
    pub(super) ignored: Arc<[PathBuf]>,
}

/// What the walk meets.
#[derive(Clone, Copy)]
pub(super) enum Met<'a> {
    /// A folder of which every entry matters. It is listed after this was told.
    Folder(&'a Path),
    /// A folder of which only the points in it matter.
    Around(&'a Path),
    /// A single place that matters by itself: a root, a link, what a link leads to, or the missing folder of one of
    /// these.
    Point(&'a Path),
    /// A file, or what else is no folder.
    File(&'a Path, &'a Metadata),
}

impl Scope {
    /// Tells `meet` all there is to watch.
    pub(super) fn walk(&self, meet: &mut dyn FnMut(Met<'_>)) {
        let mut walk = Walk {
            scope: self,
            seen: BTreeSet::new(),
            meet,
        };
        for root in &self.roots {
            walk.expect(root);
            walk.visit(root);
        }
    }
}

struct Walk<'a> {
    scope: &'a Scope,
    /// The folders that were listed. Without them a circle of links would have no end.
    seen: BTreeSet<PathBuf>,
    meet: &'a mut dyn FnMut(Met<'_>),
}

impl Walk<'_> {
    /// Makes sure that a path is seen when it comes, goes or is replaced, though it may be missing with its folder.
    fn expect(&mut self, path: &Path) {
        loop {
            let Some((folder, point)) = nearest(path) else {
                return;
            };
            (self.meet)(Met::Point(point));
            (self.meet)(Met::Around(folder));
            // Whatever came or went before the folder was watched is found now.
            if nearest(path) == Some((folder, point)) {
                return;
            }
        }
    }

    fn visit(&mut self, path: &Path) {
        if is_left_out(path, &self.scope.ignored) {
            return;
        }
        // What has gone since its folder was listed is told by that folder.
        let Ok(metadata) = fs::symlink_metadata(path) else {
            return;
        };
        if metadata.is_symlink() {
            self.follow(path);
        } else if metadata.is_dir() {
            if !self.is_never_taken(path) {
                self.list(path);
            }
        } else {
            (self.meet)(Met::File(path, &metadata));
        }
    }

    /// Whether nothing in a folder of this name takes part in a site, as in `.git` and `.obsidian`, which can hold thousands of
    /// files. Where the system watches all that lies below a root by itself, it cannot be told to leave them out, and what it
    /// tells of them is passed over. A root is what was asked for, whatever its name is.
    fn is_never_taken(&self, folder: &Path) -> bool {
        if self.scope.roots.iter().any(|root| root == folder) {
            return false;
        }
        let below = folder.strip_prefix(&self.scope.within).unwrap_or(folder);
        let text = |path: Option<&Path>| path.and_then(Path::to_str).unwrap_or_default().to_owned();
        let name = text(folder.file_name().map(Path::new));
        files::by_name(&text(below.parent()), &name).is_some()
    }

    fn follow(&mut self, link: &Path) {
        (self.meet)(Met::Point(link));
        let Ok(written) = fs::read_link(link) else {
            return;
        };
        let written = link.parent().unwrap_or(link).join(written);
        let target = written.canonicalize().unwrap_or_else(|_| real(&written));
        if !target.starts_with(&self.scope.within) || is_left_out(&target, &self.scope.ignored) {
            return;
        }
        self.expect(&target);
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_dir() => self.list(&target),
            Ok(metadata) => (self.meet)(Met::File(&target, &metadata)),
            Err(_) => {}
        }
    }

    fn list(&mut self, folder: &Path) {
        if !self.seen.insert(folder.to_owned()) {
            return;
        }
        (self.meet)(Met::Folder(folder));
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

/// Tells one file from another that took its name, size and time.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

/// Elsewhere size and time must do.
#[cfg(not(unix))]
pub(super) fn identity(_metadata: &Metadata) -> u64 {
    0
}

/// The nearest folder above a path that is there, and what of the path comes first in it.
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
        scope.walk(&mut |met| {
            if let Met::Folder(folder) = met {
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
