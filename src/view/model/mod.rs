//! The view model: the values that templates can use, field by field.
//!
//! This module is the contract with themes. `mend theme view` prints it, with these comments. [`VIEW_VERSION`] is increased
//! when a field is removed or changes its meaning. No type of another room is serialised here, so that renaming a field
//! there cannot break a theme. Dates are the exception: their own room defines how they are serialised.

mod help;
mod list;
mod reference;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::content::Content;
use super::page_kind::PageKind;
use super::site_facts::Shared;
use crate::date::Moment;

pub use help::{
    ContactView, ContactWay, CrisisLine, HelpCard, HelpGroup, HelpPlace, HelpRegion, Phone, Piece,
    PracticeCard, SilentCall,
};
pub(super) use help::{MOST_CONTACTS, MOST_REGIONS};
pub use list::{
    LetterLink, LinkGroup, ListEntry, ListView, Pager, Picture, SectionView, TaxonomyTerms,
};
pub use reference::{
    Certainty, EvidenceEntry, EvidenceNote, GlossaryEntry, GlossaryGroup, GlossaryView, PathBox,
    PathStep, PathView, ReviewNote, Reviewer, TermNote,
};

/// The version of the contract between mend and its themes.
pub const VIEW_VERSION: u32 = 5;

/// The maximum number of articles of the home page in the footer of every page. An imported site may have hundreds;
/// `THEME-05` reports the others, and the home page lists all of them.
pub const MOST_TOP_PAGES: usize = 24;

/// The maximum number of sections in the header of every page. The home page lists all of them; `THEME-05` reports the
/// others.
pub const MOST_TOP_SECTIONS: usize = 24;

/// The maximum number of articles in a section that each of them lists.
pub(crate) const MOST_SIBLINGS: usize = 8;

/// The maximum number of pages that are listed as linking to a page, or as mentioning a term.
pub(crate) const MOST_BACKLINKS: usize = 20;

/// The maximum number of reading paths on the home page and the page of an audience. The list of paths has all of them.
pub(crate) const MOST_PATHS: usize = 24;

/// The maximum number of hosts, and of scripts, on the privacy page.
pub(crate) const MOST_HOSTS: usize = 200;

/// The values of a template. In addition, there are `content` (the article as HTML, or nothing), `assets` (the addresses
/// of the theme's files, by name) and `drawings` (the theme's drawings as SVG, by name). The relative address `root` is
/// that of the top of the site, and `language_root` that of the pages in the same language. The filter `text` gives a text
/// of the interface by its key in `texts.yaml`: `"minutes_to_read" | text(count=article.minutes)`. The filter `forms` gives a
/// script all plural forms of a text as JSON. The filter `date` writes a date in words: `article.date | date`.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The version of this contract.
    pub version: u32,
    /// The values of the site.
    pub site: Shared<SiteView>,
    /// The values that every page has.
    pub page: PageView,
    /// The values of an article.
    pub article: Option<ArticleView>,
    /// On the home page: the lists by audience.
    pub audiences: Vec<Link>,
    /// Reading paths: all of them on the list of paths, those for its readers on the page of an audience, one on the page of a
    /// path. On the home page those to which its text does not lead; at most 24.
    pub paths: Vec<PathView>,
    /// The number of reading paths that are not in `paths`.
    pub more_paths: usize,
    /// The values of the glossary.
    pub glossary: Option<GlossaryView>,
    /// The glossary terms that `content` mentions, in the order of the text.
    pub terms: Vec<TermNote>,
    /// The values of a section or the home page.
    pub section: Option<SectionView>,
    /// The values of a list: the terms of a taxonomy, the articles of a term or for an audience, or the A to Z.
    pub list: Option<ListView>,
    /// On a redirect: the page to which it leads.
    pub redirect: Option<Link>,
    /// On the help page: all regions, the site's default region first; empty without help data.
    pub help: Vec<HelpRegion>,
    /// On the privacy page: facts about this site.
    pub privacy: Option<PrivacyFacts>,
    /// The text of the article, before its gaps are filled. Templates get it as `content`.
    #[serde(skip)]
    pub content: Option<Content>,
    /// The name of the template.
    #[serde(skip)]
    pub template: String,
    /// The relative address of the top of the site. Templates get it as `root`.
    #[serde(skip)]
    pub root: String,
    /// The relative address of the folder of the pages in this language. Templates get it as `language_root`.
    #[serde(skip)]
    pub language_root: String,
}

