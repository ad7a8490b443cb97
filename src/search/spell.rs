//! The words that slips are compared with, in the files that the client asks for when it meets a word the site lacks.
//!
//! Which word was meant is found in `client.js`.

use std::fmt::Write;
use std::sync::Arc;

use rayon::prelude::*;

use super::block::prefix;
use super::bucket::Bucket;
use super::dictionary::cut;
use super::posting::Posts;

/// How many bytes of words with one first letter a file has, if two letters tell them apart.
const FILE: usize = 2_500;

/// The files by name: each holds words with the same first letter, from the letters of its name on. `posts` says in how
/// many articles a stem is; a word that is in few of many articles is hardly what was meant.
pub(super) fn files(
    buckets: &[Arc<Bucket>],
    posts: &Posts<'_>,
    articles: usize,
) -> Vec<(String, String)> {
    let least = match articles {
        0..=200 => 1,
        201..=3_000 => 2,
        _ => 3,
    };
    let pairs = buckets
        .par_iter()
        .map(|bucket| (&*bucket.prefix, words(bucket, posts, least)));
    let mut pairs: Vec<(&str, String)> = pairs.collect();
    pairs.retain(|(_, words)| !words.is_empty());
    let mut files = Vec::new();
    for same in pairs.chunk_by(|(left, _), (right, _)| prefix(left, 1) == prefix(right, 1)) {
        let sizes = same.iter().map(|(pair, words)| (*pair, words.len() + 1));
        for (from, before) in cut(&sizes.collect::<Vec<_>>(), FILE, 2) {
            let own = same
                .iter()
                .filter(|(pair, _)| *pair >= from && before.is_none_or(|before| *pair < before));
            let words: Vec<&str> = own.map(|(_, words)| words.as_str()).collect();
            files.push((format!("s-{from}"), words.join(" ")));
        }
    }
    files
}

/// The words of a bucket that are long and common enough, each with how common it is.
fn words(bucket: &Bucket, posts: &Posts<'_>, least: u32) -> String {
    let mut words = String::new();
    for (form, stem) in &bucket.forms {
        let known = posts.get(&**stem).map_or(least, |list| list[0]);
        if known >= least && form.chars().nth(3).is_some() {
            let space = if words.is_empty() { "" } else { " " };
            let common = (known + 1).ilog2().min(9);
            // Writing to a string never fails.
            let _ = write!(words, "{space}{form}{common}");
        }
    }
    words
}
