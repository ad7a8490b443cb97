//! Remembers the last changes to an author's files, so that they can be taken back exactly.
//!
//! They lie in the folder `.mend` of the site, beside its content. Only the last changes are remembered. It does not decide
//! what is changed, or when.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::changes::{Change, apply};
use super::create::keep_inside;
use super::rewrite::put;
use crate::diag::{Error, Result};
use crate::path::SourcePath;

/// Where the changes are remembered, from the site folder.
const FILE: &str = ".mend/last-move.json";

/// Changes that were made, in order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Journal {
    changes: Vec<Made>,
}

/// A change that was made.
#[derive(Debug, Serialize, Deserialize)]
enum Made {
    /// A file got another text, under the path it had then.
    Text {
        path: String,
        old: String,
        new: String,
    },
    /// A file got another path.
    Move { from: String, to: String },
}

impl Journal {
    /// Remembers changes in place of earlier ones.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(root: &Path, changes: &[Change<'_>]) -> Result<()> {
        let made = changes.iter().map(|change| match *change {
            Change::Text { path, old, new } => Made::Text {
                path: path.to_string(),
                old: old.to_owned(),
                new: new.to_owned(),
            },
            Change::Move { from, to } => Made::Move {
                from: from.to_string(),
                to: to.to_string(),
            },
        });
        let journal = Journal {
            changes: made.collect(),
        };
        let file = root.join(FILE);
        let failed = |error| Error::io(format!("cannot write {FILE}"), &error);
        keep_inside(root, &file)?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let text = serde_json::to_string(&journal);
        let text = text.map_err(|error| failed(error.into()))?;
        put(&file, text.as_bytes()).map_err(failed)
    }

    /// The last changes; `None` if there are none to take back.
    ///
    /// # Errors
    ///
    /// When the file of the changes cannot be read.
    pub fn read(root: &Path) -> Result<Option<Journal>> {
        let text = match fs::read_to_string(root.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(format!("cannot read {FILE}"), &error)),
        };
        serde_json::from_str(&text).map(Some).map_err(|_| {
            Error::new(format!("{FILE} does not hold the last move"))
                .help("it was changed by something else; move the files back with `mend mv`")
        })
    }

    /// What is moved back, each from its present path to its earlier one.
    pub fn moves(&self) -> impl Iterator<Item = (&str, &str)> {
        self.changes.iter().rev().filter_map(|made| match made {
            Made::Move { from, to } => Some((to.as_str(), from.as_str())),
            Made::Text { .. } => None,
        })
    }

    /// The files whose text is put back, by their earlier paths.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter_map(|made| match made {
            Made::Text { path, .. } => Some(path.as_str()),
            Made::Move { .. } => None,
        })
    }

    /// Refuses to take the changes back when something else changed the files since.
    ///
    /// # Errors
    ///
    /// With the first file that is not as the changes left it.
    pub fn check(&self, root: &Path) -> Result<()> {
        let refuse = |path: &str, what: &str| {
            Err(
                Error::new(format!("nothing was undone: {path} {what} since the move"))
                    .help("undo that first; or move the files back with `mend mv`, which keeps it"),
            )
        };
        let now = |path: &str| {
            let moved = self.moves().find(|(_, earlier)| *earlier == path);
            moved.map_or(path, |(now, _)| now).to_owned()
        };
        for made in &self.changes {
            match made {
                Made::Text { path, new, .. } => {
                    let path = now(path);
                    match fs::read(root.join(&path)) {
                        Ok(bytes) if bytes == new.as_bytes() => {}
                        Ok(_) => return refuse(&path, "has changed"),
                        Err(_) => return refuse(&path, "was moved or deleted"),
                    }
                }
                Made::Move { from, to } => {
                    if root.join(to).symlink_metadata().is_err() {
                        return refuse(to, "was moved or deleted");
                    }
                    if root.join(from).symlink_metadata().is_ok() && !is_same(root, from, to) {
                        return refuse(from, "was written again");
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the changes back, all or none, and forgets them.
    ///
    /// # Errors
    ///
    /// As [`Journal::check`], or when a file cannot be written.
    pub fn undo(&self, root: &Path) -> Result<()> {
        self.check(root)?;
        let paths: Vec<(SourcePath, SourcePath)> = self
            .changes
            .iter()
            .map(|made| match made {
                Made::Text { path, .. } => (SourcePath::new(path), SourcePath::new(path)),
                Made::Move { from, to } => (SourcePath::new(from), SourcePath::new(to)),
            })
            .collect();
        let inverse = self.changes.iter().zip(&paths).rev();
        let inverse = inverse.map(|(made, (from, to))| match made {
            Made::Text { old, new, .. } => Change::Text {
                path: from,
                old: new,
                new: old,
            },
            Made::Move { .. } => Change::Move { from: to, to: from },
        });
        apply(root, &inverse.collect::<Vec<_>>())?;
        // What was taken back cannot be taken back again.
        fs::remove_file(root.join(FILE))
            .map_err(|error| Error::io(format!("cannot remove {FILE}"), &error))
    }
}

/// Whether two paths are one file, on a disk that does not tell letter case apart.
fn is_same(root: &Path, one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
        && fs::canonicalize(root.join(one)).ok() == fs::canonicalize(root.join(other)).ok()
}
