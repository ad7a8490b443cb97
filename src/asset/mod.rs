//! Assets: files that are published unchanged, apart from private metadata, which is removed.
//!
//! Every picture is measured, so that pages can give its width and height. Everything that does not affect how it looks
//! is removed: EXIF, XMP, comments, thumbnails, the second picture that some phones append. A photo can hold the place
//! where it was taken. Each format has an allowlist, so that data which a new camera adds is not published by default.
//! Drawings (SVG) lose what could run or load anything. Films lose the metadata of the camera. A picture in a format
//! that browsers do not show is refused.
//!
//! The format is recognised by the bytes, not by the name. All other files pass unchanged: sound in other formats, PDF
//! and office documents keep their metadata, such as the author's name. Pictures are not scaled or converted here.

mod avif;
mod boxes;
mod exif;
mod film;
mod gif;
mod jpeg;
mod kind;
mod png;
mod svg;
mod webp;

#[cfg(test)]
mod tests;

use crate::codes;
use crate::conflict;
use crate::diag::{Diagnostic, Reported};
use crate::files::{Output, SourceFile};
use crate::path::SourcePath;

use kind::Kind;

/// The longest side a picture may have, in pixels: that of the largest JPEG.
const LARGEST_SIDE: u32 = 65_535;

/// A file that is ready to be published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its source file.
    pub path: SourcePath,
    /// The published file.
    pub output: Output,
    /// For a picture, its width and height in CSS pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Whether the file could not be read in its current state.
    pub unread: bool,
}

/// The cleaned bytes of a file, published instead of the original.
struct CleanFile {
    bytes: Vec<u8>,
    size: Option<(u32, u32)>,
}

impl Asset {
    /// The asset of a file that could not be prepared: it is empty.
    pub fn without_bytes(file: &SourceFile) -> Self {
        Self {
            path: file.path.clone(),
            output: Output::new(Vec::new()),
            size: None,
            unread: true,
        }
    }
}

/// Prepares one file. A refused picture is published empty, whatever severity the site gives to the problem.
pub fn prepare(file: &SourceFile) -> Reported<Asset> {
    let unopened = file.unopened.as_ref().map(|problem| (**problem).clone());
    let trouble = unopened
        .or_else(|| unsettled(file))
        .or_else(|| pointer(file));
    let mut problems: Vec<Diagnostic> = trouble.into_iter().collect();
    let promised = Kind::promised(&file.path.extension());
    let cleaned = match kind_of(file, promised) {
        // Other problems would only follow from this one.
        _ if !problems.is_empty() => None,
        Some(kind) => clean(file, kind, promised, &mut problems),
        None => promised.map(|promised| refused(broken(file, promised), &mut problems)),
    };
    let (output, size) = match cleaned {
        Some(CleanFile { bytes, size }) if bytes[..] != file.bytes[..] => {
            (Output::new(bytes), size)
        }
        unchanged => {
            let output = Output {
                bytes: file.bytes.clone(),
                fingerprint: file.fingerprint,
            };
            (output, unchanged.and_then(|unchanged| unchanged.size))
        }
    };
    Reported {
        value: Asset {
            path: file.path.clone(),
            output,
            size,
            unread: problems.iter().any(|problem| problem.code.leaves_unread()),
        },
        problems,
    }
}

/// The problem of an unresolved merge conflict, in files of the kinds that people write as text.
fn unsettled(file: &SourceFile) -> Option<Diagnostic> {
    const WRITTEN: [&str; 9] = [
        "css", "csv", "htm", "html", "js", "json", "mjs", "svg", "xml",
    ];
    let is_written = WRITTEN.contains(&file.path.extension().as_str());
    let text = std::str::from_utf8(&file.bytes).ok().filter(|_| is_written);
    text.and_then(|text| conflict::problem(&file.path, text))
}

/// The problem of a Git LFS pointer: a few lines of text in place of a file that was not fetched.
fn pointer(file: &SourceFile) -> Option<Diagnostic> {
    let is_pointer = file
        .bytes
        .starts_with(b"version https://git-lfs.github.com/spec/");
    let message =
        "the file itself is missing; this is only the pointer that Git LFS leaves in its place";
    is_pointer.then(|| {
        Diagnostic::new(codes::FILE_05, message)
            .in_file(&file.path)
            .help("fetch it: `git lfs pull`")
    })
}

/// The kind of a file by its bytes, or by its name for kinds that the bytes do not reveal.
fn kind_of(file: &SourceFile, promised: Option<Kind>) -> Option<Kind> {
    match (Kind::of(&file.bytes), promised) {
        // Most raw camera files are TIFF inside, so their extension is more precise.
        (Some(Kind::Unshown(_)) | None, Some(Kind::Unshown(name))) => Some(Kind::Unshown(name)),
        (None, Some(kind @ (Kind::Svg | Kind::Film))) => Some(kind),
        (kind, _) => kind,
    }
}

