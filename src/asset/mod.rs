//! Assets: files that are published unchanged, apart from private metadata, which is removed.
//!
//! Every picture is measured, so that pages can give its width and height. Everything that does not affect how it looks
//! is removed: EXIF, XMP, comments, thumbnails, the second picture that some phones append. A photo can hold the place
//! where it was taken. Each format has an allowlist, so that data which a new camera adds is not published by default.
//! Drawings (SVG) lose what could run or load anything. Films lose the metadata of the camera. A picture in a format
//! that browsers do not show is refused.
//! [`scaled`] makes smaller copies of a cleaned picture.
//!
//! The format is recognised by the bytes, not by the name. All other files pass unchanged: sound in other formats, PDF
//! and office documents keep their metadata, such as the author's name.
//!
//! A finished file is a handle, as its source is: a picture is cleaned again when its contents are needed, and a film is
//! cleaned while it is copied. So no file is in memory for longer than a moment, and a film never as a whole.

mod avif;
mod boxes;
mod exif;
mod film;
mod gif;
mod jpeg;
mod kind;
mod patch;
mod png;
mod scale;
mod svg;
mod webp;

#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;

use crate::codes;
use crate::conflict;
use crate::diag::{Diagnostic, Reported};
use crate::files::{CHUNK, Content, ContentFile, LARGEST_FILE, Reader, Store};
use crate::memo::Fingerprint;
use crate::path::SourcePath;

use kind::Kind;
pub use scale::{scaled, scaling_key};

/// The longest side a picture may have, in pixels: that of the largest JPEG.
const LARGEST_SIDE: u32 = 65_535;

/// A file that is ready to be published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its source file.
    pub path: SourcePath,
    /// The contents of the published file.
    pub content: Content,
    /// For a picture, its width and height in CSS pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Whether the file could not be read in its current state.
    pub unread: bool,
    /// For a picture, its format.
    kind: Option<Kind>,
}

/// What is published instead of the contents of a file, and the size of a picture.
struct CleanFile {
    content: Content,
    size: Option<(u32, u32)>,
    kind: Option<Kind>,
}

impl CleanFile {
    /// A file that is no picture of which copies can be made.
    fn of(content: Content, size: Option<(u32, u32)>) -> Self {
        Self {
            content,
            size,
            kind: None,
        }
    }
}

/// Why a file is published empty.
type Refusal = Box<Diagnostic>;

impl Asset {
    /// The asset of a file that could not be prepared: it is empty.
    pub fn without_bytes(file: &ContentFile) -> Self {
        Self {
            path: file.path.clone(),
            content: Content::new(Vec::new()),
            size: None,
            unread: true,
            kind: None,
        }
    }
}

/// Prepares one file. A refused file is published empty, whatever severity the site gives to the problem.
/// So is a picture with more than `max_pixels`.
pub fn prepare(file: &ContentFile, max_pixels: u64) -> Reported<Asset> {
    let mut problems = Vec::new();
    let cleaned = clean(file, max_pixels, &mut problems).unwrap_or_else(|refusal| {
        problems.push(*refusal);
        CleanFile::of(Content::new(Vec::new()), None)
    });
    Reported {
        value: Asset {
            path: file.path.clone(),
            content: cleaned.content,
            size: cleaned.size,
            kind: cleaned.kind,
            unread: problems.iter().any(|problem| problem.code.leaves_unread()),
        },
        problems,
    }
}

fn clean(
    file: &ContentFile,
    max_pixels: u64,
    problems: &mut Vec<Diagnostic>,
) -> Result<CleanFile, Refusal> {
    if let Some(problem) = &file.unopened {
        return Err(Box::new((**problem).clone()));
    }
    let head = file
        .bytes
        .head(CHUNK)
        .map_err(|error| unread(file, &error))?;
    let unchanged = || CleanFile::of(file.bytes.clone(), None);
    // Other problems would only follow from these.
    if let Some(problem) = unsettled(file)?.or_else(|| pointer(file, &head)) {
        problems.push(problem);
        return Ok(unchanged());
    }
    let promised = Kind::promised(&file.path.extension());
    let Some(kind) = kind_of(&head, promised) else {
        return match promised {
            Some(promised) => Err(broken(file, promised)),
            None => Ok(unchanged()),
        };
    };
    if let Some(promised) = promised
        && promised != kind
        && !matches!(kind, Kind::Unshown(_))
    {
        problems.push(misnamed(file, kind));
    }
    match kind {
        Kind::Unshown(name) => Err(unshown(file, name)),
        Kind::Film => clean_film(file, problems),
        Kind::Svg => clean_svg(file, problems),
        kind => clean_picture(file, kind, max_pixels),
    }
}

