//! PNG and animated PNG: the chunks that affect how the picture looks are kept. All other chunks and all bytes after the
//! last one are removed. Nothing is decoded here.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The chunks that affect how the picture looks. This is an allowlist, so that a private chunk of some program is not
/// published by default.
const KEPT: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Removes everything that is not part of the picture; `None` if it is truncated.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut out = SIGNATURE.to_vec();
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let kind = rest.get(4..8)?;
        // The length, type and checksum around the contents take 12 bytes.
        let end = usize::try_from(length).ok()?.checked_add(12)?;
        let chunk = rest.get(..end)?;
        if out.len() == SIGNATURE.len() && kind != b"IHDR" {
            return None;
        }
        if KEPT.iter().any(|kept| *kept == kind) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = &rest[end..];
    }
}
