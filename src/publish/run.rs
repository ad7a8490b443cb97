//! One run of publishing: a site is taken file by file, and replaces the published one when it is complete.
//!
//! A file that differs from the published one is written as soon as it comes, into a folder that no reader sees. What is
//! unchanged is only noted. Nothing else happens before [`Publication::finish`].

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::comparison::{Comparison, holds, in_the_way};
use super::destination::Destination;
use super::disk::{Access, Disk, Kind, Lock, RealDisk};
use super::job::Job;
use super::layout::Layout;
use super::manifest::{HALF_DONE, MARKER, Manifest, UNFINISHED, ancestors, check, marker};
use super::steps::{Result, doing, exists, look};
use super::survey::Survey;
use super::tree::{remove_file, remove_if_empty, under};
use super::{in_place, lock, recover, stage, swap};
use crate::diag::Error;
use crate::files::{Content, Outputs, PublishedFile, Sink};
use crate::path::OutputPath;

/// The result of publishing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The published folder.
    pub folder: PathBuf,
    /// How many files are new or changed.
    pub written: usize,
    /// How many files are unchanged.
    pub unchanged: usize,
    /// How many files of the old site the new one does not have.
    pub deleted: usize,
    /// The foreign files, relative to the folder.
    pub foreign: Vec<PathBuf>,
    /// The new paths of foreign files that could not stay in the folder.
    pub put_aside: Vec<PathBuf>,
    /// Whether the folder was updated file by file, because it could not be swapped.
    pub in_place: bool,
}

/// Publishes a site that is finished already.
///
/// # Errors
///
/// As [`Publication::begin`] and [`Publication::finish`].
pub fn publish(outputs: &Outputs, to: &Destination) -> Result<Published> {
    publish_on(&RealDisk, outputs, to)
}

/// [`publish`] on another disk.
///
/// # Errors
///
/// As [`publish`].
pub fn publish_on(disk: &dyn Disk, outputs: &Outputs, to: &Destination) -> Result<Published> {
    let publication = Publication::begin_on(disk, to)?;
    let outputs: Vec<_> = outputs.iter().collect();
    outputs
        .par_iter()
        .for_each(|(path, content)| publication.put((*path).clone(), (*content).clone()));
    publication.finish()
}

/// A site that is being published. If it is dropped before it is finished, the published site is as it was.
pub struct Publication<'a> {
    disk: &'a dyn Disk,
    to: &'a Destination,
    layout: Layout,
    survey: Survey,
    /// The folder in which the new files are written: the stage, or a folder in the published one if that cannot be swapped.
    prepared: PathBuf,
    taken: Mutex<BTreeMap<Box<str>, Taken>>,
    /// The folders below [`Self::prepared`] that exist, itself included as the empty path.
    folders: Mutex<BTreeSet<Box<str>>>,
    /// The first failure; after it nothing is written any more.
    failure: Mutex<Option<Error>>,
    is_over: bool,
    #[expect(dead_code, reason = "held for its effect")]
    lock: Lock,
}

/// A file of the new site.
struct Taken {
    length: u64,
    hash: Box<str>,
    /// Whether the published folder holds the same file.
    is_unchanged: bool,
}

impl<'a> Publication<'a> {
    /// Begins to publish: from here on no other build publishes to this destination.
    ///
    /// # Errors
    ///
    /// When the destination is refused, another build is at work, or the disk fails. The published site is then as it was.
    pub fn begin(to: &'a Destination) -> Result<Self> {
        Self::begin_on(&RealDisk, to)
    }

    fn begin_on(disk: &'a dyn Disk, to: &'a Destination) -> Result<Self> {
        let layout = Layout::of(disk, to)?;
        let lock = lock::take(disk, &layout, to)?;
        recover::recover(disk, &layout, to.durable)?;
        let survey = Survey::take(disk, &layout, to.adopt)?;
        let prepared = match !survey.exists || survey.swappable {
            true => layout.stage.clone(),
            false => layout.real.join(HALF_DONE),
        };
        Ok(Self {
            disk,
            to,
            layout,
            survey,
            prepared,
            taken: Mutex::default(),
            folders: Mutex::default(),
            failure: Mutex::default(),
            is_over: false,
            lock,
        })
    }

