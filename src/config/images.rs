//! `[images]`: how pictures are made smaller for readers. Nothing is made smaller here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[images]`: smaller copies of pictures, so that a phone does not load what only a camera needs.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Images {
    /// The widths of the copies in pixels, from 16 to 4000. Each browser loads the one that fits. A picture that is at most
    /// 800 pixels wide is published as it is. With an empty list, all are.
    pub widths: Vec<u32>,
    /// The formats of the copies besides the picture's own: `webp`. A browser that does not know a format takes another.
    pub formats: Vec<ImageFormat>,
    /// How good the copies look, from 1 to 100.
    pub quality: ImageQuality,
    /// How wide pictures are on the page, as the attribute `sizes` of HTML. Change it if your theme has a wider column.
    pub sizes: String,
    /// The most pixels that a picture may have. A picture with more is refused, because it needs more memory than phones
    /// have.
    pub max_pixels: u64,
    /// From which weight on a picture of which no smaller copies are made is reported, in kilobytes: an animation, or a
    /// drawing.
    pub heavy_kb: u64,
    /// The folder in which finished copies are kept for the next build, relative to the folder of `site.toml`.
    pub cache: String,
}

impl Default for Images {
    fn default() -> Self {
        Self {
            widths: vec![480, 800, 1200, 1600],
            formats: vec![ImageFormat::Webp],
            quality: ImageQuality::default(),
            sizes: "(min-width: 42rem) 39rem, 100vw".to_owned(),
            max_pixels: 50_000_000,
            heavy_kb: 1_000,
            cache: ".mend/pictures".to_owned(),
        }
    }
}

/// A format of copies.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum ImageFormat {
    /// WebP, which browsers have shown since 2020. A photo needs about a third less than as JPEG.
    Webp,
}

/// `[images.quality]`: how good copies look, from 1 to 100. More is larger.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct ImageQuality {
    /// The quality of JPEG.
    pub jpeg: u8,
    /// The quality of WebP, if it is not lossless. Drawings and screenshots are.
    pub webp: u8,
}

impl Default for ImageQuality {
    fn default() -> Self {
        Self { jpeg: 78, webp: 75 }
    }
}
