//! `[urls]`: how addresses are made, and where the pages lie that mend makes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// `[urls]`: how addresses are made.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Urls {
    /// The pattern of articles whose section names none.
    pub pattern: UrlPattern,
    /// The pattern of the articles of a section, by its folder below `content/`.
    pub sections: BTreeMap<String, UrlPattern>,
    /// Where the pages lie that mend makes.
    pub pages: MadePages,
}

/// What an article's address is made of.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum UrlPattern {
    /// Its folders and its name: `/repair/hurt/forgiveness/`.
    #[default]
    Folders,
    /// Its name alone: `/forgiveness/`.
    Flat,
}

/// `[urls.pages]`: where the pages lie that mend makes. A site that has a section of such a name gives mend's page another
/// address: `help = "/get-help/"`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct MadePages {
    /// Whom to turn to, by region.
    pub help: String,
    /// What the site learns of its readers.
    pub privacy: String,
    /// How to read without being watched.
    pub safe_browsing: String,
    /// The page on which the whole site is searched.
    pub search: String,
    /// The A to Z.
    pub a_z: String,
    /// All tags, and below it each of them.
    pub tags: String,
    /// All categories, and below it each of them.
    pub categories: String,
    /// The glossary.
    pub glossary: String,
    /// All reading paths, and below it each of them.
    pub paths: String,
    /// Below it the articles for each audience.
    pub audiences: String,
}

impl Default for MadePages {
    fn default() -> Self {
        Self {
            help: "/help/".to_owned(),
            privacy: "/privacy/".to_owned(),
            safe_browsing: "/safe-browsing/".to_owned(),
            search: "/search/".to_owned(),
            a_z: "/a-z/".to_owned(),
            tags: "/tags/".to_owned(),
            categories: "/categories/".to_owned(),
            glossary: "/glossary/".to_owned(),
            paths: "/paths/".to_owned(),
            audiences: "/for/".to_owned(),
        }
    }
}
