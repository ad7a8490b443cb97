//! What `mend init` and `mend new` write: the files of a new site, and an article to begin with.
//!
//! Pure: texts out. Questions to the author and files are handled by the command line.

mod article;
mod site;

pub use article::{Choices, Draft};
pub use site::{GITIGNORE, site};