/// All bytes of a file that must be read as a whole.
fn whole(file: &ContentFile) -> Result<Arc<[u8]>, Refusal> {
    const MIB: u64 = 1 << 20;
    let length = file.bytes.length();
    if length > LARGEST_FILE {
        let message = format!(
            "`{}` has {} MiB; the limit for pictures and texts is {} MiB",
            file.path,
            length.div_ceil(MIB),
            LARGEST_FILE / MIB
        );
        return Err(Box::new(
            Diagnostic::new(codes::FILE_04, message).in_file(&file.path),
        ));
    }
    file.whole()
}

/// The problem of a file that cannot be read any more.
fn unread(file: &ContentFile, cause: &io::Error) -> Refusal {
    let message = format!("`{}` cannot be read: {cause}", file.path);
    Box::new(Diagnostic::new(codes::FILE_01, message).in_file(&file.path))
}

/// The problem of an unresolved merge conflict, in files of the kinds that people write as text.
fn unsettled(file: &ContentFile) -> Result<Option<Diagnostic>, Refusal> {
    const WRITTEN: [&str; 9] = [
        "css", "csv", "htm", "html", "js", "json", "mjs", "svg", "xml",
    ];
    if !WRITTEN.contains(&file.path.extension().as_str()) {
        return Ok(None);
    }
    let bytes = whole(file)?;
    let text = std::str::from_utf8(&bytes).ok();
    Ok(text.and_then(|text| conflict::problem(&file.path, text)))
}

/// The problem of a Git LFS pointer: a few lines of text in place of a file that was not fetched.
fn pointer(file: &ContentFile, head: &[u8]) -> Option<Diagnostic> {
    let is_pointer = head.starts_with(b"version https://git-lfs.github.com/spec/");
    let message =
        "the file itself is missing; this is only the pointer that Git LFS leaves in its place";
    is_pointer.then(|| {
        Diagnostic::new(codes::FILE_05, message)
            .in_file(&file.path)
            .help("fetch it: `git lfs pull`")
    })
}

/// The kind of a file by its first bytes, or by its name for kinds that the bytes do not reveal.
fn kind_of(head: &[u8], promised: Option<Kind>) -> Option<Kind> {
    match (Kind::of(head), promised) {
        // Most raw camera files are TIFF inside, so their extension is more precise.
        (Some(Kind::Unshown(_)) | None, Some(Kind::Unshown(name))) => Some(Kind::Unshown(name)),
        (None, Some(kind @ (Kind::Svg | Kind::Film))) => Some(kind),
        (kind, _) => kind,
    }
}

fn clean_film(file: &ContentFile, problems: &mut Vec<Diagnostic>) -> Result<CleanFile, Refusal> {
    let film::CleanFilm { patches, measures } =
        film::clean(&file.bytes).map_err(|error| unread(file, &error))?;
    problems.extend(measures.then(|| measuring(file)));
    let content = patch::patched(&file.bytes, patches).map_err(|error| unread(file, &error))?;
    Ok(CleanFile::of(content, None))
}

fn clean_svg(file: &ContentFile, problems: &mut Vec<Diagnostic>) -> Result<CleanFile, Refusal> {
    let original = whole(file)?;
    let svg::CleanSvg { bytes, size, lost } = svg::clean(&original).map_err(|fault| {
        let problem = Diagnostic::new(codes::FILE_05, fault.message)
            .help("export the drawing again as plain SVG; browsers cannot show it like this");
        Box::new(match fault.at {
            Some(at) => problem.at(&file.path, at..at),
            None => problem.in_file(&file.path),
        })
    })?;
    if !lost.is_empty() {
        let lost = lost.into_iter().collect::<Vec<_>>().join(", ");
        problems.push(
            Diagnostic::new(codes::FILE_10, format!("the drawing is published without {lost}"))
                .in_file(&file.path)
                .help("check that the drawing still looks right; export it as plain SVG, with its text as text"),
        );
    }
    Ok(CleanFile::of(
        cleaned(file, Kind::Svg, &original, &bytes),
        size,
    ))
}

