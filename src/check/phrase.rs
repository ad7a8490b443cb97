//! A phrase of a word list, as its author writes it.
//!
//! A phrase is written as words with blanks between them; each slot matches one word:
//!
//! - `a/b` one of several words
//! - `cheat*` any word that begins with these letters
//! - `his/her?` a word that may be missing
//! - `#` a number in figures, and `#%` a percentage
//! - `.` the end of the sentence or a comma, which matches no word: without it, what follows may change the meaning
//!
//! Case does not matter. `spot = leave` names the replacement; a `*` at the end of both sides carries the ending over, so
//! that `apologis* = apologiz*` offers "apologizing" for "apologising". Searching a text for phrases is the work of
//! [`super::automaton`].

/// A parsed phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) slots: Vec<Slot>,
    /// What to write instead, if the list says so.
    replacement: Option<Box<str>>,
}

/// One slot of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// The end of the sentence, or a mark such as a comma.
    End,
    /// One word.
    Word {
        /// The slot matches a word that fits any of these.
        any: Vec<Pattern>,
        /// Whether the word may be missing.
        optional: bool,
    },
}

/// What a word is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    Exact(Box<str>),
    Prefix(Box<str>),
    Number,
    Percentage,
}

impl Slot {
    fn read(written: &str) -> Self {
        if matches!(written, "." | ".?") {
            return Self::End;
        }
        let (written, optional) = match written.strip_suffix('?') {
            Some(written) => (written, true),
            None => (written, false),
        };
        Self::Word {
            any: written.split('/').map(Pattern::read).collect(),
            optional,
        }
    }

    /// The first of the words it matches, as it is written.
    fn first(&self) -> Option<String> {
        match self {
            Self::End => Some(".".to_owned()),
            Self::Word { any, .. } => any.first().map(Pattern::written),
        }
    }
}

impl Pattern {
    fn read(written: &str) -> Self {
        match written {
            "#" => Self::Number,
            "#%" => Self::Percentage,
            _ => match written.strip_suffix('*') {
                Some(stem) => Self::Prefix(stem.to_lowercase().into()),
                None => Self::Exact(written.to_lowercase().into()),
            },
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Exact(word) => word.to_string(),
            Self::Prefix(stem) => format!("{stem}*"),
            Self::Number => "#".to_owned(),
            Self::Percentage => "#%".to_owned(),
        }
    }
}

impl Phrase {
    pub(super) fn read(written: &str) -> Self {
        let (phrase, replacement) = match written.split_once(" = ") {
            Some((phrase, replacement)) => (phrase, Some(replacement.trim().into())),
            None => (written, None),
        };
        Self {
            slots: phrase.split_whitespace().map(Slot::read).collect(),
            replacement,
        }
    }

    /// A phrase of these words in lower case, as they are.
    pub(super) fn of_words<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let slot = |word: &str| Slot::Word {
            any: vec![Pattern::Exact(word.into())],
            optional: false,
        };
        Self {
            slots: words.map(slot).collect(),
            replacement: None,
        }
    }

    /// The same pair the other way round: `colour = color` becomes `color = colour`.
    pub(super) fn reversed(&self) -> Option<Self> {
        let replacement = self.replacement.as_deref()?;
        let words: Vec<String> = self.slots.iter().filter_map(Slot::first).collect();
        Some(Self::read(&format!("{replacement} = {}", words.join(" "))))
    }

    /// What to write instead, given the last of the words found.
    pub(super) fn replacement(&self, last_word: &str) -> Option<String> {
        let replacement = self.replacement.as_deref()?;
        let Some(new) = replacement.strip_suffix('*') else {
            return Some(replacement.to_owned());
        };
        let Slot::Word { any, .. } = self.slots.last()? else {
            return None;
        };
        let stem = any.iter().find_map(|pattern| match pattern {
            Pattern::Prefix(stem) => Some(stem.len()),
            _ => None,
        })?;
        let ending = last_word.get(stem..).unwrap_or_default();
        Some(format!("{new}{ending}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_keeps_the_ending_and_can_be_reversed() {
        let pair = Phrase::read("apologis* = apologiz*");
        assert_eq!(
            pair.replacement("apologising").as_deref(),
            Some("apologizing")
        );
        let reversed = pair.reversed().expect("it is a pair");
        assert_eq!(reversed, Phrase::read("apologiz* = apologis*"));
        assert_eq!(Phrase::read("leave").reversed(), None);
    }
}
