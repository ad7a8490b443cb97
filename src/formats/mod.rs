//! YAML and TOML to plain data or to typed settings, with the place of what is wrong.
//!
//! The one way into the house for both notations, so that limits on size and nesting hold everywhere. What the data mean is
//! decided where they are used. `config` takes `site.toml` apart itself, because it puts settings from elsewhere over it.

pub mod toml;
pub mod yaml;
