//! The look of a site: its logo, and its colours: what each is called, what stands on what, and how much
//! contrast every such pair needs.
//!
//! The palette is data, so that one check holds the theme's own colours and those of a publisher alike.
//! How colours are used in a page is said by the theme's style sheets, which know them by name only.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::path::SourcePath;

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
    /// Colours on light paper that differ from the theme's.
    pub light: Palette,
    /// Colours on dark paper that differ from the theme's.
    pub dark: Palette,
}

/// `[style.print]`: what is put on paper.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema, PartialEq, Eq, Hash)]
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
    /// The words in the picture: it then stands in place of the site's name, not beside it.
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

/// Some colours, by name.
pub type Palette = BTreeMap<Token, Colour>;

/// What a colour is for.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// What everything stands on.
    Paper,
    /// Text.
    Ink,
    /// Text that steps back.
    Quiet,
    /// Thin rules between things, which say nothing.
    Line,
    /// Rules, marks and edges of fields, which say something.
    Edge,
    /// Links and the ring around what has the focus.
    Accent,
    /// The ground of "In short" and of reading paths.
    Warm,
    /// The rule above that ground.
    WarmEdge,
    /// Safety and emergency, and nothing else.
    Grave,
    /// The ground of marked words.
    Mark,
    /// The bar with the way out.
    Bar,
    /// Text on that bar.
    BarInk,
}

use Token::{Accent, Bar, BarInk, Edge, Grave, Ink, Line, Mark, Paper, Quiet, Warm, WarmEdge};

/// Every colour of the theme: its name, and its value on light and on dark paper.
const COLOURS: &[(Token, &str, [u32; 2])] = &[
    (Paper, "paper", [0xfb_faf6, 0x1b_1d1e]),
    (Ink, "ink", [0x26_231f, 0xe7_e3da]),
    (Quiet, "quiet", [0x57_524a, 0xb8_b2a7]),
    (Line, "line", [0xdd_d8cd, 0x3c_3f40]),
    (Edge, "edge", [0x81_7a6e, 0x8b_877f]),
    (Accent, "accent", [0x0d_5261, 0x93_cfda]),
    (Warm, "warm", [0xf5_eede, 0x29_261f]),
    (WarmEdge, "warm-edge", [0x99_692c, 0xc7_9a5f]),
    (Grave, "grave", [0x93_281c, 0xf2_a598]),
    (Mark, "mark", [0xf7_e6ae, 0x4a_3f18]),
    (Bar, "bar", [0x2b_2f31, 0x34_3a3c]),
    (BarInk, "bar-ink", [0xff_ffff, 0xff_ffff]),
];

/// What text needs against its ground (WCAG 1.4.3).
const TEXT: f64 = 4.5;
/// What text that is read for minutes gets (WCAG 1.4.6).
const READING: f64 = 7.0;
/// What marks, edges and the focus ring need (WCAG 1.4.11).
const SHAPE: f64 = 3.0;

/// Every pair that the style sheets use: what stands in front, on what, and the contrast it needs.
const PAIRS: &[(Token, &[Token], f64)] = &[
    (Ink, &[Paper, Warm, Mark], READING),
    (Quiet, &[Paper, Warm], TEXT),
    (Accent, &[Paper, Warm, Mark], TEXT),
    (Grave, &[Paper, Warm], TEXT),
    (BarInk, &[Bar], READING),
    (Edge, &[Paper, Warm], SHAPE),
    (WarmEdge, &[Paper, Warm], SHAPE),
];

/// The same, pair by pair.
fn pairs() -> impl Iterator<Item = Pair> {
    PAIRS.iter().flat_map(|(front, grounds, least)| {
        grounds.iter().map(move |ground| Pair {
            front: *front,
            ground: *ground,
            least: *least,
        })
    })
}

/// The two papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

/// A colour that is too near to what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Faint {
    /// The setting to blame, as in `style.light.accent`.
    pub key: String,
    /// What was set, and what is wrong with it.
    pub message: String,
    /// A colour that would do beside all others, if there is one.
    pub better: Option<Colour>,
}

/// A pair of colours and the contrast it needs.
#[derive(Clone, Copy)]
struct Pair {
    front: Token,
    ground: Token,
    least: f64,
}

