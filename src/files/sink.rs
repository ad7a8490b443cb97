//! Where the files of a finished site go.
//!
//! Stages hand a file over as soon as it is made, so that no file waits in memory for the last one.

use std::sync::{Mutex, PoisonError};

use super::{Content, Outputs};
use crate::path::OutputPath;

/// Takes the files of a site, in any order and from any thread.
///
/// A sink that fails remembers the failure until its owner asks, because stages cannot do anything about it.
pub trait Sink: Sync {
    /// Takes a file. No other file of the site has this path.
    fn put(&self, path: OutputPath, content: Content);
}

/// Keeps the files in memory.
#[derive(Debug, Default)]
pub struct Collected(Mutex<Outputs>);

impl Collected {
    /// The files that were put in.
    pub fn into_outputs(self) -> Outputs {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Collected {
    fn put(&self, path: OutputPath, content: Content) {
        let mut outputs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        outputs.insert(path, content);
    }
}

/// Drops the files: for those who want to know only what is wrong with a site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Discarded;

impl Sink for Discarded {
    fn put(&self, _: OutputPath, _: Content) {}
}
