//! The contract with themes, third part: reading paths, the glossary, evidence and reviews.

use serde::Serialize;

use super::Link;
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

/// The place of an article on a reading path.
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
    /// Articles that use it; the first twenty.
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
    pub entry: EvidenceEntry,
}

/// An entry of `evidence.yaml`.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct EvidenceEntry {
    /// Authors, year, where it was published.
    pub source: String,
    /// What it found, in plain words.
    pub note: Option<String>,
    /// How many took part, or how much was looked at.
    pub size: Option<String>,
    /// What it does not show, and whom it leaves out.
    pub limits: Option<String>,
    /// Where it can be looked up.
    pub url: Option<String>,
    /// How well it is known.
    pub certainty: Option<Certainty>,
}

/// How well a source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// `a`: the authors have read it, or its summary.
    A,
    /// `b`: they know it through others.
    B,
    /// `c`: it was not checked.
    C,
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
    pub by: Option<Reviewer>,
}

/// A person who reviewed an article.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Reviewer {
    /// As readers see it.
    pub name: String,
    /// What the person does.
    pub role: Option<String>,
    /// What allows them to do it: a register and a number.
    pub credential: Option<String>,
    /// Where that can be looked up.
    pub source: Option<String>,
    /// The person's own page.
    pub url: Option<String>,
}