impl Style {
    /// Every colour of this site whose contrast is too low, each once, in the order of the theme's pairs.
    pub fn faint(&self) -> Vec<Faint> {
        let mut faint = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            let mut told = Vec::new();
            for pair in pairs().filter(|pair| self.contrast(scheme, *pair) < pair.least) {
                let token = self.blamed(scheme, pair);
                if !told.contains(&token) {
                    told.push(token);
                    faint.push(self.judge(scheme, token));
                }
            }
        }
        faint
    }

    fn contrast(&self, scheme: Scheme, pair: Pair) -> f64 {
        let front = self.colour(scheme, pair.front);
        front.contrast(self.colour(scheme, pair.ground))
    }

    /// The colour of a pair to speak of: the one that was changed.
    fn blamed(&self, scheme: Scheme, pair: Pair) -> Token {
        let own = self.own(scheme);
        let is_front = own.contains_key(&pair.front) || !own.contains_key(&pair.ground);
        if is_front { pair.front } else { pair.ground }
    }

    /// What is wrong with one colour: the pairs in which it is too faint, and the shade that would do in all its pairs.
    fn judge(&self, scheme: Scheme, token: Token) -> Faint {
        let table = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let colour = self.colour(scheme, token);
        let own: Vec<Pair> = pairs()
            .filter(|pair| pair.front == token || pair.ground == token)
            .collect();
        let low: Vec<String> = own
            .iter()
            .filter(|pair| {
                self.contrast(scheme, **pair) < pair.least && self.blamed(scheme, **pair) == token
            })
            .map(|pair| {
                let other = if pair.front == token {
                    pair.ground
                } else {
                    pair.front
                };
                format!(
                    "{:.1} to 1 with {} (\"{}\"), where {} to 1 is needed",
                    // Never rounded up to what would be enough.
                    (self.contrast(scheme, *pair) * 10.0).floor() / 10.0,
                    key(other),
                    self.colour(scheme, other),
                    pair.least
                )
            })
            .collect();
        let fits = |shade: Colour| {
            let mut changed = self.clone();
            changed.own_mut(scheme).insert(token, shade);
            own.iter()
                .all(|pair| changed.contrast(scheme, *pair) >= pair.least)
        };
        Faint {
            key: format!("style.{table}.{}", key(token)),
            message: format!(
                "[style.{table}] {} = \"{colour}\" has a contrast of {}",
                key(token),
                low.join(", and of "),
            ),
            better: colour.until(fits),
        }
    }

    fn own_mut(&mut self, scheme: Scheme) -> &mut Palette {
        match scheme {
            Scheme::Light => &mut self.light,
            Scheme::Dark => &mut self.dark,
        }
    }

    fn own(&self, scheme: Scheme) -> &Palette {
        match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        }
    }

    fn colour(&self, scheme: Scheme, token: Token) -> Colour {
        let own = self.own(scheme).get(&token).copied();
        own.unwrap_or_else(|| {
            let (_, _, values) = COLOURS[token as usize];
            Colour(values[scheme as usize])
        })
    }

    /// The colours as custom properties, dark ones for screens that ask for them; paper stays light.
    pub fn sheet(&self) -> String {
        let properties = |scheme| {
            COLOURS
                .iter()
                .map(|(token, name, _)| format!("  --{name}: {};\n", self.colour(scheme, *token)))
                .collect::<String>()
        };
        let face = match self.face {
            Face::Serif => "serif",
            Face::Sans => "sans",
        };
        format!(
            ":root {{\n{}  --face: var(--{face});\n}}\n\n@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{}}}\n}}\n",
            properties(Scheme::Light),
            properties(Scheme::Dark),
        )
    }
}

/// How a colour is called in `site.toml`.
fn key(token: Token) -> String {
    COLOURS[token as usize].1.replace('-', "_")
}

/// An opaque colour, as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct Colour(u32);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix('#').unwrap_or_default();
        let doubled = || digits.chars().flat_map(|digit| [digit, digit]).collect();
        let digits: String = match digits.len() {
            3 => doubled(),
            6 => digits.to_owned(),
            _ => String::new(),
        };
        u32::from_str_radix(&digits, 16)
            .ok()
            .filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .map(Colour)
            .ok_or_else(|| format!("\"{text}\" is not a colour; write it like \"#0d5261\""))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

impl Colour {
    fn channels(self) -> [f64; 3] {
        [16, 8, 0].map(|shift| f64::from((self.0 >> shift) & 0xff) / 255.0)
    }

    /// Relative luminance, from 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.channels().map(|channel| {
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2).
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest shade towards black or white that will do.
    fn until(self, enough: impl Fn(Self) -> bool) -> Option<Self> {
        const STEPS: u32 = 64;
        let towards = |end: f64, step: u32| {
            let part = f64::from(step) / f64::from(STEPS);
            let channels = self.channels().map(|channel| {
                // A value between 0 and 255, so nothing is cut off.
                ((channel + (end - channel) * part) * 255.0).round() as u32
            });
            Colour(channels[0] << 16 | channels[1] << 8 | channels[2])
        };
        (1..=STEPS)
            .flat_map(|step| [towards(0.0, step), towards(1.0, step)])
            .find(|shade| enough(*shade))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_listed_in_the_order_of_their_names() {
        for (at, (token, ..)) in COLOURS.iter().enumerate() {
            assert_eq!(*token as usize, at);
        }
    }

    #[test]
    fn contrast_is_what_the_standard_says() {
        let contrast = |one, two| (Colour(one).contrast(Colour(two)) * 100.0).round() / 100.0;
        assert_eq!(contrast(0, 0xff_ffff), 21.0);
        assert_eq!(contrast(0x76_7676, 0xff_ffff), 4.54);
        assert_eq!(contrast(0x12_3456, 0x12_3456), 1.0);
    }

    #[test]
    fn every_pair_of_the_theme_has_the_contrast_it_needs() {
        assert_eq!(Style::default().faint(), []);
    }

    #[test]
    fn a_colour_of_the_publisher_that_is_too_faint_is_told_with_one_that_would_do() {
        let colour = |text: &str| Colour::try_from(text.to_owned()).expect("a colour");
        let mut style = Style::default();
        style.light.insert(Accent, colour("#7fb3bd"));
        let faint = style.faint();
        assert_eq!(faint.len(), 1, "{faint:?}");
        assert_eq!(faint[0].key, "style.light.accent");
        style
            .light
            .insert(Accent, faint[0].better.expect("a darker one"));
        assert_eq!(style.faint(), []);
        // The ground is blamed where the ground was changed.
        let mut style = Style::default();
        style.dark.insert(Paper, colour("#888"));
        assert_eq!(style.faint()[0].key, "style.dark.paper");
    }

    #[test]
    fn colours_are_read_in_two_lengths_and_nothing_else() {
        let read = |text: &str| Colour::try_from(text.to_owned()).map(|colour| colour.to_string());
        assert_eq!(read("#ABC"), Ok("#aabbcc".to_owned()));
        assert_eq!(read("#0d5261"), Ok("#0d5261".to_owned()));
        for wrong in ["0d5261", "#0d526", "teal", "#+d5261", "", "#äb"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
