//! `[urls]`: how addresses are made, and the addresses of the pages that mend generates. Whether they collide with those
//! of articles is not checked here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::path;

/// `[urls]`: the addresses of pages.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Urls {
    /// The pattern of the addresses of articles: `folders` (the default) or `flat`.
    pub pattern: UrlPattern,
    /// Another pattern for single sections, by their folder below `content/`, such as `repair = "flat"`. It applies to the
    /// folders inside as well.
    pub sections: BTreeMap<String, UrlPattern>,
    /// The addresses of generated pages.
    pub pages: PageAddresses,
}

impl Urls {
    /// The pattern for the articles of a folder below `content/`: that of the nearest configured folder above it.
    pub fn pattern_of(&self, mut folder: &str) -> UrlPattern {
        loop {
            if let Some(pattern) = self.sections.get(folder) {
                return *pattern;
            }
            match folder.rsplit_once('/') {
                Some((parent, _)) => folder = parent,
                None => return self.pattern,
            }
        }
    }
}

/// The pattern of an article's address.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum UrlPattern {
    /// Folders and name: `/repair/hurt/forgiveness/`.
    #[default]
    Folders,
    /// The name alone: `/forgiveness/`. The address stays the same when the article moves to another folder.
    Flat,
}

/// `[urls.pages]`: the addresses of generated pages. If the site needs one of these addresses for a section, give the
/// generated page another, such as `help = "/get-help/"`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct PageAddresses {
    /// The help page: contacts by region.
    pub help: String,
    /// The privacy page: what the site learns about its readers.
    pub privacy: String,
    /// The page on safe browsing: how to read without being watched.
    pub safe_browsing: String,
    /// The search page.
    pub search: String,
    /// The A to Z of all articles.
    pub a_z: String,
    /// The glossary.
    pub glossary: String,
    /// The list of reading paths. Each path has a page below it.
    pub paths: String,
    /// The folder of the lists by audience. Each audience has a page below it.
    pub audiences: String,
}

impl PageAddresses {
    /// Replaces addresses that are not legal or used twice by their defaults. Returns the key and message of each fault.
    pub(super) fn settle(&mut self, taken: &mut TakenAddresses) -> Vec<(&'static str, String)> {
        let mut defaults = Self::default();
        let mut faults = Vec::new();
        for ((key, address), (_, default)) in self.all_mut().into_iter().zip(defaults.all_mut()) {
            if let Err(why) = taken.add(key, address) {
                faults.push((
                    key,
                    format!("{key} = \"{address}\" cannot be the address of a page: {why}"),
                ));
                address.clone_from(default);
                // If the default is taken as well, the first fault says enough.
                let _ = taken.add(key, default);
            }
        }
        faults
    }

    fn all_mut(&mut self) -> [(&'static str, &mut String); 8] {
        [
            ("help", &mut self.help),
            ("privacy", &mut self.privacy),
            ("safe_browsing", &mut self.safe_browsing),
            ("search", &mut self.search),
            ("a_z", &mut self.a_z),
            ("glossary", &mut self.glossary),
            ("paths", &mut self.paths),
            ("audiences", &mut self.audiences),
        ]
    }
}

/// The addresses that generated pages have, each with the setting that gives it.
#[derive(Default)]
pub(super) struct TakenAddresses(Vec<(String, String)>);

impl TakenAddresses {
    /// Gives an address to a setting.
    ///
    /// # Errors
    ///
    /// Why a page cannot have it.
    pub(super) fn add(&mut self, setting: &str, address: &str) -> Result<(), String> {
        if let Some(why) = unfit(address) {
            return Err(why);
        }
        let folded = path::fold(address.trim_matches('/'));
        let mut taken = self.0.iter();
        if let Some((other, _)) = taken.find(|(_, other)| *other == folded) {
            return Err(format!("`{other}` has that address"));
        }
        self.0.push((setting.to_owned(), folded));
        Ok(())
    }
}

/// Why an address is not legal for a page; `None` if it is.
fn unfit(address: &str) -> Option<String> {
    let name = address.trim_matches('/');
    if name.is_empty() {
        return Some("the home page has that address".to_owned());
    }
    if address.contains("://") {
        return Some("it leads out of the site".to_owned());
    }
    if let Some(sign) = name.chars().find(|c| "#%".contains(*c)) {
        return Some(format!("the character {sign:?} is reserved in addresses"));
    }
    if let Err(why) = path::check_output(name) {
        return Some(why);
    }
    if name.split('/').any(|part| part.starts_with('.')) {
        return Some("hosts do not serve names that begin with a dot".to_owned());
    }
    let is_file = [".html", ".htm"]
        .iter()
        .any(|ending| name.ends_with(ending));
    is_file.then(|| "it must be a folder, not a file".to_owned())
}

impl Default for PageAddresses {
    fn default() -> Self {
        Self {
            help: "/help/".to_owned(),
            privacy: "/privacy/".to_owned(),
            safe_browsing: "/safe-browsing/".to_owned(),
            search: "/search/".to_owned(),
            a_z: "/a-z/".to_owned(),
            glossary: "/glossary/".to_owned(),
            paths: "/paths/".to_owned(),
            audiences: "/for/".to_owned(),
        }
    }
}
