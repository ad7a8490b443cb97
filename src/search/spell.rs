//! The words that slips are compared with, in the files that the client asks for when it meets a word the site lacks.
//!
//! Which word was meant is found in `client.js`.

use std::collections::BTreeMap;

use super::block::{Form, prefix};
use super::posting::Posts;

/// How many bytes of words with one first letter are one file.
const FILE: usize = 2_500;

/// The files by name: a file for each letter, or if that is much, one for each pair of letters. `posts` says in how
/// many articles a stem is; a word that is in few of many articles is hardly what was meant.
pub(super) fn files<'a>(
    forms: impl Iterator<Item = &'a Form>,
    posts: &Posts<'_>,
    articles: usize,
) -> Vec<(String, String)> {
    let least = match articles {
        0..=200 => 1,
        201..=3_000 => 2,
        _ => 3,
    };
    let mut letters: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for (form, stem) in forms {
        let known = posts.get(&**stem).map_or(least, |list| list[0]);
        if known >= least && form.chars().count() > 3 {
            let common = (known + 1).ilog2().min(9);
            let pairs = letters.entry(prefix(form, 1)).or_default();
            let words = pairs.entry(prefix(form, 2)).or_default();
            words.push(format!("{form}{common}"));
        }
    }
    let mut files = Vec::new();
    for (letter, pairs) in letters {
        let lengths = pairs.values().flatten().map(|word| word.len() + 1);
        if lengths.sum::<usize>() <= FILE {
            let words: Vec<String> = pairs.into_values().flatten().collect();
            files.push((format!("s-{letter}"), words.join(" ")));
        } else {
            let pairs = pairs.into_iter();
            files.extend(pairs.map(|(pair, words)| (format!("s-{pair}"), words.join(" "))));
        }
    }
    files
}
