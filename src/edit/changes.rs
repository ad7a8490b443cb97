//! Makes several changes to the files of a site: all of them or none.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::rewrite::rewrite;
use crate::diag::{Error, Result};
use crate::path::SourcePath;

/// A change to a file of the site.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// The file gets another text.
    Text {
        /// The file.
        path: &'a SourcePath,
        /// Its contents when the change was planned.
        old: &'a str,
        /// What it is to hold.
        new: &'a str,
    },
    /// The file gets another path.
    Move {
        /// Its path.
        from: &'a SourcePath,
        /// Its new path.
        to: &'a SourcePath,
    },
}

/// Makes the changes in this order. If one fails, those before it are undone. Folders below `content/` that are empty
/// afterwards are removed.
///
/// # Errors
///
/// When a file cannot be written or moved, was changed meanwhile, or something has its new path already.
pub fn apply(root: &Path, changes: &[Change<'_>]) -> Result<()> {
    for (at, change) in changes.iter().enumerate() {
        if let Err(error) = make(root, change) {
            for made in changes[..at].iter().rev() {
                undo(root, made);
            }
            return Err(error);
        }
    }
    for change in changes.iter().rev() {
        if let Change::Move { from, .. } = change {
            remove_empty_folders(root, from);
        }
    }
    Ok(())
}

fn make(root: &Path, change: &Change<'_>) -> Result<()> {
    match *change {
        Change::Text { path, old, new } => {
            let file = root.join(path.as_str());
            let failed = |error| Error::io(format!("cannot write {path}"), &error);
            if fs::read(&file).map_err(failed)? != old.as_bytes() {
                return Err(
                    Error::new(format!("{path} has changed in the meantime")).help("try again")
                );
            }
            rewrite(&file, new.as_bytes()).map_err(failed)
        }
        Change::Move { from, to } => {
            let (old, new) = (root.join(from.as_str()), root.join(to.as_str()));
            let failed = |error| Error::io(format!("cannot move {from}"), &error);
            if let Some(folder) = new.parent() {
                fs::create_dir_all(folder).map_err(failed)?;
            }
            if new.symlink_metadata().is_ok() {
                return Err(Error::new(format!(
                    "{to} exists already and was left as it is"
                )));
            }
            rename(&old, &new).map_err(failed)
        }
    }
}

/// Takes a change back. If the disk fails for the second time, there is nothing better to be done.
fn undo(root: &Path, change: &Change<'_>) {
    let _ = match *change {
        Change::Text { path, old, .. } => rewrite(&root.join(path.as_str()), old.as_bytes()),
        Change::Move { from, to } => rename(&root.join(to.as_str()), &root.join(from.as_str())),
    };
}

/// Removes the folders in which a file was, as far as nothing is left in them.
fn remove_empty_folders(root: &Path, moved: &SourcePath) {
    let content = root.join("content");
    let old = root.join(moved.as_str());
    let _ = old
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(&content))
        .try_for_each(fs::remove_dir);
}

/// Moves a file. A relative symbolic link is written anew, so that it leads to the same file from its new place.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let Ok(target) = fs::read_link(from) else {
        return fs::rename(from, to);
    };
    let (Some(old), Some(new)) = (from.parent(), to.parent()) else {
        return fs::rename(from, to);
    };
    if target.is_absolute() || old == new {
        return fs::rename(from, to);
    }
    let target = old.join(target).canonicalize()?;
    std::os::unix::fs::symlink(relative(&new.canonicalize()?, &target), to)?;
    fs::remove_file(from)
}

/// A path as it is written from a folder. Both are free of links.
fn relative(folder: &Path, path: &Path) -> PathBuf {
    let common = folder
        .components()
        .zip(path.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder
        .components()
        .skip(common)
        .map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with two articles.
    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in [("content/a/one.md", "one"), ("content/two.md", "two")] {
            super::super::create(&folder.path().join(path), text).expect("written");
        }
        folder
    }

    fn text(root: &Path, path: &str) -> String {
        fs::read_to_string(root.join(path)).expect(path)
    }

    #[test]
    fn changes_are_made_in_order_and_empty_folders_go() {
        let site = site();
        let [one, two, new] =
            ["content/a/one.md", "content/two.md", "content/b/one.md"].map(SourcePath::new);
        let changes = [
            Change::Text {
                path: &two,
                old: "two",
                new: "2",
            },
            Change::Move {
                from: &one,
                to: &new,
            },
        ];
        apply(site.path(), &changes).expect("applied");
        assert_eq!(text(site.path(), "content/b/one.md"), "one");
        assert_eq!(text(site.path(), "content/two.md"), "2");
        assert!(!site.path().join("content/a").exists());
    }

    #[test]
    fn when_one_fails_those_before_it_are_undone() {
        let site = site();
        let [one, two, new] =
            ["content/a/one.md", "content/two.md", "content/b/one.md"].map(SourcePath::new);
        for last in [
            Change::Text {
                path: &two,
                old: "not what it holds",
                new: "2",
            },
            Change::Move {
                from: &new,
                to: &two,
            },
        ] {
            let changes = [
                Change::Text {
                    path: &one,
                    old: "one",
                    new: "1",
                },
                Change::Move {
                    from: &one,
                    to: &new,
                },
                last,
            ];
            assert!(apply(site.path(), &changes).is_err());
            assert_eq!(text(site.path(), "content/a/one.md"), "one");
            assert_eq!(text(site.path(), "content/two.md"), "two");
        }
    }
}