/// The values of the site, which are the same on every page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SiteView {
    /// The name of the site.
    pub title: String,
    /// One sentence about the site.
    pub description: Option<String>,
    /// The logo at the top of every page.
    pub logo: Option<LogoView>,
    /// What printed pages contain.
    pub print: PrintView,
    /// The language of the site, as a BCP 47 tag.
    pub language: String,
    /// The default author.
    pub author: Option<String>,
    /// A line for the foot of every page.
    pub copyright: Option<String>,
    /// The home page.
    pub home: Link,
    /// The menus that `site.toml` sets.
    pub menu: MenuView,
    /// The top-level sections, in order; at most 24.
    pub sections: Vec<Link>,
    /// The number of sections that are not in `sections`. The home page lists all of them.
    pub more_sections: usize,
    /// Articles that are in no section, such as "About"; at most 24.
    pub pages: Vec<Link>,
    /// All lists that the site has, for a menu: the A to Z, the glossary, the reading paths, the worksheets, the questions,
    /// those of terms, and those of other kinds of page. The fields below name some of them.
    pub lists: Vec<Link>,
    /// The A to Z, if it is not empty.
    pub a_to_z: Option<Link>,
    /// The lists of terms, such as all tags, of each taxonomy that has any.
    pub taxonomies: Vec<Link>,
    /// The glossary, if there is one.
    pub glossary: Option<Link>,
    /// The list of reading paths, if there are any.
    pub paths: Option<Link>,
    /// The list of worksheets, if there are any.
    pub worksheets: Option<Link>,
    /// The page with frequent questions, if there is one.
    pub questions: Option<Link>,
    /// The address of the site's Atom feed, if there is one.
    pub feed: Option<String>,
    /// The help card that every page shows. Null if `[safety] enabled` is false.
    pub help: Option<HelpCard>,
    /// The page on safe browsing. Null if `[safety] enabled` is false.
    pub safe_browsing: Option<Link>,
    /// The privacy page.
    pub privacy: Link,
    /// The search page, if the site has a search.
    pub search: Option<Link>,
    /// Whether articles can be read aloud.
    pub read_aloud: bool,
    /// Whether worksheets keep what is typed into them while the tab is open.
    pub keeps_sheets: bool,
    /// What the exit does, if the site has one.
    pub guard: Option<Guard>,
    /// The content security policy, for a meta tag.
    pub policy: &'static str,
    /// Whether search engines are asked not to index the site.
    pub noindex: bool,
    /// The practice that gives the guide to its clients, if `site.toml` names one.
    pub practice: Option<PracticeCard>,
    /// `[extra]` of `site.toml`.
    #[serde(serialize_with = "later")]
    pub extra: Shared<serde_json::Map<String, Value>>,
    /// The site's own data files, by name.
    #[serde(serialize_with = "later")]
    pub data: Shared<BTreeMap<String, Value>>,
}

/// The menus that `site.toml` sets.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct MenuView {
    /// The links in the header instead of `sections`. Null if `site.toml` sets none.
    pub header: Option<Vec<MenuLink>>,
    /// The links in the footer instead of those to lists and `pages`. Null if `site.toml` sets none.
    pub footer: Option<Vec<MenuLink>>,
}

/// A link of a menu.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct MenuLink {
    /// Its text.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Whether it leads to another website. Such a link needs `rel="noreferrer"`.
    pub external: bool,
}

/// Serialises a large value as nothing. [`render`](crate::render) converts it to a value of the template language once, and
/// gives that to every page.
fn later<T, S: Serializer>(_: &Shared<T>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_unit()
}

/// What printed pages contain.
#[derive(Clone, Copy, Debug, Serialize, Hash)]
pub struct PrintView {
    /// Whether a printed page ends with the definitions of the terms on it.
    pub terms: bool,
    /// Whether a printed worksheet shows the site's name, the practice and the reviewer.
    pub name: bool,
    /// Whether a printed page shows its address.
    pub address: bool,
    /// Whether pages are printed in large letters.
    pub large: bool,
}

/// The values that every page has.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PageView {
    /// The kind of page.
    pub kind: PageKind,
    /// The title of the page.
    pub title: String,
    /// A sentence about the page.
    pub summary: Option<String>,
    /// A sentence for search engines.
    pub description: Option<String>,
    /// The language of the page, as a BCP 47 tag.
    pub language: String,
    /// The direction in which its language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The relative address of the page.
    pub url: String,
    /// The absolute address of the page, if `base_url` is set.
    pub canonical: Option<String>,
    /// The pages from the home page down to this one, without this one.
    pub breadcrumbs: Vec<Link>,
    /// Whether the page is kept out of lists and search engines.
    pub unlisted: bool,
    /// The absolute address of a picture for shared links, if there is one and `base_url` is set.
    pub image: Option<String>,
    /// The Atom feed of its section or term, if there is one.
    pub feed: Option<Link>,
    /// The name of its drawing: the one that its front matter asks for, else that of the nearest section around it, or that of
    /// the reading path. The drawing itself is in `drawings`.
    pub drawing: Option<String>,
    /// The exit, if this page has one.
    pub exit: Option<ExitLink>,
    /// What readers are warned of: `couples-work`, `couples-part`, `abuse`, `crisis`, `money`, `substance`. The card that
    /// says so is part of `content`.
    pub safety: Vec<&'static str>,
    /// What the help card of this page contains besides the numbers.
    pub notice: Notice,
    /// Whether the browser tab, the history and previews of shared links show only the site's title.
    pub discreet: bool,
    /// Whether the page may offer to keep something on the device. It may not if it warns of abuse, is about safety, is called
    /// discreet by its author, or if no page of the site shows its title.
    pub may_store: bool,
    /// CSS classes from the front matter.
    pub classes: Vec<String>,
    /// The keys of the front matter that mend does not know, and those of `extra`.
    pub extra: serde_json::Map<String, Value>,
}

