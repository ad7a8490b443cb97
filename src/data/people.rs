//! The entries of `people.yaml`: the people who review articles.
//!
//! It does not record who reviewed which article; the front matter of the article does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reviewer name of an article that only its own editors have reviewed.
pub const EDITORS: &str = "editors";

/// A reviewer. Articles name the key of the entry in `reviewed_by`.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name that readers see.
    pub name: String,
    /// The person's profession or task, such as `psychologist` or `editor`. A profession needs a `credential` and a
    /// `source`.
    pub role: Option<String>,
    /// The qualification: a register and the number in it.
    pub credential: Option<String>,
    /// Where the credential can be looked up: an address, or the name of the register.
    pub source: Option<String>,
    /// The address of the person's own page.
    pub url: Option<String>,
}

impl Person {
    /// A person with a name only.
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
