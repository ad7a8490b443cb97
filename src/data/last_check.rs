//! The day on which a person last checked an entry of a data file.

use serde::{Deserialize, Deserializer};

use crate::date::{Moment, Zone};

/// When a person last checked an entry at its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LastCheck {
    /// It has not been checked yet. Readers are told so.
    Never,
    /// A person checked it on this day.
    On(Moment),
}

impl LastCheck {
    /// The day on which a person checked it, if one did.
    pub fn day(self) -> Option<Moment> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
        }
    }
}

impl<'de> Deserialize<'de> for LastCheck {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong =
            || format!("`checked: {text}` is neither `never` nor a date such as 2026-01-31");
        match text.as_str() {
            "never" => Ok(Self::Never),
            day => Zone::utc()
                .parse(day)
                .map(Self::On)
                .ok_or_else(|| serde::de::Error::custom(wrong())),
        }
    }
}
