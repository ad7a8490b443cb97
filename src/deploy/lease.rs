//! One deployment at a time: a small file in the store says that one is under way.
//!
//! A run writes its own mark and the time into it, renews it every minute, and removes it at the end. A lease that was not
//! renewed for five minutes belongs to a run that died. Not every store can create a file only if there is none, so the file is
//! read again after it was written: of two that begin at once, the one whose mark is not there gives up.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::caching::own_file;
use super::retry::patiently;
use super::store::{Body, Store};
use crate::diag::{Error, Result};

/// The name of the lease in a store.
pub(super) const NAME: &str = ".mend/lease";

/// How often a lease is renewed.
const RENEWED: Duration = Duration::from_secs(60);

/// How long a lease holds without being renewed: long enough for a slow connection, short enough to wait for.
const HOLDS: Duration = Duration::from_secs(300);

/// A lease that is held, and given back when it is dropped.
pub(super) struct Lease<'a> {
    store: &'a dyn Store,
    mark: String,
    renewed: Mutex<Instant>,
}

impl<'a> Lease<'a> {
    /// Takes the lease.
    pub(super) fn take(
        store: &'a dyn Store,
        take_over: bool,
        interrupted: &AtomicBool,
    ) -> Result<Self> {
        let name = store.name();
        let cannot = || format!("cannot see whether another deployment to {name} is under way");
        let read = || {
            patiently(interrupted, &|| store.read(NAME)).map_err(|failure| failure.error(cannot()))
        };
        let found = read()?;
        if let Some(age) = found.as_deref().and_then(age)
            && age < HOLDS
            && !take_over
        {
            return Err(held(name, age));
        }
        // A mark that no other run has: the standard library seeds this from the system's random numbers.
        let mark = format!("{:016x}", RandomState::new().build_hasher().finish());
        let lease = Self {
            store,
            mark,
            renewed: Mutex::new(Instant::now()),
        };
        let text = lease.text();
        let body = Body::Bytes(text.as_bytes());
        let written = patiently(interrupted, &|| match found {
            Some(_) => store.write(NAME, body, &own_file()).map(|()| true),
            None => store.create(NAME, text.as_bytes(), &own_file()),
        });
        let ours = written.map_err(|failure| failure.error(format!("cannot write to {name}")))?
            && read()?.as_deref() == Some(text.as_bytes());
        match ours {
            true => Ok(lease),
            false => Err(lease.lost()),
        }
    }

    /// Renews the lease if it is time to.
    ///
    /// A renewal that fails is no reason to stop: uploads to the same store then fail as well, or the next renewal succeeds.
    pub(super) fn renew(&self) {
        let mut renewed = self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        if renewed.elapsed() >= RENEWED {
            *renewed = Instant::now();
            let text = self.text();
            let _ = self
                .store
                .write(NAME, Body::Bytes(text.as_bytes()), &own_file());
        }
    }

    /// The error of a run that another one was faster than. Its lease is not ours to remove.
    pub(super) fn lost(self) -> Error {
        let error = held(self.store.name(), Duration::ZERO);
        std::mem::forget(self);
        error
    }

    fn text(&self) -> String {
        format!("{} {}\n", self.mark, seconds())
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        // If it cannot be removed, it ends by itself.
        let _ = self.store.remove(NAME);
    }
}

fn seconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// How long ago a lease was renewed. A time in the future, by a clock that is ahead, counts as now; what is not a lease holds
/// nothing.
fn age(bytes: &[u8]) -> Option<Duration> {
    let (_, time) = std::str::from_utf8(bytes).ok()?.trim().split_once(' ')?;
    let time: u64 = time.parse().ok()?;
    Some(Duration::from_secs(seconds().saturating_sub(time)))
}

fn held(name: &str, age: Duration) -> Error {
    let seconds = age.as_secs();
    let ago = match seconds {
        0..2 => "just now".to_owned(),
        _ => format!("{seconds} seconds ago"),
    };
    Error::new(format!(
        "another deployment to {name} is under way; it last said so {ago}"
    ))
    .help(
        "nothing was changed; wait until it has ended. If it was cut off, try again in five minutes, or pass --take-over",
    )
}
