//! File types: the kinds of picture and film, recognised by their first bytes or promised by an extension.
//!
//! Other files have no kind: only pictures and films have metadata that is removed. Whether a file is complete is checked
//! by the module for its format.

use super::boxes::boxes;

/// A kind of picture or film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Photos.
    Jpeg,
    /// Drawings and screenshots, animated ones (APNG) included.
    Png,
    /// Small animations.
    Gif,
    /// Photos and animations.
    WebP,
    /// Photos and animations.
    Avif,
    /// Drawings made of lines.
    Svg,
    /// MP4, MOV and M4A: film and sound in ISO boxes.
    Film,
    /// A format that browsers cannot show, with its common name.
    Unshown(&'static str),
}

/// The extensions of picture formats that browsers cannot show, with the name of the format. Most raw camera files are
/// TIFF inside, so the extension is more precise than the bytes.
const UNSHOWN: [(&str, &str); 24] = [
    ("heic", "HEIC"),
    ("heif", "HEIF"),
    ("hif", "HEIF"),
    ("tif", "TIFF"),
    ("tiff", "TIFF"),
    ("jxl", "JPEG XL"),
    ("jp2", "JPEG 2000"),
    ("jpx", "JPEG 2000"),
    ("psd", "Photoshop"),
    ("svgz", "compressed SVG"),
    ("dng", "raw camera"),
    ("cr2", "raw camera"),
    ("cr3", "raw camera"),
    ("crw", "raw camera"),
    ("nef", "raw camera"),
    ("nrw", "raw camera"),
    ("arw", "raw camera"),
    ("srw", "raw camera"),
    ("orf", "raw camera"),
    ("rw2", "raw camera"),
    ("raf", "raw camera"),
    ("pef", "raw camera"),
    ("insp", "360° camera"),
    ("mpo", "3D camera"),
];

impl Kind {
    /// The kind that a file extension, in lower case, promises.
    pub(super) fn promised(extension: &str) -> Option<Kind> {
        let unshown = || UNSHOWN.iter().find(|(ending, _)| *ending == extension);
        Some(match extension {
            "jpg" | "jpeg" | "jpe" | "jfif" => Self::Jpeg,
            "png" | "apng" => Self::Png,
            "gif" => Self::Gif,
            "webp" => Self::WebP,
            "avif" => Self::Avif,
            "svg" => Self::Svg,
            "mp4" | "m4v" | "mov" | "m4a" | "3gp" => Self::Film,
            _ => Self::Unshown(unshown()?.1),
        })
    }

    /// The kind of some bytes. SVG is text and is recognised only by its extension.
    pub(super) fn of(bytes: &[u8]) -> Option<Kind> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        Some(match bytes {
            _ if starts(b"\xFF\xD8\xFF") => Self::Jpeg,
            _ if starts(b"\x89PNG\r\n\x1A\n") => Self::Png,
            _ if starts(b"GIF87a") || starts(b"GIF89a") => Self::Gif,
            _ if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Self::WebP,
            _ if starts(b"II*\0") || starts(b"MM\0*") => Self::Unshown("TIFF"),
            _ if starts(b"\xFF\x0A") || starts(b"\0\0\0\x0CJXL \r\n") => Self::Unshown("JPEG XL"),
            _ if starts(b"\0\0\0\x0CjP  ") => Self::Unshown("JPEG 2000"),
            _ if starts(b"8BPS") => Self::Unshown("Photoshop"),
            _ => Self::of_brands(&brands(bytes)?),
        })
    }

    /// The kind of a file made of ISO boxes, by its major and compatible brands.
    fn of_brands(brands: &[&[u8]]) -> Kind {
        let says = |names: &[&[u8]]| brands.iter().any(|brand| names.contains(brand));
        if says(&[b"avif", b"avis"]) {
            Self::Avif
        } else if says(&[
            b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
        ]) {
            Self::Unshown("HEIC")
        } else if says(&[b"crx "]) {
            Self::Unshown("raw camera")
        } else {
            Self::Film
        }
    }

    /// The common name of the format.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
            Self::Film => "MP4",
            Self::Unshown(name) => name,
        }
    }

    /// The extension that such a file should have.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Film | Self::Unshown(_) => "mp4",
        }
    }
}

fn brands(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let (first, _) = boxes(bytes, 0..bytes.len());
    let first = first.first().filter(|first| &first.kind == b"ftyp")?;
    let body = &bytes[first.body.clone()];
    let compatible = body.get(8..).unwrap_or_default().chunks_exact(4);
    Some(body.get(..4).into_iter().chain(compatible).collect())
}
