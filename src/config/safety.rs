//! `[safety]`, `[exit]`, `[help]`, `[privacy]` and `[practice]`: the settings for the safety of readers, and the practice behind a
//! site.
//!
//! Whether an address suits its purpose is judged in [`check`](crate::check), together with everything else that depends
//! on the rest of the site.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::policy::HeaderFile;

/// `[safety]`: the parts of every page that keep its reader safe.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct SafetyParts {
    /// Whether every page has the line about safe browsing at its top and the help card at its foot, and whether there is a
    /// page on safe browsing. `false` is refused on a site with an exit, help contacts, a table `[help]` or `[practice]`, or
    /// an article that has a safety notice or a block that leads to the help page.
    pub enabled: bool,
}

impl Default for SafetyParts {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// `[exit]`: the button and the keyboard shortcut with which readers leave the site quickly. Both need a `url`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Exit {
    /// Whether pages have the exit.
    pub enabled: bool,
    /// Which pages have the exit: `all` (the default), or `flagged` for those with a safety notice.
    pub scope: ExitScope,
    /// Where the button is on phones: at the `top` of the screen (the default), or at the `bottom`, where a thumb reaches it.
    /// On wider screens it is at the top.
    pub place: ExitPlace,
    /// The text of the button. Default: the text of the theme.
    pub label: Option<String>,
    /// The address to which the exit leads: an ordinary page of another site, such as a weather forecast. It starts with
    /// `https://`. Without it there is no exit.
    pub url: Option<String>,
    /// The keyboard shortcut: `shift3` (press Shift three times, the default) or `none`.
    pub shortcut: Shortcut,
    /// The time within which the key of the shortcut must be pressed again, in milliseconds: from 500 to 30000.
    pub window_ms: u32,
    /// Whether the browser's Back button, after an exit, leads to the exit address again instead of to the site.
    pub back_guard: bool,
    /// Whether the exit deletes what the site has stored on the device.
    pub forget: bool,
    /// Whether all other tabs with the site leave it as well.
    pub all_tabs: bool,
    /// Other addresses for single regions of `help.yaml`, by the id of the region.
    pub region_url: BTreeMap<String, String>,
}

impl Default for Exit {
    fn default() -> Self {
        Self {
            enabled: true,
            scope: ExitScope::default(),
            place: ExitPlace::default(),
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
    /// The address of the exit for a region; `None` if the site has no exit.
    pub fn destination(&self, region: Option<&str>) -> Option<&str> {
        let url = self.url.as_deref().filter(|_| self.enabled)?;
        let own = region.and_then(|region| self.region_url.get(region));
        Some(own.map_or(url, String::as_str))
    }
}

/// Which pages have the exit.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum ExitScope {
    /// Every page.
    #[default]
    All,
    /// Pages with a safety notice.
    Flagged,
}

/// Where phones show the exit.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum ExitPlace {
    /// At the top of the screen.
    #[default]
    Top,
    /// At the bottom of the screen.
    Bottom,
}

/// The keyboard shortcut that leaves the site.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Shortcut {
    /// Pressing Shift three times.
    #[default]
    Shift3,
    /// No shortcut.
    None,
}

/// `[help]`: where safety notices and search send readers who need help. The contacts are in `help.yaml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct HelpSettings {
    /// The id of the region whose contacts every page shows. Default: `default` in `help.yaml`.
    pub region: Option<String>,
    /// The article for readers whose relationship is not safe, by its name or its path below `content/`. Safety notices
    /// link to it.
    pub safety_article: Option<String>,
    /// The article for readers who may harm themselves or someone else, by its name or its path below `content/`. Notices
    /// about a crisis link to it, and search shows it first when a question sounds like a crisis.
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

/// `[privacy]`: what browsers, search engines and web hosts learn about the site and its readers.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// What the browser tab, the history, the header of a printed page and previews of shared links show: `discreet` (the
    /// default), `page` or `site`.
    pub titles: Titles,
    /// Whether search engines are asked not to index the site.
    pub noindex: bool,
    /// The web hosts for which a file with the security headers is published with the pages: `netlify`, `cloudflare` or
    /// `apache`. By default there is no such file. For `nginx` and `caddy`, run `mend headers`.
    pub headers: Vec<HeaderFile>,
}

/// What the browser tab and the history show. A partner who checks a phone sees these first.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Titles {
    /// Only the site's title on pages with a safety notice, on articles with `discreet: true`, on the article that
    /// `help.safety_article` names, on the help page and on the page on safe browsing. All other pages show their own title
    /// and the site's. Feeds leave out that article and those with `discreet: true`.
    #[default]
    Discreet,
    /// The title of the page and the site, on every page.
    Page,
    /// Only the site's title, on every page. There are no feeds.
    Site,
}

/// `[practice]`: the practice that gives the guide to its clients. Pages show a card with its contact details.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// The name of the practice.
    pub name: String,
    /// The phone number.
    pub phone: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// The address of its website.
    pub website: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The opening hours, one line each.
    #[serde(default)]
    pub hours: Vec<String>,
    /// What clients should do outside opening hours.
    pub out_of_hours: Option<String>,
    /// Whether search engines are asked not to index the site, as with `privacy.noindex`.
    #[serde(default)]
    pub noindex: bool,
    /// Articles to which the card links, such as one about fees, by their name or their path below `content/`.
    #[serde(default)]
    pub pages: Vec<String>,
    /// A line of text at the foot of every sheet that is printed, below the practice's name. Worksheets leave it out unless
    /// `[style.print] name` is true.
    pub handout_footer: Option<String>,
}
