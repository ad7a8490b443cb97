//! Finds the files of a site: lists folders and follows links, but opens no file.
//!
//! A symbolic link inside the site folder is followed. It must not lead out of the folder, form a loop, or lead to a file
//! that would be left out under its own name. The listing says which entries are not regular files. They are never opened,
//! since opening a pipe can block for ever.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::problems::{bad_link, illegal, not_regular, plain, unreadable};
use super::read::{Stamp, Stamps};
use crate::diag::Diagnostic;
use crate::files::{LeftOut, Reason, SourceFile, by_kind, by_name};
use crate::glob::Globs;
use crate::path::SourcePath;

/// The most links to folders that are followed in one scan: the number of ways through folders that link to each other grows
/// without bound.
const MOST_FOLDER_LINKS: usize = 200;

/// A file that the walk found.
#[derive(Debug)]
pub(super) struct FoundFile {
    /// Its path from the site folder, as the disk spells it.
    pub(super) name: String,
    /// Where to open it: the same path, or the target of its link.
    pub(super) real: PathBuf,
    /// Whether it was found through a link, so that it is in another folder.
    pub(super) is_link: bool,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) real: PathBuf,
    pub(super) files: Vec<FoundFile>,
    pub(super) problems: Vec<Diagnostic>,
    /// What could not be listed: this folder, or the target of a link in it.
    pub(super) closed: Vec<SourceFile>,
    /// The files and folders in it that are left out of the site.
    pub(super) left_out: Vec<LeftOut>,
    folders: Vec<Folder>,
    /// The stamp of the folder before it was listed. `None` if the stamp is not sufficient: a link's target can change without
    /// the folder that holds the link.
    stamp: Option<Stamp>,
}

impl Listing {
    fn leave_out(&mut self, path: &str, reason: Reason) {
        let path = SourcePath::new(path);
        self.left_out.push(LeftOut { path, reason });
    }

    /// Adds a folder, or what may be one, whose contents are not known.
    fn close(&mut self, path: &str, problem: Diagnostic) {
        let folder = SourceFile::unopened(SourcePath::new(path), problem.clone());
        self.closed.push(folder);
        self.problems.push(problem);
    }
}

/// A folder on the way.
#[derive(Clone, Debug)]
struct Folder {
    name: String,
    real: PathBuf,
    /// Where the walk started, then the target of every link on the way here.
    chain: Arc<[PathBuf]>,
    is_link: bool,
}

/// The listings of the last walk, by the names of their folders.
///
/// A folder's stamp changes whenever a name in it comes or goes, so a folder that looks the same is
/// not listed again.
#[derive(Debug, Default)]
pub(super) struct ListingCache(BTreeMap<String, CachedListing>);

#[derive(Debug)]
struct CachedListing {
    listing: Arc<Listing>,
    /// It was so new when it was listed that its stamp cannot be trusted yet.
    is_fresh: bool,
}

impl ListingCache {
    /// When the newest folder changed.
    pub(super) fn newest(&self) -> Option<i128> {
        let stamps = self.0.values().filter_map(|known| known.listing.stamp);
        stamps.map(|stamp| stamp.changed).max()
    }

    /// Trusts the stamps of folders that are old enough, seen from the newest change.
    pub(super) fn settle(&mut self, newest: i128) {
        for known in self.0.values_mut() {
            let stamp = known.listing.stamp;
            known.is_fresh &= stamp.is_some_and(|stamp| stamp.is_recent(newest));
        }
    }
}

/// What a walk needs to know.
pub(super) struct Walk<'a> {
    /// The site folder, without symbolic links.
    pub(super) root: &'a Path,
    /// The published folder, relative to the site folder; its files are no sources.
    pub(super) output: &'a str,
    pub(super) ignore: &'a Globs,
    /// The endings that are published from `content/` besides the usual ones.
    pub(super) kinds: &'a [String],
    /// What the last walk found under the same rules.
    pub(super) cache: &'a ListingCache,
}

