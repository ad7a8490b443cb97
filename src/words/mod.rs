//! Text -> words: the only room that knows where a word begins and ends.
//!
//! [`words`] and [`pieces`] split a text, and everything else is built on them: [`searched`] and [`searched_and_joined`] give
//! the words that readers type to find a text, [`fold`] their forms. The folders beside this file hold the word lists that ship with
//! mend, which [`word_list`](crate::word_list) reads. This room knows scripts, but no language: what a word means, and whether
//! it matters, is known elsewhere.

mod searched;
mod split;

pub use searched::{Searched, fold, searched, searched_and_joined};
pub use split::{Class, Pieces, Word, Words, joins, pieces, words};
