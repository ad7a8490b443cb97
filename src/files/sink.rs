//! Where the files of a finished site go.
//!
//! Stages hand a file over as soon as it is made, so that no file waits in memory for the last one.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Content, Outputs};
use crate::path::OutputPath;

/// Takes the files of a site, in any order and from any thread.
///
/// A sink that fails remembers the failure until its owner asks, because stages cannot do anything about it.
pub trait Sink: Sync {
    /// Takes a file. No other file of the site has this path.
    fn put(&self, path: OutputPath, content: Content);

    /// The page to make next, because a browser is waiting for it: the path of an HTML file. Each path is returned once. `None`
    /// when the order of the remaining files does not matter.
    fn wanted(&self) -> Option<OutputPath> {
        None
    }
}

/// Passes files on to another sink, each name once: the first file of a name gets it.
pub struct Recording<'s> {
    sink: &'s dyn Sink,
    /// The names of the files that were passed on.
    paths: Mutex<BTreeSet<OutputPath>>,
}

impl<'s> Recording<'s> {
    /// In front of this sink.
    pub fn to(sink: &'s dyn Sink) -> Self {
        Self {
            sink,
            paths: Mutex::default(),
        }
    }

    /// Passes on many files from all cores. They get their names in order before any is passed on, so of two that claim one
    /// name, the first gets it every time.
    pub fn put_in_order<F: Send>(
        &self,
        files: impl Iterator<Item = (OutputPath, F)>,
        content: impl Fn(F) -> Content + Sync,
    ) {
        let named: Vec<_> = files.filter(|(path, _)| self.claim(path)).collect();
        let put = |(path, file)| self.sink.put(path, content(file));
        named.into_par_iter().for_each(put);
    }

    /// The names of the files that were passed on.
    pub fn into_paths(self) -> BTreeSet<OutputPath> {
        let paths = self.paths.into_inner();
        paths.unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a file gets this name, which no other file has yet.
    fn claim(&self, path: &OutputPath) -> bool {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.insert(path.clone())
    }
}

impl Sink for Recording<'_> {
    fn put(&self, path: OutputPath, content: Content) {
        if self.claim(&path) {
            self.sink.put(path, content);
        }
    }

    fn wanted(&self) -> Option<OutputPath> {
        self.sink.wanted()
    }
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
