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

/// What a callout of another tool is here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Other {
    pub(super) name: &'static str,
    /// The block it becomes; none for a quotation.
    pub(super) kind: Option<BlockKind>,
    /// Whether the name says something that the block's own title does not, so that it can serve as the title.
    pub(super) is_title: bool,
}

impl Other {
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
        let mut others = OTHERS.iter();
        others.find(|other| other.name.eq_ignore_ascii_case(name))
    }
}

/// The callouts of Obsidian that mend has under another name; those of GitHub have their own names here. `example` is
/// mend's own block, and `help` its get-help card with the contacts of the site: in Obsidian that is another word for
/// `question`.
const OTHERS: &[Other] = &[
    Other::new("info", "note", false),
    Other::new("todo", "note", true),
    Other::new("abstract", "in-short", false),
    Other::new("summary", "in-short", false),
    Other::new("tldr", "in-short", false),
    Other::new("hint", "tip", false),
    Other::new("success", "note", true),
    Other::new("check", "note", true),
    Other::new("done", "note", true),
    Other::new("question", "note", true),
    Other::new("faq", "note", true),
    Other::new("attention", "warning", false),
    Other::new("failure", "warning", true),
    Other::new("fail", "warning", true),
    Other::new("missing", "warning", true),
    Other::new("bug", "warning", true),
    Other::new("danger", "caution", false),
    Other::new("error", "caution", true),
    Other::quotation("quote"),
    Other::quotation("cite"),
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

    /// Blocks whose words are quoted or label something, so that no links of ours belong in them.
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

    /// Every name by which a block can be asked for: those of its kinds, and what other tools call theirs.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let own = Self::ALL.iter().map(|kind| kind.0);
        own.chain(OTHERS.iter().map(|other| other.name))
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
