//! Which known name is nearest to one that is not known: the "did you mean" of every message.
//!
//! A site that was moved has thousands of broken links and thousands of names, so a list of names is put in order once
//! ([`Names`]) and most names are ruled out by their length and their letters, before any distance is worked out. No
//! message is written here.

use std::collections::BTreeMap;

/// A list of names, ready to be searched.
#[derive(Default)]
pub struct Names<'a> {
    /// By the number of characters.
    by_length: BTreeMap<usize, Vec<Name<'a>>>,
}

struct Name<'a> {
    written: &'a str,
    folded: Vec<char>,
    letters: u64,
}

/// What a search found, and what it cost.
#[derive(Default)]
pub struct Found<'a> {
    /// The names at the least distance, in the order of the alphabet, each once.
    pub names: Vec<&'a str>,
    /// How many distances were worked out.
    pub compared: usize,
    /// How many names were ruled out by their letters alone.
    pub ruled_out: usize,
}

impl Found<'_> {
    /// What the search cost, in distances: a name that is ruled out costs a small part of one.
    pub fn work(&self) -> usize {
        self.compared + self.ruled_out / 32
    }
}

impl<'a> Names<'a> {
    /// Puts names in order.
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_length: BTreeMap<usize, Vec<Name<'a>>> = BTreeMap::new();
        for written in names {
            let folded = folded(written);
            by_length.entry(folded.len()).or_default().push(Name {
                written,
                letters: letters(&folded),
                folded,
            });
        }
        Self { by_length }
    }

    /// The names that are nearest to what was written, if any is near enough to be what was meant.
    pub fn nearest(&self, written: &str) -> Found<'a> {
        let written = folded(written);
        let limit = limit(written.len());
        let mask = letters(&written);
        let mut found = Found::default();
        let mut least = limit;
        let lengths = written.len().saturating_sub(limit)..=written.len() + limit;
        for name in self.by_length.range(lengths).flat_map(|(_, names)| names) {
            // An edit takes away one letter and brings in another, at most.
            if (mask ^ name.letters).count_ones() as usize > 2 * least {
                found.ruled_out += 1;
                continue;
            }
            found.compared += 1;
            let Some(distance) = distance(&written, &name.folded, least) else {
                continue;
            };
            if distance < least {
                least = distance;
                found.names.clear();
            }
            found.names.push(name.written);
        }
        found.names.sort_unstable();
        found.names.dedup();
        found
    }
}

/// The candidate nearest to what was written, if any is near enough to be what was meant.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let found = Names::new(candidates).nearest(written);
    found.names.first().copied()
}

/// The question whether one of these was meant; nothing if there are none.
pub fn did_you_mean<S: AsRef<str>>(meant: &[S]) -> Option<String> {
    (!meant.is_empty()).then(|| format!("did you mean {}?", any_of(meant)))
}

/// Names to choose from: "`a`, `b` or `c`".
pub fn any_of<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// How many slips are forgiven in a name of this many characters: one in a short word, four in a long one. A name of one
/// or two characters with a slip in it could be anything.
fn limit(length: usize) -> usize {
    (length / 3).min(4)
}

fn folded(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// The letters that occur in a name, as bits. Two letters can share a bit, so it never rules out too much.
fn letters(name: &[char]) -> u64 {
    name.iter()
        .fold(0, |mask, c| mask | 1 << (u32::from(*c) % 64))
}

/// The number of letters to insert, delete, replace or swap with their neighbour to get from one name to the other, if
/// it is at most `limit`.
///
/// Only the cells that can hold a distance within the limit are filled, so the work grows with the length of the names
/// and not with its square.
fn distance(from: &[char], to: &[char], limit: usize) -> Option<usize> {
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    let far = limit + 1;
    let width = to.len() + 1;
    let mut before = vec![far; width];
    let mut last: Vec<usize> = (0..width).map(|at| at.min(far)).collect();
    for row in 1..=from.len() {
        let (first, end) = (row.saturating_sub(limit), (row + limit).min(to.len()));
        let mut current = vec![far; width];
        if first == 0 {
            current[0] = row.min(far);
        }
        for column in first.max(1)..=end {
            let (left, right) = (from[row - 1], to[column - 1]);
            let mut best = (last[column] + 1)
                .min(current[column - 1] + 1)
                .min(last[column - 1] + usize::from(left != right));
            let is_swapped =
                row > 1 && column > 1 && left == to[column - 2] && from[row - 2] == right;
            if is_swapped {
                best = best.min(before[column - 2] + 1);
            }
            current[column] = best.min(far);
        }
        if current.iter().all(|cell| *cell > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, current);
    }
    Some(last[to.len()]).filter(|distance| *distance <= limit)
}

/// Whether a word is a slip of the hand for another, and hardly a word of its own: one slip in a word of up to seven
/// letters, one more for every four. `rating` is no `drawing`.
pub fn is_slip(written: &str, meant: &str) -> bool {
    let written = folded(written);
    distance(&written, &folded(meant), (written.len() / 4).max(1)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_small_for_the_length_of_the_word() {
        for (written, meant) in [
            ("tilte", "title"),
            ("wieght", "weight"),
            ("sumary", "summary"),
            ("catagoreis", "categories"),
        ] {
            assert!(is_slip(written, meant), "{written}");
        }
        for (written, meant) in [
            ("rating", "drawing"),
            ("state", "date"),
            ("image", "related"),
            ("tile", "alias"),
        ] {
            assert!(!is_slip(written, meant), "{written}");
        }
    }

    #[test]
    fn the_nearest_name_is_near_or_not_named() {
        assert_eq!(nearest("tilte", ["title", "tags"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "tags"]), None);
        assert_eq!(nearest("TITLE", ["title", "tags"]), Some("title"));
        assert_eq!(nearest("apologie", ["apology"]), Some("apology"));
    }

    #[test]
    fn a_name_of_one_or_two_letters_is_never_guessed() {
        assert_eq!(nearest("g", ["D", "go"]), None);
        assert_eq!(nearest("es", ["de"]), None);
        assert_eq!(nearest("DE", ["de"]), Some("de"));
    }

    #[test]
    fn a_distance_is_that_of_the_whole_table_or_none() {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let words = [
            "",
            "a",
            "ab",
            "ba",
            "abc",
            "acb",
            "abcd",
            "trust",
            "turst",
            "thrust",
            "rusty",
            "setbacks",
            "set-backs",
            "setback",
            "übung",
            "ubung",
        ];
        for from in words {
            for to in words {
                let whole = strsim::osa_distance(from, to);
                for limit in 0..5 {
                    let expected = (whole <= limit).then_some(whole);
                    let found = distance(&chars(from), &chars(to), limit);
                    assert_eq!(found, expected, "{from} {to} {limit}");
                }
            }
        }
    }

    #[test]
    fn names_of_other_lengths_or_letters_cost_nothing() {
        let names: Vec<String> = (0..1000).map(|at| format!("article {at}")).collect();
        let names = Names::new(names.iter().map(String::as_str));
        assert_eq!(names.nearest("how-to-apologise").compared, 0);
        assert_eq!(names.nearest("zzzzzzz").compared, 0);
    }
}
