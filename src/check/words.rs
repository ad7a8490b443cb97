//! Words, phrases of them, and the lists of phrases that rules about wording look for.
//!
//! A phrase is written as words with blanks between them; each place takes one word:
//!
//! - `a/b` one of several words
//! - `cheat*` any word that begins so
//! - `his/her?` a word that may be left out
//! - `#` a number in figures, and `#%` one with that sign
//! - `.` no word, but the end of the sentence or a comma: what goes on behind it would mean something else
//!
//! Words are compared without capitals. `spot = leave` names what to write instead; a `*` at the end of both
//! sides stands for the same ending. What a hit means is the rules' affair.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::words::{WordList, WordLists};

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// The word in lower case.
    pub(super) lower: Box<str>,
    /// Whether it goes on from the word before: nothing but a blank or a quote lies between.
    joined: bool,
}

/// Cuts a text into words: letters and digits, with `'` and `-` between two of them, `.` and `,` between
/// digits, and a `%` behind.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let next = text[at + c.len_utf8()..].chars().next();
            let joins = match c {
                '\'' | '-' => next.is_some_and(char::is_alphanumeric),
                '.' | ',' => {
                    let before = text[..at].chars().next_back();
                    before.is_some_and(|c| c.is_ascii_digit())
                        && next.is_some_and(|c| c.is_ascii_digit())
                }
                '%' => text[..at].ends_with(|c: char| c.is_ascii_digit()),
                c => c.is_alphanumeric(),
            };
            if !joins {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let before = words.last().map_or(0, |word: &Word| word.range.end);
        words.push(Word {
            joined: text[before..start]
                .chars()
                .all(|c| matches!(c, ' ' | '"' | '\'')),
            range: start..end,
            lower: text[start..end].to_lowercase().into(),
        });
    }
    words
}

/// A phrase to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    places: Vec<Place>,
    /// What to write instead, if the list says so.
    instead: Option<Box<str>>,
}

/// One place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// The words it takes, each with whether any ending may follow.
    any: Vec<(Box<str>, bool)>,
    optional: bool,
}

impl Place {
    fn is_end(&self) -> bool {
        matches!(&self.any[..], [(word, false)] if &**word == ".")
    }

    fn takes(&self, word: &str) -> bool {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        self.any
            .iter()
            .any(|(wanted, open)| match (&**wanted, open) {
                ("#", _) => is_number && !word.ends_with('%'),
                ("#%", _) => is_number && word.ends_with('%'),
                (wanted, true) => word.starts_with(wanted),
                (wanted, false) => word == wanted,
            })
    }
}

impl Phrase {
    fn read(written: &str) -> Self {
        let (phrase, instead) = match written.split_once(" = ") {
            Some((phrase, instead)) => (phrase, Some(instead.trim().into())),
            None => (written, None),
        };
        let place = |written: &str| {
            let (written, optional) = match written.strip_suffix('?') {
                Some(written) => (written, true),
                None => (written, false),
            };
            let word = |word: &str| match word.strip_suffix('*') {
                Some(stem) => (stem.to_lowercase().into(), true),
                None => (word.to_lowercase().into(), false),
            };
            Place {
                any: written.split('/').map(word).collect(),
                optional,
            }
        };
        Self {
            places: phrase.split_whitespace().map(place).collect(),
            instead,
        }
    }

    /// How many words it takes from this one on, if it stands there.
    fn length_at(&self, words: &[Word]) -> Option<usize> {
        /// `taken` words were taken before.
        fn fit(places: &[Place], words: &[Word], taken: usize) -> Option<usize> {
            let Some((place, rest)) = places.split_first() else {
                return Some(taken);
            };
            if place.is_end() {
                let ends = words.get(taken).is_none_or(|word| !word.joined);
                return ends.then(|| fit(rest, words, taken)).flatten();
            }
            let goes_on = words
                .get(taken)
                .filter(|word| place.takes(&word.lower) && (taken == 0 || word.joined))
                .and_then(|_| fit(rest, words, taken + 1));
            goes_on.or_else(|| {
                if place.optional {
                    fit(rest, words, taken)
                } else {
                    None
                }
            })
        }
        fit(&self.places, words, 0).filter(|length| *length > 0)
    }

    /// What to write instead of these words.
    fn instead_of(&self, found: &str) -> Option<String> {
        let instead = self.instead.as_deref()?;
        let Some(new) = instead.strip_suffix('*') else {
            return Some(instead.to_owned());
        };
        let stem = self
            .places
            .last()?
            .any
            .iter()
            .find(|(_, open)| *open)?
            .0
            .len();
        let ending = found.rsplit(' ').next().and_then(|word| word.get(stem..));
        Some(format!("{new}{}", ending.unwrap_or_default()))
    }
}

/// A list, ready to be looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    find: Vec<Phrase>,
    /// A hit that overlaps one of these means something else.
    idioms: Vec<Phrase>,
    /// A hit behind one of these in its sentence is no hit.
    guards: Vec<Phrase>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The words of the sentence it takes.
    pub(super) words: Range<usize>,
    /// What to write instead.
    pub(super) instead: Option<String>,
}

impl List {
    fn of(list: &WordList) -> Self {
        let read = |phrases: &[String]| phrases.iter().map(|phrase| Phrase::read(phrase)).collect();
        Self {
            find: read(&list.find),
            idioms: read(&list.idioms),
            guards: read(&list.guards),
        }
    }

