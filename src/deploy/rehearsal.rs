//! A store that changes nothing: it answers from another one, and remembers for itself what it was given.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::failure::Failure;
use super::store::{About, Body, Store};

/// A rehearsal of a deployment.
pub(super) struct Rehearsal<'a> {
    store: &'a dyn Store,
    /// The small files that were written, such as the lease, and `None` for those that were removed.
    written: Mutex<BTreeMap<String, Option<Vec<u8>>>>,
}

impl<'a> Rehearsal<'a> {
    /// A rehearsal in this store.
    pub(super) fn of(store: &'a dyn Store) -> Self {
        Self {
            store,
            written: Mutex::default(),
        }
    }

    fn note(&self, name: &str, content: Option<&[u8]>) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(name.to_owned(), content.map(<[u8]>::to_vec));
    }
}

impl Store for Rehearsal<'_> {
    fn name(&self) -> &str {
        self.store.name()
    }

    fn list(&self) -> Result<BTreeMap<String, u64>, Failure> {
        self.store.list()
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match written.get(name) {
            Some(content) => Ok(content.clone()),
            None => self.store.read(name),
        }
    }

    fn write(&self, name: &str, body: Body<'_>, _about: &About) -> Result<(), Failure> {
        if let Body::Bytes(bytes) = body {
            self.note(name, Some(bytes));
        }
        Ok(())
    }

    fn create(&self, name: &str, bytes: &[u8], _about: &About) -> Result<bool, Failure> {
        self.note(name, Some(bytes));
        Ok(true)
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        self.note(name, None);
        Ok(())
    }
}
