//! The cache of the last scan: a new scan opens only files that look different.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::problems::{not_regular, twins, unreadable};
use super::read::{self, Failure, Stamp, Stamps};
use super::walk::{FoundFile, Listing};
use crate::codes::FILE_04;
use crate::diag::Diagnostic;
use crate::files::{ContentFile, LARGEST_DOCUMENT, LARGEST_FILE, Reason, SourceFile, by_contents};
use crate::path::SourcePath;

/// The files of the last scan.
#[derive(Debug, Default)]
pub(super) struct FileCache {
    /// Sorted by path, then by name on disk.
    files: Vec<(String, CachedFile)>,
    /// Where in `files` a file is, by its name on disk.
    places: HashMap<String, usize>,
    /// How many files the last scan opened.
    opened: usize,
    /// The largest asset whose contents are in memory, in bytes.
    held: u64,
}

/// A file that was read, and when to read it again.
#[derive(Clone, Debug)]
pub(super) struct CachedFile {
    pub(super) file: ReadFile,
    pub(super) role: Role,
    /// Why it is left out of the site, if its contents are the reason.
    pub(super) left_out: Option<Reason>,
    stamp: Stamp,
    /// It was so new when it was read that its stamp cannot be trusted yet.
    is_fresh: bool,
}

/// A file as it was read.
#[derive(Clone, Debug)]
pub(super) enum ReadFile {
    /// A data or theme file.
    Text(SourceFile),
    /// A document or an asset.
    Content(ContentFile),
}

impl ReadFile {
    pub(super) fn path(&self) -> &SourcePath {
        match self {
            Self::Text(file) => &file.path,
            Self::Content(file) => &file.path,
        }
    }
}

/// What came of a look at a file: it was read, or nothing was done because it looks the same.
type ReadResult = Result<Option<Box<CachedFile>>, Box<Diagnostic>>;

/// What a file is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    Data,
    Asset,
    Theme,
}

/// What a scan found besides the files that it read.
pub(super) struct Scan {
    pub(super) problems: Vec<Diagnostic>,
    /// Files that exist and could not be opened.
    pub(super) unopened: Vec<SourceFile>,
}

impl FileCache {
    /// Keeps the contents of assets up to this size in memory from now on.
    pub(super) fn hold(&mut self, largest: u64) {
        self.held = largest;
    }

    /// The files, sorted by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = &CachedFile> {
        self.files.iter().map(|(_, file)| file)
    }

    /// How many files the last scan opened.
    pub(super) fn opened(&self) -> usize {
        self.opened
    }

    /// Looks at every file of these folders, and reads those that are new or look different.
    pub(super) fn update(&mut self, listings: &[Arc<Listing>]) -> Scan {
        let looked: Vec<Vec<_>> = listings
            .par_iter()
            .map(|folder| self.look(folder))
            .collect();
        let mut problems = Vec::new();
        let mut unopened = Vec::new();
        let mut is_there = vec![false; self.files.len()];
        let mut new = Vec::new();
        self.opened = 0;
        for (folder, looked) in listings.iter().zip(looked) {
            problems.extend(folder.problems.iter().cloned());
            for (found, (place, look)) in folder.files.iter().zip(looked) {
                let read = match look {
                    Ok(read) => read,
                    Err(problem) => {
                        if problem.code.leaves_unread() {
                            let path = SourcePath::new(&found.name);
                            unopened.push(SourceFile::unopened(path, (*problem).clone()));
                        }
                        problems.push(*problem);
                        continue;
                    }
                };
                self.opened += usize::from(read.is_some());
                match (place, read) {
                    (Some(place), None) => is_there[place] = true,
                    (Some(place), Some(known)) => {
                        is_there[place] = true;
                        self.files[place].1 = *known;
                    }
                    (None, Some(known)) => new.push((found.name.clone(), *known)),
                    (None, None) => {}
                }
            }
        }
        // Nearly every scan finds the files of the last one, which are in order already.
        if !new.is_empty() || is_there.contains(&false) {
            let mut is_there = is_there.into_iter();
            self.files.retain(|_| is_there.next() == Some(true));
            self.files.extend(new);
            self.sort();
        }
        let names = self.files.iter();
        problems.extend(twins(
            names.map(|(name, known)| (name.as_str(), known.file.path())),
        ));
        Scan { problems, unopened }
    }

    /// Looks at the files of one folder; each with its place in the cache.
    fn look(&self, folder: &Listing) -> Vec<(Option<usize>, ReadResult)> {
        let stamps = Stamps::of(&folder.real, folder.files.len());
        let look = |found: &FoundFile| {
            let place = self.places.get(&found.name).copied();
            let known = place.map(|place| &self.files[place].1);
            (place, look(found, known, &stamps, self.held))
        };
        folder.files.par_iter().with_min_len(64).map(look).collect()
    }

    fn sort(&mut self) {
        self.files
            .sort_unstable_by(|(left_name, left), (right_name, right)| {
                (left.file.path(), left_name).cmp(&(right.file.path(), right_name))
            });
        let names = self.files.iter().enumerate();
        self.places = names
            .map(|(place, (name, _))| (name.clone(), place))
            .collect();
    }

    /// When the newest file changed.
    pub(super) fn newest(&self) -> Option<i128> {
        self.iter().map(|file| file.stamp.changed).max()
    }

    /// Trusts the stamps of files that are old enough, seen from the newest change.
    pub(super) fn settle(&mut self, newest: i128) {
        for (_, file) in &mut self.files {
            file.is_fresh &= file.stamp.is_recent(newest);
        }
    }

    /// When a file was last saved, according to its file system.
    pub(super) fn saved(&self, path: &SourcePath) -> Option<i128> {
        let at = self
            .files
            .partition_point(|(_, known)| known.file.path() < path);
        let (_, known) = self.files.get(at)?;
        (known.file.path() == path).then_some(known.stamp.modified)
    }
}

