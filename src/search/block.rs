//! Some articles -> what is shown of them, and where their words stand.
//!
//! A block is what is read again when one of its articles changes, so that the words of a large site are
//! gathered from a few hundred blocks instead of from every article.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::file::File;
use super::lexicon::{Lexicon, Lexicons, Word};
use super::page::{Page, Section};
use super::words;
use crate::memo::Fingerprint;

/// How many articles make a block.
pub(super) const BLOCK: usize = 64;

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

/// A section in which a stem stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The article's number in its block.
    pub(super) article: u8,
    /// How much the section is about the stem, 1 to 15.
    pub(super) impact: u8,
    /// The section's number in its article.
    pub(super) section: u16,
}

/// A word as it is typed, and its stem.
pub(super) type Form = (Arc<str>, Arc<str>);

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

/// Some articles.
#[derive(Default)]
pub(super) struct Block {
    /// What is shown of each.
    pub(super) texts: Vec<File>,
    /// Every stem with the end of its places, in the order in which they were met.
    stems: Vec<(Arc<str>, usize)>,
    /// Stem by stem, then by article and section.
    places: Vec<Place>,
    forms: Vec<Form>,
    /// The above by the first letters of the words.
    shares: Vec<Share>,
    /// Which of them has which letters.
    by_prefix: FxHashMap<Box<str>, usize>,
}

/// What a block has to say of the words that begin with the same letters, as places in its lists.
struct Share {
    prefix: Box<str>,
    stems: Vec<u32>,
    forms: Vec<u32>,
    fingerprint: Fingerprint,
}

impl Block {
    /// Reads at most [`BLOCK`] articles; `language` is that of an article which names none.
    pub(super) fn of(
        number: usize,
        articles: &[Article<'_>],
        language: &str,
        lexicons: &Lexicons,
    ) -> Self {
        let mut reader = Reader::default();
        let mut words: BTreeMap<&str, FxHashMap<Box<str>, usize>> = BTreeMap::new();
        let mut texts = Vec::with_capacity(articles.len());
        for (at, article) in (0..).zip(articles) {
            let tag = article.page.language().unwrap_or(language);
            let mut known = Known {
                lexicon: lexicons.of(tag),
                words: words.entry(tag).or_default(),
            };
            let sections = article.page.sections();
            reader.article(at, &article.page, &sections, &mut known);
            texts.push(text(number * BLOCK + usize::from(at), article, &sections));
        }
        Self {
            texts,
            ..reader.block()
        }
    }

    /// A block of words that stand in no article.
    pub(super) fn of_words(words: Vec<Arc<Word>>) -> Self {
        Self {
            forms: forms(words),
            ..Self::default()
        }
        .shared()
    }

    /// The first letters of the block's words, each with what stands for all that is said of those words.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = (&str, Fingerprint)> {
        let shares = self.shares.iter();
        shares.map(|share| (&*share.prefix, share.fingerprint))
    }

    /// The stems that begin with these letters, and where they stand.
    pub(super) fn stems(&self, prefix: &str) -> impl Iterator<Item = (&Arc<str>, &[Place])> {
        let stems = self.share(prefix).map_or(&[][..], |share| &share.stems);
        stems.iter().map(|at| self.stem(*at))
    }

    /// The forms that begin with these letters.
    pub(super) fn forms(&self, prefix: &str) -> impl Iterator<Item = &Form> {
        let forms = self.share(prefix).map_or(&[][..], |share| &share.forms);
        forms.iter().map(|at| &self.forms[*at as usize])
    }

    fn stem(&self, at: u32) -> (&Arc<str>, &[Place]) {
        let at = at as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.stems[before].1);
        let (stem, end) = &self.stems[at];
        (stem, &self.places[start..*end])
    }

    fn share(&self, prefix: &str) -> Option<&Share> {
        Some(&self.shares[*self.by_prefix.get(prefix)?])
    }

    /// The share a word belongs to, made if it is the first.
    fn share_of(&mut self, word: &str) -> &mut Share {
        let prefix = prefix(word, 2);
        let at = match self.by_prefix.get(prefix) {
            Some(at) => *at,
            None => {
                self.shares.push(Share {
                    prefix: prefix.into(),
                    stems: Vec::new(),
                    forms: Vec::new(),
                    fingerprint: Fingerprint::default(),
                });
                self.by_prefix.insert(prefix.into(), self.shares.len() - 1);
                self.shares.len() - 1
            }
        };
        &mut self.shares[at]
    }

    /// Finds what begins with the same letters.
    fn shared(mut self) -> Self {
        for at in 0..self.stems.len() {
            let stem = Arc::clone(&self.stems[at].0);
            self.share_of(&stem).stems.push(at as u32);
        }
        for at in 0..self.forms.len() {
            let form = Arc::clone(&self.forms[at].0);
            self.share_of(&form).forms.push(at as u32);
        }
        for at in 0..self.shares.len() {
            let share = &self.shares[at];
            let stems: Vec<_> = share.stems.iter().map(|at| self.stem(*at)).collect();
            let forms: Vec<_> = share
                .forms
                .iter()
                .map(|at| &self.forms[*at as usize])
                .collect();
            self.shares[at].fingerprint = Fingerprint::of(&(stems, forms));
        }
        self
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

/// The first characters of a word, as many as it has.
pub(super) fn prefix(word: &str, length: usize) -> &str {
    word.char_indices()
        .nth(length)
        .map_or(word, |(end, _)| &word[..end])
}

/// The words met so far in one language, by number.
struct Known<'a> {
    lexicon: Arc<Lexicon>,
    words: &'a mut FxHashMap<Box<str>, usize>,
}

