//! What search knows of each word as it is written, worked out once, whichever article it stands in.
//!
//! Nothing of an article is kept here; forgetting all of it would only cost time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::words::{FILLER, Language, fold};
use crate::memo::Lookup;

/// The first two letters of a word, in the order of their characters; what a word is too short for is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
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

/// A word as search knows it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// What the browser makes of it when it is typed.
    pub(super) form: Arc<str>,
    /// The first letters of that.
    pub(super) letters: Letters,
    /// What it has in common with its other forms.
    pub(super) stem: Arc<str>,
    /// The first letters of that.
    pub(super) stem_letters: Letters,
    /// How else it can be typed, where its language writes it in several ways.
    pub(super) others: Box<[Arc<Word>]>,
    /// Whether it stands in every sentence, so that it says nothing of a text.
    pub(super) stop: bool,
}

/// The words of one language.
pub(super) struct Lexicon {
    pub(super) language: Language,
    words: Lookup<Arc<Word>>,
}

impl Lexicon {
    fn of(tag: &str) -> Self {
        Self {
            language: Language::of(tag),
            words: Lookup::default(),
        }
    }

    /// What is known of a word in lower case.
    pub(super) fn word(&self, written: &str) -> Arc<Word> {
        self.words.get(written, || {
            let stem = self.language.stem(written);
            let form = fold(written);
            let others = self.language.other_spellings(written);
            let stem: Arc<str> = stem.into();
            let word = |form: String, others: Box<[Arc<Word>]>| {
                Arc::new(Word {
                    letters: Letters::of(&form),
                    form: form.into(),
                    stem_letters: Letters::of(&stem),
                    stem: Arc::clone(&stem),
                    others,
                    stop: stem.starts_with(FILLER),
                })
            };
            let others = others.into_iter().map(|other| word(other, Box::default()));
            word(form, others.collect())
        })
    }
}

/// The lexicon of each language that was met.
#[derive(Default)]
pub(super) struct Lexicons(Mutex<BTreeMap<String, Arc<Lexicon>>>);

impl Lexicons {
    /// That of a language, by its BCP 47 tag.
    pub(super) fn of(&self, tag: &str) -> Arc<Lexicon> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lexicon = known
            .entry(tag.to_owned())
            .or_insert_with(|| Arc::new(Lexicon::of(tag)));
        Arc::clone(lexicon)
    }
}
