//! Reads a site from disk into [`Inputs`]: its files and their contents.
//!
//! A [`Site`] is a folder with a `site.toml`. A [`Discovery`] reads it and caches what it read: the next scan looks at every
//! file again, but opens only those that look different. Assets are read piece by piece and then are handles. A fault in one file is a problem of that file, and the rest is
//! read all the same.
//!
//! Only three folders are sources: `content/`, `static/` and `themes/THEME/`. This room does not know what a document means,
//! reads no clock and no environment, and writes nothing.
//!
//! Invariants:
//!
//! 1. Nothing outside the site folder is read, wherever links lead; inside it, only regular files are opened.
//! 2. Every list is sorted by the bytes of the NFC path and holds a path once, in whatever order the disk lists its folders
//!    and however it spells their names.
//! 3. A scan with a cache gives the same inputs as one without.
//!
//! A scan goes through `walk` (folders), `cache` (files, by `read`) and `inputs` (what they are to the site).

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it reads the site from disk"
)]

mod cache;
mod config_file;
mod folder;
mod inputs;
mod problems;
mod read;
mod site;
mod texts;
mod walk;

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use crate::config::{Config, Override, Source};
use crate::diag::{Diagnostic, Error, Reported, Result, Severity, arrange};
use crate::files::{Inputs, Options};
use crate::glob::Globs;
use crate::path::resolve_dots;
pub use folder::{FolderFiles, files_of};
pub use site::{Site, overrides};
pub use texts::texts_in;

use cache::FileCache;
use config_file::ConfigFile;
use walk::{Listing, ListingCache, Walk};

/// The largest asset that a preview keeps in memory, in bytes: more than most pictures of a guide have.
const LARGEST_HELD: u64 = 1 << 20;

/// Reads a site, again and again.
#[derive(Debug)]
pub struct Discovery {
    site: Site,
    config: ConfigFile,
    files: FileCache,
    /// What the folders held, and the configuration under which they were listed.
    listings: ListingCache,
    listed_with: Option<Arc<Config>>,
}

impl Discovery {
    /// Reads this site, with settings that override its `site.toml`.
    pub fn new(site: Site, overrides: Vec<Override>) -> Self {
        Self {
            site,
            config: ConfigFile::new(overrides),
            files: FileCache::default(),
            listings: ListingCache::default(),
            listed_with: None,
        }
    }

    /// Keeps the contents of small assets in memory, so that those of an earlier scan can still be read when the file has
    /// changed: a preview shows the earlier version of a picture that is only half saved.
    pub fn hold_small_assets(&mut self) {
        self.files.hold(LARGEST_HELD);
    }

    /// Where the site is.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// How many files the last scan had to open, without the configuration.
    pub fn files_read(&self) -> usize {
        self.files.opened()
    }

    /// The configuration as it is on disk now, if nothing is wrong with it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or with everything that is wrong with it.
    pub fn config(&mut self) -> Result<Arc<Config>> {
        let Reported { value, problems } = self.settings()?;
        if problems.is_empty() {
            return Ok(value);
        }
        let Source { file, text, .. } = &value.source;
        let faults = match problems.len() {
            1 => "a setting".to_owned(),
            many => format!("{many} settings"),
        };
        Err(Error::new(format!("{faults} of {file} cannot be used"))
            .with_code(problems[0].code)
            .with_problems(problems, file, text))
    }

    /// The configuration as it is on disk now, with everything that is wrong with it. A faulty setting has its default
    /// value, so that a preview can continue.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn settings(&mut self) -> Result<Reported<Arc<Config>>> {
        self.config.read(&self.site)
    }

    /// Reads everything the site is made of.
    ///
    /// # Errors
    ///
    /// When the configuration cannot be used.
    pub fn read(&mut self, options: Options) -> Result<Reported<Inputs>> {
        let config = self.config()?;
        Ok(self.read_with(&config, options))
    }

    /// Reads everything the site is made of under a configuration, which need not be the one on disk.
    pub fn read_with(&mut self, config: &Arc<Config>, options: Options) -> Reported<Inputs> {
        let listings = self.walk(config);
        let scan = self.files.update(&listings);
        self.settle();
        let inputs = inputs::collect(config, options, &self.files, &listings, scan.unopened);
        let mut problems = scan.problems;
        config.check.settle_all(&mut problems);
        arrange(&mut problems);
        Reported {
            value: inputs,
            problems,
        }
    }

    /// Lists the folders of the site. Under another configuration other files are found, so then the cache is dropped.
    fn walk(&mut self, config: &Arc<Config>) -> Vec<Arc<Listing>> {
        if self.listed_with.as_ref() != Some(config) {
            self.listings = ListingCache::default();
            self.listed_with = Some(Arc::clone(config));
        }
        let walk = Walk {
            root: &self.site.root,
            output: &self.output(config),
            ignore: &Globs::new(&config.content.ignore),
            kinds: &config.content.publish,
            cache: &self.listings,
        };
        let theme = format!("themes/{}", config.theme);
        let (listings, cache) = walk.walk(&["content", "static", &theme]);
        self.listings = cache;
        listings
    }

    /// Trusts the stamps that are older than the newest change by more than a step of the file system's clock.
    fn settle(&mut self) {
        let newest = self.files.newest().max(self.listings.newest());
        let newest = newest.unwrap_or(0);
        self.files.settle(newest);
        self.listings.settle(newest);
    }

    /// Orders problems by what an author does next: first what keeps the site from being published, in the file saved
    /// last before the others.
    pub fn urgency(&self, problem: &Diagnostic) -> (bool, Reverse<Option<i128>>) {
        let blocks = problem.severity == Severity::Error;
        let path = problem.place.as_ref().map(|place| &place.path);
        let saved = path
            .filter(|_| blocks)
            .and_then(|path| self.files.saved(path));
        (!blocks, Reverse(saved))
    }

    /// The published folder as a path from the site folder; empty if it is elsewhere.
    fn output(&self, config: &Config) -> String {
        let folder = Path::new(&config.output_dir);
        let folder = folder.strip_prefix(&self.site.root).unwrap_or(folder);
        match folder.to_str() {
            Some(folder) if !folder.starts_with('/') => {
                resolve_dots("", folder).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}
