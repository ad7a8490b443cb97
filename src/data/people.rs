//! `people.yaml`: the authors and reviewers that articles name, as readers see them.
//!
//! Whether a person reviewed an article is said by the article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name under which an article says that its own editors looked it over, and no one else.
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
    /// Somebody of whom nothing but the name is known.
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
