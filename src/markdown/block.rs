//! The closed set of blocks that an author can write as `> [!kind] Optional title`, and tables, which a template of the
//! theme draws as well.
//!
//! It has only their names and what each must contain. The writer finds them in a text, and the templates of the theme draw
//! them.

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

/// A callout of another tool, and the block it becomes.
#[derive(Clone, Copy, Debug)]
pub(super) struct ForeignCallout {
    pub(super) name: &'static str,
    /// The block it becomes; `None` for a quotation.
    pub(super) kind: Option<BlockKind>,
    /// Whether the name says something that the block's own title does not, so that it can serve as the title.
    pub(super) is_title: bool,
}

impl ForeignCallout {
    const fn new(name: &'static str, kind: &'static str, is_title: bool) -> Self {
        Self {
            name,
            kind: Some(BlockKind(kind)),
            is_title,
        }
    }

    const fn quotation(name: &'static str) -> Self {
        Self {
            name,
            kind: None,
            is_title: false,
        }
    }

    /// The callout of this name, in any case.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        let mut callouts = FOREIGN_CALLOUTS.iter();
        callouts.find(|callout| callout.name.eq_ignore_ascii_case(name))
    }
}

/// The callouts of Obsidian that mend has under another name; those of GitHub have their own names here. `example` is
/// mend's own block, and `help` its get-help card with the contacts of the site: in Obsidian that is another word for
/// `question`.
const FOREIGN_CALLOUTS: &[ForeignCallout] = &[
    ForeignCallout::new("info", "note", false),
    ForeignCallout::new("todo", "note", true),
    ForeignCallout::new("abstract", "in-short", false),
    ForeignCallout::new("summary", "in-short", false),
    ForeignCallout::new("tldr", "in-short", false),
    ForeignCallout::new("hint", "tip", false),
    ForeignCallout::new("success", "note", true),
    ForeignCallout::new("check", "note", true),
    ForeignCallout::new("done", "note", true),
    ForeignCallout::new("question", "note", true),
    ForeignCallout::new("faq", "note", true),
    ForeignCallout::new("attention", "warning", false),
    ForeignCallout::new("failure", "warning", true),
    ForeignCallout::new("fail", "warning", true),
    ForeignCallout::new("missing", "warning", true),
    ForeignCallout::new("bug", "warning", true),
    ForeignCallout::new("danger", "caution", false),
    ForeignCallout::new("error", "caution", true),
    ForeignCallout::quotation("quote"),
    ForeignCallout::quotation("cite"),
];

impl BlockKind {
    /// A remark on the text.
    pub const NOTE: Self = Self("note");
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
    /// Whom to turn to at once.
    pub const HELP_NOW: Self = Self("help-now");
    /// What readers must know before they go on, in the author's words instead of the theme's.
    pub const NOTICE: Self = Self("notice");
    /// A table; Markdown has a way to write it, so no mark makes one.
    pub const TABLE: Self = Self("table");

    /// Blocks whose words are quoted or label something, so mend neither adds nor suggests links in them.
    pub const WORDING: &'static [Self] = &[
        Self("example"),
        Self("example-weak"),
        Self("example-better"),
        Self("help-now"),
        Self::NOTICE,
        Self::FIELD,
        Self("myth"),
    ];

    /// Every kind that a mark makes, in the order of the guide for authors.
    pub const ALL: &'static [Self] = &[
        Self::NOTE,
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
        Self::NOTICE,
        Self("details"),
        Self::FIELD,
        Self("myth"),
    ];

    /// Its name, as it is written between `[!` and `]`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether the block shows contacts from the help data.
    pub fn shows_contacts(self) -> bool {
        matches!(self.0, "help" | "help-soon" | "help-now")
    }

    /// Whether the block is the help card of its page, with the author's words in it.
    pub fn is_help_card(self) -> bool {
        matches!(self, Self::NOTICE | Self::HELP_NOW)
    }

    /// Whether the block links to the help page.
    pub fn leads_to_help(self) -> bool {
        self.shows_contacts() || self == Self::NOTICE
    }

    /// The kind of this name, in any case.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.0.eq_ignore_ascii_case(name))
    }

    /// Every name that can be written between `[!` and `]`: those of all kinds, and those of other tools.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let own = Self::ALL.iter().map(|kind| kind.0);
        own.chain(FOREIGN_CALLOUTS.iter().map(|callout| callout.name))
    }

    /// The list that the block must contain, if it needs one.
    pub fn needed_list(self) -> Option<NeededList> {
        match self {
            Self::IN_SHORT | Self::DO | Self::DONT => Some(NeededList::Any),
            Self::STEPS | Self::TIMELINE => Some(NeededList::Ordered),
            _ => None,
        }
    }
}
