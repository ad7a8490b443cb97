//! The kinds of safety notices that an article can show its readers.
//!
//! The set is closed, since the theme has its own texts for each kind. This module does not hold the texts and does not
//! decide which articles need a notice.

use serde::Serialize;

/// A kind of safety notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// Work for two partners, which both must be free to refuse.
    CouplesWork,
    /// Work for one person, with a part that involves the partner.
    CouplesPart,
    /// Readers may live with control, threats or fear.
    Abuse,
    /// Readers may think of harming themselves.
    Crisis,
    /// Another person may control the reader's money.
    Money,
    /// Stopping a substance suddenly may be dangerous.
    Substance,
}

impl Safety {
    /// Every kind, in the order in which a notice names them.
    pub const ALL: [Safety; 6] = [
        Self::CouplesWork,
        Self::CouplesPart,
        Self::Abuse,
        Self::Crisis,
        Self::Money,
        Self::Substance,
    ];

    /// The name that authors write.
    pub fn name(self) -> &'static str {
        match self {
            Self::CouplesWork => "couples-work",
            Self::CouplesPart => "couples-part",
            Self::Abuse => "abuse",
            Self::Crisis => "crisis",
            Self::Money => "money",
            Self::Substance => "substance",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Safety> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
