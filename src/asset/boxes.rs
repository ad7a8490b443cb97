//! ISO boxes, the containers of AVIF, MP4 and MOV: finding boxes, and emptying them in place.
//!
//! Offsets in such a file count from its start, so no bytes may be removed. Unwanted boxes are overwritten and become
//! `free` boxes, which every reader skips. What the boxes mean is not known here.

use std::ops::Range;

/// Bytes in which there are boxes, in memory or not.
pub(super) trait Bytes {
    /// The bytes at an offset; `None` if there are not so many.
    fn at<const N: usize>(&self, offset: usize) -> Option<[u8; N]>;
}

impl Bytes for [u8] {
    fn at<const N: usize>(&self, offset: usize) -> Option<[u8; N]> {
        self.get(offset..offset.checked_add(N)?)?.try_into().ok()
    }
}

/// A box.
pub(super) struct IsoBox {
    /// Its four-character code.
    pub(super) kind: [u8; 4],
    /// The offset of its header.
    pub(super) start: usize,
    /// Its contents.
    pub(super) body: Range<usize>,
}

/// The boxes of a range, and the end of the last one. Any bytes after it do not form a box.
pub(super) fn boxes(bytes: &(impl Bytes + ?Sized), range: Range<usize>) -> (Vec<IsoBox>, usize) {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(next) = one(bytes, at, range.end) {
        at = next.body.end;
        found.push(next);
    }
    (found, at)
}

fn one(bytes: &(impl Bytes + ?Sized), start: usize, end: usize) -> Option<IsoBox> {
    let size = u32::from_be_bytes(bytes.at(start)?);
    let kind = bytes.at(start + 4)?;
    let (header, size) = match usize::try_from(size).ok()? {
        0 => (8, end.checked_sub(start)?),
        1 => {
            let size = u64::from_be_bytes(bytes.at(start + 8)?);
            (16, usize::try_from(size).ok()?)
        }
        size => (8, size),
    };
    let body = start + header..start.checked_add(size)?;
    let is_legal = size >= header && body.end <= end;
    is_legal.then_some(IsoBox { kind, start, body })
}

/// A big-endian number of this many bytes.
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

/// The code of a box that every reader skips.
pub(super) const FREE: &[u8; 4] = b"free";

/// Overwrites the contents of a box with zeros and turns it into a `free` box.
pub(super) fn empty(bytes: &mut [u8], emptied: &IsoBox) {
    bytes[emptied.start + 4..emptied.start + 8].copy_from_slice(FREE);
    bytes[emptied.body.clone()].fill(0);
}