    /// The same list for the other side of its pairs: `colour = color` then finds `color`.
    fn turned(&self) -> Self {
        let turn = |phrase: &Phrase| {
            let instead = phrase.instead.as_deref()?;
            let ending = |open: &bool| if *open { "*" } else { "" };
            let words: Vec<String> = phrase
                .places
                .iter()
                .filter_map(|place| place.any.first())
                .map(|(word, open)| format!("{word}{}", ending(open)))
                .collect();
            Some(Phrase::read(&format!("{instead} = {}", words.join(" "))))
        };
        Self {
            find: self.find.iter().filter_map(turn).collect(),
            ..self.clone()
        }
    }

    /// All hits in the words of one sentence, which do not overlap.
    pub(super) fn hits(&self, words: &[Word]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let found = longest(&self.find, &words[at..]);
            let Some((phrase, length)) = found else {
                at += 1;
                continue;
            };
            let taken = at..at + length;
            if !self.is_idiom(words, &taken) && !self.is_guarded(words, at) {
                let found: Vec<&str> = words[taken.clone()]
                    .iter()
                    .map(|word| &*word.lower)
                    .collect();
                hits.push(Hit {
                    words: taken,
                    instead: phrase.instead_of(&found.join(" ")),
                });
            }
            at += length;
        }
        hits
    }

    /// Whether any of its phrases stands in these words.
    pub(super) fn is_in(&self, words: &[Word]) -> bool {
        !self.hits(words).is_empty()
    }

    /// Whether one of its phrases begins with the first of these words.
    pub(super) fn begins(&self, words: &[Word]) -> bool {
        longest(&self.find, words).is_some()
    }

    /// Whether one of its phrases takes exactly these words.
    pub(super) fn takes_all(&self, words: &[Word]) -> bool {
        longest(&self.find, words).is_some_and(|(_, length)| length == words.len())
    }

    fn is_idiom(&self, words: &[Word], hit: &Range<usize>) -> bool {
        (0..hit.end).any(|from| {
            longest(&self.idioms, &words[from..])
                .is_some_and(|(_, length)| from + length > hit.start)
        })
    }

    fn is_guarded(&self, words: &[Word], before: usize) -> bool {
        (0..before).any(|from| longest(&self.guards, &words[from..]).is_some())
    }
}

/// The phrase that takes the most words here.
fn longest<'p>(phrases: &'p [Phrase], words: &[Word]) -> Option<(&'p Phrase, usize)> {
    phrases
        .iter()
        .filter_map(|phrase| Some((phrase, phrase.length_at(words)?)))
        .max_by_key(|(_, length)| *length)
}

/// All lists, by their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lists(BTreeMap<String, List>);

impl Lists {
    pub(super) fn of(lists: &WordLists) -> Self {
        Self(
            lists
                .iter()
                .map(|(name, list)| (name.to_owned(), List::of(list)))
                .collect(),
        )
    }

    /// A list of the program's own.
    pub(super) fn get(&self, name: &str) -> &List {
        &self.0[name]
    }

    /// The words that are spelt as in the other of the two countries.
    pub(super) fn foreign_spelling(&self, language: &str) -> Option<List> {
        let spelling = self.get("spelling");
        match language.to_lowercase().as_str() {
            "en-us" => Some(spelling.clone()),
            "en-gb" | "en-ie" | "en-au" | "en-nz" => Some(spelling.turned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(find: &[&str], idioms: &[&str], guards: &[&str]) -> List {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        List::of(&WordList {
            find: own(find),
            idioms: own(idioms),
            guards: own(guards),
            drop: Vec::new(),
        })
    }

    fn found(list: &List, text: &str) -> Vec<String> {
        let words = words(text);
        let hits = list.hits(&words);
        hits.into_iter()
            .map(|hit| {
                text[words[hit.words.start].range.start..words[hit.words.end - 1].range.end]
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn a_phrase_can_ask_for_the_end_of_the_sentence() {
        let list = list(&["it takes two ."], &[], &[]);
        assert_eq!(found(&list, "It takes two"), ["It takes two"]);
        assert_eq!(found(&list, "It takes two, you know"), ["It takes two"]);
        assert!(found(&list, "It takes two minutes").is_empty());
    }

    #[test]
    fn words_hold_together_what_belongs_together() {
        let texts: Vec<Box<str>> = words("Don't self-harm; 2,092 is 100% of 1.5.")
            .into_iter()
            .map(|word| word.lower)
            .collect();
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        assert_eq!(
            texts,
            ["don't", "self-harm", "2,092", "is", "100%", "of", "1.5"]
        );
    }

    #[test]
    fn phrases_take_choices_endings_and_gaps() {
        let list = list(&["push* him/her/them into? cheat*"], &[], &[]);
        assert_eq!(
            found(&list, "You pushed them into cheating."),
            ["pushed them into cheating"]
        );
        assert_eq!(found(&list, "Push her cheats"), ["Push her cheats"]);
        assert!(found(&list, "You pushed them away.").is_empty());
    }

    #[test]
    fn idioms_overlap_and_guards_stand_before() {
        let list = list(&["force*"], &["task force"], &["not"]);
        assert!(found(&list, "A task force met.").is_empty());
        assert!(found(&list, "Do not force it.").is_empty());
        assert_eq!(found(&list, "They force it, do they not?"), ["force"]);
    }

    #[test]
    fn a_pair_keeps_the_ending_and_can_be_turned() {
        let list = list(&["apologis* = apologiz*"], &[], &[]);
        let instead = |list: &List, text: &str| list.hits(&words(text))[0].instead.clone();
        assert_eq!(
            instead(&list, "apologising").as_deref(),
            Some("apologizing")
        );
        assert_eq!(
            instead(&list.turned(), "Apologized").as_deref(),
            Some("apologised")
        );
    }
}
