//! Files that are published as they are, but for what must not leave the author's computer.
//!
//! A picture is measured, so that pages can give its width and height, and freed of its EXIF, XMP and
//! comment data: a photo can hold the place where it was taken. Everything else passes untouched.
//! Pictures are not scaled or converted here.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;

use crate::codes;
use crate::conflict;
use crate::diag::{Diagnostic, Reported};
use crate::files::{Output, SourceFile};
use crate::path::SourcePath;

/// A file ready to be published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where it lies.
    pub path: SourcePath,
    /// What is published of it.
    pub output: Output,
    /// For a picture, its width and height in CSS pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Whether the file could not be understood as it is now.
    pub unread: bool,
}

/// Prepares one file.
pub fn prepare(file: &SourceFile) -> Reported<Asset> {
    let mut problems = Vec::new();
    let keep = |size| Asset {
        path: file.path.clone(),
        output: Output {
            bytes: file.bytes.clone(),
            fingerprint: file.fingerprint,
        },
        size,
        unread: false,
    };
    let mut value = match file.path.extension().as_str() {
        "svg" => keep(svg_size(&file.bytes)),
        extension @ ("jpg" | "jpeg" | "png" | "gif" | "webp" | "avif") => {
            let size = imagesize::blob_size(&file.bytes)
                .ok()
                .map(|size| (size.width as u32, size.height as u32));
            let stripped = strip(extension, &file.bytes);
            match (size, stripped) {
                (Some(size), Ok(None)) => keep(Some(size)),
                (Some(size), Ok(Some(stripped))) => {
                    let size = if stripped.turned {
                        (size.1, size.0)
                    } else {
                        size
                    };
                    Asset {
                        path: file.path.clone(),
                        output: Output::new(stripped.bytes),
                        size: Some(size),
                        unread: false,
                    }
                }
                (size, _) => {
                    problems.push(
                        Diagnostic::new(
                            codes::FILE_05,
                            format!("the picture is not a whole {}", extension.to_uppercase()),
                        )
                        .in_file(&file.path)
                        .help("save it again, and check that its extension fits what it is"),
                    );
                    keep(size)
                }
            }
        }
        _ => keep(None),
    };
    if is_written(&file.path)
        && let Ok(text) = std::str::from_utf8(&file.bytes)
    {
        problems.extend(conflict::problem(&file.path, text));
    }
    value.unread = problems.iter().any(|problem| problem.code.leaves_unread());
    Reported { value, problems }
}

/// Whether a file is of a kind that people write as text and keep under version control.
fn is_written(path: &SourcePath) -> bool {
    const KINDS: [&str; 9] = [
        "css", "csv", "htm", "html", "js", "json", "mjs", "svg", "xml",
    ];
    KINDS.contains(&path.extension().as_str())
}

/// A picture without its hidden data.
struct Stripped {
    bytes: Vec<u8>,
    /// Whether it lies on its side: width and height change places when it is shown.
    turned: bool,
}

/// Takes the hidden data out of a picture; nothing when there is none to take out.
fn strip(extension: &str, bytes: &[u8]) -> Result<Option<Stripped>, img_parts::Error> {
    let owned = || img_parts::Bytes::copy_from_slice(bytes);
    match extension {
        "jpg" | "jpeg" => {
            let mut jpeg = Jpeg::from_bytes(owned())?;
            let orientation = jpeg
                .segments()
                .iter()
                .filter(|segment| segment.marker() == markers::APP1)
                .find_map(|segment| orientation(segment.contents().strip_prefix(b"Exif\0\0")?));
            let count = jpeg.segments().len();
            jpeg.segments_mut().retain(|segment| {
                // APP2 holds the colour profile, APP14 how Adobe programs stored the colours.
                !matches!(
                    segment.marker(),
                    markers::APP1 | markers::APP3..=markers::APP13 | markers::APP15 | markers::COM
                )
            });
            if jpeg.segments().len() == count {
                return Ok(None);
            }
            let turned = orientation.is_some_and(|orientation| orientation >= 5);
            if let Some(orientation) = orientation.filter(|&orientation| orientation > 1) {
                // How to turn the picture must stay, and nothing else of the EXIF data.
                let exif = [b"Exif\0\0".as_slice(), &orientation_only(orientation)].concat();
                let segment =
                    img_parts::jpeg::JpegSegment::new_with_contents(markers::APP1, exif.into());
                jpeg.segments_mut().insert(0, segment);
            }
            Ok(Some(Stripped {
                bytes: jpeg.encoder().bytes().to_vec(),
                turned,
            }))
        }
        "png" => {
            let mut png = Png::from_bytes(owned())?;
            let count = png.chunks().len();
            png.chunks_mut().retain(|chunk| {
                !matches!(
                    &chunk.kind(),
                    b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME"
                )
            });
            let changed = png.chunks().len() != count;
            Ok(changed.then(|| Stripped {
                bytes: png.encoder().bytes().to_vec(),
                turned: false,
            }))
        }
        "webp" => {
            let mut webp = WebP::from_bytes(owned())?;
            let hidden = [img_parts::webp::CHUNK_EXIF, img_parts::webp::CHUNK_XMP];
            let found = hidden.iter().any(|kind| webp.has_chunk(*kind));
            hidden
                .iter()
                .for_each(|kind| webp.remove_chunks_by_id(*kind));
            Ok(found.then(|| Stripped {
                bytes: webp.encoder().bytes().to_vec(),
                turned: false,
            }))
        }
        _ => Ok(None),
    }
}

