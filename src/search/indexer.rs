//! Articles -> the words of each section with their weights, and the texts of the articles for the list of results.
//!
//! It does not use the frequency of words in the site: no number of one article depends on another article.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::bundles::Bundle;
use super::interner::Symbol;
use super::language::is_same_language;
use super::page::{Article, Page};
use super::postings::BlockPosting;
use super::sections::Section;
use super::vocabulary::{Form, Term, Vocabularies, Vocabulary, Word};
use crate::words::{self, Searched};

/// How much an occurrence weighs, in quarters: in the title, another name, a heading, the summary, the text.
const TITLE: u32 = 24;
const NAME: u32 = 16;
const HEADING: u32 = 10;
const SUMMARY: u32 = 6;
const TEXT: u32 = 4;

/// The length of a section, in words, at which its weights count as they are; how much the length matters, 0 to 1 (`b` in
/// BM25); and the length below which a section is no longer favoured for being short.
const USUAL_LENGTH: f32 = 200.0;
const LENGTH_MATTERS: f32 = 0.6;
const SHORTEST: f32 = 40.0;
/// The weight, in quarters, at which a section reaches half of the highest impact.
const HALF: f32 = 10.0;

/// The idle indexers. They are kept because an indexer looks each word up only the first time it meets it.
#[derive(Default)]
pub(super) struct IndexerPool {
    pub(super) vocabularies: Vocabularies,
    idle: Mutex<Vec<Indexer>>,
}

