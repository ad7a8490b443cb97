//! WebP: the chunks that affect how the picture looks are kept, also inside the frames of an animation. All other chunks
//! and all bytes after the last one are removed. Nothing is decoded here.

/// The chunks of a file that affect how it looks.
const KEPT: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];

/// The chunks inside an animation frame that are kept.
const KEPT_IN_FRAME: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];

/// The number of bytes in a frame before its chunks.
const FRAME_HEADER: usize = 16;

/// The flags of `VP8X` that announce EXIF and XMP data.
const PROMISES: u8 = 0x08 | 0x04;

/// Removes everything that is not part of the picture; `None` if it is truncated or malformed.
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
    container(&chunks)
}

/// A WebP with a colour profile, which an encoder does not write; `None` if it is malformed.
pub(super) fn with_profile(
    webp: &[u8],
    profile: &[u8],
    (width, height): (u32, u32),
    has_alpha: bool,
) -> Option<Vec<u8>> {
    const PROFILE: u8 = 0x20;
    const ALPHA: u8 = 0x10;
    let mut flags = vec![PROFILE | if has_alpha { ALPHA } else { 0 }, 0, 0, 0];
    for side in [width, height] {
        flags.extend_from_slice(&side.checked_sub(1)?.to_le_bytes()[..3]);
    }
    let mut chunks = Vec::with_capacity(webp.len() + profile.len());
    write(&mut chunks, b"VP8X", &flags);
    write(&mut chunks, b"ICCP", profile);
    each(webp.get(12..)?, |kind, contents| {
        if kind != b"VP8X" {
            write(&mut chunks, kind, contents);
        }
        Some(())
    })?;
    container(&chunks)
}

/// A file with these chunks.
fn container(chunks: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    out.extend(b"WEBP");
    out.extend_from_slice(chunks);
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

/// Visits every chunk; `None` if one is truncated.
fn each<'a>(
    mut rest: &'a [u8],
    mut look: impl FnMut(&'a [u8], &'a [u8]) -> Option<()>,
) -> Option<()> {
    while !rest.is_empty() {
        let length = little(rest.get(4..)?)?;
        look(&rest[..4], rest.get(8..)?.get(..length)?)?;
        // A chunk of odd length is followed by a padding byte, which some programs omit after the last chunk.
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
