//! Articles one by one -> what is shown of each, their words, and where these stand.
//!
//! How common a word is in the site is not known here: no number of one article depends on another.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::block::Place;
use super::file;
use super::lexicon::{Lexicon, Lexicons, Word};
use super::page::{Page, Section};
use super::words;
use crate::document::Document;
use crate::files::Output;

/// How much an occurrence counts, in quarters: title, other names, heading, summary, text.
const TITLE: u32 = 24;
const NAME: u32 = 16;
const HEADING: u32 = 10;
const SUMMARY: u32 = 6;
const TEXT: u32 = 4;

/// The length at which a section counts as it is, in words, and how far lengths matter.
const USUAL_LENGTH: f32 = 200.0;
const LENGTH_MATTERS: f32 = 0.6;
/// The weight at which half of what can be said of a section is said, in quarters.
const HALF: f32 = 10.0;

/// An article as the index knows it.
pub(super) struct Article<'a> {
    /// Its address, seen from the top of the site.
    pub(super) url: String,
    /// The section it belongs to, as readers know it.
    pub(super) section: &'a str,
    /// Whether articles that answer as well come first: it is a sheet or a collection.
    pub(super) aside: bool,
    /// What it says.
    pub(super) page: Page<'a>,
}

impl Article<'_> {
    /// Whether it is this document.
    pub(super) fn is(&self, document: &Document) -> bool {
        matches!(&self.page, Page::Document(own, _) if std::ptr::eq(*own, document))
    }
}

impl Hash for Article<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.url, self.section, &self.page).hash(state);
    }
}

/// Readers that are not at work. What one learned of a word helps with the next article, so they are kept.
#[derive(Default)]
pub(super) struct Readers {
    lexicons: Lexicons,
    free: Mutex<Vec<Reader>>,
}

impl Readers {
    /// The words of a language, by its BCP 47 tag.
    pub(super) fn lexicon(&self, tag: &str) -> Arc<Lexicon> {
        self.lexicons.of(tag)
    }

