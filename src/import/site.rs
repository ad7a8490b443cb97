//! `site.toml` of an imported site: what the old configuration said, as far as mend has it, and levels that let the site be
//! built while its author works through the list.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::config::PageAddresses;
use crate::language;
use crate::scaffold::quoted;

/// What is known of the old site.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) base_url: String,
    pub(super) language: String,
    pub(super) timezone: String,
    pub(super) author: String,
    /// Addresses of the lists of `tags` and `categories`, or taxonomies of the site's own with none.
    pub(super) taxonomies: Vec<(String, Option<String>)>,
    /// Further kinds of file in `content/`.
    pub(super) publish: BTreeSet<String>,
    /// Files and folders of `content/` to leave out.
    pub(super) ignore: Vec<String>,
    /// Whether articles have no folder in their addresses.
    pub(super) is_flat: bool,
}

impl Settings {
    /// `site.toml`. `addresses` are those of the pages, from which mend's own have to keep away.
    pub(super) fn text(&self, addresses: &BTreeSet<String>) -> String {
        let mut out = String::from("schema = 1\n\n");
        let mut put = |key: &str, value: &str| {
            if !value.trim().is_empty() {
                let _ = writeln!(out, "{key} = {}", quoted(value.trim()));
            }
        };
        put("title", &self.title);
        put("description", &self.description);
        put("base_url", &self.base_url);
        let language = self.language.replace('_', "-");
        let is_tag = language::check(&language).is_ok();
        put("language", if is_tag { &language } else { "en" });
        put("timezone", &self.timezone);
        put("author", &self.author);
        if self.is_flat {
            out.push_str("\n[urls]\npattern = \"flat\"\n");
        }
        let moved = moved(addresses);
        if !moved.is_empty() {
            out.push_str("\n# Pages of the old site have these addresses, so the pages that mend makes are elsewhere.\n[urls.pages]\n");
            for (key, address) in moved {
                let _ = writeln!(out, "{key} = \"{address}\"");
            }
        }
        if !self.publish.is_empty() || !self.ignore.is_empty() {
            let list = |items: &mut dyn Iterator<Item = &String>| {
                items
                    .map(|item| quoted(item))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            out.push_str("\n[content]\n");
            if !self.publish.is_empty() {
                let _ = writeln!(out, "publish = [{}]", list(&mut self.publish.iter()));
            }
            if !self.ignore.is_empty() {
                let _ = writeln!(out, "ignore = [{}]", list(&mut self.ignore.iter()));
            }
        }
        for (name, address) in &self.taxonomies {
            let _ = write!(out, "\n[taxonomies.{name}]\n");
            if let Some(address) = address {
                let _ = writeln!(out, "address = {}", quoted(address));
            }
        }
        out.push_str(LEVELS);
        out
    }
}

/// What must not keep an imported site from being built.
const LEVELS: &str = r#"
# Links of the old site may lead nowhere any more. As long as you mend them, they are warnings. Then delete these lines: a link
# that leads nowhere is an error in mend.
[links]
broken = "warning"
anchors = "warning"

[check]
preset = "basic"

# The same for what old texts often have: headings that skip a level, two articles with one title.
[check.rules]
STR-04 = "warning"
STR-06 = "warning"
LINK-05 = "warning"
LINK-07 = "warning"
LINK-17 = "warning"
LINK-18 = "warning"
"#;

/// The pages of mend whose addresses a page has, with the addresses that they get.
fn moved(addresses: &BTreeSet<String>) -> Vec<(&'static str, String)> {
    let PageAddresses {
        help,
        privacy,
        safe_browsing,
        search,
        a_z,
        glossary,
        paths,
        audiences,
    } = PageAddresses::default();
    let all = [
        ("help", help),
        ("privacy", privacy),
        ("safe_browsing", safe_browsing),
        ("search", search),
        ("a_z", a_z),
        ("glossary", glossary),
        ("paths", paths),
        ("audiences", audiences),
    ];
    let is_taken = |address: &str| {
        addresses
            .iter()
            .any(|taken| taken == address || taken.starts_with(address))
    };
    let taken = all.into_iter().filter(|(_, address)| is_taken(address));
    taken
        .map(|(key, address)| (key, format!("/site{address}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Source};

    #[test]
    fn the_settings_are_legal_whatever_the_old_site_is_called() {
        let settings = Settings {
            title: "Say \"hi\" \\ ü\n".to_owned(),
            base_url: "https://example.org/".to_owned(),
            language: "de_DE".to_owned(),
            taxonomies: vec![
                ("tags".to_owned(), Some("/tag/".to_owned())),
                ("topics".to_owned(), None),
            ],
            publish: BTreeSet::from(["docx".to_owned()]),
            ..Settings::default()
        };
        let addresses = BTreeSet::from(["/help/".to_owned()]);
        let read = Config::read(Source::of(settings.text(&addresses)));
        assert_eq!(read.problems, []);
        assert_eq!(read.value.urls.pages.help, "/site/help/");
        assert_eq!(read.value.language, "de-DE");
    }
}
