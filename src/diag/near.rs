//! Fuzzy search for the known names nearest to an unknown one: the "did you mean" of messages.
//!
//! A site that was moved has thousands of broken links and thousands of names. So names are indexed once ([`Names`], or
//! [`KnownNames`] where most names that are looked up exist), and most candidates are ruled out by their length and letters
//! before an edit distance is computed. What is done with the names found is up to the callers.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// An index of names for fuzzy search.
#[derive(Default)]
pub struct Names<'a> {
    /// The names by their number of characters.
    by_length: BTreeMap<usize, Vec<Name<'a>>>,
}

struct Name<'a> {
    written: &'a str,
    folded: Vec<char>,
    letters: u64,
}

/// The result of a search, and its cost.
#[derive(Default)]
pub struct NearestNames<'a> {
    /// The names at the least distance, sorted, without duplicates.
    pub names: Vec<&'a str>,
    /// How many distances were computed.
    pub compared: usize,
    /// How many names were ruled out by their letters alone.
    pub ruled_out: usize,
}

impl NearestNames<'_> {
    /// The cost of the search in distances. A name that is ruled out counts as 1/32 of one.
    pub fn work(&self) -> usize {
        self.compared + self.ruled_out / 32
    }
}

impl<'a> Names<'a> {
    /// Indexes names.
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

    /// The names nearest to what was written, if any is near enough to have been meant.
    pub fn nearest(&self, written: &str) -> NearestNames<'a> {
        self.search(written, usize::MAX)
    }

    /// The same, but the search ends when it has done so much work.
    fn search(&self, written: &str, most_work: usize) -> NearestNames<'a> {
        let written = folded(written);
        let limit = limit(written.len());
        let mask = letters(&written);
        let mut found = NearestNames::default();
        let mut least = limit;
        let lengths = written.len().saturating_sub(limit)..=written.len() + limit;
        for name in self.by_length.range(lengths).flat_map(|(_, names)| names) {
            if found.work() >= most_work {
                break;
            }
            // One edit removes at most one letter and adds at most one, so it changes at most two bits.
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

/// The most work of one search among [`KnownNames`]. It goes through hundreds of names that are much alike, or thousands of
/// others.
const MOST_WORK: usize = 256;

/// The names of one kind, to be looked up many times. They are indexed for the fuzzy search when a name is not among them
/// for the first time. The work of each search is bounded, so that a thousand unknown names among a thousand known ones do
/// not cost a million comparisons.
pub struct KnownNames<'a> {
    names: FxHashSet<&'a str>,
    index: OnceLock<Names<'a>>,
}

impl<'a> KnownNames<'a> {
    /// Takes the names.
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            names: names.into_iter().collect(),
            index: OnceLock::new(),
        }
    }

    /// Whether a name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The names nearest to one that is not among them.
    pub fn similar(&self, written: &str) -> NearestNames<'a> {
        let index = || {
            let mut names: Vec<&str> = self.names.iter().copied().collect();
            names.sort_unstable();
            Names::new(names)
        };
        self.index.get_or_init(index).search(written, MOST_WORK)
    }

    /// The first of the names nearest to one that is not among them.
    pub fn nearest(&self, written: &str) -> Option<&'a str> {
        self.similar(written).names.first().copied()
    }
}

/// The candidate nearest to what was written, if any is near enough to have been meant. To look up many names, index the
/// candidates once ([`KnownNames`]).
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let found = Names::new(candidates).nearest(written);
    found.names.first().copied()
}

/// The question "did you mean …?" for these names, such as what [`nearest`] found; `None` without names.
pub fn did_you_mean<S: AsRef<str>>(meant: impl IntoIterator<Item = S>) -> Option<String> {
    let meant: Vec<S> = meant.into_iter().collect();
    (!meant.is_empty()).then(|| format!("did you mean {}?", any_of(&meant)))
}

/// A list of alternatives: "`a`, `b` or `c`".
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

/// The most names that a message lists.
const MOST_LISTED: usize = 24;

/// All names of a kind for a message: "a, b, c". Of a long list only the first, and how many more there are.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    first_of(names, MOST_LISTED)
}

/// The first names of a list, and the number of the others: "a, b, c and 2 more".
pub fn first_of<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let first: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len() - first.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// The largest distance accepted for a name of this many characters: a third of its length, at most four. It is zero for
/// names of one or two characters, since with an edit they could be anything.
fn limit(length: usize) -> usize {
    (length / 3).min(4)
}

fn folded(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// The set of letters in a name as a 64-bit mask. Letters can share a bit, which only makes the filter weaker: it never
/// rules out a name within the limit.
fn letters(name: &[char]) -> u64 {
    name.iter()
        .fold(0, |mask, c| mask | 1 << (u32::from(*c) % 64))
}

/// The optimal string alignment distance of two names (insertions, deletions, substitutions and swaps of neighbours), if
/// it is at most `limit`.
///
/// Only the cells of the table within `limit` of the diagonal are computed, since all others exceed the limit.
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
        // No later row can be within the limit. A swap reads the row before this one, but it costs as much as a
        // substitution there, which would have kept a cell of this row within the limit.
        if current.iter().all(|cell| *cell > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, current);
    }
    Some(last[to.len()]).filter(|distance| *distance <= limit)
}

/// Whether a word is probably a typo for another and not a word of its own. One edit is allowed for up to seven letters,
/// and one more for every further four: `rating` is not a typo for `drawing`.
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
    fn a_question_names_all_that_may_be_meant() {
        let question = |text: &str| Some(text.to_owned());
        let known = ["title", "tags"];
        let meant = |written| did_you_mean(nearest(written, known));
        assert_eq!(meant("tilte"), question("did you mean `title`?"));
        assert_eq!(meant("colour"), None);
        let all = question("did you mean `title` or `tags`?");
        assert_eq!(did_you_mean(known), all);
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
    fn known_names_are_indexed_for_the_first_unknown_one() {
        let known = KnownNames::new(["title", "tags"]);
        assert!(known.has("title") && !known.has("Title"));
        assert!(known.index.get().is_none());
        assert_eq!(known.nearest("tilte"), Some("title"));
        assert_eq!(known.nearest("colour"), None);
    }

    #[test]
    fn twice_the_known_and_unknown_names_are_twice_the_work() {
        let work = |count: usize| -> usize {
            let names: Vec<String> = (0..count).map(|at| format!("entry-{at:05}")).collect();
            let known = KnownNames::new(names.iter().map(String::as_str));
            let unknown = (0..count).map(|at| format!("entry-{at:04}x"));
            unknown.map(|name| known.similar(&name).work()).sum()
        };
        let (once, twice) = (work(1_000), work(2_000));
        assert!(once > 0 && 2 * twice < 5 * once, "{once}, then {twice}");
    }

    #[test]
    fn names_of_other_lengths_or_letters_cost_nothing() {
        let names: Vec<String> = (0..1000).map(|at| format!("article {at}")).collect();
        let names = Names::new(names.iter().map(String::as_str));
        assert_eq!(names.nearest("how-to-apologise").compared, 0);
        assert_eq!(names.nearest("zzzzzzz").compared, 0);
    }
}
