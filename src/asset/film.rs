//! MP4, MOV and M4A: the place and the camera are removed; title and chapters are kept.
//!
//! Only the box structure of a film is read. A track with a camera's measurements cannot be removed without rewriting
//! the film, so it is only reported.

use super::boxes::{IsoBox, boxes, empty, number};

/// The boxes in which cameras store the place and the device.
const HIDDEN: [&[u8; 4]; 5] = [b"\xA9xyz", b"loci", b"\xA9mak", b"\xA9mod", b"uuid"];

/// A film without the metadata of its camera.
pub(super) struct CleanFilm {
    pub(super) bytes: Vec<u8>,
    /// Whether it has a track of timed measurements, which can include places.
    pub(super) measures: bool,
}

/// Empties the boxes that name a place or a device.
pub(super) fn clean(bytes: &[u8]) -> CleanFilm {
    let mut film = CleanFilm {
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

impl CleanFilm {
    fn inside(&mut self, outer: &IsoBox) {
        for inner in boxes(&self.bytes, outer.body.clone()).0 {
            match &inner.kind {
                b"trak" | b"udta" | b"mdia" => self.inside(&inner),
                // iPhones store place, device and time in `meta`. In `udta`, `meta` holds the title instead.
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
