//! The closed set of blocks an author can write as `> [!kind] Optional title`, and tables, which a template
//! of the theme draws as well.
//!
//! Only their names and what each must hold: finding them in a text is the writer's work, drawing
//! them that of the theme's templates.

use serde::Serialize;

/// One kind of block; each has a template of its name in the theme's `blocks/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BlockKind(&'static str);

/// The list a block is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeededList {
    /// Any list will do.
    Any,
    /// The list must be a numbered one.
    Ordered,
}

impl BlockKind {
    /// The points at the top of an article.
    pub const IN_SHORT: Self = Self("in-short");
    /// Steps, each of which can be ticked.
    pub const STEPS: Self = Self("steps");
    /// What to do.
    pub const DO: Self = Self("do");
    /// What not to do.
    pub const DONT: Self = Self("dont");
    /// What happens when.
    pub const TIMELINE: Self = Self("timeline");
    /// A field of a worksheet.
    pub const FIELD: Self = Self("field");
    /// A table; Markdown has a way to write it, so no mark makes one.
    pub const TABLE: Self = Self("table");

    /// Blocks whose words are quoted or label something, and so are no place for links of ours.
    pub const WORDING: &'static [Self] = &[
        Self("example"),
        Self("example-weak"),
        Self("example-better"),
        Self("help-now"),
        Self::FIELD,
        Self("myth"),
    ];

    /// Every kind that a mark makes, in the order of the guide for authors.
    pub const ALL: &'static [Self] = &[
        Self("note"),
        Self("tip"),
        Self("important"),
        Self("warning"),
        Self("caution"),
        Self::IN_SHORT,
        Self::STEPS,
        Self::DO,
        Self::DONT,
        Self::TIMELINE,
        Self("example"),
        Self("example-weak"),
        Self("example-better"),
        Self("help"),
        Self("help-soon"),
        Self("help-now"),
        Self("details"),
        Self::FIELD,
        Self("myth"),
    ];

    /// Its name, as it is written between `[!` and `]`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether the block shows whom to turn to, out of the help data.
    pub fn shows_contacts(self) -> bool {
        matches!(self.0, "help" | "help-soon" | "help-now")
    }

    /// The kind of this name, in any case.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.0.eq_ignore_ascii_case(name))
    }

    /// The list without which there would be nothing to draw.
    pub fn needed_list(self) -> Option<NeededList> {
        match self {
            Self::IN_SHORT | Self::DO | Self::DONT => Some(NeededList::Any),
            Self::STEPS | Self::TIMELINE => Some(NeededList::Ordered),
            _ => None,
        }
    }
}
