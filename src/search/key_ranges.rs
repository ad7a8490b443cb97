//! Sorted keys -> ranges of keys, each of them a file of the index.
//!
//! It knows only the size of the values, not their contents.

use super::letters::prefix;

/// The keys that sort at or after `from` and before `before`. All have the same first letter; the last range of a letter has
/// no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct KeyRange<'a> {
    pub(super) from: &'a str,
    pub(super) before: Option<&'a str>,
}

impl KeyRange<'_> {
    /// The entries whose keys are in the range, from sorted ones.
    pub(super) fn slice<'b, T>(&self, sorted: &'b [T], key: impl Fn(&T) -> &str) -> &'b [T] {
        let start = sorted.partition_point(|entry| key(entry) < self.from);
        let end =
            sorted.partition_point(|entry| self.before.is_none_or(|before| key(entry) < before));
        &sorted[start..end]
    }
}

/// Divides sorted keys with the same first letter into ranges of at most `limit` bytes if that can be done. Keys are
/// given by their first letters, `deepest` at most, with the size of what is stored under them.
///
/// Only prefixes that differ in nothing but their last letter share a range, so a change of size moves boundaries only
/// between these: an edit of one article changes the names of few files.
pub(super) fn divide<'a>(
    sizes: &[(&'a str, usize)],
    limit: usize,
    deepest: usize,
) -> Vec<KeyRange<'a>> {
    let mut starts = Vec::new();
    collect_starts(sizes, 1, (limit, deepest), &mut starts);
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    let ranges = starts.iter().copied().zip(ends);
    ranges
        .map(|(from, before)| KeyRange { from, before })
        .collect()
}

/// Collects the starts of ranges for keys that share their first `length - 1` letters. Keys with the same `length` letters that
/// are too large for a range are divided by one letter more; others fill a range until there is no room left in it.
fn collect_starts<'a>(
    sizes: &[(&'a str, usize)],
    length: usize,
    (limit, deepest): (usize, usize),
    starts: &mut Vec<&'a str>,
) {
    let mut room = 0;
    for same in sizes.chunk_by(|left, right| prefix(left.0, length) == prefix(right.0, length)) {
        let size: usize = same.iter().map(|(_, size)| size).sum();
        if size > limit && length < deepest {
            collect_starts(same, length + 1, (limit, deepest), starts);
            room = 0;
            continue;
        }
        if size > room {
            starts.push(prefix(same[0].0, length));
            room = limit;
        }
        room = room.saturating_sub(size);
    }
}

#[cfg(test)]
mod tests {
    /// Where the ranges of at most 10 bytes begin.
    fn starts<'a>(sizes: &[(&'a str, usize)], deepest: usize) -> Vec<&'a str> {
        let ranges = super::divide(sizes, 10, deepest).into_iter();
        ranges.map(|range| range.from).collect()
    }

    #[test]
    fn neighbours_share_a_range_until_it_is_full() {
        let sizes = [
            ("ta", 4),
            ("te", 4),
            ("ti", 4),
            ("tra", 9),
            ("tri", 9),
            ("ts", 1),
        ];
        assert_eq!(starts(&sizes, 3), ["ta", "ti", "tra", "tri", "ts"]);
        assert_eq!(starts(&sizes[..2], 3), ["t"]);
    }

    #[test]
    fn keys_with_the_same_deepest_prefix_stay_together() {
        assert_eq!(starts(&[("tru", 50), ("try", 5)], 3), ["tru", "try"]);
        assert_eq!(starts(&[("t", 50), ("tr", 5)], 2), ["t", "tr"]);
    }
}
