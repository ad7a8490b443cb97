//! `[lists]`, `[feeds]` and `[search]`: the settings for how readers discover articles. The lists themselves are not made
//! here.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[lists]`: the length of lists.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Lists {
    /// The maximum number of entries on a page of a list, at least 1: of a section, a tag or the A to Z. A longer list
    /// continues on further pages.
    pub page_size: usize,
    /// The maximum number of related articles below an article; 0 turns them off.
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
