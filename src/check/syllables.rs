//! Counts the syllables of English words.
//!
//! A word is cut at hyphens and apostrophes, and each part has as many syllables as it has groups of `a e i o u y` next to each
//! other, with these exceptions, in this order:
//!
//! 1. An `e` at the end is silent (`love`), but not in `-le` after a consonant (`little`) nor as the only vowel (`the`).
//! 2. `-es` is silent except after `s`, `x`, `z`, `c`, `g`, `ch`, `sh` (`times`, but `places`), and `-ed` is silent except
//!    after `t` and `d` (`loved`, but `wanted`).
//! 3. Vowels that are spoken apart count one more: `ia`, `io`, `iu`, `eo`, `ua`, `uo` and `ying`, and those of the words in
//!    [`APART`]; in `-tion`, `-sion`, `-cial`, `-tial`, `-cian`, `-gion`, `-cious`, `-tious`, `-xious`, `qua`, `quo`, `gua`
//!    and `people` they are spoken together.
//! 4. A silent `e` in front of `-ly`, `-ful`, `-less`, `-ment`, `-ness` stays silent (`safely`, `careful`).
//! 5. `some-` and `every-` at the start count one and two ([`SILENT_E_STARTS`]); a word of [`SILENT`] has one less.
//! 6. There is always at least one. A number has one for each digit.
//!
//! Words of [`FAMILIAR`] are long and known to every reader of such a guide, so they count two at most.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::word_list::entries;

/// Words in which two vowels next to each other are spoken apart.
static APART: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../words/en/vowels-apart.txt")).collect());

/// Words in which a vowel is written and not spoken.
static SILENT: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../words/en/vowels-silent.txt")).collect());

/// Long words that every reader knows.
static FAMILIAR: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../words/en/familiar-words.txt")).collect());

/// Beginnings of compound words whose `e` stays silent inside the word, with their syllables.
const SILENT_E_STARTS: [(&str, usize); 2] = [("some", 1), ("every", 2)];

/// Counts the syllables of the words of one text. Each different word is counted once, because most occur several times.
#[derive(Default)]
pub(super) struct SyllableCounter<'w> {
    counted: FxHashMap<&'w str, usize>,
}

impl<'w> SyllableCounter<'w> {
    /// How many syllables a word has.
    pub(super) fn count(&mut self, word: &'w str) -> usize {
        *self.counted.entry(word).or_insert_with(|| syllables(word))
    }
}

/// How many syllables a word in lower case has, by the rules above.
pub(super) fn syllables(word: &str) -> usize {
    let all: usize = word
        .split(['-', '\''])
        .filter(|part| !part.is_empty())
        .map(part_syllables)
        .sum();
    if all > 2 && FAMILIAR.contains(word) {
        2
    } else {
        all.max(1)
    }
}

