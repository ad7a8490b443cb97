//! Writing the finished site to disk: all of it or nothing, and deleting no files but its own.
//!
//! This room sees paths and bytes. It does not know what a page is, which stage made it, or why; it
//! prints nothing and reads no configuration.
//!
//! # Layout
//!
//! ```text
//! public/            the site; `.mend` in it is one line that says so and carries the site's id
//! .public.mend/      beside it, for the owner alone, since the manifest names unlisted pages
//!   lock             held while a build or `clean` works in here; names its process
//!   manifest         path, length and hash of every file of the site that is published
//!   manifest.next    the same of the site that is being published
//!   stage/           the new site before the swap, the old site after it
//!   journal          only where the folder cannot be swapped: the change is being carried out
//!   kept/            foreign files that could not stay where they were
//! ```
//!
//! # What holds, at every moment
//!
//! 1. Readers get the old site or the new one, whole. (Where the folder cannot be swapped, see
//!    `in_place`: each file, old or new, whole.)
//! 2. A file that no manifest names is never deleted, except for a second name we gave it ourselves.
//! 3. Whatever a run leaves behind, the next one can tell what it is, and tidies up.
//!
//! # Why `kill -9` cannot break it
//!
//! A site's **id** is the fingerprint of its manifest's lines, and the marker inside a folder names it.
//! The steps are: (a) write `manifest.next`; (b) build `stage/`, its marker first; (c) verify, sync;
//! (d) exchange `stage` and `public`; (e) take the old tree, now `stage/`, down by `manifest`, its
//! marker last; (f) rename `manifest.next` to `manifest`. Only (d) changes what readers see, and it is
//! one system call; it carries the marker along, so which manifest describes `public/` is known from
//! the folder itself and never from what we meant to do:
//!
//! - `public/.mend` names `manifest`: it died in (a) to (c), or is at rest. `stage/` can only be ours and
//!   what is foreign in it has its first name in `public/`: it is removed, and `manifest.next` with it,
//!   even if that was cut off in the middle.
//! - `public/.mend` names `manifest.next`: it died in (e) or before (f). `manifest` is still the old
//!   one and says what of the old tree may be deleted; (e) goes on where it stopped, and (f) follows.
//! - `public/` has no marker: nothing was published yet, or the folder is being adopted. `stage/`
//!   names `manifest.next`, so it is new and is removed.
//! - The new site has the id of the old one: then no swap could be told from none. It is the case where
//!   only files that were changed by hand are put right, so they are replaced one by one, and any
//!   mixture is the same site.
//!
//! When the power fails instead, what matters is which writes reached the medium. With
//! [`Destination::durable`] everything of (a) and (b) is there before (d), and (d) before (e).
//! Without it the file system may keep (d) and lose (b); that is for tests and throw-away folders.
//!
//! Not handled: a web server that holds the folder itself open (started *inside* `public/`) goes on
//! with the old, vanishing tree until it opens the folder by name again.

mod clean;
mod disk;
mod export;
mod in_place;
mod live;
mod lock;
mod manifest;
mod place;
mod recover;
mod stage;
mod swap;
mod tree;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diag::{Error, Result};
use crate::files::Outputs;

pub use clean::{Cleaned, clean, clean_on};
pub use disk::{Access, Disk, Found, Kind, Lock, RealDisk};
pub use export::Export;
use live::{Comparison, Live};
use manifest::Manifest;
use place::Place;

/// Where a site goes, and how.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The site folder, whose sources are protected.
    pub root: PathBuf,
    /// The folder to publish into, relative to the site folder or absolute.
    pub folder: PathBuf,
    /// Take over a folder that mend did not make; what lies in it is kept for ever.
    pub adopt: bool,
    /// Return only when the site would survive a power cut.
    pub durable: bool,
    /// Wait for another build to end instead of giving up.
    pub wait: bool,
    /// The user's home folder, which is never published into.
    pub home: Option<PathBuf>,
    /// The folder the user is in, which is never published into either.
    pub current: Option<PathBuf>,
    /// Set by anyone, at any time, this stops the run; the published site is then as it was.
    pub interrupted: Arc<AtomicBool>,
}

