//! JPEG: the picture, its orientation and its colour profile are kept; everything else that a camera or program wrote is
//! removed.
//!
//! The segments that are kept form an allowlist, so that a maker's new segment is not published by default. The picture
//! ends at its end marker: what phones append there (a film, a second picture with its own location) is removed as well.
//! Nothing is decoded here.

use super::exif;

/// The picture without metadata.
pub(super) struct CleanJpeg {
    pub(super) bytes: Vec<u8>,
    /// Whether its orientation swaps width and height when it is shown.
    pub(super) turned: bool,
}

mod marker {
    pub(super) const JPG: u8 = 0xC8;
    pub(super) const START: u8 = 0xD8;
    pub(super) const END: u8 = 0xD9;
    pub(super) const SCAN: u8 = 0xDA;
    pub(super) const APP0: u8 = 0xE0;
    pub(super) const APP1: u8 = 0xE1;
    pub(super) const APP2: u8 = 0xE2;
    pub(super) const APP14: u8 = 0xEE;

    /// Whether the marker has no length and no contents.
    pub(super) fn is_alone(marker: u8) -> bool {
        matches!(marker, 0x01 | 0xD0..=0xD7)
    }

    /// Whether it begins a table, a frame or a scan.
    pub(super) fn is_picture(marker: u8) -> bool {
        matches!(marker, 0xC0..=0xCF | SCAN..=0xDF) && marker != JPG
    }
}

/// Removes everything that is not part of the picture; `None` if there is no end marker.
pub(super) fn clean(bytes: &[u8]) -> Option<CleanJpeg> {
    let mut rest = bytes.strip_prefix(&[0xFF, marker::START])?;
    let mut out = vec![0xFF, marker::START];
    let mut turned = None;
    loop {
        rest = rest.strip_prefix(&[0xFF])?;
        while let [0xFF, more @ ..] = rest {
            rest = more;
        }
        let (&kind, behind) = rest.split_first()?;
        rest = behind;
        if kind == marker::END {
            out.extend([0xFF, kind]);
            return Some(CleanJpeg {
                bytes: out,
                turned: turned.is_some_and(|orientation| orientation >= 5),
            });
        }
        if marker::is_alone(kind) {
            out.extend([0xFF, kind]);
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
        let contents = rest.get(2..length)?;
        rest = &rest[length..];
        match kept(kind, contents) {
            Some(kept) => segment(&mut out, kind, kept, &[]),
            None if kind == marker::APP0 && contents.starts_with(b"JFIF\0") => {
                // The twelve bytes may be followed by a thumbnail, which can show what was cropped from the picture.
                segment(&mut out, kind, contents.get(..12)?, &[0, 0]);
            }
            None if kind == marker::APP1 && turned.is_none() => {
                turned = contents
                    .strip_prefix(b"Exif\0\0")
                    .and_then(exif::orientation);
                if let Some(orientation) = turned.filter(|orientation| *orientation > 1) {
                    let tiff = exif::orientation_only(orientation);
                    segment(&mut out, kind, b"Exif\0\0", &tiff);
                }
            }
            None => {}
        }
        if kind == marker::SCAN {
            let end = end_of_scan(rest)?;
            out.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// The part of a segment that is kept unchanged.
fn kept(kind: u8, contents: &[u8]) -> Option<&[u8]> {
    match kind {
        kind if marker::is_picture(kind) => Some(contents),
        marker::APP2 => contents.starts_with(b"ICC_PROFILE\0").then_some(contents),
        // Adobe's colour transform, without which the colours are wrong.
        marker::APP14 => contents.get(..12).filter(|head| head.starts_with(b"Adobe")),
        _ => None,
    }
}

fn segment(out: &mut Vec<u8>, kind: u8, contents: &[u8], more: &[u8]) {
    // The contents come from a segment, so their length fits into 16 bits.
    let length = (contents.len() + more.len() + 2) as u16;
    out.extend([0xFF, kind]);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(contents);
    out.extend_from_slice(more);
}

/// The end of the entropy-coded data of a scan: the next marker other than a stuffed byte or a restart marker.
fn end_of_scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            _ => return Some(at),
        }
    }
}
