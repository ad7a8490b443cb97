//! The contents of a file as a handle: bytes in memory, or a place from which they are read when they are needed.
//!
//! So a film is never in memory as a whole. What is at such a place does not change: a handle whose file has changed cannot be
//! read any more. Which places there are is decided elsewhere; nothing here opens a file of the disk.

use std::fmt;
use std::io::{self, Read, Seek};
use std::sync::Arc;

use super::Output;
use crate::memo::Fingerprint;

/// How much of a file is read at once, in bytes.
pub const CHUNK: usize = 64 << 10;

/// The contents of a file.
#[derive(Clone, Debug)]
pub struct Content {
    length: u64,
    fingerprint: Fingerprint,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Memory(Arc<[u8]>),
    Stored(Arc<dyn Store>),
}

/// A place outside of memory from which contents can be read, again and again.
pub trait Store: fmt::Debug + Send + Sync {
    /// Opens the contents, at their start. Opening or reading fails if they are not those of which the handle was made.
    ///
    /// # Errors
    ///
    /// When they cannot be read, or are other contents now.
    fn open(&self) -> io::Result<Box<dyn Reader>>;

    /// The contents, as long as they are also held in memory.
    fn held(&self) -> Option<Arc<[u8]>> {
        None
    }

    /// Lets go of what is held in memory.
    fn release(&self) {}
}

/// Contents that are open.
pub trait Reader: Read + Seek + Send {}

impl<T: Read + Seek + Send> Reader for T {}

impl Content {
    /// Bytes in memory.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        Output::new(bytes).into()
    }

    /// The contents at a place, which have this length and this fingerprint.
    pub fn stored(length: u64, fingerprint: Fingerprint, store: impl Store + 'static) -> Self {
        Self {
            length,
            fingerprint,
            source: Source::Stored(Arc::new(store)),
        }
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The fingerprint of the bytes; the preview also uses it as a strong entity tag.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The bytes, if they are in memory.
    pub fn in_memory(&self) -> Option<&Arc<[u8]>> {
        match &self.source {
            Source::Memory(bytes) => Some(bytes),
            Source::Stored(_) => None,
        }
    }

    /// Tells handles apart, for cache keys. A file that was written again with the same bytes has equal contents and another
    /// handle, and the old one cannot be read any more.
    pub fn handle(&self) -> usize {
        match &self.source {
            Source::Memory(_) => 0,
            Source::Stored(store) => Arc::as_ptr(store).addr(),
        }
    }

    /// All of the bytes.
    ///
    /// # Errors
    ///
    /// When they cannot be read any more.
    pub fn read(&self) -> io::Result<Arc<[u8]>> {
        let store = match &self.source {
            Source::Memory(bytes) => return Ok(Arc::clone(bytes)),
            Source::Stored(store) => store,
        };
        if let Some(held) = store.held() {
            return Ok(held);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0));
        store.open()?.read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// Lets go of the bytes in memory if they can be read again. A build does so with the text of an article that it has read:
    /// only problems still point into it.
    pub fn release(&self) {
        if let Source::Stored(store) = &self.source {
            store.release();
        }
    }

    /// The first bytes, at most this many.
    ///
    /// # Errors
    ///
    /// When they cannot be read any more.
    pub fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open()?.take(most as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// Opens the bytes, to read them piece by piece.
    ///
    /// # Errors
    ///
    /// When they cannot be read any more.
    pub fn open(&self) -> io::Result<Box<dyn Reader>> {
        match &self.source {
            Source::Memory(bytes) => Ok(Box::new(io::Cursor::new(Arc::clone(bytes)))),
            Source::Stored(store) => store.open(),
        }
    }
}

impl From<Output> for Content {
    fn from(output: Output) -> Self {
        Self {
            length: output.bytes.len() as u64,
            fingerprint: output.fingerprint,
            source: Source::Memory(output.bytes),
        }
    }
}
