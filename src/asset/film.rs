//! MP4, MOV and M4A: the place and the camera are removed; title and chapters are kept.
//!
//! Only the box structure of a film is read, box by box: a film can be larger than the memory. A track with a camera's
//! measurements cannot be removed without rewriting the film, so it is only reported.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};

use super::boxes::{Bytes, FREE, IsoBox, boxes};
use super::patch::Patch;
use crate::files::{Content, Reader};

/// The boxes in which cameras store the place and the device.
const HIDDEN: [&[u8; 4]; 5] = [b"\xA9xyz", b"loci", b"\xA9mak", b"\xA9mod", b"uuid"];

/// What makes a film one without the metadata of its camera.
pub(super) struct CleanFilm {
    pub(super) patches: Vec<Patch>,
    /// Whether it has a track of timed measurements, which can include places.
    pub(super) measures: bool,
}

/// Empties the boxes that name a place or a device.
pub(super) fn clean(content: &Content) -> io::Result<CleanFilm> {
    let film = OpenFilm {
        reader: RefCell::new(content.open()?),
        failure: RefCell::default(),
    };
    let mut clean = CleanFilm {
        patches: Vec::new(),
        measures: false,
    };
    let length = usize::try_from(content.length()).unwrap_or(usize::MAX);
    for outer in boxes(&film, 0..length).0 {
        match &outer.kind {
            b"moov" => clean.inside(&film, &outer),
            b"uuid" => clean.empty(&outer),
            _ => {}
        }
    }
    match film.failure.into_inner() {
        Some(failure) => Err(failure),
        None => Ok(clean),
    }
}

impl CleanFilm {
    fn inside(&mut self, film: &OpenFilm, outer: &IsoBox) {
        for inner in boxes(film, outer.body.clone()).0 {
            match &inner.kind {
                b"trak" | b"udta" | b"mdia" => self.inside(film, &inner),
                // iPhones store place, device and time in `meta`. In `udta`, `meta` holds the title instead.
                b"meta" if &outer.kind != b"udta" => self.empty(&inner),
                b"hdlr" if &outer.kind == b"mdia" => {
                    self.measures |= film.at(inner.body.start + 8) == Some(*b"meta");
                }
                kind if HIDDEN.contains(&kind) => self.empty(&inner),
                _ => {}
            }
        }
    }

    /// Overwrites the contents of a box with zeros and turns it into a `free` box.
    fn empty(&mut self, emptied: &IsoBox) {
        let start = emptied.start as u64 + 4;
        self.patches.push(Patch {
            range: start..start + 4,
            start: FREE,
        });
        self.patches.push(Patch {
            range: emptied.body.start as u64..emptied.body.end as u64,
            start: &[],
        });
    }
}

/// A film of which a few bytes are read here and there.
struct OpenFilm {
    reader: RefCell<Box<dyn Reader>>,
    /// Why it could not be read.
    failure: RefCell<Option<io::Error>>,
}

impl Bytes for OpenFilm {
    fn at<const N: usize>(&self, offset: usize) -> Option<[u8; N]> {
        let mut reader = self.reader.borrow_mut();
        let mut bytes = [0; N];
        let read = reader
            .seek(SeekFrom::Start(offset as u64))
            .and_then(|_| reader.read_exact(&mut bytes));
        match read {
            Ok(()) => Some(bytes),
            // The film is cut off there.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(error) => {
                *self.failure.borrow_mut() = Some(error);
                None
            }
        }
    }
}
