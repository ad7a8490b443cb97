//! Extracts the key terms of an article: the few words by which related articles are found.
//!
//! They are a set without counts, so that correcting a typo seldom changes it. Search does not use key terms; it indexes
//! every word.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::word_list;

/// The maximum number of key terms of an article.
const KEPT: usize = 8;

/// How many of the most frequent words are considered, before common words are removed.
const RANKED: usize = 64;

/// Stop words: too common to say what an article is about.
static COMMON: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| word_list::entries(include_str!("../words/en/common-words.txt")).collect());

/// The most frequent words of an article that occur at least twice, have at least four bytes and are not stop words.
///
/// In alphabetical order.
pub(super) fn key_terms(text: &str) -> Vec<Box<str>> {
    let lower = text.to_lowercase();
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    counts.reserve(512);
    let words = lower.split(|c: char| !c.is_alphabetic());
    for word in words.filter(|word| word.len() >= 4) {
        *counts.entry(word).or_default() += 1;
    }
    let repeated = counts.into_iter().filter(|(_, count)| *count > 1);
    // Sort by falling count, then alphabetically, so that the choice does not depend on the order of the hash map.
    let mut ranked: Vec<(u32, &str)> = repeated
        .map(|(word, count)| (u32::MAX - count, word))
        .collect();
    if ranked.len() > RANKED {
        ranked.select_nth_unstable(RANKED);
        ranked.truncate(RANKED);
    }
    ranked.sort_unstable();
    let words = ranked.into_iter().map(|(_, word)| word);
    let mut terms: Vec<Box<str>> = words
        .filter(|word| !is_common(word))
        .take(KEPT)
        .map(Box::from)
        .collect();
    // `collect` may reuse the allocation of the ranking, which is much larger, and would keep it for every document.
    terms.shrink_to_fit();
    terms.sort_unstable();
    terms
}

/// The words of a title or heading that are not stop words, in lower case.
pub(crate) fn title_terms(title: &str) -> impl Iterator<Item = String> {
    title
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 4)
        .map(str::to_lowercase)
        .filter(|word| !is_common(word))
}

fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key terms are lower case and have at least four bytes, so any other entry of the list would have no effect.
    #[test]
    fn every_common_word_could_be_a_key_term() {
        let is_possible = |word: &str| word.len() >= 4 && word.chars().all(char::is_lowercase);
        assert!(COMMON.iter().all(|word| is_possible(word)));
    }

    #[test]
    fn a_word_counts_when_it_is_said_often_and_says_something() {
        let text = "Secrets hurt. A secret message hurts; secrets and more secrets. Messages, messages. People, people.";
        let terms = key_terms(text);
        assert_eq!(
            terms.iter().map(|term| &**term).collect::<Vec<_>>(),
            ["messages", "secrets"]
        );
    }
}
