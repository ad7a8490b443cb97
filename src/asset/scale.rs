//! Smaller copies of pictures: a photo for a screen of 390 pixels does not have to be one for a wall.
//!
//! A function of the bytes of a cleaned picture and of settings: each picture is scaled on one thread, and equal inputs give
//! equal bytes. Pixels are turned as the orientation says, so a copy needs none. Only the colour profile is kept of what
//! else is in the file, unless it says what browsers assume anyway. A photo (JPEG) is copied as JPEG and WebP, a picture of
//! another format as WebP, lossless where that costs little. Animations are not scaled.
//!
//! Where the copies are kept is not decided here.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::kind::Kind;
use super::{Asset, exif, webp as container};
use crate::config::{ImageFormat, Images};
use crate::files::{Content, Variant, VariantFormat};
use crate::memo::Fingerprint;

/// Raise this when copies of the same picture would have other bytes: it is part of the keys under which they are kept.
const VERSION: u32 = 1;

/// A picture of this width or less is published as it is.
const SMALL_ENOUGH: u32 = 800;

/// The most memory that a decoder may take, in bytes.
const MOST_MEMORY: usize = 512 << 20;

/// A larger colour profile is one of a printing press, and would weigh more than a small copy.
const LARGEST_PROFILE: usize = 16 << 10;

/// The pixels of a picture.
struct Pixels {
    width: u32,
    height: u32,
    /// Three or four bytes a pixel.
    bytes: Vec<u8>,
    has_alpha: bool,
    /// Its colour profile, if it needs one.
    profile: Option<Vec<u8>>,
    /// How it is turned when it is shown: its EXIF orientation, 1 if it is not.
    turn: u8,
}

/// Under which key the copies of a picture are kept; `None` if there are no copies of it.
///
/// Unlike others, this key is the same in every process.
pub fn scaling_key(asset: &Asset, settings: &Images) -> Option<Fingerprint> {
    let kind = asset.kind.filter(|kind| is_scalable(*kind))?;
    let (width, _) = asset.size.filter(|(width, _)| *width > SMALL_ENOUGH)?;
    let widths = widths(width, settings);
    if widths.is_empty() {
        return None;
    }
    let Images {
        formats, quality, ..
    } = settings;
    let inputs = format!(
        "{VERSION} {} {} {widths:?} {formats:?} {quality:?}",
        asset.content.fingerprint().to_hex(),
        kind.name(),
    );
    Some(Fingerprint::of_bytes(inputs.as_bytes()))
}

/// The smaller copies of a picture, the widest first; none if it is an animation, or copies would save nothing.
///
/// # Errors
///
/// When the picture cannot be read or decoded: what is wrong with it, in words.
pub fn scaled(asset: &Asset, settings: &Images) -> Result<Vec<Variant>, String> {
    let Some((kind, size)) = asset.kind.zip(asset.size) else {
        return Ok(Vec::new());
    };
    let bytes = asset.content.read().map_err(|error| error.to_string())?;
    let decoded = match kind {
        Kind::Jpeg => Some(decode_jpeg(&bytes)?),
        Kind::Png => decode_png(&bytes)?,
        Kind::WebP => decode_webp(&bytes)?,
        Kind::Gif | Kind::Avif | Kind::Svg | Kind::Film | Kind::Unshown(_) => None,
    };
    let Some(pixels) = decoded.map(Pixels::without_needless_alpha) else {
        return Ok(Vec::new());
    };
    let (mut photos, mut others) = (Kept::below(bytes.len()), Kept::below(bytes.len()));
    for width in widths(size.0, settings) {
        let copy = pixels.resized(width, size)?;
        if kind == Kind::Jpeg {
            photos.add(
                &copy,
                VariantFormat::Jpeg,
                copy.jpeg(settings.quality.jpeg)?,
            );
        }
        if settings.formats.contains(&ImageFormat::Webp) {
            let webp = copy.webp(settings.quality.webp, kind == Kind::Jpeg)?;
            others.add(&copy, VariantFormat::WebP, webp);
        }
    }
    Ok([photos.variants, others.variants].concat())
}

