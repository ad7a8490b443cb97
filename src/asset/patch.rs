//! Contents with some stretches overwritten, without a copy of them: so a film is cleaned while it is copied.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use crate::files::{Content, Reader, Store};
use crate::memo::FingerprintWriter;

/// What is written over a stretch of a file.
#[derive(Clone, Debug)]
pub(super) struct Patch {
    pub(super) range: Range<u64>,
    /// The first of its new bytes; zeros follow.
    pub(super) start: &'static [u8],
}

/// The contents with these patches.
pub(super) fn patched(original: &Content, patches: Vec<Patch>) -> io::Result<Content> {
    if patches.is_empty() {
        return Ok(original.clone());
    }
    let store = PatchedFile {
        original: original.clone(),
        patches: patches.into(),
    };
    let mut fingerprint = FingerprintWriter::default();
    let length = io::copy(&mut store.open()?, &mut fingerprint)?;
    Ok(Content::stored(length, fingerprint.finish(), store))
}

#[derive(Debug)]
struct PatchedFile {
    original: Content,
    patches: Arc<[Patch]>,
}

impl Store for PatchedFile {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        Ok(Box::new(PatchedReader {
            original: self.original.open()?,
            patches: Arc::clone(&self.patches),
            at: 0,
        }))
    }
}

struct PatchedReader {
    original: Box<dyn Reader>,
    patches: Arc<[Patch]>,
    at: u64,
}

impl Read for PatchedReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.original.read(bytes)?;
        let read = self.at..self.at + length as u64;
        for Patch { range, start } in self.patches.iter() {
            for at in range.start.max(read.start)..range.end.min(read.end) {
                let new = start.get((at - range.start) as usize);
                bytes[(at - read.start) as usize] = new.copied().unwrap_or(0);
            }
        }
        self.at = read.end;
        Ok(length)
    }
}

impl Seek for PatchedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.original.seek(to)?;
        Ok(self.at)
    }
}
