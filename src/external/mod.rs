//! Asks other hosts whether the pages to which a site links still exist.
//!
//! Only `mend check --external` uses it; builds and the preview do not. [`Plan`] says which links to request and which
//! answers are in the [`Cache`]. [`ask`] asks the hosts: each for one page at a time, with a pause between two requests
//! (`pace`), by HEAD, or by GET if the host does not support HEAD (`client`). [`LinkCheck`] holds the resulting problems and
//! counts.
//!
//! If a host refuses a program (403, 429 and the like), this says nothing about the page, so it is not an error.
//! If no host answers at all, this computer is offline, and no link is judged. Files are read here (the cache), not
//! written.

#![expect(clippy::disallowed_methods, reason = "an edge: it asks other hosts")]

mod answer;
mod cache;
mod client;
mod pace;
mod plan;
mod round;
mod verdict;

pub use answer::Answer;
pub use cache::Cache;
pub use client::Settings;
pub use plan::{Counts, LinkCheck, Plan};
pub use round::{Answers, ask};
