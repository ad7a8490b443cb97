//! Text -> words: the only place that knows where a word begins and ends.
//!
//! The folders beside this file hold the word lists that ship with mend; [`word_list`](crate::word_list) reads them. This room
//! knows scripts, but no language: what a word means, and whether it matters, is known elsewhere.

mod searched;

pub use searched::{fold, joined, searched};
