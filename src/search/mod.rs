//! Documents -> the index files that the browser searches.
//!
//! [`index()`] makes the index of all pages that may be listed. Each step is cached:
//!
//! 1. `contents` selects the contents of the index: `page`s with their `sections`, and the `generated` pages.
//! 2. `indexer` reads them a block of articles at a time (`article_block`). [`words`](crate::words) splits a text into
//!    words; `vocabulary` has the stem and the spellings of each word, by the rules of `language` and `stop_words`.
//!    `interner` numbers stems and spellings.
//!    `bundles` has the texts of the articles.
//! 3. `term_bucket` groups the words of all blocks by their first `letters`, with their `postings`; `synonyms` are
//!    looked up in these.
//! 4. `shards` and `spellings` divide the buckets into `file`s, by `key_ranges`; `danger` adds the script that
//!    recognises queries of readers in danger, `asker` the one that tells which audience a query comes from.
//!
//! Nothing is ranked here: ranking is the work of `client.js`, which is published with the index.
//!
//! # The format
//!
//! Every file is a script that passes its data to the client: `mendSearch.add(NAME, DATA)`. The texts of articles are passed
//! as `t`, without their numbers, because adding an article before them changes the numbers. File names also contain a hash, except
//! those of `root.js` and `client.js`.
//!
//! | file | data |
//! |---|---|
//! | `root.js` | `count`: how many articles there are, `aside`: the numbers of those that rank lower, `files`: name -> hash, `lists`: `[[how many articles, hash]…]` of `f-0`, `f-1` and so on, `stop`: stop words, `lift`: kind of danger -> the number of the article that comes first, `sections`: their titles, `audiences`: ids and names, `taxonomies`, if readers can narrow a search by any: `[[title, [[id of a term, name]…]]…]` |
//! | `danger` | functions that recognise queries of readers in danger, and their weights: see `danger.rs` |
//! | `asker` | a function that tells which audience a query comes from, and how well each article suits it; only if audiences have examples: see `asker.rs` |
//! | `slips` | a function that finds the word that was meant by a misspelt one: see `slips.js` |
//! | `l-LETTER` | name -> hash of the files for words with that first letter, where they are too many for the root |
//! | `w-LETTERS` | a shard. `forms`: folded word -> stem, `posts`: stem -> the numbers `articles it is in, article gap, (section gap * 32 + impact * 2 + more)…, …` as a text, see `postings` |
//! | | A synonym is in the shard of its first word that is not a stop word, as `STEM=all its stems`. In `forms` it leads to the stems of its meanings (after `!` for an idiom, whose own words count for nothing), in `posts` to where these occur. |
//! | `s-LETTERS` | words that typos are compared with, each with a digit for how common it is: `"word3"`; 0 for a common word that no article has, and that is no typo |
//! | `f-N` | `[[how many articles, hash]…]` of files of texts, each of which is named by the number of its first article |
//! | `t-NUMBER` | `[[address, title, summary, section, filters, [[id, heading, text]…]]…]` of this article and some that follow |
//!
//! The filters of an article are the ids of its audiences and of its terms, by which readers can narrow a search.
//!
//! LETTERS are the first letters of the file's words, four at most. A file holds the words from there up to where the next
//! file of its kind with the same first letter begins.
//!
//! Stop words get the stem `~word`, which sorts them into shards of their own. They are indexed only in titles and
//! other names. The impact (1 to 15) is a weight of the stem in the section; it does not depend on the rest of the site.
//! Words are stemmed only on this side: the index contains the stem of each form, so the browser needs no stemmer.
//!
//! # Languages
//!
//! Each language has one `Vocabulary`: its stop words, stemmer and spellings. An article is read with the vocabulary of
//! its own language. `stop` in the root lists the stop words of the site's language, so that the browser recognises them
//! without loading a shard; the stop words of other languages are ordinary forms whose stems begin with `~`.

mod article_block;
mod asker;
mod bundles;
mod contents;
mod corpus;
mod danger;
mod file;
mod generated;
mod index;
mod indexer;
mod interner;
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
mod vocabulary;

use crate::files::Sink;

pub use corpus::Corpus;
pub(crate) use corpus::WordSource;
pub use index::{Cache, SearchIndex};
pub(crate) use page::GeneratedPage;

/// Makes the index of a site; `cache` holds the results of the last one. The files go to the sink as soon as they are made.
pub fn index(corpus: &Corpus<'_>, cache: &mut Cache, sink: &dyn Sink) -> SearchIndex {
    cache.index(&contents::Contents::of(corpus), sink)
}
