//! GIF: the frames, their timing and the loop count are kept. Comments, application data and all bytes after the trailer
//! are removed. Nothing is decoded here.

mod block {
    pub(super) const EXTENSION: u8 = 0x21;
    pub(super) const FRAME: u8 = 0x2C;
    pub(super) const END: u8 = 0x3B;
    /// Kinds of extension.
    pub(super) const TIMING: u8 = 0xF9;
    pub(super) const PROGRAM: u8 = 0xFF;
}

/// The application extensions that are kept: the loop count and the colour profile.
const KEPT: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// Removes everything that is not part of the picture; `None` if it is truncated or malformed.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    // Signature, screen descriptor and the global colour table.
    let header = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..header)?.to_vec();
    let mut at = header;
    loop {
        let start = at;
        match bytes.get(at) {
            // A missing trailer is added, since browsers show such a picture.
            None | Some(&block::END) => {
                out.push(block::END);
                return Some(out);
            }
            Some(&block::FRAME) => {
                // A descriptor of 10 bytes, the local colour table, the LZW code size, and then the sub-blocks.
                at = blocks(bytes, at + 10 + table(*bytes.get(at + 9)?) + 1)?;
                out.extend_from_slice(&bytes[start..at]);
            }
            Some(&block::EXTENSION) => {
                let kind = *bytes.get(at + 1)?;
                at = blocks(bytes, at + 2)?;
                let program = bytes.get(start + 3..start + 14);
                let is_kept = kind == block::TIMING
                    || (kind == block::PROGRAM
                        && program.is_some_and(|program| KEPT.contains(&program)));
                if is_kept {
                    out.extend_from_slice(&bytes[start..at]);
                }
            }
            Some(_) => return None,
        }
    }
}

/// The length of the colour table that a flags byte announces.
fn table(flags: u8) -> usize {
    match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    }
}

/// The end of a run of sub-blocks. Each begins with its length; an empty one ends the run.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
