//! Which files there are: folders listed, links followed, and nothing opened.
//!
//! A symbolic link inside the site folder is followed; it may lead neither out of it, nor in a circle,
//! nor to something that would be left out under its own name. What is no regular file is told by the
//! listing and never opened, since opening a pipe can wait for ever.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::skip::{Ignore, is_skipped, is_well_known};
use crate::codes::{FILE_01, FILE_02, FILE_03, URL_02};
use crate::diag::Diagnostic;
use crate::path::SourcePath;

/// The most links to folders that are followed in one scan: folders that link to each other have more
/// ways through them than anybody could read.
const MOST_FOLDER_LINKS: usize = 200;

/// A file that was met.
#[derive(Debug)]
pub(super) struct Met {
    /// Its path from the site folder, as the disk spells it.
    pub(super) name: String,
    /// Where to open it: the same, or where its link leads.
    pub(super) real: PathBuf,
}

/// What a walk looks for and what it has met.
pub(super) struct Walk<'a> {
    /// The site folder, without symbolic links.
    pub(super) root: &'a Path,
    /// The published folder, relative to the site folder; its files are no sources.
    pub(super) output: &'a str,
    pub(super) ignore: &'a Ignore,
    pub(super) met: Vec<Met>,
    pub(super) problems: Vec<Diagnostic>,
    links: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Path, output: &'a str, ignore: &'a Ignore) -> Self {
        Self {
            root,
            output,
            ignore,
            met: Vec::new(),
            problems: Vec::new(),
            links: 0,
        }
    }

    /// Walks one folder of the site folder; one that is not there has no files.
    pub(super) fn folder(&mut self, name: &str) {
        let path = self.root.join(name);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => self.follow(name, &path, &[]),
            Ok(found) if found.is_dir() => self.list(name, &path, &[path.clone()]),
            Ok(_) => self.problems.push(not_regular(name)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => self.problems.push(unreadable(name, &error)),
        }
    }

    /// Lists a folder with all below it. `chain` holds the folders that links on the way here led to.
    fn list(&mut self, name: &str, real: &Path, chain: &[PathBuf]) {
        let mut entries = WalkDir::new(real).min_depth(1).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let below = error.path().and_then(|path| path.strip_prefix(real).ok());
                    let path = join(name, below.and_then(Path::to_str).unwrap_or(""));
                    let cause = error.into_io_error();
                    let cause =
                        cause.unwrap_or_else(|| std::io::Error::other("it cannot be listed"));
                    self.problems.push(unreadable(&path, &cause));
                    continue;
                }
            };
            if !self.entry(name, real, chain, entry) {
                entries.skip_current_dir();
            }
        }
    }

    /// Takes one entry in; false for a folder that is not to be entered.
    fn entry(&mut self, name: &str, real: &Path, chain: &[PathBuf], entry: DirEntry) -> bool {
        let is_folder = entry.file_type().is_dir();
        let below = entry.path().strip_prefix(real).unwrap_or(entry.path());
        let Some(path) = below.to_str().filter(|below| !below.contains('\\')) else {
            self.problems
                .push(illegal(&join(name, &below.to_string_lossy())));
            return !is_folder;
        };
        let path = join(name, path);
        if self.leaves_out(&path) {
            return !is_folder;
        }
        let kind = entry.file_type();
        if kind.is_file() {
            self.met.push(Met {
                name: path,
                real: entry.into_path(),
            });
        } else if kind.is_symlink() {
            self.follow(&path, entry.path(), chain);
        } else if !kind.is_dir() {
            self.problems.push(not_regular(&path));
        }
        true
    }

    /// Whether the rules say that a path is not looked at.
    fn leaves_out(&self, path: &str) -> bool {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        (is_skipped(file) && !is_well_known(folder, file))
            || is_in(path, self.output)
            || path
                .strip_prefix("content/")
                .is_some_and(|below| self.ignore.fits(below))
    }

    /// Follows a symbolic link, if it leads to a place where it may lead.
    fn follow(&mut self, path: &str, link: &Path, chain: &[PathBuf]) {
        let wrong = |what: String| {
            let source = SourcePath::new(path);
            Diagnostic::new(FILE_02, format!("the symbolic link `{path}` {what}")).in_file(&source)
        };
        let written = fs::read_link(link).unwrap_or_default();
        let written = written.display();
        let (target, kind) = match fs::canonicalize(link)
            .and_then(|target| Ok((fs::metadata(&target)?.file_type(), target)))
        {
            Ok((kind, target)) => (target, kind),
            Err(error) => {
                let nowhere = error.kind() == std::io::ErrorKind::NotFound;
                let what = if nowhere {
                    "leads to nothing"
                } else {
                    "cannot be followed"
                };
                let why = if nowhere {
                    String::new()
                } else {
                    format!(" ({error})")
                };
                self.problems
                    .push(wrong(format!("{what}: `{written}`{why}")));
                return;
            }
        };
        let Ok(inside) = target.strip_prefix(self.root) else {
            let target = target.display();
            self.problems.push(wrong(format!(
                "leads out of the site folder, to `{target}`"
            )));
            return;
        };
        let hidden = inside
            .iter()
            .any(|part| part.to_str().is_none_or(is_skipped));
        if hidden
            || inside == Path::new("")
            || inside.to_str().is_some_and(|path| is_in(path, self.output))
        {
            let inside = inside.display();
            self.problems.push(wrong(format!(
                "leads to `{inside}`, which is never published"
            )));
        } else if kind.is_file() {
            self.met.push(Met {
                name: path.to_owned(),
                real: target,
            });
        } else if !kind.is_dir() {
            self.problems.push(not_regular(path));
        } else if chain.iter().any(|known| known.starts_with(&target))
            || link
                .parent()
                .is_some_and(|folder| folder.starts_with(&target))
        {
            let inside = inside.display();
            self.problems
                .push(wrong(format!("leads in a circle, through `{inside}`")));
        } else if self.links == MOST_FOLDER_LINKS {
            let what =
                format!("is one too many: {MOST_FOLDER_LINKS} links to folders are followed");
            self.problems.push(wrong(what));
        } else {
            self.links += 1;
            let mut chain = chain.to_vec();
            chain.push(target.clone());
            self.list(path, &target, &chain);
        }
    }
}

/// A file or folder that cannot be read.
pub(super) fn unreadable(path: &str, cause: &std::io::Error) -> Diagnostic {
    Diagnostic::new(
        FILE_01,
        format!("`{path}` cannot be read: {}", plain(cause)),
    )
    .in_file(&SourcePath::new(path))
}

/// A pipe, a socket, a device.
pub(super) fn not_regular(path: &str) -> Diagnostic {
    Diagnostic::new(
        FILE_03,
        format!("`{path}` is not a regular file and was left out"),
    )
    .in_file(&SourcePath::new(path))
}

fn illegal(path: &str) -> Diagnostic {
    Diagnostic::new(
        URL_02,
        format!("`{path}` is not a name that every system can hold"),
    )
    .in_file(&SourcePath::new(path))
    .help("rename it; names are UTF-8 text without `\\`")
}

/// The system's message without its number.
fn plain(cause: &std::io::Error) -> String {
    let text = cause.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// Whether a path is a folder or lies in it.
fn is_in(path: &str, folder: &str) -> bool {
    !folder.is_empty()
        && path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn join(folder: &str, below: &str) -> String {
    if below.is_empty() {
        return folder.to_owned();
    }
    format!("{folder}/{below}")
}

/// Whether a folder of the site is there at all, as a folder or a link to one.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