impl IndexerPool {
    /// Reads the articles of a block: their words, and their texts, of which `bundled` are in a bundle. `language` is that of
    /// articles that name none.
    pub(super) fn read(
        &self,
        articles: &[Article<'_>],
        language: &str,
        bundled: usize,
    ) -> (Batch, Vec<Bundle>) {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let reused = idle().pop();
        let mut indexer = reused.unwrap_or_default();
        let mut number = 0;
        let bundles = articles.chunks(bundled).map(|neighbours| {
            let sectioned = neighbours.iter().map(|article| {
                let sections = article.page.sections();
                let tag = article.page.language().unwrap_or(language);
                indexer.is_foreign = !is_same_language(tag, language);
                indexer.read(number, &article.page, &sections, tag, &self.vocabularies);
                number += 1;
                (article, sections)
            });
            Bundle::of(&sectioned.collect::<Vec<_>>())
        });
        let bundles = bundles.collect();
        let batch = indexer.finish(articles.len() as u32);
        idle().push(indexer);
        (batch, bundles)
    }
}

/// What was read in one batch of articles.
#[derive(Default)]
pub(super) struct Batch {
    /// How many articles there are.
    pub(super) articles: u32,
    /// The forms that can be typed. A form of several words is in it several times.
    pub(super) forms: Vec<Form>,
    /// All stems, by their numbers in the batch.
    pub(super) stems: Vec<Term>,
    /// The postings of each stem, by its number, in the order in which they were read.
    pub(super) postings: Vec<(u32, BlockPosting)>,
}

/// Reads one batch of articles after the other.
///
/// Words and stems keep their numbers from batch to batch. Within a batch, stems are numbered anew. Each word and stem
/// remembers the last batch it was in, so nothing has to be cleared between batches.
#[derive(Default)]
struct Indexer {
    /// The numbers of the words met so far, by language.
    languages: BTreeMap<String, LanguageWords>,
    words: Vec<WordEntry>,
    /// The numbers of the stems met so far.
    numbers: FxHashMap<Symbol, usize>,
    stems: Vec<StemEntry>,
    /// The current batch, and how many were finished before it.
    batch: Batch,
    finished: usize,
    /// The stems that have a weight in the current section.
    weighted: Vec<usize>,
    /// Whether the current article is in another language than the site. The root lists the stop words of the site's
    /// language; those of other languages must be among the forms, like all words.
    is_foreign: bool,
}

/// The words met so far in one language, as they are written, with their numbers.
struct LanguageWords {
    vocabulary: Arc<Vocabulary>,
    numbers: FxHashMap<Box<str>, usize>,
}

struct WordEntry {
    word: Arc<Word>,
    stem: usize,
    is_stop: bool,
    /// The last batch it was in.
    batch: Option<usize>,
}

struct StemEntry {
    stem: Term,
    /// How much it weighs in the current section.
    weight: u32,
    /// The last batch in which it had a weight, and its number there.
    batch: Option<usize>,
    number: u32,
}

impl Indexer {
    /// Adds the words of an article to the batch. Title, names and summary count as part of its first section.
    fn read(
        &mut self,
        article: u8,
        page: &Page<'_>,
        sections: &[Section<'_>],
        tag: &str,
        vocabularies: &Vocabularies,
    ) {
        // Taken out of the map while it is in use, because `count` borrows the whole indexer.
        let known = self.languages.remove(tag);
        let mut language = known.unwrap_or_else(|| LanguageWords {
            vocabulary: vocabularies.of(tag),
            numbers: FxHashMap::default(),
        });
        self.count(page.title(), TITLE, &mut language);
        // A word counts once as a name, however many of the names it is part of.
        let mut named = BTreeSet::new();
        for name in page.names() {
            words::searched(name, |word| {
                named.insert(word.to_lowercase());
            });
        }
        for word in named {
            self.count(&word, NAME, &mut language);
        }
        self.count(page.summary(), SUMMARY, &mut language);
        for (section, Section { heading, text, .. }) in (0..=u16::MAX).zip(sections) {
            self.count(heading, HEADING, &mut language);
            let length = self.count(text, TEXT, &mut language);
            let scale = Scale::of(length);
            for stem in self.weighted.drain(..) {
                let stem = &mut self.stems[stem];
                let weight = std::mem::take(&mut stem.weight);
                let posting = BlockPosting {
                    article,
                    section,
                    impact: scale.impact(weight),
                };
                self.batch.postings.push((stem.number, posting));
            }
        }
        self.languages.insert(tag.to_owned(), language);
    }

    /// Ends a batch of so many articles and returns it.
    fn finish(&mut self, articles: u32) -> Batch {
        self.finished += 1;
        let batch = std::mem::take(&mut self.batch);
        Batch { articles, ..batch }
    }

    /// Adds the words of a text to the current section, and counts them. Joined words are added, but not counted.
    fn count(&mut self, text: &str, weight: u32, language: &mut LanguageWords) -> u32 {
        let mut length = 0;
        words::searched_and_joined(text, |word| match word {
            Searched::Word(word) => {
                length += 1;
                self.add(word, weight, language);
            }
            Searched::Joined(word) => self.add(word, weight, language),
        });
        length
    }

    /// Adds a word to the current section.
    fn add(&mut self, word: &str, weight: u32, language: &mut LanguageWords) {
        let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        let word = match word.bytes().all(is_lower) {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase()),
        };
        let number = match language.numbers.get(&*word) {
            Some(number) => *number,
            None => self.new_word(&word, language),
        };
        let batch = Some(self.finished);
        let entry = &mut self.words[number];
        if entry.batch != batch && (self.is_foreign || !entry.is_stop) {
            entry.batch = batch;
            self.batch.forms.extend(&entry.word.forms);
        }
        // Stop words are indexed in titles and names alone.
        if weight > HEADING || !entry.is_stop {
            let stem = &mut self.stems[entry.stem];
            if stem.batch != batch {
                stem.batch = batch;
                stem.number = self.batch.stems.len() as u32;
                self.batch.stems.push(stem.stem);
            }
            if stem.weight == 0 {
                self.weighted.push(entry.stem);
            }
            stem.weight += weight;
        }
    }

    /// Gives a word that was never met before its number, and its stem one if that is new as well.
    fn new_word(&mut self, written: &str, language: &mut LanguageWords) -> usize {
        let word = language.vocabulary.word(written);
        let number = self.numbers.entry(word.stem.text);
        let stem = *number.or_insert_with(|| {
            self.stems.push(StemEntry {
                stem: word.stem,
                weight: 0,
                batch: None,
                number: 0,
            });
            self.stems.len() - 1
        });
        self.words.push(WordEntry {
            stem,
            is_stop: word.is_stop,
            word,
            batch: None,
        });
        let number = self.words.len() - 1;
        language.numbers.insert(written.into(), number);
        number
    }
}

/// How weights become impacts in a section of some length.
///
/// The weight is divided by a factor that grows with the section's length, as in BM25: the same number of occurrences
/// says more of a short section. Then it saturates: the tenth occurrence adds less than the second.
struct Scale(f32);

impl Scale {
    /// The scale of a section with so many words.
    fn of(length: u32) -> Self {
        let length = (length as f32).max(SHORTEST);
        Self(1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length / USUAL_LENGTH)
    }

    /// How much the section is about a word of this weight, 1 to 15.
    fn impact(&self, weight: u32) -> u8 {
        let weight = weight as f32 / self.0;
        (15.0 * weight / (weight + HALF)).round().clamp(1.0, 15.0) as u8
    }
}
