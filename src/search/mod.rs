//! Documents -> the index files that the browser searches.
//!
//! [`index()`] makes the index of all pages that may be listed. Each step is cached:
//!
//! 1. `contents` selects the contents of the index: `page`s with their `sections`, and the `generated` pages.
//! 2. `indexer` reads them a block of articles at a time (`article_block`). `tokeniser` splits a text into words;
//!    `vocabulary` has the stem and the spellings of each word, by the rules of `language` and `stop_words`.
//! 3. `term_bucket` groups the words of all blocks by their first `letters`, with their `postings`; `synonyms` are
//!    looked up in these.
//! 4. `shards` and `spellings` divide the buckets into `file`s, by `key_ranges`; `danger` adds what readers in danger type.
//!
//! Nothing is ranked here: `client.js`, published with the index, is the only owner of that.
//!
//! # The format
//!
//! Every file is a script that passes its data to the client: `mendSearch.add(NAME, DATA)`. The text of an article is passed
//! as `t`, without its number, because a new article before it would change the number. File names hold a hash as well, except
//! those of `root.js` and `client.js`.
//!
//! | file | data |
//! |---|---|
//! | `root.js` | `count` of articles, numbers of those that are ranked lower (`aside`), `files`: name -> hash, `lists`: the hashes of `f-0` and following, `each`: how many texts such a list names, `stop` words, `lift`: kind of danger -> the article that comes first, `sections`, `audiences` |
//! | `danger` | what the words of readers in danger weigh, and how a query is judged by that: see `danger.rs` |
//! | `l-LETTER` | `files` of words with that first letter, where they are too many for the root |
//! | `w-LETTERS` | a shard. `forms`: folded word -> stem, `posts`: stem -> `[articles it is in, article gap, (section gap * 32 + impact * 2 + more)…, …]` |
//! | | A synonym is in its first word's shard, as `first=all its stems`. In `forms` it leads to the stems of its meanings, in `posts` to where these occur. |
//! | `s-LETTERS` | words that typos are compared with, and how common each is: `"word3"` |
//! | `f-N` | the hashes of the texts of articles `each * N` and following, `each` at most |
//! | `t-NUMBER` | `[address, title, summary, section, audiences, [[id, heading, text]…]]` |
//!
//! LETTERS are the first letters of the file's words, four at most. A file ends where the next of its kind with the same
//! first letter begins.
//!
//! Stop words get the stem `~word`, which sorts them into shards of their own. They are indexed only in titles and
//! other names. The impact (1 to 15) is a weight of the stem in the section; it does not depend on the rest of the site.
//! Stems exist only on this side: the browser is given the stem of each form and needs no stemmer.
//!
//! # Languages
//!
//! What exists once a language is a `Vocabulary`: stop words, stemmer, spellings. An article is read with the vocabulary of
//! its own language. `stop` in the root lists the stop words of the site's language, which the browser then needs not ask
//! for; the stop words of other languages are ordinary forms whose stems begin with `~`.

mod article_block;
mod contents;
mod corpus;
mod danger;
mod file;
mod generated;
mod index;
mod indexer;
mod key_ranges;
mod language;
mod letters;
mod page;
mod postings;
mod sections;
mod shards;
mod spellings;
mod stop_words;
mod synonyms;
mod term_bucket;
mod tokeniser;
mod vocabulary;

pub use corpus::Corpus;
pub use index::{Cache, SearchIndex};

/// Makes the index of a site; `cache` holds the results of the last one.
pub fn index(corpus: &Corpus<'_>, cache: &mut Cache) -> SearchIndex {
    cache.index(&contents::Contents::of(corpus))
}
