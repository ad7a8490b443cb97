//! Carries files to the store: several at a time, each with patience.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::failure::Failure;
use super::lease::Lease;
use super::plan::Upload;
use super::retry::patiently;
use super::store::{Body, Store};
use crate::diag::{Error, Result};

/// How many files are carried at once. Stores take many more; a home connection is full with these.
const AT_ONCE: usize = 8;

/// How often the main thread renews the lease, if it is time for that, until the workers are done.
const TICK: Duration = Duration::from_secs(1);

/// Everything that carrying needs.
pub(super) struct Transfer<'a> {
    pub(super) store: &'a dyn Store,
    /// The folder of the published site.
    pub(super) folder: &'a Path,
    pub(super) lease: &'a Lease<'a>,
    pub(super) interrupted: &'a AtomicBool,
    /// Called after each file, with how many are done and how many there are.
    pub(super) step: &'a (dyn Fn(usize, usize) + Sync),
    /// How many files there are to upload and to remove.
    pub(super) count: usize,
}

impl Transfer<'_> {
    /// Uploads the files, one step after the other.
    pub(super) fn upload(&self, steps: &[Vec<Upload<'_>>]) -> Result<()> {
        let mut done = 0;
        for step in steps {
            let name = |upload: &Upload<'_>| upload.file.path.to_string();
            self.each(
                step,
                done,
                "upload",
                name,
                |Upload { file, about, .. }| {
                    let path = self.folder.join(&*file.path);
                    self.store.write(&file.path, Body::File(&path), about)
                },
            )?;
            done += step.len();
        }
        Ok(())
    }

    /// Removes the files of these names.
    pub(super) fn remove(&self, names: &[String]) -> Result<()> {
        let done = self.count - names.len();
        self.each(names, done, "remove", String::clone, |name| {
            self.store.remove(name)
        })
    }

    /// Does this to each item, several at a time. After the first failure no item is begun.
    fn each<T: Sync>(
        &self,
        items: &[T],
        done_before: usize,
        doing: &str,
        name: impl Fn(&T) -> String + Sync,
        act: impl Fn(&T) -> std::result::Result<(), Failure> + Sync,
    ) -> Result<()> {
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(done_before));
        let failed: Mutex<Option<Error>> = Mutex::new(None);
        let is_over = || self.is_interrupted() || locked(&failed).is_some();
        let one = |item: &T| match patiently(self.interrupted, &|| act(item)) {
            Ok(()) => (self.step)(done.fetch_add(1, Ordering::Relaxed) + 1, self.count),
            Err(failure) => {
                let error = failure.error(format!("cannot {doing} `{}`", name(item)));
                locked(&failed).get_or_insert(error);
            }
        };
        let work = |_working: mpsc::Sender<()>| {
            while !is_over()
                && let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed))
            {
                one(item);
            }
        };
        thread::scope(|scope| {
            // The channel closes when the last worker drops its end.
            let (working, all_done) = mpsc::channel();
            for _ in 0..AT_ONCE.min(items.len()) {
                let working = working.clone();
                scope.spawn(|| work(working));
            }
            drop(working);
            while all_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                self.lease.renew();
            }
        });
        if self.is_interrupted() {
            return Err(Error::new("interrupted before everything was online").help(
                "every page that is online is whole; run the same command again to continue",
            ));
        }
        failed
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .map_or(Ok(()), Err)
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
