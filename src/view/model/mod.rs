//! The shape of a view: what templates may rely on, field by field.
//!
//! This module is the contract with themes. `mend theme view` prints it as a page, made from these very
//! comments; [`VIEW_VERSION`] grows when a field is taken away or changes its meaning. No type of another
//! room is written into a template's context, so that renaming something there cannot break a theme. Dates
//! are the exception: their own room says how they are written.

mod help;
mod reference;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::content::Content;
use super::site_facts::Shared;
use crate::date::Moment;

pub use help::{
    ContactView, ContactWay, HelpCard, HelpGroup, HelpPlace, HelpRegion, Phone, SilentCall,
};
pub(super) use help::{MOST_CONTACTS, MOST_REGIONS};
pub use reference::{
    Certainty, EvidenceEntry, EvidenceNote, GlossaryEntry, GlossaryView, PathBox, PathStep,
    PathView, ReviewNote, Reviewer, TermNote,
};

/// The version of the contract between mend and its themes.
pub const VIEW_VERSION: u32 = 3;

/// The most articles of the home page that every page lists in its foot. An imported site may have hundreds; its author
/// is told of the others (`THEME-05`), and the home page has all of them.
pub const MOST_TOP_PAGES: usize = 24;

/// The most sections that the header of every page names; the home page has all of them. More are told (`THEME-05`).
pub const MOST_TOP_SECTIONS: usize = 24;

/// The most articles of a section that each of them lists.
pub(super) const MOST_SIBLINGS: usize = 8;

/// The most pages that are named under "pages that link here", or as users of a term.
pub(super) const MOST_BACKLINKS: usize = 20;

/// The most reading paths that the home page names; the page of all paths has the others.
pub(super) const MOST_PATHS: usize = 24;

/// The most hosts and the most scripts that the privacy page names.
pub(super) const MOST_HOSTS: usize = 200;

/// What a template gets, together with `content` (the article as HTML, or nothing), `assets` (the
/// addresses of the theme's files, by name), `root` (the way to the top of the site),
/// and on sections `drawings` (the theme's drawings as SVG, by name). Words of
/// the interface come from `texts.yaml` by their key: `"minutes_to_read" | text(count=article.minutes)`;
/// a date becomes words with `article.date | date`.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct View {
    /// The version of this contract.
    pub version: u32,
    /// The site as a whole.
    pub site: SiteView,
    /// What all pages have.
    pub page: PageView,
    /// For articles.
    pub article: Option<ArticleView>,
    /// For the home page: the lists by audience, if there are any.
    pub audiences: Vec<Link>,
    /// For the list of reading paths: all of them; for the home page: the first 24; for the page of a path: that one.
    pub paths: Vec<PathView>,
    /// How many more reading paths there are, where not all of them are in `paths`.
    pub more_paths: usize,
    /// For the glossary.
    pub glossary: Option<GlossaryView>,
    /// The terms of the glossary that `content` uses, in the order in which it does.
    pub terms: Vec<TermNote>,
    /// For sections, the home page included.
    pub section: Option<SectionView>,
    /// For tags, categories and the A to Z.
    pub list: Option<ListView>,
    /// For redirects: where it leads.
    pub redirect: Option<Link>,
    /// For the help page: every region, the site's own first; empty without help data.
    pub help: Vec<HelpRegion>,
    /// For the privacy page: what this very site holds.
    pub privacy: Option<PrivacyFacts>,
    /// The article itself, before its gaps are filled; templates get it as `content`.
    #[serde(skip)]
    pub content: Option<Content>,
    /// The template's name.
    #[serde(skip)]
    pub template: String,
}

/// The site as a whole.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// One sentence on what it is.
    pub description: Option<String>,
    /// A picture at the top of every page, if the site has one.
    pub logo: Option<LogoView>,
    /// What is put on paper: `terms` and `name`.
    pub print: PrintView,
    /// Its language.
    pub language: String,
    /// Who writes it.
    pub author: Option<String>,
    /// A line for the foot of the page.
    pub copyright: Option<String>,
    /// The home page.
    pub home: Link,
    /// The sections at the top, in order; 24 at most.
    pub sections: Vec<Link>,
    /// How many more there are. The home page names all of them.
    pub more_sections: usize,
    /// Articles that lie in no section, such as "about"; 24 at most.
    pub pages: Vec<Link>,
    /// The A to Z, if there is anything in it.
    pub a_to_z: Option<Link>,
    /// The lists of tags and categories, if there are any.
    pub taxonomies: Vec<Link>,
    /// The glossary, if there is one.
    pub glossary: Option<Link>,
    /// The list of reading paths, if there are any.
    pub paths: Option<Link>,
    /// The list of worksheets, if there are any.
    pub worksheets: Option<Link>,
    /// The page with the questions people ask, if there is one.
    pub questions: Option<Link>,
    /// The address of the site's Atom feed, if there is one.
    pub feed: Option<String>,
    /// Whom to turn to: what every page shows of it, and where the rest is.
    pub help: HelpCard,
    /// The page on reading without being watched.
    pub safe_browsing: Link,
    /// The page on what the site learns of its readers.
    pub privacy: Link,
    /// Where the whole guide is searched, if it can be.
    pub search: Option<Link>,
    /// What the scripts of the way out must know, if the site has one.
    pub guard: Option<Guard>,
    /// The content security policy, for a meta tag.
    pub policy: &'static str,
    /// Whether search engines are asked to leave the whole site out.
    pub noindex: bool,
    /// The practice that gives the guide to its clients, if one does.
    pub practice: Option<PracticeCard>,
    /// `[extra]` of `site.toml`.
    pub extra: Shared<serde_json::Map<String, Value>>,
    /// The site's own data files, by name.
    pub data: Shared<BTreeMap<String, Value>>,
}

