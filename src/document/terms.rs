//! What an article is about, coarsely: the few words that stand for it when related articles are found.
//!
//! The words are a set, without counts, so that mending a slip of the pen seldom changes it. Search
//! needs far more than this and makes its own terms.

use rustc_hash::FxHashMap;

/// How many words stand for an article.
const KEPT: usize = 8;

/// How many of the most frequent words are looked at; the common ones among them then go.
const RANKED: usize = 64;

/// Words that are in every article and so say nothing about any; English, four letters and more.
const COMMON: &[&str] = &[
    "about",
    "above",
    "after",
    "again",
    "against",
    "ahead",
    "almost",
    "alone",
    "along",
    "already",
    "also",
    "although",
    "always",
    "among",
    "another",
    "anybody",
    "anyone",
    "anything",
    "around",
    "away",
    "back",
    "became",
    "because",
    "become",
    "been",
    "before",
    "began",
    "begin",
    "being",
    "below",
    "best",
    "better",
    "between",
    "both",
    "bring",
    "came",
    "cannot",
    "come",
    "could",
    "does",
    "doing",
    "done",
    "down",
    "during",
    "each",
    "early",
    "either",
    "else",
    "enough",
    "even",
    "ever",
    "every",
    "everyone",
    "everything",
    "fewer",
    "find",
    "first",
    "from",
    "gave",
    "gets",
    "give",
    "given",
    "goes",
    "going",
    "gone",
    "good",
    "great",
    "have",
    "having",
    "hear",
    "help",
    "helps",
    "here",
    "hers",
    "herself",
    "himself",
    "however",
    "instead",
    "into",
    "itself",
    "just",
    "keep",
    "kept",
    "kind",
    "knew",
    "know",
    "known",
    "last",
    "later",
    "least",
    "less",
    "like",
    "likely",
    "little",
    "long",
    "longer",
    "look",
    "made",
    "make",
    "makes",
    "making",
    "many",
    "matter",
    "maybe",
    "mean",
    "means",
    "might",
    "more",
    "most",
    "much",
    "must",
    "need",
    "needs",
    "neither",
    "never",
    "next",
    "nobody",
    "none",
    "nothing",
    "often",
    "once",
    "only",
    "onto",
    "other",
    "others",
    "ourselves",
    "over",
    "part",
    "people",
    "perhaps",
    "person",
    "place",
    "point",
    "rather",
    "ready",
    "really",
    "said",
    "same",
    "says",
    "seem",
    "seems",
    "seen",
    "several",
    "shall",
    "should",
    "show",
    "shows",
    "since",
    "small",
    "some",
    "somebody",
    "someone",
    "something",
    "sometimes",
    "soon",
    "still",
    "such",
    "sure",
    "take",
    "takes",
    "tell",
    "than",
    "that",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "think",
    "this",
    "those",
    "though",
    "through",
    "time",
    "times",
    "together",
    "took",
    "toward",
    "towards",
    "turn",
    "under",
    "unless",
    "until",
    "upon",
    "used",
    "using",
    "usually",
    "very",
    "want",
    "wants",
    "well",
    "were",
    "what",
    "whatever",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "whom",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "word",
    "words",
    "work",
    "would",
    "year",
    "years",
    "your",
    "yours",
    "yourself",
    "yourselves",
];

/// The words of an article that occur most often: at least twice, four letters or more, not common.
///
/// In the order of the alphabet.
pub(super) fn key_terms(text: &str) -> Vec<Box<str>> {
    let lower = text.to_lowercase();
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    counts.reserve(512);
    let words = lower.split(|c: char| !c.is_alphabetic());
    for word in words.filter(|word| word.len() >= 4) {
        *counts.entry(word).or_default() += 1;
    }
    let repeated = counts.into_iter().filter(|(_, count)| *count > 1);
    // Highest count first, and the alphabet among equals, so that the choice never depends on chance.
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
    // Collecting in place would keep the much larger room of the ranking for every document.
    terms.shrink_to_fit();
    terms.sort_unstable();
    terms
}

/// The words of a title or heading that say what it is about, in lower case.
pub(crate) fn title_terms(title: &str) -> impl Iterator<Item = String> {
    title
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 4)
        .map(str::to_lowercase)
        .filter(|word| !is_common(word))
}

fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_common_words_can_be_searched() {
        assert!(COMMON.is_sorted());
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
