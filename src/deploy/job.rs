//! What is to be deployed, how, and what came of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::files::PublishedFile;

/// The published site that is deployed.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The folder that holds its files.
    pub folder: &'a Path,
    /// The id that changes with any file.
    pub id: &'a str,
    /// Its address, `base_url`; empty without one.
    pub address: &'a str,
    /// Its files.
    pub files: &'a [PublishedFile],
}

/// How to deploy.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Keep files that left the site for one more deployment.
    pub keep_previous: bool,
    /// The share of pages, in percent, that may leave the site at once.
    pub max_deleted_percent: u8,
    /// Let any number of pages leave.
    pub allow_deletes: bool,
    /// The header `Cache-Control` by patterns of names, over the defaults.
    pub cache_control: BTreeMap<String, String>,
    /// Use a store that holds files which mend did not put there, or another site of mend; foreign files stay.
    pub adopt: bool,
    /// Do nothing, and tell what would be done.
    pub dry_run: bool,
    /// Ignore the lease of another run.
    pub take_over: bool,
    /// Set at any time, this stops the run; a later run continues.
    pub interrupted: Arc<AtomicBool>,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployed {
    /// The names of the uploaded files, in order.
    pub uploaded: Vec<String>,
    /// Their length in all, in bytes.
    pub bytes: u64,
    /// The names of the removed files.
    pub removed: Vec<String>,
    /// The names of the files that left the site, and stay for one more deployment.
    pub kept: Vec<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
}