fn is_scalable(kind: Kind) -> bool {
    matches!(kind, Kind::Jpeg | Kind::Png | Kind::WebP)
}

/// The widths of the copies of a picture, the widest first.
fn widths(own: u32, settings: &Images) -> Vec<u32> {
    let mut widths = settings.widths.clone();
    widths.sort_unstable();
    widths.dedup();
    if widths.last().is_some_and(|widest| own < *widest) {
        // A copy as wide as the picture itself is for sharp screens; one that is nearly as wide is not worth a file.
        widths.retain(|width| u64::from(*width) * 10 < u64::from(own) * 9);
        widths.push(own);
    }
    widths.reverse();
    widths
}

/// The copies of one format, from the widest to the narrowest.
struct Kept {
    variants: Vec<Variant>,
    /// The size of the next wider one in bytes; that of the picture itself at first.
    wider: usize,
}

impl Kept {
    fn below(bytes: usize) -> Self {
        Self {
            variants: Vec::new(),
            wider: bytes,
        }
    }

    /// Keeps a copy if it is at least a tenth smaller than the next wider one: else that one serves as well.
    fn add(&mut self, copy: &Pixels, format: VariantFormat, bytes: Vec<u8>) {
        if bytes.len() * 10 <= self.wider * 9 {
            self.wider = bytes.len();
            self.variants.push(Variant {
                size: (copy.width, copy.height),
                format,
                content: Content::new(bytes),
            });
        }
    }
}

fn decode_jpeg(bytes: &[u8]) -> Result<Pixels, String> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let said = |error: &dyn std::fmt::Debug| format!("{error:?}");
    decoder.decode_headers().map_err(|error| said(&error))?;
    let is_grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let out = if is_grey {
        ColorSpace::Luma
    } else {
        ColorSpace::RGB
    };
    decoder.set_options(options.jpeg_set_out_colorspace(out));
    let decoded = decoder.decode().map_err(|error| said(&error))?;
    let (width, height) = decoder.dimensions().ok_or("it has no size")?;
    Ok(Pixels {
        width: width as u32,
        height: height as u32,
        bytes: match is_grey {
            true => decoded.iter().flat_map(|grey| [*grey; 3]).collect(),
            false => decoded,
        },
        has_alpha: false,
        profile: decoder.icc_profile().and_then(needed_profile),
        turn: decoder
            .exif()
            .and_then(|exif| exif::orientation(exif))
            .unwrap_or(1),
    })
}

/// The pixels of a PNG; `None` if it is an animation.
fn decode_png(bytes: &[u8]) -> Result<Option<Pixels>, String> {
    let limits = png::Limits { bytes: MOST_MEMORY };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    if reader.info().animation_control.is_some() {
        return Ok(None);
    }
    let profile = reader.info().icc_profile.as_deref().map(<[u8]>::to_vec);
    let size = reader.output_buffer_size().ok_or("it is too large")?;
    let mut decoded = vec![0; size];
    let frame = reader
        .next_frame(&mut decoded)
        .map_err(|error| error.to_string())?;
    decoded.truncate(frame.buffer_size());
    let (has_alpha, bytes) = match frame.color_type {
        png::ColorType::Rgb => (false, decoded),
        png::ColorType::Rgba => (true, decoded),
        png::ColorType::Grayscale => (false, decoded.iter().flat_map(|grey| [*grey; 3]).collect()),
        png::ColorType::GrayscaleAlpha => {
            let pairs = decoded.chunks_exact(2);
            (
                true,
                pairs
                    .flat_map(|pair| [pair[0], pair[0], pair[0], pair[1]])
                    .collect(),
            )
        }
        png::ColorType::Indexed => return Err("its palette cannot be read".to_owned()),
    };
    Ok(Some(Pixels {
        width: frame.width,
        height: frame.height,
        bytes,
        has_alpha,
        profile: profile.and_then(needed_profile),
        turn: 1,
    }))
}

