//! Sentences and syllables: how a text is measured.
//!
//! **Sentences.** One ends at `.`, `!` or `?`, with closing quotes and brackets behind it, if a blank and then a
//! capital, a digit or an opening quote follows, or the passage ends. The stop of an abbreviation in
//! [`ABBREVIATIONS`] and of a single letter ends none. A list item, a cell or a title without a stop is a
//! sentence.
//!
//! **Syllables.** A word is cut at hyphens and apostrophes, and each part has as many syllables as it has
//! groups of `a e i o u y` next to each other, with these exceptions, in this order:
//!
//! 1. An `e` at the end is silent (`love`), but not in `-le` behind a consonant (`little`) nor as the only
//!    vowel (`the`).
//! 2. `-es` is silent but behind `s`, `x`, `z`, `c`, `g`, `ch`, `sh` (`times`, but `places`), and `-ed` is silent
//!    but behind `t` and `d` (`loved`, but `wanted`).
//! 3. Vowels that are spoken apart count one more: `ia`, `io`, `iu`, `eo`, `ua`, `uo` and `ying`, and those of the words in
//!    [`APART`]; in `-tion`, `-sion`, `-cial`, `-tial`, `-cian`, `-gion`, `-cious`, `-tious`, `-xious`, `qua`, `quo`,
//!    `gua` and `people` they are spoken together.
//! 4. A silent `e` in front of `-ly`, `-ful`, `-less`, `-ment`, `-ness` stays silent (`safely`, `careful`).
//! 5. `some-` and `every-` at the start count one and two; a word of [`SWALLOWED`] has one less.
//! 6. There is always at least one. A number has one for each digit.
//!
//! Words of [`FAMILIAR`] are long and known to every reader of such a guide; they count two at most, as the
//! people who use such formulas for public writing advise for terms that cannot be avoided.

use std::ops::Range;
use std::sync::LazyLock;

use crate::memo::Lookup;

/// Abbreviations whose stop does not end a sentence though a capital follows, in lower case and without that stop.
/// Behind `etc.` and `p.m.` a capital begins a new one.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "dr", "mr", "mrs", "ms", "prof", "st", "vs", "fig", "approx", "jr", "sr", "inc",
    "dept",
];

/// Words in which two vowels next to each other are spoken apart.
const APART: &[&str] = &[
    "being", "seeing", "doing", "going", "create", "created", "creates", "creating", "idea",
    "ideas", "area", "areas", "real", "really", "reality", "react", "reaction", "reacts", "poem",
    "poet", "quiet", "quietly", "diet", "science", "client", "clients", "anxiety", "society",
    "variety", "museum", "agreeing", "cruel", "fuel", "duel", "theatre",
];

/// What words begin with whose `e` is silent in the middle of them, with its syllables.
const STARTS: &[(&str, usize)] = &[("some", 1), ("every", 2)];

/// Words in which one vowel is written and not spoken.
const SWALLOWED: &[&str] = &["evening", "evenings", "business", "businesses"];

/// Long words that every reader of a guide about relationships knows.
const FAMILIAR: &[&str] = &[
    "relationship",
    "relationships",
    "forgiveness",
    "forgiving",
    "apologise",
    "apologize",
    "apology",
    "counselling",
    "counseling",
    "counsellor",
    "counselor",
    "therapist",
    "therapists",
    "therapy",
    "specialist",
    "emergency",
    "honesty",
    "promises",
    "feelings",
    "together",
];

/// Cuts a passage into sentences.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find(['.', '!', '?', '…']) {
        let stop = from + found;
        let behind = text[stop..].trim_start_matches(['.', '!', '?', '…']);
        let closing = behind.trim_start_matches(['"', '\'', ')', ']']);
        let end = text.len() - closing.len();
        from = end.max(stop + 1);
        let next = closing.trim_start();
        let goes_on = next.len() == closing.len() && !closing.is_empty();
        let starts = next
            .trim_start_matches(['"', '\'', '(', '['])
            .chars()
            .next()
            .is_none_or(|c| c.is_uppercase() || c.is_ascii_digit());
        if goes_on
            || !starts
            || (text[stop..].starts_with('.') && is_abbreviation(&text[start..stop]))
        {
            continue;
        }
        sentences.push(start..end);
        start = text.len() - next.len();
        from = start;
    }
    if !text[start..].trim().is_empty() {
        sentences.push(start..text.len());
    }
    sentences
}

/// Whether a stop behind this text belongs to an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(' || c == '"')
        .next()
        .unwrap_or_default();
    let is_initial =
        word.chars().count() == 1 && word != "I" && word.chars().all(char::is_uppercase);
    is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// What was counted before: most words of a text are the same few thousand.
static COUNTED: LazyLock<Lookup<usize>> = LazyLock::new(Lookup::default);

