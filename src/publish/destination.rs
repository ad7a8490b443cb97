//! Where a site goes, and how.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::steps::Result;
use crate::diag::Error;

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
    pub(super) fn go_on(&self) -> Result<()> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Error::new(
                "interrupted; the published site was not changed",
            ));
        }
        Ok(())
    }
}
