//! The phrase lists of the wording rules, and their hits in a text.
//!
//! A text is searched once for the phrases of all lists ([`PhraseLists::search`]); each rule then asks for the hits of its
//! own list. At each word the longest match of a list wins, and hits of one list do not overlap. The rule decides what
//! a hit means.

use std::collections::BTreeMap;
use std::ops::Range;

use super::automaton::{Automaton, PhraseMatch};
use super::phrase::Phrase;
use super::word::Word;
use crate::data::words::{WordList, WordLists};

/// A list, by its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListId(usize);

/// What the phrases of a list are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    /// They are reported.
    Find,
    /// A hit that overlaps one of them means something else.
    Idiom,
    /// They excuse what follows in the same sentence.
    Guard,
}

/// All lists, ready to search for.
#[derive(Debug)]
pub(super) struct PhraseLists {
    by_name: BTreeMap<String, ListId>,
    phrases: Vec<Phrase>,
    /// The list of each phrase, and what the phrase is for in it.
    purposes: Vec<(ListId, Purpose)>,
    automaton: Automaton,
    /// The most words that a phrase can take.
    longest: usize,
}

impl PhraseLists {
    /// Takes the lists, and the forms of the terms of the glossary.
    pub(super) fn of(lists: &WordLists, forms: Vec<Phrase>) -> Self {
        Self::of_named(lists.iter(), forms)
    }

    fn of_named<'l>(
        lists: impl IntoIterator<Item = (&'l str, &'l WordList)>,
        forms: Vec<Phrase>,
    ) -> Self {
        let mut by_name = BTreeMap::new();
        let (mut phrases, mut purposes) = (Vec::new(), Vec::new());
        let mut add = |list: ListId, purpose: Purpose, more: Vec<Phrase>| {
            purposes.extend(more.iter().map(|_| (list, purpose)));
            phrases.extend(more);
        };
        let read = |written: &[String]| -> Vec<Phrase> {
            written.iter().map(|phrase| Phrase::read(phrase)).collect()
        };
        // The forms come first, so that their numbers are those of their phrases.
        add(FORMS, Purpose::Find, forms);
        let ids = (AMERICAN.0 + 1..).map(ListId);
        for ((name, list), id) in lists.into_iter().zip(ids) {
            let find = read(&list.find);
            if name == SPELLING {
                let reversed = find.iter().filter_map(Phrase::reversed);
                add(AMERICAN, Purpose::Find, reversed.collect());
                add(AMERICAN, Purpose::Idiom, read(&list.idioms));
                add(AMERICAN, Purpose::Guard, read(&list.guards));
            }
            by_name.insert(name.to_owned(), id);
            add(id, Purpose::Find, find);
            add(id, Purpose::Idiom, read(&list.idioms));
            add(id, Purpose::Guard, read(&list.guards));
        }
        Self {
            by_name,
            automaton: Automaton::of(&phrases),
            longest: phrases
                .iter()
                .map(|phrase| phrase.slots.len())
                .max()
                .unwrap_or(0),
            phrases,
            purposes,
        }
    }

    /// A list that comes with the program; a site can change it, but not remove it.
    pub(super) fn get(&self, name: &str) -> ListId {
        self.by_name[name]
    }

    /// The words whose spelling is foreign to a variety of English: the British ones to American English and the reverse. Other
    /// languages have no such list.
    pub(super) fn foreign_spelling(&self, language: &str) -> Option<ListId> {
        match language.to_lowercase().as_str() {
            "en-us" => Some(self.get(SPELLING)),
            "en-gb" | "en-ie" | "en-au" | "en-nz" => Some(AMERICAN),
            _ => None,
        }
    }

    /// Searches a text for the phrases of all lists.
    pub(super) fn search(&self, words: &[Word]) -> Matches<'_> {
        let found = self.automaton.find_all(words).into_iter();
        let mut found: Vec<ListMatch> = found.map(|found| self.match_of(found)).collect();
        found.sort_unstable_by_key(ListMatch::rank);
        Matches { lists: self, found }
    }

    fn match_of(&self, found: PhraseMatch) -> ListMatch {
        let PhraseMatch {
            phrase,
            start,
            length,
        } = found;
        let phrase = phrase as usize;
        let (list, purpose) = self.purposes[phrase];
        ListMatch {
            list,
            purpose,
            words: start..start + length,
            phrase,
        }
    }
}

