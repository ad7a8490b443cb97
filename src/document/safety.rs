//! What the readers of an article must be warned of: a closed set, since each kind has its own words
//! in the theme.

use serde::Serialize;

/// A kind of safety notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// Something for two people, which both must be free to refuse.
    CouplesWork,
    /// Something for one person, with a part that involves the partner.
    CouplesPart,
    /// Control, threats or fear may be near.
    Abuse,
    /// Readers may think of harming themselves.
    Crisis,
    /// Somebody may control the reader's money.
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

    /// As authors write it.
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

    /// The kind that authors write like this.
    pub fn named(name: &str) -> Option<Safety> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