impl Destination {
    /// A durable destination that is neither adopted nor waited for.
    pub fn new(root: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            folder: folder.into(),
            adopt: false,
            durable: true,
            wait: false,
            home: std::env::home_dir(),
            current: std::env::current_dir().ok(),
            interrupted: Arc::default(),
        }
    }

    /// An error once the run is to stop.
    fn go_on(&self) -> Result<()> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Error::new("interrupted; the published site is as it was"));
        }
        Ok(())
    }
}

/// What publishing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The folder the site is in now.
    pub folder: PathBuf,
    /// How many files are new or have other contents.
    pub written: usize,
    /// How many files are as they were.
    pub unchanged: usize,
    /// How many files of the old site the new one does not have.
    pub deleted: usize,
    /// What lies in the folder and is not mend's, relative to it.
    pub foreign: Vec<PathBuf>,
    /// Where foreign files are now that could not stay in the folder.
    pub put_aside: Vec<PathBuf>,
    /// Whether the folder was renewed file by file, since it could not be swapped.
    pub in_place: bool,
}

/// Publishes the finished site.
///
/// # Errors
///
/// When the destination is refused, another build is at work, or the disk fails. The published site is
/// then as it was, or, if only the tidying failed, the new one.
pub fn publish(outputs: &Outputs, to: &Destination) -> Result<Published> {
    publish_on(&RealDisk, outputs, to)
}

/// The folders that publishing writes: the site itself and what mend keeps beside it. A watcher of the
/// sources does well to ignore them.
pub fn traces(folder: &Path) -> Vec<PathBuf> {
    [Some(folder.to_owned()), place::beside(folder)]
        .into_iter()
        .flatten()
        .collect()
}

/// [`publish`] on a disk of the caller's.
///
/// # Errors
///
/// As [`publish`].
pub fn publish_on(disk: &dyn Disk, outputs: &Outputs, to: &Destination) -> Result<Published> {
    let plan = Manifest::of(outputs)
        .map_err(|why| Error::new(format!("the site cannot be published: {why}")))?;
    let place = Place::of(disk, to)?;
    let _lock = lock::take(disk, &place, to)?;
    recover::recover(disk, &place, to.durable)?;
    let live = Live::survey(disk, &place, to.adopt)?;
    let comparison = Comparison::of(disk, &place, &live, &plan, outputs, to.adopt)?;
    let job = Job {
        disk,
        place: &place,
        to,
        plan: &plan,
        outputs,
        live: &live,
    };
    let mut published = Published {
        folder: place.live.clone(),
        foreign: comparison.kept.iter().map(PathBuf::from).collect(),
        deleted: deleted(&live, &plan),
        unchanged: comparison
            .unchanged
            .iter()
            .filter(|&&unchanged| unchanged)
            .count(),
        ..Published::default()
    };
    published.written = outputs.len() - published.unchanged;
    if live.exists && live.manifest == plan && published.written == 0 && !live.tree.is_empty() {
        return Ok(published);
    }
    let done = replace(&job, &comparison, published.written)?;
    published.in_place = done.in_place;
    published.put_aside = done.put_aside;
    Ok(published)
}

/// What every step of publishing needs to know.
#[derive(Clone, Copy)]
struct Job<'a> {
    disk: &'a dyn Disk,
    place: &'a Place,
    to: &'a Destination,
    plan: &'a Manifest,
    outputs: &'a Outputs,
    live: &'a Live,
}

impl Job<'_> {
    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.disk
            .write(path, bytes)
            .map_err(doing("cannot write", path))
    }

    /// Everything new is written: from here on, a file that is newer than the manifest was changed by
    /// somebody else and will be put right.
    fn seal(&self, folder: &Path) -> Result<()> {
        let next = &self.place.next;
        self.disk.touch(next).map_err(doing("cannot write", next))?;
        if self.to.durable {
            self.disk
                .sync_disk(folder)
                .map_err(doing("cannot save", folder))?;
        }
        Ok(())
    }
}

/// What [`replace`] has to tell.
struct Done {
    in_place: bool,
    put_aside: Vec<PathBuf>,
}

