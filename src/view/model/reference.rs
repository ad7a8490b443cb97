//! The view model, third part: reading paths, the glossary, evidence and reviews. See the parent module for the contract
//! with themes.

use serde::Serialize;

use super::{LetterLink, Link};
use crate::date::Moment;

/// A reading path.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PathView {
    /// The id of the path.
    pub id: String,
    /// The title of the path.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// A sentence about it.
    pub summary: String,
    /// The name of its drawing. The drawing itself is in `drawings`.
    pub drawing: Option<String>,
    /// Who it is for.
    pub audience: Vec<Link>,
    /// Its articles.
    pub steps: Vec<PathStep>,
}

/// An article of a reading path.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PathStep {
    /// The title of the article.
    pub title: String,
    /// Its address, which opens the box of the path on the page.
    pub url: String,
    /// Why readers should read it at this point.
    pub text: String,
}

/// The place of an article on a reading path.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PathBox {
    /// The id the box must have.
    pub id: String,
    /// The title of the path.
    pub title: String,
    /// The address of the path's page.
    pub url: String,
    /// The number of this step, from 1.
    pub number: usize,
    /// The number of steps.
    pub count: usize,
    /// The previous step.
    pub previous: Option<Link>,
    /// The next step.
    pub next: Option<Link>,
}

/// The values of the glossary.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct GlossaryView {
    /// The letters with which terms begin, each with the address of its group on this page.
    pub letters: Vec<LetterLink>,
    /// The terms of each letter, in alphabetical order.
    pub groups: Vec<GlossaryGroup>,
}

/// The terms that begin with one letter.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct GlossaryGroup {
    /// The letter.
    pub title: String,
    /// The id that its heading must have.
    pub id: String,
    /// The terms.
    pub entries: Vec<GlossaryEntry>,
}

/// A term and its definition.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct GlossaryEntry {
    /// The id that its element must have.
    pub id: String,
    /// The term.
    pub term: String,
    /// Its definition.
    pub definition: String,
    /// Related terms.
    pub see: Vec<Link>,
    /// Articles that mention it; at most 20.
    pub pages: Vec<Link>,
    /// The number of articles that mention it and are not in `pages`.
    pub more_pages: usize,
}

/// A term that a page mentions.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct TermNote {
    /// The id that the element of the note must have. The word in the text refers to it by `data-note`.
    pub id: String,
    /// The term.
    pub term: String,
    /// Its definition.
    pub definition: String,
    /// The address of its entry in the glossary.
    pub url: String,
}

/// A source that the page cites.
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
    /// The reference: authors, year, and where it was published.
    pub source: String,
    /// What the source found, in plain words.
    pub note: Option<String>,
    /// The size of the study.
    pub size: Option<String>,
    /// What the study does not show, and who was not part of it.
    pub limits: Option<String>,
    /// The address at which it can be read.
    pub url: Option<String>,
    /// How well the editors know it.
    pub certainty: Option<Certainty>,
}

/// How well the editors know a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// `a`: they have read it or its abstract.
    A,
    /// `b`: they know it through another source.
    B,
    /// `c`: they have not checked it.
    C,
}

/// The last review of an article.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ReviewNote {
    /// The date of the review, if a person reviewed this text.
    pub reviewed: Option<Moment>,
    /// The date on which the next review is due.
    pub due: Option<Moment>,
    /// Whether that date has passed.
    pub overdue: bool,
    /// The reviewer, if the article names one. Only a review by a person with a `credential` is a clinical review.
    pub by: Option<Reviewer>,
    /// Whether the text has changed since its review. Then the review no longer holds, and nothing else is set.
    pub changed: bool,
}

/// A person who reviewed an article.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Reviewer {
    /// The name that readers see.
    pub name: String,
    /// The person's profession or task.
    pub role: Option<String>,
    /// The qualification: a register and the number in it.
    pub credential: Option<String>,
    /// Where the credential can be looked up.
    pub source: Option<String>,
    /// The address of the person's own page.
    pub url: Option<String>,
}
