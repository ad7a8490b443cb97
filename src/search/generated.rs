//! Pages that no article is behind -> articles of the index: whom to turn to, reading without being watched, privacy,
//! glossary and reading paths. All but those that keep a reader safe stand aside: an article that answers as well
//! comes first.

use super::Subject;
use super::page::{Generated, Page};
use super::reading::Article;
use crate::graph::{Fixed, PageKey};
use crate::path::Route;

/// The generated pages that can be found, in the order of their addresses.
pub(super) fn articles<'a>(subject: &Subject<'a>) -> Vec<Article<'a>> {
    let home = Route::new("/");
    let pages = subject.graph.pages.iter();
    let found = pages.filter_map(|(key, route)| {
        let page = match *key {
            PageKey::Fixed(fixed) => subject.fixed(fixed)?,
            PageKey::Glossary => subject.glossary(),
            PageKey::Path(at) => subject.path(at),
            _ => return None,
        };
        Some(Article {
            url: route.relative_from(&home, subject.links),
            section: "",
            aside: !matches!(
                key,
                PageKey::Fixed(Fixed::Help) | PageKey::Fixed(Fixed::SafeBrowsing)
            ),
            page: Page::Generated(page),
        })
    });
    found.collect()
}

impl Subject<'_> {
    /// The interface's words under some keys, as the text of a page whose headings cannot be led to.
    fn says(&self, keys: &[&str]) -> String {
        let texts: Vec<String> = keys.iter().map(|key| self.texts.get(key)).collect();
        texts.join(" ")
    }

    fn fixed(&self, fixed: Fixed) -> Option<Generated> {
        let (title, names, summary, text) = match fixed {
            Fixed::Help => {
                let regions = self.data.help.iter().flat_map(|help| &help.regions);
                let contacts = regions.flat_map(|region| &region.contacts);
                let contacts =
                    contacts.map(|contact| format!("{}: {}.", contact.name, contact.audience));
                let text = contacts.collect::<Vec<_>>().join(" ");
                ("help_page", "help_search", "help_lead", text)
            }
            Fixed::SafeBrowsing => {
                let text = self.says(&[
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
            Fixed::Privacy => {
                let text = self.says(&[
                    "privacy_device_nothing",
                    "privacy_sent_host",
                    "privacy_policy",
                ]);
                ("privacy_page", "privacy_search", "privacy_lead", text)
            }
            Fixed::Search | Fixed::NotFound => return None,
        };
        Some(Generated {
            title: self.texts.get(title),
            names: self.texts.get(names),
            summary: self.texts.get(summary),
            sections: vec![beginning(text)],
        })
    }

    fn glossary(&self) -> Generated {
        let terms = self.data.glossary.terms.iter();
        let terms = terms.map(|term| (term.id(), term.term.clone(), term.definition.clone()));
        Generated {
            title: self.texts.get("glossary"),
            names: String::new(),
            summary: String::new(),
            sections: std::iter::once(beginning(String::new()))
                .chain(terms)
                .collect(),
        }
    }

    fn path(&self, at: usize) -> Generated {
        let path = &self.data.paths[at];
        let steps: Vec<&str> = path.steps.iter().map(|step| step.text.as_str()).collect();
        Generated {
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
