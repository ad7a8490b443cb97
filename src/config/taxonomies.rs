//! `[taxonomies]`: how articles are grouped by keys of their front matter, such as tags. The groups themselves are not made
//! here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::lists::SortBy;
use super::urls::TakenAddresses;

/// The name of the taxonomy by which articles are related, and which feeds name.
pub const TAGS: &str = "tags";

/// The taxonomies that every site has, in the order in which pages show them.
const BUILT_IN: [&str; 2] = [TAGS, "categories"];

/// `[taxonomies]`: how articles are grouped.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(from = "BTreeMap<String, Taxonomy>")]
#[schemars(with = "BTreeMap<String, Taxonomy>")]
pub struct Taxonomies(Vec<(String, Taxonomy)>);

/// `[taxonomies.NAME]`: a way of grouping articles. `topics = {}` below `[taxonomies]` adds one: an article names its terms in
/// its front matter, such as `topics: [sleep, anger]`. The list of all terms is at `/topics/`, and each term has a page below
/// it. Every site has `tags` and `categories`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Taxonomy {
    /// The title of the list of terms, such as `Topics`. Default: the text of that name in `texts.yaml`, else the name.
    pub title: Option<String>,
    /// The word before a term in the title of its page, such as `Topic` in "Topic: Sleep". Default: `title`.
    pub term_title: Option<String>,
    /// The address of the list of terms. Default: the name, such as `/topics/`.
    pub address: Option<String>,
    /// The order of the articles of a term: `title`, `date` or `updated`. Default: `sort_by` of `[lists]`.
    pub sort_by: Option<SortBy>,
    /// The maximum number of entries on a page of its lists, at least 1. Default: `page_size` of `[lists]`.
    pub page_size: Option<usize>,
    /// Whether each term with dated articles has an Atom feed.
    pub feed: bool,
    /// Whether readers can narrow a search to the articles of a term. It is for taxonomies with few terms, since every search
    /// loads the names of all of them.
    pub search: bool,
}

impl Taxonomies {
    /// The taxonomies with their names: those that every site has, then the others by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Taxonomy)> {
        self.0.iter().map(|(name, taxonomy)| (&**name, taxonomy))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Taxonomy)> {
        let all = self.0.iter_mut();
        all.map(|(name, taxonomy)| (&**name, taxonomy))
    }

    /// Replaces addresses that are not legal or used twice by their defaults. A taxonomy whose default is not free either is
    /// removed. Returns the dotted key, the message and the help of each fault.
    pub(super) fn settle(&mut self, taken: &mut TakenAddresses) -> Vec<(String, String, String)> {
        let mut faults = Vec::new();
        self.0.retain_mut(|(name, taxonomy)| {
            if let Some(address) = taxonomy.address.take() {
                match taken.add(&format!("taxonomies.{name}"), &address) {
                    Ok(()) => {
                        taxonomy.address = Some(address);
                        return true;
                    }
                    Err(why) => faults.push((
                        format!("taxonomies.{name}.address"),
                        format!("address = \"{address}\" cannot be the address of a page: {why}"),
                        "write an address inside the site, such as \"/topics/\"".to_owned(),
                    )),
                }
            }
            let address = default_address(name);
            let free = taken.add(&format!("taxonomies.{name}"), &address);
            if let Err(why) = &free {
                faults.push((
                    format!("taxonomies.{name}"),
                    format!("the taxonomy `{name}` cannot have the address {address}: {why}"),
                    format!(
                        "give it another one, such as `address = \"/by-{}/\"`",
                        name.trim_matches('/')
                    ),
                ));
            }
            free.is_ok()
        });
        faults
    }
}

impl Taxonomy {
    /// The address of the list of terms of the taxonomy with this name.
    pub fn address(&self, name: &str) -> String {
        let address = self.address.clone();
        address.unwrap_or_else(|| default_address(name))
    }
}

impl Default for Taxonomies {
    fn default() -> Self {
        BTreeMap::new().into()
    }
}

impl From<BTreeMap<String, Taxonomy>> for Taxonomies {
    fn from(mut declared: BTreeMap<String, Taxonomy>) -> Self {
        let built_in = BUILT_IN.map(|name| {
            let taxonomy = declared.remove(name).unwrap_or_default();
            (name.to_owned(), taxonomy)
        });
        Self(built_in.into_iter().chain(declared).collect())
    }
}

fn default_address(name: &str) -> String {
    format!("/{}/", crate::path::slug(name))
}
