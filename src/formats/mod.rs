//! YAML and TOML to plain data, with the place of what is wrong.
//!
//! The one way into the house for both notations, so that limits on size and nesting hold everywhere. What the data mean is
//! decided where they are used. `config` reads `site.toml` itself, because it needs the place of every key.

pub mod toml;
pub mod yaml;