/// What is put on paper.
#[derive(Clone, Copy, Debug, Serialize, Hash)]
pub struct PrintView {
    /// Whether a page ends with what the terms on it mean.
    pub terms: bool,
    /// Whether a worksheet, which others may find, carries the site's name.
    pub name: bool,
}

/// What all pages have.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PageView {
    /// What kind of page it is.
    pub kind: PageKind,
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub summary: Option<String>,
    /// A sentence for search engines.
    pub description: Option<String>,
    /// Its language.
    pub language: String,
    /// Which way its language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Its own address.
    pub url: String,
    /// Its whole address, if `base_url` is known.
    pub canonical: Option<String>,
    /// The way here from the home page, without the page itself.
    pub breadcrumbs: Vec<Link>,
    /// Whether it is kept out of lists and search engines.
    pub unlisted: bool,
    /// The whole address of a picture for cards, if there is one and `base_url` is known.
    pub image: Option<String>,
    /// The Atom feed of its section, if there is one.
    pub feed: Option<Link>,
    /// The way out of the site, if this page offers one.
    pub exit: Option<ExitLink>,
    /// What its readers are warned of: `couples-work`, `couples-part`, `abuse`, `crisis`, `money`, `substance`.
    /// `content` holds the notice.
    pub safety: Vec<&'static str>,
    /// What its notice holds in addition to its words, be they the theme's or the author's.
    pub notice: Notice,
    /// Whether the tab, and so the history, names the site alone.
    pub discreet: bool,
    /// Classes its author asked for.
    pub classes: Vec<String>,
    /// Front matter that mend does not know.
    pub extra: serde_json::Map<String, Value>,
}

/// What a notice holds in addition to its words.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Notice {
    /// Where it leads: the articles for what it warns of, and the help page.
    pub links: Vec<Link>,
    /// Whether it names who helps in a crisis: the page warns of one, and has no card of its own that does.
    pub names_crisis_lines: bool,
}

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// `home`: the top of the site.
    Home,
    /// `article`.
    Article,
    /// `section`: the hub of a folder.
    Section,
    /// `taxonomy`: all tags or all categories.
    Taxonomy,
    /// `term`: the articles of one tag or category.
    Term,
    /// `a-z`: everything by its first letter.
    #[serde(rename = "a-z")]
    AToZ,
    /// `help`: whom to turn to.
    Help,
    /// `privacy`: what the site learns of its readers.
    Privacy,
    /// `safe-browsing`: how to read without being watched.
    SafeBrowsing,
    /// `search`: where the whole guide is searched.
    Search,
    /// `glossary`: the terms and what they mean.
    Glossary,
    /// `paths`: all reading paths.
    Paths,
    /// `path`: one reading path.
    Path,
    /// `audience`: the articles for one audience.
    Audience,
    /// `worksheets`: all worksheets.
    Worksheets,
    /// `worksheet`: one worksheet.
    Worksheet,
    /// `questions`: what people ask, and short answers.
    Questions,
    /// `not-found`: shown where nothing is.
    NotFound,
    /// `redirect`: an old address.
    Redirect,
}

/// A picture at the top of every page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct LogoView {
    /// Its address.
    pub url: String,
    /// The words in it; empty when it only decorates and the site's name follows it.
    pub alt: String,
    /// Its width in CSS pixels.
    pub width: u32,
    /// Its height in CSS pixels.
    pub height: u32,
}

