//! Brings a site of another tool over: [`wordpress`] from an export, the others from a folder.
//!
//! The result is the files of a new site and a [`Report`], which says what became of everything in the source: each thing is
//! an article, a page, a draft, a copied file, or left out for a reason. Nothing is lost without a word, and nothing is published that its
//! author held back: drafts stay drafts, and private texts stay behind. What mend has nothing like becomes a note in the article, with its
//! source in a comment ([`note`]).
//!
//! Pure but for what it is given: a [`Source`] to read and a [`Target`] to write. No address is ever asked for anything.

mod escape;
mod findings;
mod folder;
mod front_matter;
mod head;
pub mod hugo;
pub mod jekyll;
mod languages;
mod markup;
mod note;
pub mod obsidian;
mod paths;
mod permalink;
mod report;
mod report_text;
mod shortcodes;
mod site;
pub mod sitemap;
mod tags;
pub mod wordpress;
pub mod zola;

use std::path::PathBuf;

use crate::diag::Result;

pub use findings::{Effect, Finding};
pub use report::{Counts, Fate, Item, OldAddress, Report};

/// What to import of a folder.
#[derive(Clone, Debug, Default)]
pub struct FolderOptions {
    /// The language to import of a site in several; by default the site's own.
    pub language: Option<String>,
}

/// A folder that is read.
pub trait Source {
    /// The paths of its files, sorted, with `/` between their parts.
    fn names(&self) -> &[String];

    /// The contents of a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    fn read(&self, name: &str) -> Result<Vec<u8>>;

    /// Where a file is, for [`Target::copy`].
    fn place(&self, name: &str) -> PathBuf;
}

/// The folder of the new site.
pub trait Target {
    /// Writes a file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn put(&mut self, path: &str, contents: &[u8]) -> Result<()>;

    /// Copies a file of a source.
    ///
    /// # Errors
    ///
    /// When it cannot be read or written.
    fn copy(&mut self, source: &dyn Source, name: &str, path: &str) -> Result<()>;
}
