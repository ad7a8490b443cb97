//! The numbers of the help data that a text mentions.
//!
//! Many of them are too short to be recognised by their form. One of five digits or more, such as "116 123", is recognised
//! wherever it is written. "111" can also count or name something, so the words around it must show that it is called.
//! Numbers that are not in the help data are found by their form, in [`super::hazards`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::passage::AnnotatedPassage;
use super::word::Word;
use crate::data::Help;
use crate::word_list::entries;

/// Words before a number that is called.
const BEFORE: &str = include_str!("../words/en/dialling-words.txt");

/// Words that can follow a number that is called. Any other word is what the number counts: "999 days".
const AFTER: &str = include_str!("../words/en/words-after-a-number.txt");

/// How many words before a number are searched for one that shows that it is called: "call the police on 999".
const REACH: usize = 3;

/// The fewest digits of a number that is recognised without such words.
const FEWEST_DIGITS_ALONE: usize = 5;

/// The most groups of digits in a number.
const MOST_GROUPS: usize = 6;

/// The numbers of the help data.
#[derive(Debug, Default, Hash)]
pub(super) struct ListedNumbers {
    /// Their digits.
    digits: BTreeSet<String>,
    /// Words with a capital from the names of contacts, in lower case: "nhs" of "NHS 111".
    names: BTreeSet<String>,
}

impl ListedNumbers {
    pub(super) fn of(help: Option<&Help>) -> Self {
        let contacts = help.into_iter().flat_map(|help| &help.regions);
        let contacts = contacts.flat_map(|region| &region.contacts);
        let names = contacts.flat_map(|contact| contact.name.split_whitespace());
        let names = names.filter(|name| name.starts_with(char::is_uppercase));
        let name = |name: &str| {
            name.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        };
        Self {
            digits: help.into_iter().flat_map(Help::dialled).collect(),
            names: names.map(name).collect(),
        }
    }

    /// The bytes of each listed number in a passage.
    pub(super) fn find(&self, passage: &AnnotatedPassage<'_>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.digits.is_empty() {
            return found;
        }
        for sentence in &passage.sentences {
            let words = &passage.words[sentence.clone()];
            let mut at = 0;
            while at < words.len() {
                let groups = self.groups(words, at).filter(|groups| {
                    let range = at..at + groups;
                    !is_amount(passage.text(), &words[at]) && self.is_called(passage, words, &range)
                });
                if let Some(groups) = groups {
                    found.push(words[at].range.start..words[at + groups - 1].range.end);
                }
                at += groups.unwrap_or(1);
            }
        }
        found
    }

    /// How many words make up the longest listed number that begins at a word; `None` if none begins there.
    fn groups(&self, words: &[Word], at: usize) -> Option<usize> {
        let is_inside = at > 0 && words[at].joined && digits(&words[at - 1]).is_some();
        let mut written = String::new();
        let mut longest = None;
        for (more, word) in words[at..].iter().take(MOST_GROUPS).enumerate() {
            let Some(digits) = digits(word).filter(|_| more == 0 || word.joined) else {
                break;
            };
            written.push_str(&digits);
            if self.digits.contains(&written) {
                longest = Some(more + 1);
            }
        }
        longest.filter(|_| !is_inside)
    }

    /// Whether a number is one to call, by its length or by the words around it.
    fn is_called(
        &self,
        passage: &AnnotatedPassage<'_>,
        words: &[Word],
        number: &Range<usize>,
    ) -> bool {
        let length: usize = words[number.clone()]
            .iter()
            .filter_map(digits)
            .map(|group| group.len())
            .sum();
        if length >= FEWEST_DIGITS_ALONE {
            return true;
        }
        let next = words.get(number.end).filter(|next| next.joined);
        let counts = next.is_some_and(|next| {
            digits(next).is_none() && !entries(AFTER).any(|word| word == &*next.lower)
        });
        if counts {
            return false;
        }
        let before = &words[number.start.saturating_sub(REACH)..number.start];
        let is_name = |word: &Word| {
            let written = &passage.text()[word.range.clone()];
            written.starts_with(char::is_uppercase) && self.names.contains(&*word.lower)
        };
        let last = before.last().filter(|_| words[number.start].joined);
        last.is_some_and(|last| matches!(&*last.lower, "on" | "number") || is_name(last))
            || matches!(before, [.., number, is] if &*number.lower == "number" && &*is.lower == "is")
            || before
                .iter()
                .any(|word| entries(BEFORE).any(|verb| verb == &*word.lower))
            || is_said_to_be_one(&words[number.end..])
    }
}

/// Whether the words after a number say that it is one to call: "999 is the number for emergencies".
fn is_said_to_be_one(after: &[Word]) -> bool {
    let mut after = after.iter().take(4).map(|word| &*word.lower);
    matches!(after.next(), Some("is" | "was"))
        && after.any(|word| matches!(word, "number" | "helpline"))
}

/// The digits of a word that has only digits and hyphens.
fn digits(word: &Word) -> Option<String> {
    let is_number = word.lower.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_number.then(|| word.lower.replace('-', ""))
}

/// Whether the sign before a number shows that it is a sum of money, a reference number or part of something longer.
fn is_amount(text: &str, first: &Word) -> bool {
    text[..first.range.start].ends_with(['£', '$', '€', '#', '№', '/'])
}
