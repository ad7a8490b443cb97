//! `[lists]`, `[feeds]` and `[search]`: the settings for how readers discover articles. The lists themselves are not made
//! here.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[lists]`: how long lists are.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Lists {
    /// The most entries on one page of a section, a tag or the A to Z.
    pub page_size: usize,
    /// The most related articles shown under an article; 0 shows none.
    pub related: usize,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            page_size: 100,
            related: 5,
        }
    }
}

/// `[feeds]`: what goes into feeds.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Feeds {
    /// Whether Atom feeds are made for the site and for each section.
    pub enabled: bool,
    /// The most entries in one feed.
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

/// `[search]`: how readers search.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// Whether there is an index to search in, with a box on every page and a page of its own.
    pub enabled: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true }
    }
}