/// What the help card of this page contains besides the numbers.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Notice {
    /// The article for readers who are afraid, if `site.toml` names one, the page is another one, and what it warns of, if
    /// anything, concerns them.
    pub safety: Option<Link>,
    /// The article for readers in a crisis, under the same conditions.
    pub crisis: Option<Link>,
    /// Whether the card is part of `content`. A page has one card; it is at the foot of every other page.
    pub is_in_content: bool,
}

/// The logo at the top of every page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct LogoView {
    /// The address of the picture.
    pub url: String,
    /// The words that it shows. Empty if it is only decoration, before the site's name.
    pub alt: String,
    /// Its width in CSS pixels.
    pub width: u32,
    /// Its height in CSS pixels.
    pub height: u32,
}

/// The values of an article.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ArticleView {
    /// The section that contains it.
    pub section: Link,
    /// Who it is for: links to the lists by audience.
    pub audience: Vec<Link>,
    /// Its headings of level 2 and 3, for a table of contents.
    pub contents: Vec<ContentsEntry>,
    /// Its terms in each taxonomy in which it has any.
    pub taxonomies: Vec<TaxonomyTerms>,
    /// Its tags.
    pub tags: Vec<Link>,
    /// Its categories.
    pub categories: Vec<Link>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its date.
    pub date: Option<Moment>,
    /// The date of its last substantial change.
    pub updated: Option<Moment>,
    /// The number of its words.
    pub words: usize,
    /// The time it takes to read in minutes, rounded up; 0 if it is less than one.
    pub minutes: usize,
    /// The articles of its section in order, including itself. Empty if there are more than eight, or no others.
    pub siblings: Vec<Link>,
    /// The article before it in its section.
    pub previous: Option<Link>,
    /// The article after it.
    pub next: Option<Link>,
    /// Related articles to which the page does not lead otherwise, the closest first.
    pub related: Vec<Link>,
    /// Pages that link to it; at most 20.
    pub backlinks: Vec<Link>,
    /// The number of pages that link to it and are not in `backlinks`.
    pub more_backlinks: usize,
    /// The evidence that it cites, in the order of the first mark.
    pub evidence: Vec<EvidenceNote>,
    /// Its last review, if the article says anything about reviews.
    pub review: Option<ReviewNote>,
    /// The reading paths that contain it. Show a box only if the address ends with its id.
    pub paths: Vec<PathBox>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Hash)]
pub struct Link {
    /// The title of the page.
    pub title: String,
    /// Its address.
    pub url: String,
    /// A sentence about it.
    pub summary: Option<String>,
}

/// A heading in the table of contents.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContentsEntry {
    /// Its text.
    pub title: String,
    /// Its address on the page: `#id`.
    pub url: String,
    /// The headings below it.
    pub children: Vec<ContentsEntry>,
}

/// The exit: the link with which readers leave the site quickly.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ExitLink {
    /// Its text, if `site.toml` sets one; otherwise use the theme's text.
    pub label: Option<String>,
    /// Its address.
    pub url: String,
}

/// What the exit does, on every page that has one.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Guard {
    /// The address to which the exit leads.
    pub url: String,
    /// Where phones show it: `top` or `bottom`.
    pub place: &'static str,
    /// Whether the Back button leads there again.
    pub back: bool,
    /// Whether the exit deletes what the site has stored.
    pub forget: bool,
    /// Whether other tabs with the site leave as well.
    pub all_tabs: bool,
    /// Whether pressing Shift three times leaves the site.
    pub shift: bool,
    /// The maximum time between two presses, in milliseconds.
    pub window: u32,
}

/// Facts about this site for its privacy page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PrivacyFacts {
    /// The hosts to which its pages link, in alphabetical order; at most 200. Contacts, evidence, menus, the practice and the
    /// exit count.
    pub hosts: Vec<String>,
    /// The number of hosts that are not in `hosts`.
    pub more_hosts: usize,
    /// Scripts that do not belong to the theme; at most 200.
    pub scripts: Vec<String>,
    /// The number of scripts that are not in `scripts`.
    pub more_scripts: usize,
    /// Whether its authors can write any HTML.
    pub raw_html: bool,
}
