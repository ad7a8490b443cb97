//! The vocabulary of a language: the form, the stem and the other spellings of each word. They are computed once per
//! language, however many articles contain the word.
//!
//! It is a cache and holds no data of articles.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::interner::{Interner, Symbol};
use super::language::{Language, STOP_MARK};
use super::letters::Letters;
use crate::memo::Lookup;
use crate::words;

/// A form or a stem. Terms with the same first letters are neighbours in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    pub(super) letters: Letters,
    pub(super) text: Symbol,
}

/// A word as the browser folds it when it is typed, and the stem that it shares with its other forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) typed: Term,
    pub(super) stem: Symbol,
}

impl Form {
    /// Its place among others, by the first letters. Two numbers are compared faster than three.
    pub(super) fn order(&self) -> (Letters, u64) {
        let Term { letters, text } = self.typed;
        let pair = u64::from(text.number()) << 32 | u64::from(self.stem.number());
        (letters, pair)
    }
}

/// A word as search knows it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) stem: Term,
    /// How it can be typed: as it is written, and differently where its language has several spellings.
    pub(super) forms: Box<[Form]>,
    /// Whether it is a stop word of its language.
    pub(super) is_stop: bool,
}

/// The words of one language.
pub(super) struct Vocabulary {
    pub(super) language: Language,
    interner: Arc<Interner>,
    words: Lookup<Arc<Word>>,
}

impl Vocabulary {
    /// Looks up a word that is given in lower case.
    pub(super) fn word(&self, written: &str) -> Arc<Word> {
        self.words.get(written, || self.compute(written))
    }

    /// The text of a term.
    pub(super) fn text(&self, symbol: Symbol) -> Arc<str> {
        Arc::clone(self.interner.texts().text(symbol))
    }

    fn compute(&self, written: &str) -> Arc<Word> {
        let stem = self.language.stem(written);
        let is_stop = stem.starts_with(STOP_MARK);
        let stem = self.term(&stem);
        let others = self.language.other_spellings(written);
        let typed = [words::fold(written)].into_iter().chain(others);
        let forms = typed.map(|typed| Form {
            typed: self.term(&typed),
            stem: stem.text,
        });
        Arc::new(Word {
            stem,
            forms: forms.collect(),
            is_stop,
        })
    }

    fn term(&self, text: &str) -> Term {
        Term {
            letters: Letters::of(text),
            text: self.interner.symbol(text),
        }
    }
}

/// The vocabulary of each language that articles are written in.
#[derive(Default)]
pub(super) struct Vocabularies {
    pub(super) interner: Arc<Interner>,
    languages: Mutex<BTreeMap<String, Arc<Vocabulary>>>,
}

impl Vocabularies {
    /// The vocabulary of a language, by its BCP 47 tag.
    pub(super) fn of(&self, tag: &str) -> Arc<Vocabulary> {
        let languages = self.languages.lock();
        let mut languages = languages.unwrap_or_else(PoisonError::into_inner);
        let vocabulary = languages.entry(tag.to_owned()).or_insert_with(|| {
            Arc::new(Vocabulary {
                language: Language::of(tag),
                interner: Arc::clone(&self.interner),
                words: Lookup::default(),
            })
        });
        Arc::clone(vocabulary)
    }
}
