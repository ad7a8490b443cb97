//! Smaller copies of pictures, and where they are kept between builds.

use std::fmt;

use super::Content;
use crate::memo::Fingerprint;

/// A copy of a picture with another width or format.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its width and height in pixels.
    pub size: (u32, u32),
    /// Its format.
    pub format: VariantFormat,
    /// Its file.
    pub content: Content,
}

/// The format of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariantFormat {
    /// For photos; every browser shows it.
    Jpeg,
    /// For everything; browsers have shown it since 2020.
    WebP,
}

impl VariantFormat {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Jpeg, Self::WebP];

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }
}

/// Keeps finished copies. What it gives back are the copies it was given, or none; a build is the same with and without it,
/// but not as fast.
pub trait VariantStore: fmt::Debug + Send + Sync {
    /// The copies that were kept under this key. A store may forget what is not asked for.
    fn find(&self, key: Fingerprint) -> Option<Vec<Variant>>;

    /// Keeps copies, and gives them back as handles to what is kept now. If they cannot be kept, they are given back as they
    /// are.
    fn keep(&self, key: Fingerprint, variants: Vec<Variant>) -> Vec<Variant>;
}
