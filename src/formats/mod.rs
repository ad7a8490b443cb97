//! YAML and TOML: parsing into plain data or typed settings, with the span of every fault.
//!
//! All YAML and TOML goes through this room, so that its limits hold everywhere. What the data mean is decided where they
//! are used. Only `config` also parses `site.toml` itself, because it merges settings from elsewhere into it.

pub mod toml;
pub mod yaml;
