//! The entries of `evidence.yaml`: the studies and other sources that support the numbers in articles.
//!
//! It does not judge whether an article cites enough evidence; `check` does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A study or another source that supports sentences in articles. An article cites the entry by its key: `[@E05]` for the
/// key `E05`.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The reference: authors, year, and where it was published.
    pub source: String,
    /// What the source found, in plain words.
    pub note: Option<String>,
    /// The size of the study, such as the number of participants.
    pub size: Option<String>,
    /// What the study does not show, and who was not part of it.
    pub limits: Option<String>,
    /// The address at which the source can be read.
    pub url: Option<String>,
    /// How well the editors know the source: `a`, `b` or `c`. A number in an article needs `a` or `b`.
    pub certainty: Option<Certainty>,
}

/// How well the editors know a source.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// They read the source or its abstract.
    A,
    /// They know it through another source that cites it.
    B,
    /// They have not checked it. No number may rest on it.
    C,
}
