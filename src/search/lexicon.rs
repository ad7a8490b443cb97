//! What search knows of each word as it is written, worked out once, whichever article it stands in.
//!
//! Nothing of an article is kept here; forgetting all of it would only cost time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::words::{FILLER, Language, fold};
use crate::memo::Lookup;

/// A word as search knows it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// What the browser makes of it when it is typed.
    pub(super) form: Arc<str>,
    /// What it has in common with its other forms.
    pub(super) stem: Arc<str>,
    /// How else it can be typed, if its language has two spellings of it.
    pub(super) other: Option<Arc<Word>>,
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
            let other = self.language.other_spelling(written);
            let stem: Arc<str> = stem.into();
            let word = |form: String, other| {
                Arc::new(Word {
                    form: form.into(),
                    stem: Arc::clone(&stem),
                    other,
                    stop: stem.starts_with(FILLER),
                })
            };
            word(form, other.map(|other| word(other, None)))
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
