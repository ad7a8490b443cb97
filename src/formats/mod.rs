//! YAML, TOML and JSON: parsing into plain data or typed settings, with the span of every fault.
//!
//! All that authors write in these notations goes through this room, so that its limits hold everywhere and no message of a
//! parser reaches an author as it is. What the data mean is decided where they are used. Only `config` also parses `site.toml`
//! itself, because it merges settings from elsewhere into it.

pub mod json;
mod misfit;
pub mod toml;
pub mod yaml;

use crate::diag::Span;

/// Why a text could not be read, and where.
pub struct Problem {
    /// What is wrong, in words for authors.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The span of the fault.
    pub place: Span,
    /// Whether the text exceeds a limit.
    pub is_excess: bool,
}