/// Brings the new site into the published folder, by a swap if that is possible.
fn replace(job: &Job, comparison: &Comparison, written: usize) -> Result<Done> {
    let Job {
        disk,
        place,
        plan,
        live,
        ..
    } = *job;
    room_for(job, comparison, written)?;
    if live.manifest == Manifest::default() && exists(disk, &place.manifest)? {
        // It describes a site that is gone, and must not be taken for this folder's.
        tree::remove_file(disk, &place.manifest)?;
    }
    let result = job
        .write(&place.next, plan.to_text().as_bytes())
        .and_then(|()| replace_by_swap(job, comparison));
    let result = match result {
        Ok(None) => in_place::renew(job, comparison).map(|()| Done {
            in_place: true,
            put_aside: Vec::new(),
        }),
        Ok(Some(done)) => Ok(done),
        Err(error) => Err(error),
    };
    if result.is_err() {
        // As good as it can be done: what stays now, the next run sweeps.
        let _ = recover::recover(disk, place, job.to.durable);
    }
    result
}

/// Stage, swap, old tree away; nothing if this folder cannot be swapped.
fn replace_by_swap(job: &Job, comparison: &Comparison) -> Result<Option<Done>> {
    let Job {
        disk,
        place,
        plan,
        live,
        to,
        ..
    } = *job;
    if live.exists && (!live.swappable || live.manifest.id() == plan.id()) {
        return Ok(None);
    }
    if stage::build(job, comparison)? == stage::Staged::CannotCarry {
        tree::remove_whole(disk, &place.stage)?;
        return Ok(None);
    }
    job.seal(&place.stage)?;
    to.go_on()?;
    if !swap::swap(disk, place, live.exists)? {
        tree::remove_whole(disk, &place.stage)?;
        return Ok(None);
    }
    let tidied = match place.live.parent() {
        Some(parent) if to.durable => disk
            .sync_folder(parent)
            .map_err(doing("cannot save", parent)),
        _ => Ok(()),
    };
    let put_aside = tidied
        .and_then(|()| swap::finish(disk, place, &live.manifest))
        .map_err(|error| error.help("the new site is published; the next build tidies up"))?;
    Ok(Some(Done {
        in_place: false,
        put_aside,
    }))
}

/// Refuses early what could not be finished; the disk's own word while writing is the last.
fn room_for(job: &Job, comparison: &Comparison, written: usize) -> Result<()> {
    let new = job
        .outputs
        .values()
        .zip(&comparison.unchanged)
        .filter(|(_, unchanged)| !**unchanged);
    // A file takes whole blocks; 4 KiB is what nearly every file system has.
    let bytes: u64 = new.map(|(output, _)| output.bytes.len() as u64).sum();
    let needed = bytes + 2048 * written as u64;
    let folder = if job.live.exists {
        &job.place.real
    } else {
        &job.place.beside
    };
    match job.disk.free(folder) {
        Ok(free) if free < needed => Err(Error::new(format!(
            "there is not enough room for `{}`: {} MB are needed and {} MB are free",
            job.place.live.display(),
            needed.div_ceil(1_000_000),
            free / 1_000_000
        ))
        .help("the published site is as it was; make room and build again")),
        // Some file systems do not know.
        _ => Ok(()),
    }
}

/// What lies at a path, without following it.
fn look(disk: &dyn Disk, path: &Path) -> Result<Option<Found>> {
    disk.look(path).map_err(doing("cannot look at", path))
}

/// Whether anything has this name.
fn exists(disk: &dyn Disk, path: &Path) -> Result<bool> {
    Ok(look(disk, path)?.is_some())
}

fn deleted(live: &Live, plan: &Manifest) -> usize {
    let old = live.manifest.entries().iter();
    old.filter(|entry| plan.get(&entry.path).is_none()).count()
}

/// Turns a failure of the disk into a sentence, with what to do about the usual ones.
fn doing<'a>(what: &'a str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |cause| {
        let error = Error::io(format!("{what} `{}`", path.display()), &cause);
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                error.help("the published site is as it was; make room and build again")
            }
            io::ErrorKind::PermissionDenied => {
                error.help("give yourself the right to write there, or choose another folder")
            }
            io::ErrorKind::ReadOnlyFilesystem => error.help("choose a folder on another disk"),
            _ => error,
        }
    }
}
