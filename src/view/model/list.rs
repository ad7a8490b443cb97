//! The view model, fourth part: lists and their entries. See the parent module for the contract with themes.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Link;
use crate::date::Moment;

/// The values of a section or the home page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SectionView {
    /// The articles directly in the section, as far as they are on this part of the list.
    pub pages: Vec<ListEntry>,
    /// The order of these articles: `weight`, `title`, `date` or `updated`.
    pub sort_by: &'static str,
    /// The sections directly in the section, as far as they are on this part of the list. On the home page they list no
    /// articles.
    pub groups: Vec<LinkGroup>,
    /// The number of articles in the section and the sections inside it.
    pub size: usize,
    /// The parts of the list, if it is a long one.
    pub pager: Option<Pager>,
}

/// The values of a list: the terms of a taxonomy, the articles of a term or for an audience, or the A to Z.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ListView {
    /// The name of the taxonomy in `site.toml`, such as `tags`, on its list of terms and on the pages of its terms.
    pub taxonomy: Option<String>,
    /// On the page of a term: what it is, such as "Topic".
    pub term_title: Option<String>,
    /// The entries under headings; a plain list is a single group without a title.
    pub groups: Vec<LinkGroup>,
    /// The letters of the A to Z.
    pub letters: Vec<LetterLink>,
    /// The parts of the list, if it is a long one.
    pub pager: Option<Pager>,
}

/// An entry of a list. Only articles have more than a title, an address and a sentence.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ListEntry {
    /// The title of the page.
    pub title: String,
    /// Its address.
    pub url: String,
    /// A sentence about it.
    pub summary: Option<String>,
    /// Its date, else the date from which it is published.
    pub date: Option<Moment>,
    /// The date of its last substantial change.
    pub updated: Option<Moment>,
    /// The time it takes to read in minutes, rounded up; 0 if it is less than one.
    pub minutes: usize,
    /// The picture that its front matter names.
    pub image: Option<Picture>,
    /// Its terms in each taxonomy in which it has any.
    pub taxonomies: Vec<TaxonomyTerms>,
    /// The keys of its front matter that mend does not know, and those of `extra`.
    pub extra: Map<String, Value>,
}

/// A picture of the site.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Picture {
    /// Its address.
    pub url: String,
    /// Its width in CSS pixels, if it is known.
    pub width: Option<u32>,
    /// Its height in CSS pixels, if it is known.
    pub height: Option<u32>,
}

/// The terms of an article in one taxonomy.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct TaxonomyTerms {
    /// The name of the taxonomy in `site.toml`, such as `tags`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The address of its list of terms.
    pub url: String,
    /// The terms, in the order in which the article names them.
    pub terms: Vec<Link>,
}

/// Links under a heading.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct LinkGroup {
    /// The heading, if there is one.
    pub title: Option<String>,
    /// An id for the heading, unique on the page.
    pub id: Option<String>,
    /// The address of the group's own page, if it has one.
    pub url: Option<String>,
    /// A sentence about it.
    pub summary: Option<String>,
    /// The name of its drawing, from its front matter. The drawing itself is in `drawings`.
    pub drawing: Option<String>,
    /// The links.
    pub pages: Vec<ListEntry>,
    /// If the links are articles: their order, `weight`, `title`, `date` or `updated`.
    pub sort_by: Option<&'static str>,
    /// The number of articles in the group, including those that are not listed.
    pub size: usize,
}

/// A letter of the A to Z.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct LetterLink {
    /// The letter.
    pub name: String,
    /// Its address: on this page, or a page of its own.
    pub url: String,
    /// Whether it is the letter of this page.
    pub current: bool,
}

/// The parts of a long list.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Pager {
    /// The number of this part, from 1.
    pub number: usize,
    /// The number of parts.
    pub count: usize,
    /// The address of the previous part.
    pub previous: Option<String>,
    /// The address of the next part.
    pub next: Option<String>,
}
