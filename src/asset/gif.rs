//! GIF: the frames, their timing and how often they repeat stay; comments and the data of programs go, and so does
//! what follows the end mark.

mod block {
    pub(super) const EXTENSION: u8 = 0x21;
    pub(super) const FRAME: u8 = 0x2C;
    pub(super) const END: u8 = 0x3B;
    /// Kinds of extension.
    pub(super) const TIMING: u8 = 0xF9;
    pub(super) const PROGRAM: u8 = 0xFF;
}

/// The programs whose data says how the animation repeats, and the colour profile.
const KEPT: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// Takes out what is no part of the picture; nothing when it is cut off.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let header = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..header)?.to_vec();
    let mut at = header;
    loop {
        let start = at;
        match bytes.get(at) {
            // Browsers show a picture whose last byte is missing.
            None | Some(&block::END) => {
                out.push(block::END);
                return Some(out);
            }
            Some(&block::FRAME) => {
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

/// How long the colour table is that a byte of flags promises.
fn table(flags: u8) -> usize {
    match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    }
}

/// Where a run of blocks ends, each with its length before it, and an empty one behind the last.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
