//! Asks other hosts whether the pages still exist that a site links to.
//!
//! Only `mend check --external` comes here; builds and the preview do not. [`Plan`] says what is asked and what the
//! [`Cache`] still knows; [`ask`] asks the hosts, each one page at a time, with a pause between two requests (`pace`), by
//! HEAD, and by GET where HEAD is not understood (`client`). [`LinkCheck`] holds what follows: the problems, and counts.
//!
//! A host that refuses a program (403, 429 and the like) has said nothing about the page, so that is not an error.
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
