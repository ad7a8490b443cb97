//! The languages of an old site, of which an import takes one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::folder::setting;

/// What the settings of a site say of its languages.
pub(super) struct Languages<'s> {
    site: &'s Value,
    /// The one to import.
    pub(super) wanted: String,
    /// The one whose files need no mark of their language.
    pub(super) default: String,
    /// All of them, by their tags.
    pub(super) all: BTreeSet<String>,
}

impl<'s> Languages<'s> {
    /// Reads the settings. `keys` name the default language; `asked` is the one that the user asked for.
    pub(super) fn of(site: &'s Value, keys: &[&str], asked: Option<&str>) -> Self {
        let default = setting(site, keys);
        let default = match default.is_empty() {
            true => "en".to_owned(),
            false => default,
        };
        let table = site.get("languages").and_then(Value::as_object);
        let named = table.into_iter().flat_map(|table| table.keys().cloned());
        Self {
            site,
            wanted: asked.unwrap_or(&default).to_owned(),
            all: named.chain([default.clone()]).collect(),
            default,
        }
    }

    /// The settings of one language.
    pub(super) fn table(&self, tag: &str) -> Option<&'s Value> {
        self.site.get("languages")?.get(tag)
    }

    /// A setting of the language to import, or else of the whole site.
    pub(super) fn text(&self, keys: &[&str]) -> String {
        let own = self.table(&self.wanted).map(|own| setting(own, keys));
        let own = own.filter(|text| !text.is_empty());
        own.unwrap_or_else(|| setting(self.site, keys))
    }

    /// The languages that are left behind.
    pub(super) fn others(&self) -> impl Iterator<Item = &str> {
        let all = self.all.iter().map(String::as_str);
        all.filter(|tag| *tag != self.wanted)
    }

    /// What the report says of those.
    pub(super) fn remark(&self) -> Option<String> {
        let others: Vec<&str> = self.others().collect();
        let message = || {
            format!(
                "Only the language `{}` was imported. The others are {}; `--language` imports one of them.",
                self.wanted,
                others.join(", ")
            )
        };
        (!others.is_empty()).then(message)
    }
}