/// The pixels of a WebP; `None` if it is an animation.
fn decode_webp(bytes: &[u8]) -> Result<Option<Pixels>, String> {
    let said = |error: image_webp::DecodingError| error.to_string();
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(said)?;
    if decoder.is_animated() {
        return Ok(None);
    }
    decoder.set_memory_limit(MOST_MEMORY);
    let (width, height) = decoder.dimensions();
    let size = decoder.output_buffer_size().ok_or("it is too large")?;
    let mut bytes = vec![0; size];
    decoder.read_image(&mut bytes).map_err(said)?;
    Ok(Some(Pixels {
        width,
        height,
        bytes,
        has_alpha: decoder.has_alpha(),
        profile: decoder
            .icc_profile()
            .map_err(said)?
            .and_then(needed_profile),
        turn: 1,
    }))
}

/// A colour profile for RGB, unless it is the one that browsers assume.
fn needed_profile(profile: Vec<u8>) -> Option<Vec<u8>> {
    let names = [&b"sRGB"[..], b"s\0R\0G\0B"];
    let is_assumed = names.iter().any(|name| {
        let mut windows = profile.windows(name.len());
        windows.any(|window| window == *name)
    });
    let is_rgb = profile.get(16..20) == Some(b"RGB ");
    (is_rgb && !is_assumed && profile.len() <= LARGEST_PROFILE).then_some(profile)
}

impl Pixels {
    /// The same pixels without transparency, if none of them is transparent.
    fn without_needless_alpha(self) -> Self {
        if !self.has_alpha || self.bytes.chunks_exact(4).any(|pixel| pixel[3] != u8::MAX) {
            return self;
        }
        let opaque = self
            .bytes
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        Self {
            bytes: opaque.collect(),
            has_alpha: false,
            ..self
        }
    }

