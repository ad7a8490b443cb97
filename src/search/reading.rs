//! One article -> what is shown of it, its words, and where they stand.
//!
//! Other articles are not known here, but for the words that a [`Reader`] met in them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::file::File;
use super::lexicon::{Lexicon, Lexicons, Word};
use super::page::{Page, Section};
use super::words;
use crate::memo::Fingerprint;

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

impl Hash for Article<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.url, self.section, &self.page).hash(state);
    }
}

/// What is known of an article.
pub(super) struct Reading {
    /// Stands for everything it was made from.
    pub(super) key: Fingerprint,
    /// The file with what is shown of it.
    pub(super) text: File,
    /// Its words, as far as they count, each once.
    pub(super) words: Box<[Arc<Word>]>,
    /// Where their stems stand, section by section.
    pub(super) mentions: Box<[Mention]>,
}

/// A section of an article in which a stem stands.
#[derive(Clone, Copy)]
pub(super) struct Mention {
    /// The first of the article's words that has the stem, by number.
    pub(super) word: u32,
    /// The section's number.
    pub(super) section: u16,
    /// How much the section is about the stem, 1 to 15.
    pub(super) impact: u8,
}

/// Reads one article after the other; what it learned of a word helps with the next one.
pub(super) struct Reader<'a> {
    /// The language of an article that names none.
    language: &'a str,
    lexicons: &'a Lexicons,
    /// The words that were met, by language and as they are written.
    known: BTreeMap<String, Known>,
    words: Vec<Met>,
    /// The number of each stem, and the stems by number.
    numbers: FxHashMap<Arc<str>, usize>,
    stems: Vec<Stem>,
    /// How many articles were read.
    articles: usize,
    /// The words of the article at hand that count.
    counted: Vec<Arc<Word>>,
    /// The stems of the section at hand that weigh something.
    weighty: Vec<usize>,
}

/// The words met so far in one language, by number.
struct Known {
    lexicon: Arc<Lexicon>,
    words: FxHashMap<Box<str>, usize>,
}

/// A word that was met.
struct Met {
    word: Arc<Word>,
    /// The number of its stem.
    stem: usize,
    /// The last article in which it counts.
    article: usize,
}

/// A stem that was met.
struct Stem {
    /// How much it weighs in the section at hand.
    weight: u32,
    /// The last article in which it stands, and the first of that article's words that has it.
    article: usize,
    word: u32,
}

impl<'a> Reader<'a> {
    /// A reader that has met no word; `language` is that of an article which names none.
    pub(super) fn new(language: &'a str, lexicons: &'a Lexicons) -> Self {
        Self {
            language,
            lexicons,
            known: BTreeMap::new(),
            words: Vec::new(),
            numbers: FxHashMap::default(),
            stems: Vec::new(),
            articles: 0,
            counted: Vec::new(),
            weighty: Vec::new(),
        }
    }

    /// Reads the article of this number, for which `key` stands.
    pub(super) fn read(
        &mut self,
        key: Fingerprint,
        number: usize,
        article: &Article<'_>,
    ) -> Reading {
        self.articles += 1;
        let page = &article.page;
        let tag = page.language().unwrap_or(self.language);
        let mut known = self.known.remove(tag).unwrap_or_else(|| Known {
            lexicon: self.lexicons.of(tag),
            words: FxHashMap::default(),
        });
        let sections = page.sections();
        let mentions = self.mentions(page, &sections, &mut known);
        self.known.insert(tag.to_owned(), known);
        Reading {
            key,
            text: text(number, article, &sections),
            words: std::mem::take(&mut self.counted).into(),
            mentions: mentions.into(),
        }
    }

    fn mentions(
        &mut self,
        page: &Page<'_>,
        sections: &[Section<'_>],
        known: &mut Known,
    ) -> Vec<Mention> {
        let mut mentions = Vec::new();
        self.count(page.title(), TITLE, known);
        // However many of its names hold a word, it is one of its names.
        let mut named = BTreeSet::new();
        for name in page.names() {
            words::words(name, |word| {
                named.insert(word.to_lowercase());
            });
        }
        for word in named {
            self.count(&word, NAME, known);
        }
        self.count(page.summary(), SUMMARY, known);
        for (section, Section { heading, text, .. }) in (0..=u16::MAX).zip(sections) {
            self.count(heading, HEADING, known);
            let length = self.count(text, TEXT, known);
            for stem in self.weighty.drain(..) {
                let stem = &mut self.stems[stem];
                mentions.push(Mention {
                    word: stem.word,
                    section,
                    impact: impact(std::mem::take(&mut stem.weight) as f32, length as f32),
                });
            }
        }
        mentions
    }

    /// Adds the words of a text to the section at hand, and counts them.
    fn count(&mut self, text: &str, weight: u32, known: &mut Known) -> u32 {
        let mut length = 0;
        let mut lower = String::new();
        words::words(text, |word| {
            length += 1;
            let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
            let word = if word.bytes().all(is_lower) {
                word
            } else {
                lower = word.to_lowercase();
                &lower
            };
            let number = match known.words.get(word) {
                Some(number) => *number,
                None => self.meet(word, known),
            };
            let met = &mut self.words[number];
            // Words that are in every sentence say something in a title or name alone.
            if weight > HEADING || !met.word.stop {
                let stem = &mut self.stems[met.stem];
                if met.article != self.articles {
                    met.article = self.articles;
                    if stem.article != self.articles {
                        stem.article = self.articles;
                        stem.word = self.counted.len() as u32;
                    }
                    self.counted.push(Arc::clone(&met.word));
                }
                if stem.weight == 0 {
                    self.weighty.push(met.stem);
                }
                stem.weight += weight;
            }
        });
        length
    }

    /// Gives a word that was not met before a number.
    fn meet(&mut self, written: &str, known: &mut Known) -> usize {
        let word = known.lexicon.word(written);
        let number = self.numbers.entry(Arc::clone(&word.stem));
        let stem = *number.or_insert_with(|| {
            self.stems.push(Stem {
                weight: 0,
                article: 0,
                word: 0,
            });
            self.stems.len() - 1
        });
        self.words.push(Met {
            word,
            stem,
            article: 0,
        });
        let number = self.words.len() - 1;
        known.words.insert(written.into(), number);
        number
    }
}

/// The file with what is shown of an article.
fn text(number: usize, article: &Article<'_>, sections: &[Section<'_>]) -> File {
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
    File::hashed(&format!("t-{number}"), &data)
}

/// How much a section is about a word, 1 to 15.
fn impact(weight: f32, length: f32) -> u8 {
    let weight = weight / (1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length.max(40.0) / USUAL_LENGTH);
    (15.0 * weight / (weight + HALF)).round().clamp(1.0, 15.0) as u8
}
