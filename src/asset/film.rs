//! MP4, MOV and M4A: where a film was taken and with what goes; its title and chapters stay.
//!
//! Films are not read beyond their boxes. A camera's track of measurements cannot be taken out without writing the
//! film anew, so it is only told.

use super::boxes::{IsoBox, boxes, empty, number};

/// Boxes that name a place or a device, where a camera puts them.
const HIDDEN: [&[u8; 4]; 5] = [b"\xA9xyz", b"loci", b"\xA9mak", b"\xA9mod", b"uuid"];

/// A film without the notes of its camera.
pub(super) struct Clean {
    pub(super) bytes: Vec<u8>,
    /// Whether a track of it holds measurements, which can be places.
    pub(super) measures: bool,
}

/// Empties what names a place or a device.
pub(super) fn clean(bytes: &[u8]) -> Clean {
    let mut film = Clean {
        bytes: bytes.to_vec(),
        measures: false,
    };
    for outer in boxes(bytes, 0..bytes.len()).0 {
        match &outer.kind {
            b"moov" => film.inside(&outer),
            b"uuid" => empty(&mut film.bytes, &outer),
            _ => {}
        }
    }
    film
}

impl Clean {
    fn inside(&mut self, outer: &IsoBox) {
        for inner in boxes(&self.bytes, outer.body.clone()).0 {
            match &inner.kind {
                b"trak" | b"udta" | b"mdia" => self.inside(&inner),
                // The notes of an iPhone: place, device, time. The box of this name in `udta` holds the title.
                b"meta" if &outer.kind != b"udta" => empty(&mut self.bytes, &inner),
                b"hdlr" if &outer.kind == b"mdia" => {
                    let kind = number(&self.bytes, inner.body.start + 8, 4);
                    self.measures |= kind == number(b"meta", 0, 4);
                }
                kind if HIDDEN.contains(&kind) => empty(&mut self.bytes, &inner),
                _ => {}
            }
        }
    }
}