fn clean_picture(file: &ContentFile, kind: Kind, max_pixels: u64) -> Result<CleanFile, Refusal> {
    let original = whole(file)?;
    let (bytes, turned) = clean_bytes(kind, &original).ok_or_else(|| broken(file, kind))?;
    let size = imagesize::blob_size(&bytes).map_err(|_| broken(file, kind))?;
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let (width, height) = (side(size.width), side(size.height));
    let is_usable = |side: u32| (1..=LARGEST_SIDE).contains(&side);
    if !is_usable(width) || !is_usable(height) {
        let message = format!("the picture says that it is {width} by {height} pixels large");
        let problem = Diagnostic::new(codes::FILE_05, message)
            .in_file(&file.path)
            .help("save it again; browsers cannot show a picture of that size");
        return Err(Box::new(problem));
    }
    if u64::from(width) * u64::from(height) > max_pixels {
        return Err(Box::new(too_many_pixels(file, (width, height), max_pixels)));
    }
    let size = if turned {
        (height, width)
    } else {
        (width, height)
    };
    Ok(CleanFile {
        content: cleaned(file, kind, &original, &bytes),
        size: Some(size),
        kind: Some(kind),
    })
}

/// The contents of a cleaned picture: those of its file if the cleaning changes nothing.
fn cleaned(file: &ContentFile, kind: Kind, original: &[u8], clean: &[u8]) -> Content {
    if original == clean {
        return file.bytes.clone();
    }
    let picture = CleanPicture {
        original: file.bytes.clone(),
        kind,
    };
    let fingerprint = Fingerprint::of_bytes(clean);
    Content::stored(clean.len() as u64, fingerprint, picture)
}

/// A picture that is cleaned when it is read.
#[derive(Debug)]
struct CleanPicture {
    original: Content,
    kind: Kind,
}

impl Store for CleanPicture {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        let original = self.original.read()?;
        let clean = match self.kind {
            Kind::Svg => svg::clean(&original).ok().map(|svg| svg.bytes),
            kind => clean_bytes(kind, &original).map(|(bytes, _)| bytes),
        };
        let clean = clean.ok_or_else(|| io::Error::other("it is not complete any more"))?;
        Ok(Box::new(io::Cursor::new(clean)))
    }
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

fn broken(file: &ContentFile, kind: Kind) -> Refusal {
    let message = format!("the picture is not a complete {}", kind.name());
    let problem = Diagnostic::new(codes::FILE_05, message)
        .in_file(&file.path)
        .help("save it again, and check that it was copied completely");
    Box::new(problem)
}

fn unshown(file: &ContentFile, name: &str) -> Refusal {
    let message = format!("this is a {name} picture, which browsers do not show");
    let problem = Diagnostic::new(codes::FILE_11, message)
        .in_file(&file.path)
        .help("export it as JPEG, or a drawing as PNG or SVG, and use that file");
    Box::new(problem)
}

fn too_many_pixels(file: &ContentFile, (width, height): (u32, u32), most: u64) -> Diagnostic {
    const MEGAPIXEL: u64 = 1_000_000;
    let pixels = u64::from(width) * u64::from(height);
    let message = format!(
        "the picture has {width} by {height} pixels, {} megapixels; {} are the most",
        pixels.div_ceil(MEGAPIXEL),
        most / MEGAPIXEL
    );
    Diagnostic::new(codes::FILE_17, message)
        .in_file(&file.path)
        .help("make it smaller: a width of 1,600 pixels is enough for any screen")
}

fn misnamed(file: &ContentFile, kind: Kind) -> Diagnostic {
    let (name, stem) = (kind.name(), file.path.stem());
    let message = format!("`{}` is a {name} file", file.path.file_name());
    Diagnostic::new(codes::FILE_12, message)
        .in_file(&file.path)
        .help(format!("rename it to `{stem}.{}`", kind.extension()))
}

fn measuring(file: &ContentFile) -> Diagnostic {
    let message = "the film contains a track with the camera's measurements, which can reveal where it was taken";
    Diagnostic::new(codes::FILE_13, message)
        .in_file(&file.path)
        .help("export it again with picture and sound only")
}