/// The orientation (1 to 8) in the TIFF structure of EXIF data.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = tiff.starts_with(b"II");
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let slice = tiff.get(at..at + bytes)?;
        let fold = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if little {
            slice.iter().rev().fold(0, fold)
        } else {
            slice.iter().fold(0, fold)
        })
    };
    let directory = number(4, 4)?;
    let entries = number(directory, 2)?;
    (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|&at| number(at, 2) == Some(0x0112))
        .and_then(|at| number(at + 8, 2))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}

/// A TIFF structure that holds an orientation and nothing else.
fn orientation_only(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// The size an SVG gives itself: its `width` and `height` in pixels, else its `viewBox`.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}="))? + name.len() + 2;
        let quote = tag[at..].chars().next()?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |text: &str| {
        text.trim_end_matches("px")
            .parse::<f64>()
            .ok()
            .map(|length| length.round() as u32)
    };
    if let (Some(width), Some(height)) = (
        attribute("width").and_then(pixels),
        attribute("height").and_then(pixels),
    ) {
        return Some((width, height));
    }
    let mut numbers = attribute("viewBox")?
        .split([' ', ','])
        .filter(|number| !number.is_empty())
        .skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orientation_is_all_that_is_kept_of_exif_data() {
        for value in 1..=8 {
            assert_eq!(orientation(&orientation_only(value)), Some(value));
        }
        assert_eq!(orientation(b"II"), None);
    }

    #[test]
    fn an_svg_is_as_large_as_it_says() {
        assert_eq!(
            svg_size(b"<svg viewBox=\"0 0 160 120\"></svg>"),
            Some((160, 120))
        );
        assert_eq!(
            svg_size(b"<svg width='40px' height='30'></svg>"),
            Some((40, 30))
        );
        assert_eq!(svg_size(b"<svg></svg>"), None);
    }

    /// A JPEG of 40 by 30 pixels with an EXIF segment that holds a place, and a comment.
    fn photo(orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend(orientation_only(orientation));
        exif.extend(b"GPS 51.5 N 0.1 W");
        let segment = |marker: u8, contents: &[u8]| {
            let length = (contents.len() as u16 + 2).to_be_bytes();
            [&[0xFF, marker], &length[..], contents].concat()
        };
        let parts = [
            vec![0xFF, 0xD8],
            segment(0xE1, &exif),
            segment(0xFE, b"taken at home"),
            segment(0xC0, &[8, 0, 30, 0, 40, 1, 1, 0x11, 0]),
            segment(0xDA, &[1, 1, 0, 0, 63, 0]),
            vec![1, 2, 3, 0xFF, 0xD9],
        ];
        parts.concat()
    }

    fn prepare_bytes(name: &str, bytes: Vec<u8>) -> Asset {
        let prepared = prepare(&SourceFile::new(SourcePath::new(name), bytes));
        assert_eq!(prepared.problems, []);
        prepared.value
    }

    #[test]
    fn a_photo_loses_its_place_and_keeps_the_way_it_is_turned() {
        let holds = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
        let upright = prepare_bytes("content/a.jpg", photo(1));
        assert_eq!(upright.size, Some((40, 30)));
        assert!(!holds(&upright.output.bytes, b"Exif"));
        let turned = prepare_bytes("content/a.JPG", photo(6));
        assert_eq!(turned.size, Some((30, 40)), "it is shown on its side");
        assert!(holds(&turned.output.bytes, b"Exif"));
        for output in [&upright.output, &turned.output] {
            assert!(!holds(&output.bytes, b"GPS") && !holds(&output.bytes, b"taken at home"));
            assert!(
                holds(&output.bytes, &[1, 2, 3]),
                "the picture itself is there"
            );
        }
    }
}
