//! The entries of `evidence.yaml`: the studies and other sources that support the numbers in articles.
//!
//! It does not judge whether an article cites enough evidence; `check` does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a sentence rests on.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
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
    /// How well it is known: `a` read by us, `b` through others, `c` not checked, so that no number may rest on it.
    pub certainty: Option<Certainty>,
}

/// How well a source is known.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The text or its abstract was read.
    A,
    /// It is known through others.
    B,
    /// It was not checked.
    C,
}
