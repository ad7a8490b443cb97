//! Generated pages -> articles of the index: help, safe browsing, privacy, glossary and reading paths.
//!
//! All of them except those for the safety of readers are ranked below equally good articles.

use super::corpus::Corpus;
use super::page::{Article, GeneratedPage, Page};
use crate::graph::{FixedPage, PageKey};
use crate::path::Route;

/// The generated pages that can be found, in the order of their addresses.
pub(super) fn articles<'a>(corpus: &Corpus<'a>) -> Vec<Article<'a>> {
    let home = Route::new("/");
    let pages = corpus.graph.pages.iter();
    let found = pages.filter_map(|page| {
        let generated = match page.key {
            PageKey::Fixed(fixed) => corpus.fixed(fixed)?,
            PageKey::Glossary => corpus.glossary(),
            PageKey::Path(at) => corpus.path(at),
            _ => return None,
        };
        Some(Article {
            url: page.route.relative_from(&home, corpus.links),
            section: "",
            aside: !matches!(
                page.key,
                PageKey::Fixed(FixedPage::Help) | PageKey::Fixed(FixedPage::SafeBrowsing)
            ),
            page: Page::Generated(generated),
        })
    });
    found.collect()
}

impl Corpus<'_> {
    /// The texts of the interface with these keys, as the text of one section: the headings of these pages have no ids to
    /// link to.
    fn joined_texts(&self, keys: &[&str]) -> String {
        let texts: Vec<String> = keys.iter().map(|key| self.texts.get(key)).collect();
        texts.join(" ")
    }

    fn fixed(&self, fixed: FixedPage) -> Option<GeneratedPage> {
        let (title, names, summary, text) = match fixed {
            FixedPage::Help => {
                let regions = self.help.iter().flat_map(|help| &help.regions);
                let contacts = regions.flat_map(|region| &region.contacts);
                let contacts =
                    contacts.map(|contact| format!("{}: {}.", contact.name, contact.audience));
                let text = contacts.collect::<Vec<_>>().join(" ");
                ("help_page", "help_search", "help_lead", text)
            }
            FixedPage::SafeBrowsing => {
                let text = self.joined_texts(&[
                    "safe_limit_history",
                    "safe_limit_sync",
                    "safe_limit_watching",
                    "safe_limit_network",
                    "safe_other_device",
                    "safe_private",
                    "safe_single_entries",
                    "safe_bookmarks",
                    "safe_paper",
                ]);
                (
                    "safe_browsing_page",
                    "safe_browsing_search",
                    "safe_lead",
                    text,
                )
            }
            FixedPage::Privacy => {
                let text = self.joined_texts(&[
                    "privacy_device_nothing",
                    "privacy_sent_host",
                    "privacy_policy",
                ]);
                ("privacy_page", "privacy_search", "privacy_lead", text)
            }
            FixedPage::Search | FixedPage::NotFound => return None,
        };
        Some(GeneratedPage {
            title: self.texts.get(title),
            names: self.texts.get(names),
            summary: self.texts.get(summary),
            sections: vec![beginning(text)],
        })
    }

    fn glossary(&self) -> GeneratedPage {
        let terms = self.glossary.terms.iter();
        let terms = terms.map(|term| (term.id(), term.term.clone(), term.definition.clone()));
        GeneratedPage {
            title: self.texts.get("glossary"),
            names: String::new(),
            summary: String::new(),
            sections: std::iter::once(beginning(String::new()))
                .chain(terms)
                .collect(),
        }
    }

    fn path(&self, at: usize) -> GeneratedPage {
        let path = &self.paths[at];
        let steps: Vec<&str> = path.steps.iter().map(|step| step.text.as_str()).collect();
        GeneratedPage {
            title: path.title.clone(),
            names: String::new(),
            summary: path.summary.clone(),
            sections: vec![beginning(steps.join(" "))],
        }
    }
}

/// A section before any heading.
fn beginning(text: String) -> (String, String, String) {
    (String::new(), String::new(), text)
}
