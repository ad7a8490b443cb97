//! One colour: how it is written, and how it contrasts with another.
//!
//! Which colours a theme has, and which of them meet, is in [`super::palette`].

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

/// An opaque colour, written like `#0d5261`.
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
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest shade towards black or white that will do.
    pub(super) fn until(self, enough: impl Fn(Self) -> bool) -> Option<Self> {
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
    fn contrast_is_what_the_standard_says() {
        let contrast = |one, two| (Colour(one).contrast(Colour(two)) * 100.0).round() / 100.0;
        assert_eq!(contrast(0, 0xff_ffff), 21.0);
        assert_eq!(contrast(0x76_7676, 0xff_ffff), 4.54);
        assert_eq!(contrast(0x12_3456, 0x12_3456), 1.0);
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
