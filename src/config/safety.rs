//! `[exit]`, `[help]`, `[privacy]` and `[practice]`: the settings for the safety of readers, and the practice behind a
//! site.
//!
//! Whether an address suits its purpose is judged in [`check`](crate::check), together with everything else that depends
//! on the rest of the site.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::policy::HeaderFile;

/// `[exit]`: the way out of the site that every page offers. There is none without a `url`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Exit {
    /// Whether pages offer it.
    pub enabled: bool,
    /// Which pages offer it.
    pub scope: ExitScope,
    /// What it says, where it differs from the theme's words.
    pub label: Option<String>,
    /// Where it leads: a dull page of another site.
    pub url: Option<String>,
    /// The keyboard shortcut that does the same.
    pub shortcut: Shortcut,
    /// The longest time between two presses of the shortcut, in milliseconds.
    pub window_ms: u32,
    /// Whether going back from there leads there again instead of into the site.
    pub back_guard: bool,
    /// Whether leaving clears what the site has stored on the device.
    pub forget: bool,
    /// Whether other tabs of the site leave, too.
    pub all_tabs: bool,
    /// Where it leads for a region of `help.yaml`, by the region's id.
    pub region_url: BTreeMap<String, String>,
}

impl Default for Exit {
    fn default() -> Self {
        Self {
            enabled: true,
            scope: ExitScope::default(),
            label: None,
            url: None,
            shortcut: Shortcut::default(),
            window_ms: 5_000,
            back_guard: true,
            forget: true,
            all_tabs: true,
            region_url: BTreeMap::new(),
        }
    }
}

impl Exit {
    /// The address of the way out for a region; `None` if there is no way out.
    pub fn destination(&self, region: Option<&str>) -> Option<&str> {
        let url = self.url.as_deref().filter(|_| self.enabled)?;
        let own = region.and_then(|region| self.region_url.get(region));
        Some(own.map_or(url, String::as_str))
    }
}

/// Which pages offer the way out.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum ExitScope {
    /// Every page.
    #[default]
    All,
    /// Pages with a safety notice.
    Flagged,
}

/// The keyboard shortcut that leaves the site.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Shortcut {
    /// Pressing Shift three times.
    #[default]
    Shift3,
    /// Nothing.
    None,
}

/// `[help]`: where notices lead, in addition to the contacts of `help.yaml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct HelpSettings {
    /// The region every page shows, where it differs from the file's own default.
    pub region: Option<String>,
    /// The article on when a relationship is not safe, by its name or its path below `content/`; notices lead to it.
    pub safety_article: Option<String>,
    /// The article for readers who may harm themselves or someone else, by its path below `content/`; search leads to it.
    pub crisis_article: Option<String>,
}

impl HelpSettings {
    /// The articles it refers to, each with its key.
    pub fn articles(&self) -> [(&'static str, Option<&str>); 2] {
        [
            ("safety_article", self.safety_article.as_deref()),
            ("crisis_article", self.crisis_article.as_deref()),
        ]
    }
}

/// `[privacy]`: what browsers, search engines and hosts are told.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// What the browser tab, the history and the head of a printed page show.
    pub titles: Titles,
    /// Whether search engines are asked to leave the whole site out.
    pub noindex: bool,
    /// The kinds of host for which a file with the policy is published together with the pages.
    pub headers: Vec<HeaderFile>,
}

/// What the browser tab shows. The tab and the history are what a partner who checks a phone sees first.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Titles {
    /// The site's title alone on articles that say `discreet: true`, the article on when a relationship is not safe, the
    /// help page and the one on safe browsing; on others, the page's title and the site's.
    #[default]
    Discreet,
    /// The page's title and the site's.
    Page,
    /// The site's title alone.
    Site,
}

/// `[practice]`: a practice that gives the guide to its clients.
#[derive(Clone, Debug, Deserialize, JsonSchema, serde::Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// What it is called.
    pub name: String,
    /// Its number.
    pub phone: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
    /// The address of its site.
    pub website: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// When it answers, a line each.
    #[serde(default)]
    pub hours: Vec<String>,
    /// What clients should know outside of these hours.
    pub out_of_hours: Option<String>,
    /// Whether search engines are asked to leave the whole site out.
    #[serde(default)]
    pub noindex: bool,
    /// Articles that the card names, such as fees, by their name or their path below `content/`.
    #[serde(default)]
    pub pages: Vec<String>,
    /// A line at the foot of everything that is printed.
    pub handout_footer: Option<String>,
}