    fn depth(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// A copy of this width. `shown` is the size of the whole picture as it is shown, after the turn of the EXIF orientation.
    fn resized(&self, width: u32, shown: (u32, u32)) -> Result<Self, String> {
        let height = (u64::from(shown.1) * u64::from(width) + u64::from(shown.0) / 2)
            / u64::from(shown.0.max(1));
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        let lies = self.turn >= 5;
        let (own_width, own_height) = if lies {
            (height, width)
        } else {
            (width, height)
        };
        let resized = match (own_width, own_height) == (self.width, self.height) {
            true => self.bytes.clone(),
            false => self.convolved(own_width, own_height)?,
        };
        let unturned = Self {
            width: own_width,
            height: own_height,
            bytes: resized,
            has_alpha: self.has_alpha,
            profile: self.profile.clone(),
            turn: self.turn,
        };
        Ok(match self.turn {
            2..=8 => unturned.turned(),
            _ => unturned,
        })
    }

    fn convolved(&self, width: u32, height: u32) -> Result<Vec<u8>, String> {
        let kind = if self.has_alpha {
            PixelType::U8x4
        } else {
            PixelType::U8x3
        };
        let source = ImageRef::new(self.width, self.height, &self.bytes, kind);
        let source = source.map_err(|error| error.to_string())?;
        let mut target = Image::new(width, height, kind);
        let resized = Resizer::new().resize(&source, &mut target, &ResizeOptions::new());
        resized.map_err(|error| error.to_string())?;
        Ok(target.into_vec())
    }

    /// The pixels in the order in which the orientation says that they are seen.
    fn turned(&self) -> Self {
        let (width, height) = match self.turn {
            5.. => (self.height, self.width),
            _ => (self.width, self.height),
        };
        let (last_x, last_y) = (self.width - 1, self.height - 1);
        let depth = self.depth();
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match self.turn {
                    2 => (last_x - x, y),
                    3 => (last_x - x, last_y - y),
                    4 => (x, last_y - y),
                    5 => (y, x),
                    6 => (y, last_y - x),
                    7 => (last_x - y, last_y - x),
                    8 => (last_x - y, x),
                    _ => (x, y),
                };
                let at = (from_y as usize * self.width as usize + from_x as usize) * depth;
                bytes.extend_from_slice(&self.bytes[at..at + depth]);
            }
        }
        Self {
            width,
            height,
            bytes,
            has_alpha: self.has_alpha,
            profile: self.profile.clone(),
            turn: 1,
        }
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_progressive(true);
        encoder.set_optimized_huffman_tables(true);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        if let Some(profile) = &self.profile {
            let added = encoder.add_icc_profile(profile);
            added.map_err(|error| error.to_string())?;
        }
        let side = |pixels: u32| u16::try_from(pixels).map_err(|_| "it is too long".to_owned());
        let (width, height) = (side(self.width)?, side(self.height)?);
        let encoded = encoder.encode(&self.bytes, width, height, ColorType::Rgb);
        encoded.map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn webp(&self, quality: u8, is_photo: bool) -> Result<Vec<u8>, String> {
        let encode = |lossless: bool| {
            let encoder = match self.has_alpha {
                true => ::webp::Encoder::from_rgba(&self.bytes, self.width, self.height),
                false => ::webp::Encoder::from_rgb(&self.bytes, self.width, self.height),
            };
            let encoded = encoder.encode_simple(lossless, f32::from(quality));
            let encoded = encoded.map_err(|error| format!("{error:?}"))?;
            Ok::<_, String>(encoded.to_vec())
        };
        let lossy = encode(false)?;
        let lossless = match is_photo {
            true => None,
            // A drawing or screenshot has sharp edges, which a lossy copy blurs.
            false => Some(encode(true)?).filter(|lossless| lossless.len() <= lossy.len() * 3 / 2),
        };
        let bytes = lossless.unwrap_or(lossy);
        Ok(match &self.profile {
            Some(profile) => {
                container::with_profile(&bytes, profile, (self.width, self.height), self.has_alpha)
                    .ok_or("its copy is not a WebP")?
            }
            None => bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient(width: u32, height: u32) -> Pixels {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| [x as u8, y as u8, 7]));
        Pixels {
            width,
            height,
            bytes: pixels.flatten().collect(),
            has_alpha: false,
            profile: None,
            turn: 1,
        }
    }

    /// The first and the last pixel of the first row, and the first of the last row.
    fn corners(pixels: &Pixels) -> [[u8; 2]; 3] {
        let at = |x: u32, y: u32| {
            let at = (y * pixels.width + x) as usize * 3;
            [pixels.bytes[at], pixels.bytes[at + 1]]
        };
        [at(0, 0), at(pixels.width - 1, 0), at(0, pixels.height - 1)]
    }

    #[test]
    fn each_orientation_puts_the_corners_where_they_are_seen() {
        // EXIF names the side of the scene that row 0 and column 0 of the stored pixels are.
        for (turn, seen) in [
            (2, [[3, 0], [0, 0], [3, 2]]),
            (3, [[3, 2], [0, 2], [3, 0]]),
            (4, [[0, 2], [3, 2], [0, 0]]),
            (5, [[0, 0], [0, 2], [3, 0]]),
            (6, [[0, 2], [0, 0], [3, 2]]),
            (7, [[3, 2], [3, 0], [0, 2]]),
            (8, [[3, 0], [3, 2], [0, 0]]),
        ] {
            let picture = Pixels {
                turn,
                ..gradient(4, 3)
            };
            assert_eq!(corners(&picture.turned()), seen, "orientation {turn}");
        }
    }

    #[test]
    fn widths_end_with_the_picture_itself() {
        let settings = Images::default();
        assert_eq!(widths(4000, &settings), [1600, 1200, 800, 480]);
        assert_eq!(widths(1600, &settings), [1600, 1200, 800, 480]);
        assert_eq!(widths(1000, &settings), [1000, 800, 480]);
        assert_eq!(widths(850, &settings), [850, 480]);
        let none = Images {
            widths: Vec::new(),
            ..settings
        };
        assert_eq!(widths(4000, &none), [0; 0]);
    }

    #[test]
    fn only_a_profile_that_changes_colours_is_kept() {
        let profile = |space: &[u8; 4], name: &[u8]| {
            let mut profile = vec![0; 16];
            profile.extend(space);
            profile.extend(name);
            profile
        };
        assert!(needed_profile(profile(b"RGB ", b"Display P3")).is_some());
        assert!(needed_profile(profile(b"RGB ", b"sRGB IEC61966-2.1")).is_none());
        assert!(needed_profile(profile(b"CMYK", b"FOGRA39")).is_none());
    }
}