/// How many syllables a word has by the rules above.
pub(super) fn syllables(word: &str) -> usize {
    COUNTED.get(word, || count_syllables(word))
}

fn count_syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let all: usize = word
        .split(['-', '\''])
        .filter(|part| !part.is_empty())
        .map(part_syllables)
        .sum();
    if FAMILIAR.contains(&word.as_str()) {
        all.min(2)
    } else {
        all.max(1)
    }
}

fn part_syllables(part: &str) -> usize {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    if digits > 0 {
        return digits;
    }
    // The `s` of `it's` and the `ll` of `you'll` are no syllables of their own.
    if ["s", "t", "ll", "d", "m", "re", "ve"].contains(&part) {
        return 0;
    }
    for (start, count) in STARTS {
        if let Some(rest) = part.strip_prefix(start).filter(|rest| rest.len() > 2) {
            return count + part_syllables(rest);
        }
    }
    let apart = usize::from(APART.contains(&part));
    let swallowed = usize::from(SWALLOWED.contains(&part));
    let stem = silent_stem(part);
    let letters: Vec<char> = stem.chars().collect();
    let is_vowel = |at: usize| {
        matches!(letters[at], 'a' | 'e' | 'i' | 'o' | 'u') || (letters[at] == 'y' && at > 0)
    };
    let mut groups = 0;
    for at in 0..letters.len() {
        if is_vowel(at) && (at == 0 || !is_vowel(at - 1)) {
            groups += 1;
        }
    }
    let split: usize = ["ia", "io", "iu", "eo", "ua", "uo", "ying"]
        .iter()
        .map(|pair| stem.matches(pair).count())
        .sum();
    let joined: usize = [
        "tion", "sion", "cial", "tial", "cious", "tious", "xious", "people", "cian", "gion", "quo",
        "qua", "gua",
    ]
    .iter()
    .map(|run| stem.matches(run).count())
    .sum();
    (groups + split.saturating_sub(joined) + apart - swallowed).max(1)
}

/// A word without the endings in which an `e` is silent.
fn silent_stem(part: &str) -> String {
    for ending in ["ly", "ful", "less", "ment", "ness", "ments", "fully"] {
        if let Some(stem) = part.strip_suffix(ending)
            && stem.len() > 2
            && stem.ends_with('e')
            && has_other_vowel(&stem[..stem.len() - 1])
        {
            return format!("{}{ending}", &stem[..stem.len() - 1]);
        }
    }
    if let Some(stem) = part.strip_suffix("es").or_else(|| part.strip_suffix("ed")) {
        let spoken = if part.ends_with("ed") {
            stem.ends_with(['t', 'd'])
        } else {
            stem.ends_with(['s', 'x', 'z', 'c', 'g'])
                || stem.ends_with("ch")
                || stem.ends_with("sh")
        };
        let after_consonant_l = is_syllabic_l(stem);
        if !spoken
            && !after_consonant_l
            && has_other_vowel(stem)
            && !stem.ends_with(['e', 'i', 'o', 'u', 'a'])
        {
            return stem.to_owned();
        }
        return part.to_owned();
    }
    if let Some(stem) = part.strip_suffix('e')
        && has_other_vowel(stem)
        && !is_syllabic_l(stem)
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y'])
    {
        return stem.to_owned();
    }
    part.to_owned()
}

/// Whether an `l` at the end makes a syllable with the `e` behind it, as in `little`.
fn is_syllabic_l(stem: &str) -> bool {
    stem.strip_suffix('l').is_some_and(|before| {
        before.chars().next_back().is_some_and(|c| {
            !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'l') || before.ends_with("ll")
        })
    })
}

fn has_other_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let cut = |text: &'static str| -> Vec<&str> {
            sentences(text)
                .into_iter()
                .map(|range| text[range].trim())
                .collect()
        };
        assert_eq!(
            cut("One. Two! \"Three?\" Four"),
            ["One.", "Two!", "\"Three?\"", "Four"]
        );
        assert_eq!(
            cut("Ask Dr. Lee, e.g. at 5 p.m. today. Then rest."),
            ["Ask Dr. Lee, e.g. at 5 p.m. today.", "Then rest."]
        );
        assert_eq!(
            cut("It cost 2.50 then. \"Fine,\" they said. \"Go.\""),
            ["It cost 2.50 then.", "\"Fine,\" they said.", "\"Go.\""]
        );
        assert_eq!(cut("Wait... and see."), ["Wait... and see."]);
        assert_eq!(
            cut("Pack food, water, etc. Then rest, e.g. at 5 p.m. Go."),
            ["Pack food, water, etc.", "Then rest, e.g. at 5 p.m.", "Go."]
        );
    }

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
