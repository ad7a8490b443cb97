//! What a site is put into: files by name, with no folders and no way to change two of them at once.

use std::collections::BTreeMap;
use std::path::Path;

use super::failure::Failure;

/// A place that holds a site.
pub trait Store: Sync {
    /// Where it is, for messages, such as `s3://bucket/guide`.
    fn name(&self) -> &str;

    /// The name and the length in bytes of every file in it.
    ///
    /// # Errors
    ///
    /// As [`Failure`] says; the same holds for all methods.
    fn list(&self) -> Result<BTreeMap<String, u64>, Failure>;

    /// The contents of a small file; none if there is no such file.
    ///
    /// # Errors
    ///
    /// See [`Store::list`].
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Failure>;

    /// Writes a file, or replaces the one of that name.
    ///
    /// # Errors
    ///
    /// See [`Store::list`].
    fn write(&self, name: &str, body: Body<'_>, about: &About) -> Result<(), Failure>;

    /// Writes a file unless one of that name exists; whether it did. A store that cannot tell replaces it.
    ///
    /// # Errors
    ///
    /// See [`Store::list`].
    fn create(&self, name: &str, bytes: &[u8], about: &About) -> Result<bool, Failure>;

    /// Removes a file. It is no failure if it does not exist.
    ///
    /// # Errors
    ///
    /// See [`Store::list`].
    fn remove(&self, name: &str) -> Result<(), Failure>;
}

/// The contents of a file that is written.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// In memory.
    Bytes(&'a [u8]),
    /// On this disk. It is sent piece by piece.
    File(&'a Path),
}

/// What a store tells browsers about a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct About {
    /// The header `Content-Type`.
    pub media_type: &'static str,
    /// The header `Cache-Control`.
    pub cache_control: String,
}
