//! The vocabulary of a language: the form, the stem and the other spellings of each word. They are computed once per
//! language, however many articles contain the word.
//!
//! It is a cache and holds no data of articles.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::language::{Language, STOP_MARK};
use super::letters::Letters;
use crate::memo::Lookup;
use crate::words::fold;

/// A word as search knows it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The word as the browser folds it when it is typed.
    pub(super) form: Arc<str>,
    /// The first letters of the form.
    pub(super) form_letters: Letters,
    /// The stem that it shares with its other forms.
    pub(super) stem: Arc<str>,
    /// The first letters of the stem.
    pub(super) stem_letters: Letters,
    /// How else it can be typed, where its language has several spellings.
    pub(super) others: Box<[Arc<Word>]>,
    /// Whether it is a stop word of its language.
    pub(super) is_stop: bool,
}

/// The words of one language.
pub(super) struct Vocabulary {
    pub(super) language: Language,
    words: Lookup<Arc<Word>>,
}

impl Vocabulary {
    fn of(tag: &str) -> Self {
        Self {
            language: Language::of(tag),
            words: Lookup::default(),
        }
    }

    /// Looks up a word that is given in lower case.
    pub(super) fn word(&self, written: &str) -> Arc<Word> {
        self.words.get(written, || self.compute(written))
    }

    fn compute(&self, written: &str) -> Arc<Word> {
        let stem: Arc<str> = self.language.stem(written).into();
        let word = |form: String, others: Box<[Arc<Word>]>| {
            Arc::new(Word {
                form_letters: Letters::of(&form),
                form: form.into(),
                stem_letters: Letters::of(&stem),
                stem: Arc::clone(&stem),
                others,
                is_stop: stem.starts_with(STOP_MARK),
            })
        };
        let others = self.language.other_spellings(written).into_iter();
        let others = others.map(|other| word(other, Box::default()));
        word(fold(written), others.collect())
    }
}

/// The vocabulary of each language that articles are written in.
#[derive(Default)]
pub(super) struct Vocabularies(Mutex<BTreeMap<String, Arc<Vocabulary>>>);

impl Vocabularies {
    /// The vocabulary of a language, by its BCP 47 tag.
    pub(super) fn of(&self, tag: &str) -> Arc<Vocabulary> {
        let mut vocabularies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let vocabulary = vocabularies
            .entry(tag.to_owned())
            .or_insert_with(|| Arc::new(Vocabulary::of(tag)));
        Arc::clone(vocabulary)
    }
}
