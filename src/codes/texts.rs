//! What `mend explain` says of each code: reads `src/words/en/codes.toml`, which is embedded in the program.
//!
//! Which codes there are, and how severe each is, is not known here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The file, in the order of the catalogue.
const FILE: &str = include_str!("../words/en/codes.toml");

/// Parsed when a text is first needed, which is seldom the case in a build.
static TEXTS: LazyLock<BTreeMap<String, Text>> =
    LazyLock::new(|| toml::from_str(FILE).expect("the texts of the codes are valid TOML"));

/// The texts of one code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) title: String,
    pub(super) reason: String,
    pub(super) example: String,
    pub(super) remedy: String,
}

/// The texts of a code. Every code has them, as the tests make sure.
pub(super) fn of(id: &str) -> &'static Text {
    &TEXTS[id]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn every_code_has_a_text_and_every_text_a_code_in_the_same_order() {
        let written = FILE
            .lines()
            .filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        let written: Vec<&str> = written.filter(|id| TEXTS.contains_key(*id)).collect();
        let codes: Vec<&str> = codes::ALL.iter().map(|code| code.id()).collect();
        assert_eq!(written, codes);
        assert_eq!(TEXTS.len(), codes.len());
    }

    #[test]
    fn no_part_of_a_text_is_empty_and_only_sentences_end_in_a_full_stop() {
        for (id, text) in TEXTS.iter() {
            for part in [&text.title, &text.reason, &text.example, &text.remedy] {
                assert!(!part.trim().is_empty(), "a part of {id} is empty");
                assert_eq!(part.trim(), part, "{id}: blanks around a part");
            }
            assert!(
                !text.title.ends_with('.'),
                "the title of {id} is a sentence"
            );
        }
    }
}
