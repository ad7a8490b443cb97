//! Word lists that ship with mend: plain text, one entry a line, `#` begins a comment line.
//!
//! They are in `src/words/LANGUAGE/`, one folder per language, so that a translator finds all of them in one place
//! and edits no code. A room embeds the lists it needs with `include_str!` and reads them here. The room knows
//! what its lists mean.

/// The entries of a list, in the order of its lines.
pub fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The entries of a list whose lines are two words each.
pub fn pairs(list: &str) -> impl Iterator<Item = (&str, &str)> {
    entries(list).filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_entries() {
        let list = "# A comment.\n\n  one two \nthree\r\n#four\n";
        assert_eq!(entries(list).collect::<Vec<_>>(), ["one two", "three"]);
        assert_eq!(pairs(list).collect::<Vec<_>>(), [("one", "two")]);
    }

    /// A line without two words would be passed over in silence.
    #[test]
    fn every_line_of_a_list_of_pairs_is_a_pair() {
        for list in [
            include_str!("words/en/spelling-endings.txt"),
            include_str!("words/en/spelling-words.txt"),
        ] {
            assert_eq!(pairs(list).count(), entries(list).count());
            assert!(pairs(list).all(|(_, second)| !second.contains(' ')));
        }
    }
}
