//! The first letters of words, by which the index is divided.

/// The first two letters of a word. Their order is that of the words' characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Letters(u64);

impl Letters {
    pub(super) fn of(word: &str) -> Self {
        // A letter that a short word lacks is zero, so that the word comes before longer ones.
        let mut chars = word.chars().map(u64::from);
        let mut next = || chars.next().unwrap_or_default();
        Self(next() << 32 | next())
    }

    /// The letters, as many as the word has.
    pub(super) fn text(self) -> String {
        let letters = [(self.0 >> 32) as u32, self.0 as u32];
        let letters = letters.into_iter().filter_map(char::from_u32);
        letters.filter(|letter| *letter != '\0').collect()
    }
}

/// The first characters of a word, as many as it has.
pub(super) fn prefix(word: &str, length: usize) -> &str {
    word.char_indices()
        .nth(length)
        .map_or(word, |(end, _)| &word[..end])
}