/// A word that was met, as far as it is looked at each time.
struct Met {
    /// The number of its stem.
    stem: u32,
    /// Whether it stands in every sentence.
    stop: bool,
    /// Whether it counts somewhere.
    counts: bool,
}

#[derive(Default)]
struct Reader {
    words: Vec<Arc<Word>>,
    /// By word.
    met: Vec<Met>,
    /// The number of each stem, and the stems by number.
    numbers: FxHashMap<Arc<str>, usize>,
    stems: Vec<Arc<str>>,
    /// Where which stem stands, by article and section.
    places: Vec<(usize, Place)>,
    /// By stem, in the section at hand; and which are not nothing.
    weights: Vec<u32>,
    weighty: Vec<usize>,
}

impl Reader {
    fn article(
        &mut self,
        article: u8,
        page: &Page<'_>,
        sections: &[Section<'_>],
        known: &mut Known<'_>,
    ) {
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
            self.close(article, section, length);
        }
    }

    /// Adds the words of a text to the section at hand, and counts them.
    fn count(&mut self, text: &str, weight: u32, known: &mut Known<'_>) -> u32 {
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
            let met = &mut self.met[number];
            // Words that are in every sentence say something in a title or name alone.
            if weight > HEADING || !met.stop {
                met.counts = true;
                let sum = &mut self.weights[met.stem as usize];
                if *sum == 0 {
                    self.weighty.push(met.stem as usize);
                }
                *sum += weight;
            }
        });
        length
    }

    /// Gives a word that was not met before a number.
    fn meet(&mut self, written: &str, known: &mut Known<'_>) -> usize {
        let word = known.lexicon.word(written);
        let number = self.numbers.entry(Arc::clone(&word.stem));
        let stem = *number.or_insert_with(|| {
            self.stems.push(Arc::clone(&word.stem));
            self.weights.push(0);
            self.weights.len() - 1
        });
        self.met.push(Met {
            stem: stem as u32,
            stop: word.stop,
            counts: false,
        });
        self.words.push(word);
        let number = self.words.len() - 1;
        known.words.insert(written.into(), number);
        number
    }

    /// Ends a section of `length` words.
    fn close(&mut self, article: u8, section: u16, length: u32) {
        for stem in self.weighty.drain(..) {
            let weight = std::mem::take(&mut self.weights[stem]);
            let place = Place {
                article,
                impact: impact(weight as f32, length as f32),
                section,
            };
            self.places.push((stem, place));
        }
    }

    fn block(self) -> Block {
        // Sorted by counting: where the places of each stem end, then each place before the end of its stem.
        let mut ends = vec![0; self.weights.len()];
        self.places.iter().for_each(|(stem, _)| ends[*stem] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut places = vec![Place::default(); sum];
        let mut free = ends.clone();
        for (stem, place) in self.places.iter().rev() {
            free[*stem] -= 1;
            places[free[*stem]] = *place;
        }
        // What stands in texts alone, and in every sentence, stands nowhere.
        let stems = self.stems.into_iter().zip(ends).zip(free);
        let stems = stems
            .filter(|((_, end), start)| start < end)
            .map(|(stem, _)| stem);
        let words = self.words.into_iter().zip(&self.met);
        let words = words.filter(|(_, met)| met.counts).map(|(word, _)| word);
        Block {
            stems: stems.collect(),
            places,
            forms: forms(words),
            ..Block::default()
        }
        .shared()
    }
}

/// Words as they can be typed: as they are written, and in the other spelling.
fn forms(words: impl IntoIterator<Item = Arc<Word>>) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for word in words.into_iter().filter(|word| !word.stop) {
        let written = [Some(&word.form), word.other.as_ref()]
            .into_iter()
            .flatten();
        forms.extend(written.map(|form| (Arc::clone(form), Arc::clone(&word.stem))));
    }
    forms
}

/// How much a section is about a word, 1 to 15.
fn impact(weight: f32, length: f32) -> u8 {
    let weight = weight / (1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length.max(40.0) / USUAL_LENGTH);
    (15.0 * weight / (weight + HALF)).round().clamp(1.0, 15.0) as u8
}