    /// Puts the new site in the place of the published one.
    ///
    /// # Errors
    ///
    /// When a file could not be taken, is in the way of another one, or the disk fails. The published site is then as it was,
    /// or, if only the tidying failed, the new one.
    pub fn finish(mut self) -> Result<Published> {
        let plan = self.plan()?;
        if let Some(failure) = locked(&self.failure).take() {
            return Err(failure);
        }
        let unchanged = self.unchanged();
        let comparison = Comparison::of(&self.layout, &self.survey, &plan, &unchanged)?;
        let deleted = self.survey.manifest.entries().iter();
        let deleted = deleted.filter(|entry| plan.get(&entry.path).is_none());
        let mut published = Published {
            folder: self.layout.public.clone(),
            foreign: comparison.kept.iter().map(PathBuf::from).collect(),
            deleted: deleted.count(),
            unchanged: unchanged.len(),
            written: plan.entries().len() - unchanged.len(),
            ..Published::default()
        };
        let Survey {
            exists,
            manifest,
            tree,
            ..
        } = &self.survey;
        let is_same = *exists && *manifest == plan && published.written == 0;
        if !is_same || tree.is_empty() {
            let replacement = self.replace(&plan, &comparison)?;
            published.in_place = replacement.in_place;
            published.put_aside = replacement.put_aside;
        }
        self.is_over = true;
        Ok(published)
    }

    /// The manifest of the new site.
    fn plan(&self) -> Result<Manifest> {
        let taken = locked(&self.taken);
        let entries = taken.iter().map(|(path, file)| PublishedFile {
            path: path.clone(),
            length: file.length,
            hash: file.hash.clone(),
        });
        Manifest::checked(entries.collect()).map_err(|why| cannot_be_published(&why))
    }

    /// The paths of the files that the published folder holds already.
    fn unchanged(&self) -> BTreeSet<Box<str>> {
        let taken = locked(&self.taken);
        let unchanged = taken.iter().filter(|(_, file)| file.is_unchanged);
        unchanged.map(|(path, _)| path.clone()).collect()
    }

    /// Replaces the old site by the new one, by a swap if possible.
    fn replace(&self, plan: &Manifest, comparison: &Comparison) -> Result<Replacement> {
        let Self { disk, layout, .. } = self;
        self.prepare()?;
        if self.survey.manifest == Manifest::default() && exists(*disk, &layout.manifest)? {
            // It describes a site that is gone, and must not be mistaken for the manifest of this folder.
            remove_file(*disk, &layout.manifest)?;
        }
        let job = Job {
            disk: *disk,
            layout,
            to: self.to,
            plan,
            survey: &self.survey,
        };
        let text = Content::new(plan.to_text().into_bytes());
        job.write(&layout.next, &text)?;
        if let Some(put_aside) = self.replace_by_swap(&job, comparison)? {
            return Ok(Replacement {
                in_place: false,
                put_aside,
            });
        }
        in_place::renew(&job, comparison)?;
        Ok(Replacement {
            in_place: true,
            put_aside: Vec::new(),
        })
    }

    /// Completes the stage, swaps, and removes the old tree; none if this folder cannot be swapped.
    fn replace_by_swap(&self, job: &Job, comparison: &Comparison) -> Result<Option<Vec<PathBuf>>> {
        let Job {
            disk,
            layout,
            plan,
            survey,
            to,
        } = *job;
        if self.prepared != layout.stage || survey.exists && survey.manifest.id() == plan.id() {
            return Ok(None);
        }
        let folders = locked(&self.folders);
        if stage::complete(job, comparison, &folders)? == stage::StageState::CannotCarry {
            return Ok(None);
        }
        job.seal(&layout.stage)?;
        to.go_on()?;
        if !swap::swap(disk, layout, survey.exists)? {
            return Ok(None);
        }
        let tidied = match layout.public.parent() {
            Some(parent) if to.durable => disk
                .sync_folder(parent)
                .map_err(doing("cannot save", parent)),
            _ => Ok(()),
        };
        let put_aside = tidied
            .and_then(|()| swap::finish(disk, layout, &survey.manifest))
            .map_err(|error| {
                error.help(
                    "the new site is published; the next build removes the rest of the old one",
                )
            })?;
        Ok(Some(put_aside))
    }

    /// Notes a file, and writes it unless the published folder holds the same one.
    fn take(&self, path: &str, content: &Content) -> Result<()> {
        let entry = PublishedFile {
            path: path.into(),
            length: content.length(),
            hash: content.fingerprint().to_hex().into(),
        };
        let legal = check(&entry);
        let is_unchanged = match &legal {
            Ok(()) if locked(&self.failure).is_none() => self.is_published(&entry, content),
            _ => Ok(false),
        };
        let taken = Taken {
            length: entry.length,
            hash: entry.hash,
            is_unchanged: *is_unchanged.as_ref().unwrap_or(&false),
        };
        locked(&self.taken).insert(entry.path, taken);
        legal.map_err(|why| cannot_be_published(&why))?;
        if is_unchanged? || locked(&self.failure).is_some() {
            return Ok(());
        }
        self.to.go_on()?;
        self.make_folders(path)?;
        let to = self.prepared.join(path);
        self.refuse_if_too_large(content)?;
        let written = self.disk.write(&to, content);
        written.map_err(doing("cannot write", &to))
    }

