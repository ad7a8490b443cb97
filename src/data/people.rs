//! The entries of `people.yaml`: the authors and reviewers that articles name.
//!
//! It does not record who reviewed which article; the front matter of the article does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reviewer name of an article that only its own editors have reviewed.
pub const EDITORS: &str = "editors";

/// Somebody who stands behind a text.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Person {
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

impl Person {
    /// A person of whom only the name is known.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            role: None,
            credential: None,
            source: None,
            url: None,
        }
    }
}
