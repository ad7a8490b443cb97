//! The look of a site: its logo, its letters, and its colours with the contrast between them.
//!
//! This room knows how colours are written and compared. It does not know which colours there are: a theme names its
//! own in its `theme.toml`, and its style sheets say how they are used.

mod colour;
mod palette;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::path::SourcePath;

pub use colour::Colour;
pub use palette::{Faint, Pair, Palette, Token};

/// `[style]`: what a publisher may change about the look.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Style {
    /// The letters of the running text.
    #[serde(rename = "type")]
    pub face: Face,
    /// A picture at the top of every page.
    pub logo: Option<Logo>,
    /// What is put on paper.
    pub print: Print,
    /// Colours on light paper that differ from the theme's, by the names of its tokens.
    pub light: Colours,
    /// Colours on dark paper that differ from the theme's, by the names of its tokens.
    pub dark: Colours,
}

/// Colours by the names of a theme's tokens.
pub type Colours = BTreeMap<String, Colour>;

/// `[style.print]`: what is put on paper.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Print {
    /// Whether a page ends with what the terms on it mean.
    pub terms: bool,
    /// Whether a worksheet, which others may find, carries the site's name.
    pub name: bool,
}

impl Default for Print {
    fn default() -> Self {
        Self {
            terms: true,
            name: false,
        }
    }
}

/// `[style.logo]`: a picture at the top of every page.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// The picture, as its path below `static/`.
    pub image: String,
    /// The words in the picture: it then replaces the site's name instead of preceding it.
    #[serde(default)]
    pub alt: String,
}

impl Logo {
    /// Where the picture lies.
    pub fn path(&self) -> SourcePath {
        SourcePath::new(&format!("static/{}", self.image.trim_start_matches('/')))
    }
}

/// The letters of the running text; both are those the reader's device has.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Face {
    /// Letters with serifs, as in books.
    #[default]
    Serif,
    /// Letters without.
    Sans,
}

/// The two papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Light paper, and everything that is printed.
    Light,
    /// Dark paper, on screens that ask for it.
    Dark,
}

impl Scheme {
    /// Both.
    pub const ALL: [Scheme; 2] = [Self::Light, Self::Dark];

    /// As it is written in settings: `light` or `dark`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Style {
    /// The colours that a publisher changes on one of the papers.
    pub fn colours(&self, scheme: Scheme) -> &Colours {
        match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        }
    }
}