    /// Reads the articles of a block; `language` is that of articles that name none.
    pub(super) fn read(&self, articles: &[Article<'_>], language: &str) -> Batch {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = free().pop();
        let mut reader = idle.unwrap_or_default();
        let texts = (0..=u8::MAX).zip(articles).map(|(number, article)| {
            let sections = article.page.sections();
            let tag = article.page.language().unwrap_or(language);
            reader.is_foreign = !words::is_same_language(tag, language);
            reader.read(number, &article.page, &sections, tag, &self.lexicons);
            text(article, &sections)
        });
        let texts = texts.collect();
        let batch = reader.finish();
        free().push(reader);
        Batch { texts, ..batch }
    }
}

/// What there is to know of some articles.
#[derive(Default)]
pub(super) struct Batch {
    /// What is shown of each.
    pub(super) texts: Box<[Output]>,
    /// All words, each once.
    pub(super) words: Vec<Arc<Word>>,
    /// A word for each stem, by the stem's number.
    pub(super) stems: Vec<Arc<Word>>,
    /// Where each stem stands, by its number, in the order in which it was read.
    pub(super) places: Vec<(u32, Place)>,
}

/// Reads one batch of articles after the other.
#[derive(Default)]
struct Reader {
    /// The words that were ever met, by language and as they are written, as places in the next list.
    known: BTreeMap<String, Known>,
    words: Vec<Met>,
    /// The stems that were ever met, as places in the next list.
    numbers: FxHashMap<Arc<str>, usize>,
    stems: Vec<Stem>,
    /// The batch at hand, and how many were finished before.
    batch: Batch,
    finished: usize,
    /// The stems of the section at hand that weigh something.
    weighty: Vec<usize>,
    /// Whether the article at hand is in another language than the site. The client knows the fillers of the site's alone,
    /// so those of others are forms like all words.
    is_foreign: bool,
}

/// The words met so far in one language.
struct Known {
    lexicon: Arc<Lexicon>,
    words: FxHashMap<Box<str>, usize>,
}

/// A word that was met.
struct Met {
    word: Arc<Word>,
    stem: usize,
    /// The last batch it was met in.
    batch: Option<usize>,
}

/// A stem that was met.
#[derive(Default)]
struct Stem {
    /// How much it weighs in the section at hand.
    weight: u32,
    /// The last batch in which it weighed something, and its number there.
    batch: Option<usize>,
    number: u32,
}

impl Reader {
    fn read(
        &mut self,
        article: u8,
        page: &Page<'_>,
        sections: &[Section<'_>],
        tag: &str,
        lexicons: &Lexicons,
    ) {
        let mut known = self.known.remove(tag).unwrap_or_else(|| Known {
            lexicon: lexicons.of(tag),
            words: FxHashMap::default(),
        });
        self.count(page.title(), TITLE, &mut known);
        // However many of its names hold a word, it is one of its names.
        let mut named = BTreeSet::new();
        for name in page.names() {
            words::words(name, |word| {
                named.insert(word.to_lowercase());
            });
        }
        for word in named {
            self.count(&word, NAME, &mut known);
        }
        self.count(page.summary(), SUMMARY, &mut known);
        for (section, Section { heading, text, .. }) in (0..=u16::MAX).zip(sections) {
            self.count(heading, HEADING, &mut known);
            let length = self.count(text, TEXT, &mut known);
            for stem in self.weighty.drain(..) {
                let stem = &mut self.stems[stem];
                let weight = std::mem::take(&mut stem.weight);
                let place = Place {
                    article,
                    section,
                    impact: impact(weight as f32, length as f32),
                };
                self.batch.places.push((stem.number, place));
            }
        }
        self.known.insert(tag.to_owned(), known);
    }

    /// What was read since the last time, but for the texts.
    fn finish(&mut self) -> Batch {
        self.finished += 1;
        std::mem::take(&mut self.batch)
    }

    /// Adds the words of a text to the section at hand, and counts them.
    fn count(&mut self, text: &str, weight: u32, known: &mut Known) -> u32 {
        let mut length = 0;
        words::words(text, |word| {
            length += 1;
            self.add(word, weight, known);
        });
        words::joined(text, |word| self.add(word, weight, known));
        length
    }

    /// Adds a word to the section at hand.
    fn add(&mut self, word: &str, weight: u32, known: &mut Known) {
        let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        let word = match word.bytes().all(is_lower) {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase()),
        };
        let number = match known.words.get(&*word) {
            Some(number) => *number,
            None => self.meet(&word, known),
        };
        let batch = Some(self.finished);
        let met = &mut self.words[number];
        if met.batch != batch && (self.is_foreign || !met.word.stop) {
            met.batch = batch;
            self.batch.words.push(Arc::clone(&met.word));
        }
        // Words that are in every sentence say something in a title or name alone.
        if weight > HEADING || !met.word.stop {
            let stem = &mut self.stems[met.stem];
            if stem.batch != batch {
                stem.batch = batch;
                stem.number = self.batch.stems.len() as u32;
                self.batch.stems.push(Arc::clone(&met.word));
            }
            if stem.weight == 0 {
                self.weighty.push(met.stem);
            }
            stem.weight += weight;
        }
    }

    /// Gives a word that was never met before its place.
    fn meet(&mut self, written: &str, known: &mut Known) -> usize {
        let word = known.lexicon.word(written);
        let number = self.numbers.entry(Arc::clone(&word.stem));
        let stem = *number.or_insert_with(|| {
            self.stems.push(Stem::default());
            self.stems.len() - 1
        });
        self.words.push(Met {
            word,
            stem,
            batch: None,
        });
        let number = self.words.len() - 1;
        known.words.insert(written.into(), number);
        number
    }
}

/// What is shown of an article, whatever its number.
fn text(article: &Article<'_>, sections: &[Section<'_>]) -> Output {
    let Article {
        url,
        section,
        page,
        aside: _,
    } = article;
    let sections = sections
        .iter()
        .map(|section| (section.id, section.heading, &section.text));
    let data = (
        url,
        page.title(),
        page.summary(),
        section,
        page.audiences(),
        sections.collect::<Vec<_>>(),
    );
    file::script("t", &data)
}

/// How much a section is about a word, 1 to 15.
fn impact(weight: f32, length: f32) -> u8 {
    let weight = weight / (1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length.max(40.0) / USUAL_LENGTH);
    (15.0 * weight / (weight + HALF)).round().clamp(1.0, 15.0) as u8
}
