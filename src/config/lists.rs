//! `[lists]`, `[feeds]` and `[search]`: the settings for how readers discover articles. The lists themselves are not made
//! here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[lists]`: the length and the order of lists.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Lists {
    /// The maximum number of entries on a page of a list, at least 1: of a section, a tag or the A to Z. A longer list
    /// continues on further pages.
    pub page_size: usize,
    /// The order of articles in sections and in the lists of terms and audiences. A section can have another order: `sort_by`
    /// in its `_index.md`. In lists of terms and audiences, `weight` is the order of the titles.
    pub sort_by: SortBy,
    /// The maximum number of related articles below an article; 0 turns them off. Articles to which the page leads anyway are
    /// not among them.
    pub related: usize,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            page_size: 100,
            sort_by: SortBy::default(),
            related: 3,
        }
    }
}

/// The order of the articles in a list.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum SortBy {
    /// By `weight`, the smallest first, then by title.
    #[default]
    Weight,
    /// By title.
    Title,
    /// By `date`, the newest first, then by title. Articles without a date come last.
    Date,
    /// By the date of the last substantial change, the newest first, then by title. Articles without a date come last.
    Updated,
}

impl SortBy {
    /// All orders.
    pub const ALL: [SortBy; 4] = [Self::Weight, Self::Title, Self::Date, Self::Updated];

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Title => "title",
            Self::Date => "date",
            Self::Updated => "updated",
        }
    }
}

/// `[feeds]`: Atom feeds. They need `base_url`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Feeds {
    /// Whether the site and each of its sections with dated articles have an Atom feed.
    pub enabled: bool,
    /// The maximum number of entries in a feed. The newest articles come first.
    pub limit: usize,
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            enabled: true,
            limit: 20,
        }
    }
}

/// `[search]`: the search on the site.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// Whether readers can search. If so, every page has a search box, and the site has a search page and an index.
    pub enabled: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true }
    }
}