/// The list of British words, each with the American one.
const SPELLING: &str = "spelling";

/// The forms of the terms of the glossary, as a list.
const FORMS: ListId = ListId(0);

/// The list `spelling` the other way round: it finds the American words.
const AMERICAN: ListId = ListId(1);

/// A phrase that was found.
#[derive(Clone, Debug)]
struct ListMatch {
    list: ListId,
    purpose: Purpose,
    words: Range<usize>,
    phrase: usize,
}

impl ListMatch {
    /// The order in which matches are kept: by list and place, the longest first; of equal ones, the last of the list.
    fn rank(&self) -> (ListId, Purpose, usize, std::cmp::Reverse<(usize, usize)>) {
        (
            self.list,
            self.purpose,
            self.words.start,
            std::cmp::Reverse((self.words.end, self.phrase)),
        )
    }
}

/// A hit of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The words it takes.
    pub(super) words: Range<usize>,
    /// What to write instead.
    pub(super) replacement: Option<String>,
}

/// Everything that the phrases of all lists match in a text.
#[derive(Debug)]
pub(super) struct Matches<'l> {
    lists: &'l PhraseLists,
    /// In the order of their ranks.
    found: Vec<ListMatch>,
}

impl Matches<'_> {
    /// The hits of a list in a part of the text, such as a sentence: words outside of it neither belong to a hit nor excuse
    /// one.
    pub(super) fn hits(&self, list: ListId, words: &[Word], part: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut free = part.start;
        for found in self.within(list, Purpose::Find, part.clone()) {
            if found.words.start < free {
                continue;
            }
            free = found.words.end;
            if !self.is_idiom(found, &part) && !self.is_guarded(found, &part) {
                let last = &words[found.words.end - 1].lower;
                hits.push(Hit {
                    words: found.words.clone(),
                    replacement: self.lists.phrases[found.phrase].replacement(last),
                });
            }
        }
        hits
    }

    /// Whether a phrase that the list reports is anywhere in the text.
    pub(super) fn has(&self, list: ListId) -> bool {
        self.within(list, Purpose::Find, 0..usize::MAX)
            .next()
            .is_some()
    }

    /// Every match of a form of the glossary, also those that overlap, each with the number of its form: in the order of
    /// the text, the longest first.
    pub(super) fn forms(&self) -> impl Iterator<Item = (usize, &Range<usize>)> {
        let forms = self.within(FORMS, Purpose::Find, 0..usize::MAX);
        forms.map(|found| (found.phrase, &found.words))
    }

    /// Whether a phrase of the list begins the part.
    pub(super) fn begins(&self, list: ListId, part: Range<usize>) -> bool {
        let start = part.start;
        self.within(list, Purpose::Find, part)
            .next()
            .is_some_and(|found| found.words.start == start)
    }

    /// Whether a phrase of the list takes exactly these words.
    pub(super) fn is_exactly(&self, list: ListId, part: Range<usize>) -> bool {
        self.within(list, Purpose::Find, part.clone())
            .any(|found| found.words == part)
    }

    fn is_idiom(&self, hit: &ListMatch, part: &Range<usize>) -> bool {
        // No idiom that begins earlier reaches the hit.
        let from = hit.words.start.saturating_sub(self.lists.longest);
        self.within(hit.list, Purpose::Idiom, from.max(part.start)..part.end)
            .take_while(|idiom| idiom.words.start < hit.words.end)
            .any(|idiom| idiom.words.end > hit.words.start)
    }

    fn is_guarded(&self, hit: &ListMatch, part: &Range<usize>) -> bool {
        self.within(hit.list, Purpose::Guard, part.clone())
            .next()
            .is_some_and(|guard| guard.words.start < hit.words.start)
    }

    /// The matches of a list that are completely in a part of the text, in order.
    fn within(
        &self,
        list: ListId,
        purpose: Purpose,
        part: Range<usize>,
    ) -> impl Iterator<Item = &ListMatch> {
        let key = |found: &ListMatch| (found.list, found.purpose, found.words.start);
        let from = (list, purpose, part.start);
        let first = self.found.partition_point(|found| key(found) < from);
        self.found[first..]
            .iter()
            .take_while(move |found| key(found) < (list, purpose, part.end))
            .filter(move |found| found.words.end <= part.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::word::words;

    /// A single list of these phrases.
    fn lists(find: &[&str], idioms: &[&str], guards: &[&str]) -> PhraseLists {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let list = WordList {
            find: own(find),
            idioms: own(idioms),
            guards: own(guards),
            drop: Vec::new(),
        };
        PhraseLists::of_named([(LABELS, &list)], Vec::new())
    }

    const LABELS: &str = "labels";

    fn hits(lists: &PhraseLists, list: ListId, text: &str) -> Vec<(String, Option<String>)> {
        let words = words(text);
        let hits = lists.search(&words).hits(list, &words, 0..words.len());
        hits.into_iter()
            .map(|hit| {
                let (first, last) = (&words[hit.words.start], &words[hit.words.end - 1]);
                let found = &text[first.range.start..last.range.end];
                (found.to_owned(), hit.replacement)
            })
            .collect()
    }

    fn found(lists: &PhraseLists, text: &str) -> Vec<String> {
        let hits = hits(lists, lists.get(LABELS), text);
        hits.into_iter().map(|(found, _)| found).collect()
    }

    #[test]
    fn a_phrase_can_ask_for_the_end_of_the_sentence() {
        let lists = lists(&["it takes two ."], &[], &[]);
        assert_eq!(found(&lists, "It takes two"), ["It takes two"]);
        assert_eq!(found(&lists, "It takes two, you know"), ["It takes two"]);
        assert!(found(&lists, "It takes two minutes").is_empty());
    }

    #[test]
    fn phrases_match_choices_endings_and_gaps() {
        let lists = lists(&["push* him/her/them into? cheat*"], &[], &[]);
        assert_eq!(
            found(&lists, "You pushed them into cheating."),
            ["pushed them into cheating"]
        );
        assert_eq!(found(&lists, "Push her cheats"), ["Push her cheats"]);
        assert!(found(&lists, "You pushed them away.").is_empty());
    }

    #[test]
    fn the_longest_phrase_wins_and_hits_do_not_overlap() {
        let lists = lists(&["one", "one two", "two three", "two? three"], &[], &[]);
        assert_eq!(found(&lists, "one two three"), ["one two", "three"]);
        assert_eq!(found(&lists, "one, two three"), ["one", "two three"]);
    }

    #[test]
    fn numbers_are_told_from_percentages() {
        let lists = lists(&["#", "all #%"], &[], &[]);
        assert_eq!(
            found(&lists, "7 of all 50% and 1.5"),
            ["7", "all 50%", "1.5"]
        );
    }

    #[test]
    fn idioms_overlap_and_guards_precede() {
        let lists = lists(&["force*"], &["task force"], &["not"]);
        assert!(found(&lists, "A task force met.").is_empty());
        assert!(found(&lists, "Do not force it.").is_empty());
        assert_eq!(found(&lists, "They force it, do they not?"), ["force"]);
    }

    #[test]
    fn each_variety_of_english_is_offered_its_own_spelling() {
        let lists = PhraseLists::of(&WordLists::default(), Vec::new());
        let corrections = |language: &str| {
            let list = lists.foreign_spelling(language).expect("it has a country");
            hits(&lists, list, "They apologised, then apologized.")
        };
        let pair = |found: &str, better: &str| (found.to_owned(), Some(better.to_owned()));
        assert_eq!(corrections("en-US"), [pair("apologised", "apologized")]);
        assert_eq!(corrections("en-GB"), [pair("apologized", "apologised")]);
        assert_eq!(lists.foreign_spelling("en"), None);
    }
}