impl Walk<'_> {
    /// Walks folders of the site folder, level by level; a missing one has no files.
    pub(super) fn walk(&self, names: &[&str]) -> (Vec<Arc<Listing>>, ListingCache) {
        let mut top = Listing::default();
        for name in names {
            self.start(name, &mut top);
        }
        let mut level = std::mem::take(&mut top.folders);
        let (mut all, mut cache, mut links) = (Vec::new(), ListingCache::default(), 0);
        while !level.is_empty() {
            // Sorted, so that it does not depend on the disk which links are too many.
            level.sort_unstable_by(|left, right| left.name.cmp(&right.name));
            level.retain(|folder| {
                links += usize::from(folder.is_link);
                let is_fine = !folder.is_link || links <= MOST_FOLDER_LINKS;
                if !is_fine {
                    top.problems.push(bad_link(
                        &folder.name,
                        &format!(
                            "is not followed: the limit is {MOST_FOLDER_LINKS} links to folders"
                        ),
                    ));
                }
                is_fine
            });
            let visits: Vec<_> = level.par_iter().map(|folder| self.visit(folder)).collect();
            let mut deeper = Vec::new();
            for (folder, known) in level.into_iter().zip(visits) {
                deeper.extend(known.listing.folders.iter().cloned());
                all.push(Arc::clone(&known.listing));
                cache.0.insert(folder.name, known);
            }
            level = deeper;
        }
        all.push(Arc::new(top));
        (all, cache)
    }

    /// What a folder holds: cached if it looks the same, else listed.
    fn visit(&self, folder: &Folder) -> CachedListing {
        // The stamp is taken before the folder is listed: a change in between makes it look different next time.
        let stamp = match folder.chain.len() {
            1 => Stamps::of(&folder.real, 0).stamp(OsStr::new("")),
            // The target of a link depends on the folders on the way, so it is listed every time.
            _ => None,
        };
        let known = self.cache.0.get(&folder.name);
        let looks_the_same =
            |known: &&CachedListing| stamp.is_some() && known.listing.stamp == stamp;
        match known.filter(looks_the_same) {
            Some(known) if !known.is_fresh => CachedListing {
                listing: Arc::clone(&known.listing),
                is_fresh: false,
            },
            known => CachedListing {
                listing: Arc::new(self.list(folder, stamp)),
                // A fresh folder that was listed again and has not changed is settled.
                is_fresh: known.is_none(),
            },
        }
    }

    fn start(&self, name: &str, found: &mut Listing) {
        let path = self.root.join(name);
        match fs::symlink_metadata(&path) {
            Ok(kind) if kind.is_symlink() || self.is_behind_link(name) => {
                self.follow(name, &path, std::slice::from_ref(&path), found);
                // It leads to a file, where a folder should be.
                for _ in found.files.drain(..) {
                    found.problems.push(not_regular(name));
                }
            }
            Ok(kind) if kind.is_dir() => found.folders.push(Folder {
                name: name.to_owned(),
                chain: [path.clone()].into(),
                real: path,
                is_link: false,
            }),
            Ok(_) => found.problems.push(not_regular(name)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => found.close(name, unreadable(name, &error)),
        }
    }

    /// Whether a folder on the way to a root is a link, as `themes` can be.
    fn is_behind_link(&self, name: &str) -> bool {
        let above = name.match_indices('/').map(|(at, _)| &name[..at]);
        let mut kinds = above.map(|folder| fs::symlink_metadata(self.root.join(folder)));
        kinds.any(|kind| kind.is_ok_and(|kind| kind.is_symlink()))
    }

    fn list(&self, folder: &Folder, stamp: Option<Stamp>) -> Listing {
        let mut listing = Listing {
            real: folder.real.clone(),
            stamp,
            ..Listing::default()
        };
        // One level at a time, so that all cores take part.
        for entry in WalkDir::new(&folder.real).min_depth(1).max_depth(1) {
            match entry {
                Ok(entry) => self.take(folder, entry, &mut listing),
                Err(error) => {
                    let cause = error.into_io_error();
                    let cause = cause.unwrap_or_else(|| io::Error::other("it cannot be listed"));
                    listing.close(&folder.name, unreadable(&folder.name, &cause));
                }
            }
        }
        if !listing.problems.is_empty() {
            listing.stamp = None;
        }
        listing
    }

    fn take(&self, folder: &Folder, entry: DirEntry, found: &mut Listing) {
        let name = match entry.file_name().to_str() {
            Some(name) if !name.contains('\\') => name,
            _ => {
                let name = entry.file_name().to_string_lossy();
                let path = [&folder.name, "/", &name].concat();
                found.problems.push(illegal(&path));
                return;
            }
        };
        let path = [&folder.name, "/", name].concat();
        if is_in(&path, self.output) {
            return;
        }
        if let Some(reason) = self.left_out(&path) {
            found.leave_out(&path, reason);
            return;
        }
        let kind = entry.file_type();
        if kind.is_file() {
            let file = FoundFile {
                name: path,
                real: entry.into_path(),
                is_link: false,
            };
            self.add(file, found);
        } else if kind.is_dir() {
            found.folders.push(Folder {
                name: path,
                real: entry.into_path(),
                chain: Arc::clone(&folder.chain),
                is_link: false,
            });
        } else if kind.is_symlink() {
            found.stamp = None;
            self.follow(&path, entry.path(), &folder.chain, found);
        } else {
            found.problems.push(not_regular(&path));
        }
    }

    /// Why a file or folder is left out, by its name and by the patterns of the site.
    fn left_out(&self, path: &str) -> Option<Reason> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let below = path.strip_prefix("content/");
        match below.is_some_and(|below| self.ignore.fits(below)) {
            true => Some(Reason::Ignored),
            false => by_name(folder, name),
        }
    }

    /// Adds a file, unless its kind is left out of the site.
    fn add(&self, file: FoundFile, found: &mut Listing) {
        match by_kind(&SourcePath::new(&file.name), self.kinds) {
            Some(reason) => found.leave_out(&file.name, reason),
            None => found.files.push(file),
        }
    }

    /// Follows a symbolic link, if its target is allowed.
    fn follow(&self, path: &str, link: &Path, chain: &[PathBuf], found: &mut Listing) {
        let target = fs::canonicalize(link);
        let target = target.and_then(|target| Ok((fs::metadata(&target)?.file_type(), target)));
        let (kind, target) = match target {
            Ok(target) => target,
            Err(error) => {
                let written = fs::read_link(link).unwrap_or_default();
                let written = written.display();
                let what = if error.kind() == io::ErrorKind::NotFound {
                    format!("points to nothing: `{written}`")
                } else {
                    format!("cannot be followed to `{written}`: {}", plain(&error))
                };
                found.close(path, bad_link(path, &what));
                return;
            }
        };
        let Ok(inside) = target.strip_prefix(self.root) else {
            let what = format!("points outside the site folder, to `{}`", target.display());
            found.close(path, bad_link(path, &what));
            return;
        };
        if !self.may_lead_to(inside) {
            let what = format!("points to `{}`, which is never published", inside.display());
            found.close(path, bad_link(path, &what));
        } else if kind.is_file() {
            let file = FoundFile {
                name: path.to_owned(),
                real: target,
                is_link: true,
            };
            self.add(file, found);
        } else if !kind.is_dir() {
            found.problems.push(not_regular(path));
        } else if is_circle(link, &target, chain) {
            let what = format!("is part of a loop, through `{}`", inside.display());
            found.close(path, bad_link(path, &what));
        } else {
            found.folders.push(Folder {
                name: path.to_owned(),
                chain: chain.iter().chain([&target]).cloned().collect(),
                real: target,
                is_link: true,
            });
        }
    }

    /// Whether a link may lead to a path of the site folder: not to the folder itself, nor to anything that is left out by its
    /// name.
    fn may_lead_to(&self, inside: &Path) -> bool {
        inside.to_str().is_some_and(|path| {
            let is_taken = |name: &str| by_name("", name).is_none();
            !path.is_empty() && !is_in(path, self.output) && path.split('/').all(is_taken)
        })
    }
}

/// Whether the target of a link holds the link, or a folder on the way to it.
fn is_circle(link: &Path, target: &Path, chain: &[PathBuf]) -> bool {
    link.starts_with(target) || chain.iter().any(|passed| passed.starts_with(target))
}

/// Whether a path is a folder or inside it.
fn is_in(path: &str, folder: &str) -> bool {
    !folder.is_empty()
        && path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
