//! Files made of ISO boxes (AVIF, MP4, MOV): where each box lies, and how one is emptied without moving another.
//!
//! Offsets inside such a file count from its beginning, so nothing is ever taken out. What must go is overwritten, and
//! its box becomes one of the kind `free`, which every reader passes over.

use std::ops::Range;

/// One box.
pub(super) struct IsoBox {
    /// Its four letters.
    pub(super) kind: [u8; 4],
    /// Where it begins.
    start: usize,
    /// What is in it.
    pub(super) body: Range<usize>,
}

/// The boxes of a range, and where the last one ends. What follows there is no box.
pub(super) fn boxes(bytes: &[u8], range: Range<usize>) -> (Vec<IsoBox>, usize) {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(next) = one(bytes, at, range.end) {
        at = next.body.end;
        found.push(next);
    }
    (found, at)
}

fn one(bytes: &[u8], start: usize, end: usize) -> Option<IsoBox> {
    let size = number(bytes, start, 4)?;
    let kind = bytes.get(start + 4..start + 8)?.try_into().ok()?;
    let (header, size) = match size {
        0 => (8, end.checked_sub(start)?),
        1 => (16, number(bytes, start + 8, 8)?),
        size => (8, size),
    };
    let body = start + header..start.checked_add(size)?;
    let is_legal = size >= header && body.end <= end;
    is_legal.then_some(IsoBox { kind, start, body })
}

/// A number of this many bytes, the highest first.
pub(super) fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(width)?)?;
    if width > size_of::<usize>() {
        return None;
    }
    Some(
        digits
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
    )
}

/// Overwrites what is in a box.
pub(super) fn empty(bytes: &mut [u8], emptied: &IsoBox) {
    bytes[emptied.start + 4..emptied.start + 8].copy_from_slice(b"free");
    bytes[emptied.body.clone()].fill(0);
}
