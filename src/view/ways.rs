//! The shape of a view, second part: reading paths, the glossary, and what an article rests on.
//!
//! Part of the contract with themes, as [`super::model`] is.

use serde::Serialize;

use super::Link;
use crate::data::{Evidence, Person};
use crate::date::Moment;

/// A reading path.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PathView {
    /// Its name in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// A sentence about it.
    pub summary: String,
    /// Whom it is for.
    pub audience: Vec<Link>,
    /// Its articles.
    pub steps: Vec<PathStep>,
}

/// An article of a reading path.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PathStep {
    /// What it is called.
    pub title: String,
    /// Where it is; the address opens the box of the path on its page.
    pub url: String,
    /// Why it is read now.
    pub text: String,
}

/// Where an article stands on a reading path.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PathBox {
    /// The id the box must have.
    pub id: String,
    /// What the path is called.
    pub title: String,
    /// Where the path is.
    pub url: String,
    /// Which step this is, from 1.
    pub number: usize,
    /// How many steps there are.
    pub count: usize,
    /// The step before.
    pub previous: Option<Link>,
    /// The step after.
    pub next: Option<Link>,
}

/// The terms of a guide.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct GlossaryView {
    /// The terms, in the order of the alphabet.
    pub entries: Vec<GlossaryEntry>,
}

/// A term and what it means.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct GlossaryEntry {
    /// The id it must have.
    pub id: String,
    /// The term.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// Terms that belong to it.
    pub see: Vec<Link>,
    /// Articles that use it, the first of them.
    pub pages: Vec<Link>,
    /// How many more use it.
    pub more_pages: usize,
}

/// A term that a page uses.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct TermNote {
    /// The id its note must have; the word in the text carries it as `data-note`.
    pub id: String,
    /// The term.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// Where it is explained.
    pub url: String,
}

/// What a sentence rests on.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct EvidenceNote {
    /// Its number on this page, from 1.
    pub number: usize,
    /// Its id on this page; each mark links to it.
    pub id: String,
    /// The ids of its marks in the text.
    pub marks: Vec<String>,
    /// The entry of `evidence.yaml`.
    pub entry: Evidence,
}

/// What an article says of its last review.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ReviewNote {
    /// The day a person did it; nothing if no person did.
    pub reviewed: Option<Moment>,
    /// The day of the next one.
    pub due: Option<Moment>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Who did it, if the article says so. Only one with a `credential` makes it a clinical review.
    pub by: Option<Person>,
}
