//! A stream of bytes as UTF-8: what is no letter there becomes U+FFFD and is counted.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// A reader of which every byte is part of a letter in UTF-8.
pub(super) struct Lossy<R> {
    inner: R,
    /// What is ready to be read, and how far it was.
    ready: Vec<u8>,
    at: usize,
    /// The beginning of a letter whose end was not read yet.
    begun: Vec<u8>,
    /// How many pieces were no letters.
    pub(super) garbled: Rc<Cell<usize>>,
}

impl<R> Lossy<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            ready: Vec::new(),
            at: 0,
            begun: Vec::new(),
            garbled: Rc::default(),
        }
    }
}

impl<R: BufRead> BufRead for Lossy<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.ready.len() {
            self.ready.clear();
            self.at = 0;
            let piece = self.inner.fill_buf()?;
            let length = piece.len();
            self.begun.extend_from_slice(piece);
            self.inner.consume(length);
            if length == 0 && self.begun.is_empty() {
                break;
            }
            let bytes = std::mem::take(&mut self.begun);
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let Err(error) = std::str::from_utf8(rest) else {
                    self.ready.extend_from_slice(rest);
                    break;
                };
                let (valid, after) = rest.split_at(error.valid_up_to());
                self.ready.extend_from_slice(valid);
                match error.error_len() {
                    // The rest of the letter may come with the next piece.
                    None if length > 0 => {
                        self.begun = after.to_vec();
                        break;
                    }
                    wrong => {
                        self.garbled.set(self.garbled.get() + 1);
                        self.ready.extend_from_slice("\u{fffd}".as_bytes());
                        rest = &after[wrong.unwrap_or(after.len())..];
                    }
                }
            }
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl<R: BufRead> Read for Lossy<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let length = ready.len().min(out.len());
        out[..length].copy_from_slice(&ready[..length]);
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn letters_that_are_split_between_pieces_are_whole() {
        for (bytes, expected, wrong) in [
            ("aüb\u{1f642}".as_bytes(), "aüb\u{1f642}", 0),
            (b"a\xffb\xc3", "a\u{fffd}b\u{fffd}", 2),
            (b"", "", 0),
        ] {
            for size in 1..6 {
                let mut lossy = Lossy::new(BufReader::with_capacity(size, bytes));
                let mut text = String::new();
                lossy.read_to_string(&mut text).expect("UTF-8");
                assert_eq!((&*text, lossy.garbled.get()), (expected, wrong), "{size}");
            }
        }
    }
}