/// Reads a file, unless it is known and looks the same. `held` is the size up to which the contents of an asset are kept.
fn look(found: &FoundFile, known: Option<&CachedFile>, stamps: &Stamps, held: u64) -> ReadResult {
    if let Some(known) = known
        && !known.is_fresh
        && stamp(found, stamps) == Some(known.stamp)
    {
        return Ok(None);
    }
    let path = match known {
        Some(known) => known.file.path().clone(),
        None => SourcePath::new(&found.name),
    };
    let role = role(&path);
    let limit = match role {
        Role::Document => LARGEST_DOCUMENT,
        Role::Data | Role::Theme => LARGEST_FILE,
        Role::Asset => u64::MAX,
    };
    let read = match role {
        Role::Asset => read::contents(&found.real, held).map(|(content, head, stamp)| {
            let left_out = by_contents(&path, &head);
            let file = ContentFile::of(path.clone(), content);
            (ReadFile::Content(file), left_out, stamp)
        }),
        Role::Document => read::text(&found.real, limit).map(|(content, bytes, stamp)| {
            let left_out = by_contents(&path, &bytes);
            let file = ContentFile::of(path.clone(), content);
            (ReadFile::Content(file), left_out, stamp)
        }),
        Role::Data | Role::Theme => read::read(&found.real, limit, || ()).map(|(bytes, stamp)| {
            let left_out = by_contents(&path, &bytes);
            let file = SourceFile::new(path.clone(), bytes);
            (ReadFile::Text(file), left_out, stamp)
        }),
    };
    let (file, left_out, stamp) = read.map_err(|failure| {
        Box::new(match failure {
            Failure::Io(error) => unreadable(&found.name, &error),
            Failure::NotAFile => not_regular(&found.name),
            Failure::TooLarge(length) => too_large(&path, length, limit),
            Failure::Unsteady => unreadable(
                &found.name,
                &io::Error::other("it changed while it was read"),
            ),
        })
    })?;
    // A fresh file that was read again and has not changed is settled.
    let is_fresh = known.is_none_or(|known| known.stamp != stamp);
    Ok(Some(Box::new(CachedFile {
        file,
        role,
        left_out,
        stamp,
        is_fresh,
    })))
}

/// How a file looks now, if it is there.
fn stamp(found: &FoundFile, stamps: &Stamps) -> Option<Stamp> {
    let name = found.real.file_name()?;
    if found.is_link {
        return Stamps::of(found.real.parent()?, 1).stamp(name);
    }
    stamps.stamp(name)
}

fn too_large(path: &SourcePath, length: u64, limit: u64) -> Diagnostic {
    const MIB: u64 = 1 << 20;
    Diagnostic::new(
        FILE_04,
        format!(
            "`{path}` has {} MiB; the limit is {} MiB",
            length.div_ceil(MIB),
            limit / MIB
        ),
    )
    .in_file(path)
}

/// The role of a file, by its folder and its extension.
pub(super) fn role(path: &SourcePath) -> Role {
    if path.as_str().starts_with("themes/") {
        return Role::Theme;
    }
    let in_content = path.as_str().starts_with("content/");
    match path.extension().as_str() {
        "md" | "markdown" if in_content => Role::Document,
        "yaml" | "yml" if path.folder() == "content" => Role::Data,
        _ => Role::Asset,
    }
}
