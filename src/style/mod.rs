//! The look of a site: its logo, its letters, and its colours with the contrast between them.
//!
//! This room knows how colours are written and compared. It does not know which colours there are: a theme names its
//! own in its `theme.toml`, and its style sheets say how they are used.

mod colour;
mod palette;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::path::SourcePath;

pub use colour::Colour;
pub use palette::{FaintColour, Pair, Palette, Token};

/// `[style]`: changes to the look of the theme.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Style {
    /// The typeface of running text: `serif` (the default) or `sans`.
    #[serde(rename = "type")]
    pub face: Face,
    /// A logo at the top of every page. Default: the site's name as text.
    pub logo: Option<Logo>,
    /// What printed pages contain.
    pub print: Print,
    /// Colours of the light scheme that replace the theme's, by the names of its colour tokens, such as `accent = "#0d5261"`.
    /// Printed pages use the light scheme.
    pub light: Colours,
    /// Colours of the dark scheme that replace the theme's, by the names of its colour tokens.
    pub dark: Colours,
}

/// Colours by the names of a theme's colour tokens.
pub type Colours = BTreeMap<String, Colour>;

/// `[style.print]`: what printed pages contain.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Print {
    /// Whether a printed page ends with the definitions of the glossary terms on it.
    pub terms: bool,
    /// Whether a printed worksheet shows the site's name, the card of the practice and the reviewer. Other people may find
    /// the sheet.
    pub name: bool,
    /// Whether a printed page shows its address at the top, without `https://`. It needs `base_url`. A worksheet that leaves out
    /// the name leaves out the address as well.
    pub address: bool,
    /// Whether everything is printed in large letters, of 18 points. Readers can choose it for a page in any case.
    pub large: bool,
}

impl Default for Print {
    fn default() -> Self {
        Self {
            terms: true,
            name: false,
            address: false,
            large: false,
        }
    }
}

/// `[style.logo]`: a logo at the top of every page.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// The picture file, as a path below `static/`.
    pub image: String,
    /// The words that the picture shows. If they are given, the picture replaces the site's name; otherwise it stands
    /// before the name as decoration.
    #[serde(default)]
    pub alt: String,
}

impl Logo {
    /// The path of the picture.
    pub fn path(&self) -> SourcePath {
        SourcePath::new(&format!("static/{}", self.image.trim_start_matches('/')))
    }
}

/// The typeface of running text. The fonts come from the reader's device.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Face {
    /// With serifs, as in books.
    #[default]
    Serif,
    /// Without serifs.
    Sans,
}

/// The two colour schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// For screens by default, and for everything that is printed.
    Light,
    /// For screens on which the reader prefers dark colours.
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
    /// The colours that the site replaces in one scheme.
    pub fn colours(&self, scheme: Scheme) -> &Colours {
        match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        }
    }
}