    /// Whether the published folder holds this file.
    fn is_published(&self, entry: &PublishedFile, content: &Content) -> Result<bool> {
        let Survey {
            tree,
            manifest,
            written,
            ..
        } = &self.survey;
        let path = OsStr::new(&*entry.path);
        let Some(kind) = tree.kind(path) else {
            return Ok(false);
        };
        if !self.survey.is_ours(path, kind) {
            let is_same = holds(self.disk, &self.layout.real, path, content)?;
            return match is_same || self.to.adopt && kind == Kind::File {
                true => Ok(is_same),
                false => Err(in_the_way(&self.layout, path)),
            };
        }
        // Only regular files of the walk, so that no symbolic link is followed.
        if manifest.get(&entry.path) != Some(entry) || kind != Kind::File {
            return Ok(false);
        }
        let found = look(self.disk, &under(&self.layout.real, path))?;
        Ok(found.is_some_and(|found| found.length == entry.length && found.modified <= *written))
    }

    /// Creates the folder of new files, its marker first.
    fn prepare(&self) -> Result<()> {
        let mut folders = locked(&self.folders);
        if folders.is_empty() {
            let made = self.disk.make_folder(&self.prepared, Access::Default);
            made.map_err(doing("cannot make", &self.prepared))?;
            let to = self.prepared.join(MARKER);
            let text = Content::new(marker(UNFINISHED).into_bytes());
            let written = self.disk.write(&to, &text);
            written.map_err(doing("cannot write", &to))?;
            // Without its marker the folder would not be known as ours, so nothing else is written before.
            folders.insert("".into());
        }
        Ok(())
    }

    /// Creates the folders above a new file.
    fn make_folders(&self, path: &str) -> Result<()> {
        self.prepare()?;
        let mut folders = locked(&self.folders);
        let missing = ancestors(path).take_while(|folder| !folders.contains(*folder));
        let missing: Vec<&str> = missing.collect();
        for folder in missing.into_iter().rev() {
            let path = self.prepared.join(folder);
            let made = self.disk.make_folder(&path, Access::Default);
            made.map_err(doing("cannot make", &path))?;
            folders.insert(folder.into());
        }
        Ok(())
    }

    /// Refuses a large file early if the space is too small. The disk can still be full while writing.
    fn refuse_if_too_large(&self, content: &Content) -> Result<()> {
        if content.in_memory().is_some() {
            return Ok(());
        }
        match self.disk.free(&self.prepared) {
            Ok(free) if free < content.length() => Err(Error::new(format!(
                "there is not enough space for `{}`: {} MB more are needed and {} MB are free",
                self.layout.public.display(),
                content.length().div_ceil(1_000_000),
                free / 1_000_000
            ))
            .help("the published site was not changed; free some space and build again")),
            // Some file systems cannot tell.
            _ => Ok(()),
        }
    }
}

impl Sink for Publication<'_> {
    fn put(&self, path: OutputPath, content: Content) {
        if let Err(error) = self.take(path.as_str(), &content) {
            locked(&self.failure).get_or_insert(error);
        }
    }
}

impl Drop for Publication<'_> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        // Best effort: the next run removes what is left.
        let Self { disk, layout, .. } = self;
        let _ = recover::recover(*disk, layout, self.to.durable);
        let is_first = exists(*disk, &layout.manifest).is_ok_and(|exists| !exists);
        let is_kept = exists(*disk, &layout.kept).unwrap_or(true);
        let is_left = [&layout.stage, &layout.next, &layout.journal];
        let is_left = is_left
            .into_iter()
            .any(|path| exists(*disk, path).unwrap_or(true));
        if is_first && !is_kept && !is_left && remove_file(*disk, &layout.lock).is_ok() {
            let _ = remove_if_empty(*disk, &layout.beside, &[OsStr::new("")]);
        }
    }
}

/// How a site was replaced.
struct Replacement {
    in_place: bool,
    put_aside: Vec<PathBuf>,
}

fn cannot_be_published(why: &str) -> Error {
    Error::new(format!("the site cannot be published: {why}"))
}

fn locked<T>(value: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