fn part_syllables(part: &str) -> usize {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 {
        return digits;
    }
    // The `s` of `it's` and the `ll` of `you'll` are not syllables of their own.
    if part.len() <= 2 && ["s", "t", "ll", "d", "m", "re", "ve"].contains(&part) {
        return 0;
    }
    for (start, count) in SILENT_E_STARTS {
        if let Some(rest) = part.strip_prefix(start).filter(|rest| rest.len() > 2) {
            return count + part_syllables(rest);
        }
    }
    let apart = usize::from(APART.contains(part));
    let swallowed = usize::from(SILENT.contains(part));
    let stem = silent_stem(part);
    let letters = stem.as_bytes();
    let (mut groups, mut split, mut joined) = (0, 0, 0);
    let mut was_vowel = false;
    for (at, letter) in letters.iter().enumerate() {
        let is_vowel = is_vowel(*letter) || (*letter == b'y' && at > 0);
        groups += usize::from(is_vowel && !was_vowel);
        was_vowel = is_vowel;
        match is_vowel || *letter == b'y' {
            true => split += usize::from(is_spoken_apart(&letters[at..])),
            false => joined += usize::from(is_spoken_together(&letters[at..])),
        }
    }
    (groups + split.saturating_sub(joined) + apart - swallowed).max(1)
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Whether these letters begin with vowels that are spoken apart.
fn is_spoken_apart(letters: &[u8]) -> bool {
    matches!(
        letters,
        [b'i', b'a' | b'o' | b'u', ..] | [b'e', b'o', ..] | [b'u', b'a' | b'o', ..]
    ) || letters.starts_with(b"ying")
}

/// Whether these letters begin with a group in which such vowels are spoken together.
fn is_spoken_together(letters: &[u8]) -> bool {
    match letters {
        [b'c', b'i', rest @ ..] => [&b"al"[..], b"an", b"ous"]
            .iter()
            .any(|end| rest.starts_with(end)),
        [b't', b'i', rest @ ..] => [&b"al"[..], b"on", b"ous"]
            .iter()
            .any(|end| rest.starts_with(end)),
        [b'g' | b's', b'i', b'o', b'n', ..] | [b'g', b'u', b'a', ..] => true,
        [b'q', b'u', b'a' | b'o', ..] => true,
        [b'x', b'i', rest @ ..] => rest.starts_with(b"ous"),
        [b'p', rest @ ..] => rest.starts_with(b"eople"),
        _ => false,
    }
}

/// A word without the endings in which an `e` is silent.
fn silent_stem(part: &str) -> Cow<'_, str> {
    let last = part.bytes().next_back().unwrap_or_default();
    let endings: &[&str] = match last {
        b'y' => &["ly", "fully"],
        b'l' => &["ful"],
        b's' => &["less", "ness", "ments"],
        b't' => &["ment"],
        _ => &[],
    };
    for ending in endings {
        if let Some(stem) = part.strip_suffix(ending)
            && stem.len() > 2
            && stem.ends_with('e')
            && has_other_vowel(&stem[..stem.len() - 1])
        {
            return format!("{}{ending}", &stem[..stem.len() - 1]).into();
        }
    }
    let before = |stem: &str| stem.bytes().next_back().unwrap_or_default();
    if let Some(stem) = part.strip_suffix("es").or_else(|| part.strip_suffix("ed")) {
        let spoken = match (last, before(stem)) {
            (b'd', letter) => matches!(letter, b't' | b'd'),
            (_, b's' | b'x' | b'z' | b'c' | b'g') => true,
            _ => stem.ends_with("ch") || stem.ends_with("sh"),
        };
        let after_consonant_l = is_syllabic_l(stem);
        if !spoken && !after_consonant_l && has_other_vowel(stem) && !is_vowel(before(stem)) {
            return stem.into();
        }
        return part.into();
    }
    if let Some(stem) = part.strip_suffix('e')
        && has_other_vowel(stem)
        && !is_syllabic_l(stem)
        && !is_vowel(before(stem))
        && !stem.ends_with('y')
    {
        return stem.into();
    }
    part.into()
}

/// Whether an `l` at the end makes a syllable with the `e` after it, as in `little`.
fn is_syllabic_l(stem: &str) -> bool {
    stem.strip_suffix('l').is_some_and(|before| {
        before.chars().next_back().is_some_and(|c| {
            !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'l') || before.ends_with("ll")
        })
    })
}

fn has_other_vowel(stem: &str) -> bool {
    stem.bytes()
        .any(|letter| is_vowel(letter) || letter == b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_those_a_person_counts() {
        let counted = [
            ("a", 1),
            ("the", 1),
            ("love", 1),
            ("loved", 1),
            ("wanted", 2),
            ("places", 2),
            ("times", 1),
            ("little", 2),
            ("trust", 1),
            ("partner", 2),
            ("people", 2),
            ("question", 2),
            ("decision", 3),
            ("special", 2),
            ("idea", 3),
            ("being", 2),
            ("safely", 2),
            ("careful", 2),
            ("statement", 2),
            ("many", 2),
            ("yes", 1),
            ("year", 1),
            ("situation", 4),
            ("area", 3),
            ("anxious", 2),
            ("don't", 1),
            ("self-harm", 2),
            ("it's", 1),
            ("saying", 2),
            ("cried", 1),
            ("agreed", 2),
            ("something", 2),
            ("someone", 2),
            ("sometimes", 2),
            ("violence", 3),
            ("12", 2),
            ("relationship", 2),
            ("responsibility", 6),
            ("apologising", 5),
            ("settled", 2),
            ("table", 2),
            ("evening", 2),
            ("business", 2),
            ("everyday", 3),
            ("friends", 1),
            ("needs", 1),
            ("used", 1),
            ("asked", 1),
            ("seem", 1),
        ];
        let wrong: Vec<String> = counted
            .iter()
            .filter(|(word, syllables_of)| syllables(word) != *syllables_of)
            .map(|(word, wanted)| format!("{word}: {} instead of {wanted}", syllables(word)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join(", "));
    }
}
