//! Refuses folders to which a site must never be published.
//!
//! Other generators have emptied home folders and whole projects because of a mistyped output folder. Here a dangerous
//! destination is refused before anything is touched, however it is written: through symbolic links, through `..`, in other
//! letter case, or through a second mount of the same folder.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::destination::Destination;
use super::disk::{Disk, Kind};
use super::manifest::{MARKER, marker_id};
use super::steps::{Result, doing, look};
use crate::diag::Error;
use crate::path::fold;

/// The parts of a site folder that are an author's work: the published folder must neither hold one of these nor lie in one.
const SOURCES: [&str; 8] = [
    "content",
    "themes",
    "static",
    "src",
    "tests",
    "data",
    ".git",
    "site.toml",
];

/// A destination with its symbolic links followed.
pub(super) struct Folder {
    /// The site folder.
    pub(super) root: PathBuf,
    /// The published folder as it was named.
    pub(super) public: PathBuf,
    /// The folder itself.
    pub(super) real: PathBuf,
    /// Whether it was named by a symbolic link.
    pub(super) is_link: bool,
}

impl Folder {
    pub(super) fn of(disk: &dyn Disk, to: &Destination) -> Result<Self> {
        let root = resolve(disk, &to.root)?;
        let named = root.join(&to.folder);
        let real = resolve(disk, &named)?;
        let public = match (named.parent(), named.file_name()) {
            (Some(parent), Some(name)) => resolve(disk, parent)?.join(name),
            // `build/..` has no name of its own.
            _ => real.clone(),
        };
        let found = look(disk, &public)?;
        Ok(Self {
            is_link: found.is_some_and(|found| found.kind == Kind::Link),
            root,
            public,
            real,
        })
    }
}

/// Why nothing may be written to a destination, if it is dangerous.
pub(super) fn danger(disk: &dyn Disk, to: &Destination) -> Result<Option<String>> {
    let Folder { root, real, .. } = Folder::of(disk, to)?;
    danger_of(disk, to, &root, &real)
}

/// Why nothing may be written to a folder, if it is dangerous.
pub(super) fn danger_of(
    disk: &dyn Disk,
    to: &Destination,
    root: &Path,
    folder: &Path,
) -> Result<Option<String>> {
    let mut identities = IdentityCache {
        disk,
        seen: BTreeMap::new(),
    };
    let mut whole = vec![
        (PathBuf::from("/"), "it is the root of the disk"),
        (root.to_owned(), "it is the site folder or contains it"),
    ];
    if let Some(home) = &to.home {
        whole.push((
            resolve(disk, home)?,
            "it is your home folder or contains it",
        ));
    }
    if let Some(current) = &to.current {
        let current = resolve(disk, current)?;
        whole.push((current, "it is the current folder or contains it"));
    }
    for (path, why) in whole {
        if identities.holds(folder, &path)? {
            return Ok(Some(why.to_owned()));
        }
    }
    for name in SOURCES {
        let source = resolve(disk, &root.join(name))?;
        if identities.holds(folder, &source)? {
            return Ok(Some(format!("it contains `{name}`")));
        }
        if identities.holds(&source, folder)? {
            return Ok(Some(format!("it is inside `{name}`")));
        }
    }
    our_own(disk, folder)
}

/// Why a folder is mend's own, if it is: it lies in a published folder, or is a folder beside one.
fn our_own(disk: &dyn Disk, folder: &Path) -> Result<Option<String>> {
    for part in folder.components() {
        let part = part.as_os_str().to_string_lossy();
        if part.starts_with('.') && part.ends_with(MARKER) {
            return Ok(Some(format!("the name `{part}` is reserved for mend")));
        }
    }
    for above in folder.ancestors().skip(1) {
        let marker = above.join(MARKER);
        let found = look(disk, &marker)?;
        if found.is_some_and(|found| found.kind == Kind::File && found.length < 1_000) {
            let bytes = disk.read(&marker).map_err(doing("cannot read", &marker))?;
            if marker_id(&bytes).is_some() {
                return Ok(Some(format!(
                    "it is inside `{}`, which is a published site",
                    above.display()
                )));
            }
        }
    }
    Ok(None)
}

/// The error for a dangerous destination.
pub(super) fn dangerous(folder: &Path, why: &str) -> Error {
    Error::new(format!("cannot publish to `{}`: {why}", folder.display()))
        .help("choose a folder of its own, such as `public`")
}

/// A cache of file identities; nothing changes while a destination is judged.
struct IdentityCache<'a> {
    disk: &'a dyn Disk,
    seen: BTreeMap<PathBuf, Option<(u64, u64)>>,
}

impl IdentityCache<'_> {
    /// Whether `inner` is `outer` or lies in it, by name (letter case aside) or by identity.
    fn holds(&mut self, outer: &Path, inner: &Path) -> Result<bool> {
        let folded = |path: &Path| -> Vec<String> {
            path.components()
                .map(|part| fold(&part.as_os_str().to_string_lossy()))
                .collect()
        };
        if folded(inner).starts_with(&folded(outer)) {
            return Ok(true);
        }
        let Some(outer) = self.identity(outer)? else {
            return Ok(false);
        };
        for above in inner.ancestors() {
            if self.identity(above)? == Some(outer) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn identity(&mut self, path: &Path) -> Result<Option<(u64, u64)>> {
        if let Some(identity) = self.seen.get(path) {
            return Ok(*identity);
        }
        let found = look(self.disk, path)?;
        let identity = found.map(|found| found.identity);
        self.seen.insert(path.to_owned(), identity);
        Ok(identity)
    }
}

/// Follows every symbolic link and `..` as far as the path exists; the rest is appended by name.
fn resolve(disk: &dyn Disk, path: &Path) -> Result<PathBuf> {
    let mut rest = Vec::new();
    let mut known = path;
    loop {
        match disk.resolve(known) {
            Ok(real) => return Ok(rest.iter().rev().fold(real, |path, part| path.join(part))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(doing("cannot follow", path)(error)),
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name);
                known = parent;
            }
            _ => {
                return Err(Error::new(format!(
                    "`{}` goes through a folder that does not exist",
                    path.display()
                )));
            }
        }
    }
}
