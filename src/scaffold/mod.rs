//! What `mend init` and `mend new` write: the files of a new site with its workflow, and an article to begin with.
//!
//! Pure: texts out. Questions to the author and files are handled by the command line.

mod article;
pub mod ci;
mod site;

pub use article::{Choices, Draft, Template, kinds_of_warning};
pub use site::{GITIGNORE, NewRegion, NewSite};

/// A text in quotes, as TOML and YAML read it. Control characters, which TOML refuses, are left out.
pub(crate) fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    serde_json::Value::from(text).to_string()
}
