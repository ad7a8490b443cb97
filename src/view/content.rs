//! The text of an article, with everything that fills its gaps.

use std::ops::Range;
use std::sync::Arc;

use crate::document::Document;
use crate::files::VariantFormat;
use crate::markdown::Medium;

/// An article and what its links and images have become on this page.
#[derive(Clone, Debug)]
pub struct Content {
    /// The document whose body it is.
    pub document: Arc<Document>,
    /// Its links, in the order of their indices.
    pub links: Vec<FilledLink>,
    /// Its images, in the order of their indices.
    pub images: Vec<FilledImage>,
    /// The number and the id of each evidence mark.
    pub marks: Vec<(usize, String)>,
    /// The terms that are linked, in the order of the text.
    pub terms: Vec<FilledTerm>,
}

/// A word that leads to the glossary.
#[derive(Clone, Debug)]
pub struct FilledTerm {
    /// The stretch of HTML that holds it, in the order of [`Parsed::stretches`](crate::markdown::Parsed::stretches).
    pub stretch: usize,
    /// Its bytes in that stretch.
    pub range: Range<usize>,
    /// Where it is explained.
    pub url: String,
    /// The id of its note on the page.
    pub note: String,
}

/// A link, ready to be written.
#[derive(Clone, Debug)]
pub struct FilledLink {
    /// Where it leads, percent-encoded.
    pub url: String,
    /// Whether it leads out of the site.
    pub external: bool,
    /// What it says, if the author gave it no words.
    pub text: String,
}

/// An image, ready to be written.
#[derive(Clone, Debug)]
pub struct FilledImage {
    /// Its address, percent-encoded.
    pub url: String,
    /// Its width and height in CSS pixels, if they are known.
    pub size: Option<(u32, u32)>,
    /// Its smaller copies, if it has some.
    pub picture: Option<FilledPicture>,
    /// What its player needs, if it is a recording or film.
    pub player: Option<Player>,
}

/// The smaller copies of a picture, ready to be chosen from.
#[derive(Clone, Debug)]
pub struct FilledPicture {
    /// The copies, each format from the widest to the narrowest.
    pub files: Vec<FilledCopy>,
    /// How wide the picture is on the page, as the attribute `sizes`.
    pub sizes: String,
}

/// A smaller copy of a picture.
#[derive(Clone, Debug)]
pub struct FilledCopy {
    /// Its address, percent-encoded.
    pub url: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its format.
    pub format: VariantFormat,
}

/// A recording or film, ready to be played.
#[derive(Clone, Debug)]
pub struct Player {
    /// Its whole address, for paper, if it is known where the site will be.
    pub address: Option<String>,
    /// Which of the two.
    pub medium: Medium,
    /// The format as people name it: `MP3`.
    pub format: String,
    /// How large its file is, in bytes.
    pub bytes: u64,
    /// Its captions: the address of each file, and its language if that is known.
    pub captions: Vec<(String, Option<String>)>,
    /// The address of the picture that is shown before it plays.
    pub poster: Option<String>,
    /// The address of the page with what is said in it.
    pub transcript: Option<String>,
}
