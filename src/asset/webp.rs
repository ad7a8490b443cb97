//! WebP: the chunks that draw the picture stay, in an animation's frames as well; all others go, and so does what
//! follows the last.

/// The chunks of a file that say how it looks.
const KEPT: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];

/// The chunks inside a frame of an animation.
const KEPT_IN_FRAME: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];

/// How much of a frame stands before its chunks.
const FRAME_HEADER: usize = 16;

/// The bits of `VP8X` that promise EXIF and XMP data.
const PROMISES: u8 = 0x08 | 0x04;

/// Takes out what is no part of the picture; nothing when it is not whole.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = little(bytes.strip_prefix(b"RIFF")?)?;
    let body = bytes.get(8..)?.get(..length)?.strip_prefix(b"WEBP")?;
    let mut chunks = Vec::with_capacity(body.len());
    each(body, |kind, contents| {
        if !KEPT.iter().any(|kept| *kept == kind) {
            return Some(());
        }
        match kind {
            b"VP8X" => {
                let mut contents = contents.to_vec();
                *contents.first_mut()? &= !PROMISES;
                write(&mut chunks, kind, &contents);
            }
            b"ANMF" => write(&mut chunks, kind, &frame(contents)?),
            _ => write(&mut chunks, kind, contents),
        }
        Some(())
    })?;
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    out.extend(b"WEBP");
    out.extend(chunks);
    Some(out)
}

fn frame(contents: &[u8]) -> Option<Vec<u8>> {
    let mut out = contents.get(..FRAME_HEADER)?.to_vec();
    each(&contents[FRAME_HEADER..], |kind, inner| {
        if KEPT_IN_FRAME.iter().any(|kept| *kept == kind) {
            write(&mut out, kind, inner);
        }
        Some(())
    })?;
    Some(out)
}

/// Goes over the chunks; nothing when one is cut off.
fn each<'a>(
    mut rest: &'a [u8],
    mut look: impl FnMut(&'a [u8], &'a [u8]) -> Option<()>,
) -> Option<()> {
    while !rest.is_empty() {
        let length = little(rest.get(4..)?)?;
        look(&rest[..4], rest.get(8..)?.get(..length)?)?;
        // A chunk of odd length has one byte behind it, which some programs leave out at the end.
        rest = rest.get(8 + length + length % 2..).unwrap_or_default();
    }
    Some(())
}

fn write(out: &mut Vec<u8>, kind: &[u8], contents: &[u8]) {
    out.extend_from_slice(kind);
    out.extend((contents.len() as u32).to_le_bytes());
    out.extend_from_slice(contents);
    if contents.len() % 2 == 1 {
        out.push(0);
    }
}

fn little(bytes: &[u8]) -> Option<usize> {
    let number = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?);
    usize::try_from(number).ok()
}
