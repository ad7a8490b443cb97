//! The stop words of each language: they occur in almost every sentence, so they are indexed in titles and other names
//! only.
//!
//! The English list is mend's own, since it decides which words of a question count; those of other languages come
//! from the package `stop_words`.

use std::collections::BTreeSet;

use crate::word_list;
use crate::words;

const ENGLISH: &str = include_str!("../words/en/stop-words.txt");

/// Short forms that people type in messages, each with the English word that they mean.
pub(super) const ENGLISH_CHAT: &str = include_str!("../words/en/chat-spellings.txt");

/// The stop words of a language, folded. Languages without spaces between words have none: search reads them as pairs of
/// characters, and a pair is not a word.
pub(super) fn of(language: &str) -> BTreeSet<String> {
    let packaged = |name: &str| stop_words::lookup(name).unwrap_or_default();
    let listed: Vec<&str> = match language {
        "en" => {
            let words: BTreeSet<&str> = word_list::entries(ENGLISH).collect();
            let chat = word_list::pairs(ENGLISH_CHAT);
            let chat = chat.filter(|(_, meant)| words.contains(meant));
            let chat: Vec<&str> = chat.map(|(typed, _)| typed).collect();
            words.into_iter().chain(chat).collect()
        }
        "ja" | "th" | "zh" => Vec::new(),
        "nb" | "nn" => packaged("no").to_vec(),
        other => packaged(other).to_vec(),
    };
    let mut stop = BTreeSet::new();
    for text in listed {
        words::searched(text, |word| {
            stop.insert(words::fold(word));
        });
    }
    stop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_list_is_sorted_and_has_no_word_twice() {
        let words: Vec<&str> = word_list::entries(ENGLISH).collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_stop_word_is_one_as_it_is_written_in_messages_too() {
        assert!(of("en").contains("shud"));
        assert!(!of("en").contains("sum1"));
    }

    #[test]
    fn each_language_has_its_own() {
        for (language, word) in [
            ("en", "the"),
            ("de", "uber"),
            ("fr", "etait"),
            ("pl", "sie"),
            ("nb", "ikke"),
        ] {
            assert!(of(language).contains(word), "{language}");
        }
        assert!(!of("de").contains("the"));
        assert!(of("ja").is_empty());
    }
}