/// What only articles have.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ArticleView {
    /// The section it lies in.
    pub section: Link,
    /// Whom it is for, each with the list of what else is for them.
    pub audience: Vec<Link>,
    /// Its headings of level 2 and 3, to be listed at its top.
    pub contents: Vec<ContentsEntry>,
    /// Its tags.
    pub tags: Vec<Link>,
    /// Its categories.
    pub categories: Vec<Link>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The day it is dated.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// How many words it has.
    pub words: usize,
    /// How many minutes it takes to read, rounded up; 0 when it is less than one.
    pub minutes: usize,
    /// The articles of its section in their order, itself among them: when they are few enough for a list
    /// that every one of them shows, and more than itself.
    pub siblings: Vec<Link>,
    /// The article before it in its section.
    pub previous: Option<Link>,
    /// The article after it.
    pub next: Option<Link>,
    /// Articles that belong to it, nearest first.
    pub related: Vec<RelatedLink>,
    /// Pages that link here; twenty at most.
    pub backlinks: Vec<Link>,
    /// How many more pages link here.
    pub more_backlinks: usize,
    /// What its sentences rest on, in the order of the first mark.
    pub evidence: Vec<EvidenceNote>,
    /// What it says of its last review, if anything.
    pub review: Option<ReviewNote>,
    /// The reading paths it is part of. A box is meant to be seen when the address ends with its id.
    pub paths: Vec<PathBox>,
}

/// What only sections and the home page have.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SectionView {
    /// The articles directly inside, those of this part of the list.
    pub pages: Vec<Link>,
    /// The sections directly inside, those of this part of the list; those of the home page name no articles.
    pub groups: Vec<LinkGroup>,
    /// How many articles it holds, inner sections included.
    pub size: usize,
    /// The parts of a long list.
    pub pager: Option<Pager>,
}

/// What only tags, categories and the A to Z have.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ListView {
    /// What is listed, under headings; a single group without a title for plain lists.
    pub groups: Vec<LinkGroup>,
    /// The letters of the A to Z.
    pub letters: Vec<LetterLink>,
    /// The parts of a long list.
    pub pager: Option<Pager>,
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Hash)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// A sentence about it.
    pub summary: Option<String>,
}

/// A place to go to, and why.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct RelatedLink {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// A sentence about it.
    pub summary: Option<String>,
    /// What both share.
    pub reason: Reason,
}

/// What two articles share.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Reason {
    /// `tag`, `link` or `word`.
    pub kind: &'static str,
    /// The tag, the title of the page that both link to, or the word.
    pub what: String,
}

/// A heading in the list of contents.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContentsEntry {
    /// Its text.
    pub title: String,
    /// Its place on the page: `#id`.
    pub url: String,
    /// The headings below it.
    pub children: Vec<ContentsEntry>,
}

/// Links under a heading.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct LinkGroup {
    /// The heading, if there is one.
    pub title: Option<String>,
    /// An id for the heading, unique on the page.
    pub id: Option<String>,
    /// Where the group has a page of its own.
    pub url: Option<String>,
    /// A sentence about it.
    pub summary: Option<String>,
    /// The name of its drawing, as its front matter gives it; the drawing itself is in `drawings`.
    pub drawing: Option<String>,
    /// The links.
    pub pages: Vec<Link>,
    /// How many there are in all.
    pub size: usize,
}

/// A letter of the A to Z.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct LetterLink {
    /// The letter.
    pub name: String,
    /// Where it is: a place on this page, or a page of its own.
    pub url: String,
    /// Whether it is the letter of this page.
    pub current: bool,
}

/// The parts of a long list.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Pager {
    /// Which part this is, from 1.
    pub number: usize,
    /// How many parts there are.
    pub count: usize,
    /// The part before.
    pub previous: Option<String>,
    /// The part after.
    pub next: Option<String>,
}

/// The way out of the site.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ExitLink {
    /// What it says, where it differs from the theme's words.
    pub label: Option<String>,
    /// Where it leads.
    pub url: String,
}

/// What the scripts of the way out must know.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Guard {
    /// Where the way out leads.
    pub url: String,
    /// Whether going back from there leads there again.
    pub back: bool,
    /// Whether leaving clears what the site has stored.
    pub forget: bool,
    /// Whether other tabs leave, too.
    pub all_tabs: bool,
    /// Whether pressing Shift three times leaves.
    pub shift: bool,
    /// The longest time between two presses, in milliseconds.
    pub window: u32,
}

/// What this very site holds that readers may want to know.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PrivacyFacts {
    /// The sites its pages link to, in the order of the alphabet; 200 at most.
    pub hosts: Vec<String>,
    /// How many more there are.
    pub more_hosts: usize,
    /// Scripts that are not the theme's; 200 at most.
    pub scripts: Vec<String>,
    /// How many more there are.
    pub more_scripts: usize,
    /// Whether its authors may write any HTML they like.
    pub raw_html: bool,
}

/// A practice, for the people who come to it.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PracticeCard {
    /// What it is called.
    pub name: String,
    /// Its number.
    pub phone: Option<Phone>,
    /// Its mail address.
    pub email: Option<String>,
    /// The address of its site.
    pub website: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// When it answers, a line each.
    pub hours: Vec<String>,
    /// What clients should know outside of these hours.
    pub out_of_hours: Option<String>,
    /// Articles that belong to it.
    pub pages: Vec<Link>,
    /// A line at the foot of everything that is printed.
    pub handout_footer: Option<String>,
}