fn clean(
    file: &SourceFile,
    kind: Kind,
    promised: Option<Kind>,
    problems: &mut Vec<Diagnostic>,
) -> Option<CleanFile> {
    if let Some(promised) = promised
        && promised != kind
        && !matches!(kind, Kind::Unshown(_))
    {
        problems.push(misnamed(file, kind));
    }
    let cleaned = match kind {
        Kind::Unshown(name) => Err(unshown(file, name)),
        Kind::Svg => clean_svg(file, problems),
        Kind::Film => {
            let film::CleanFilm { bytes, measures } = film::clean(&file.bytes);
            problems.extend(measures.then(|| measuring(file)));
            Ok(CleanFile { bytes, size: None })
        }
        kind => clean_picture(file, kind),
    };
    Some(cleaned.unwrap_or_else(|problem| refused(problem, problems)))
}

/// Reports the problem of a refused file; the file is published empty.
fn refused(problem: Diagnostic, problems: &mut Vec<Diagnostic>) -> CleanFile {
    problems.push(problem);
    CleanFile {
        bytes: Vec::new(),
        size: None,
    }
}

fn clean_svg(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Result<CleanFile, Diagnostic> {
    let svg::CleanSvg { bytes, size, lost } = svg::clean(&file.bytes).map_err(|fault| {
        let problem = Diagnostic::new(codes::FILE_05, fault.message)
            .help("export the drawing again as plain SVG; browsers cannot show it like this");
        match fault.at {
            Some(at) => problem.at(&file.path, at..at),
            None => problem.in_file(&file.path),
        }
    })?;
    if !lost.is_empty() {
        let lost = lost.into_iter().collect::<Vec<_>>().join(", ");
        problems.push(
            Diagnostic::new(codes::FILE_10, format!("the drawing is published without {lost}"))
                .in_file(&file.path)
                .help("check that the drawing still looks right; export it as plain SVG, with its text as text"),
        );
    }
    Ok(CleanFile { bytes, size })
}

fn clean_picture(file: &SourceFile, kind: Kind) -> Result<CleanFile, Diagnostic> {
    let (bytes, turned) = clean_bytes(kind, &file.bytes).ok_or_else(|| broken(file, kind))?;
    let size = imagesize::blob_size(&bytes).map_err(|_| broken(file, kind))?;
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let (width, height) = (side(size.width), side(size.height));
    let is_usable = |side: u32| (1..=LARGEST_SIDE).contains(&side);
    if !is_usable(width) || !is_usable(height) {
        let message = format!("the picture says that it is {width} by {height} pixels large");
        return Err(Diagnostic::new(codes::FILE_05, message)
            .in_file(&file.path)
            .help("save it again; browsers cannot show a picture of that size"));
    }
    let size = if turned {
        (height, width)
    } else {
        (width, height)
    };
    Ok(CleanFile {
        bytes,
        size: Some(size),
    })
}

/// A raster picture without its metadata, and whether its EXIF orientation swaps width and height; `None` if it is
/// truncated or malformed.
fn clean_bytes(kind: Kind, bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    let upright = |bytes: Vec<u8>| (bytes, false);
    match kind {
        Kind::Jpeg => jpeg::clean(bytes).map(|clean| (clean.bytes, clean.turned)),
        Kind::Png => png::clean(bytes).map(upright),
        Kind::Gif => gif::clean(bytes).map(upright),
        Kind::WebP => webp::clean(bytes).map(upright),
        Kind::Avif => avif::clean(bytes).map(upright),
        Kind::Svg | Kind::Film | Kind::Unshown(_) => None,
    }
}

fn broken(file: &SourceFile, kind: Kind) -> Diagnostic {
    let message = format!("the picture is not a complete {}", kind.name());
    Diagnostic::new(codes::FILE_05, message)
        .in_file(&file.path)
        .help("save it again, and check that it was copied completely")
}

fn unshown(file: &SourceFile, name: &str) -> Diagnostic {
    let message = format!("this is a {name} picture, which browsers do not show");
    Diagnostic::new(codes::FILE_11, message)
        .in_file(&file.path)
        .help("export it as JPEG, or a drawing as PNG or SVG, and use that file")
}

fn misnamed(file: &SourceFile, kind: Kind) -> Diagnostic {
    let (name, stem) = (kind.name(), file.path.stem());
    let message = format!("`{}` is a {name} file", file.path.file_name());
    Diagnostic::new(codes::FILE_12, message)
        .in_file(&file.path)
        .help(format!("rename it to `{stem}.{}`", kind.extension()))
}

fn measuring(file: &SourceFile) -> Diagnostic {
    let message = "the film contains a track with the camera's measurements, which can reveal where it was taken";
    Diagnostic::new(codes::FILE_13, message)
        .in_file(&file.path)
        .help("export it again with picture and sound only")
}
