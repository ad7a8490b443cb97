//! Some readings, gathered by the first letters of words.
//!
//! A block is what is gathered again when one of its articles changes, so that the words of a large site come
//! from a few hundred blocks instead of from every article.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lexicon::Word;
use super::reading::Reading;
use crate::memo::Fingerprint;

/// How many articles make a block.
pub(super) const BLOCK: usize = 32;

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

/// Some articles.
#[derive(Default)]
pub(super) struct Block {
    /// What is known of each.
    pub(super) readings: Vec<Arc<Reading>>,
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
    /// Gathers at most [`BLOCK`] articles.
    pub(super) fn of(readings: Vec<Arc<Reading>>) -> Self {
        let mut words: Vec<Arc<Word>> = Vec::new();
        let mut stems: Vec<Arc<str>> = Vec::new();
        let mut numbers: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        // The number of the stem of each word, by where the word lies in memory: the lexicon has every word once.
        let mut known: FxHashMap<*const Word, usize> = FxHashMap::default();
        let mut number = |word: &Arc<Word>| {
            *known.entry(Arc::as_ptr(word)).or_insert_with(|| {
                words.push(Arc::clone(word));
                *numbers.entry(Arc::clone(&word.stem)).or_insert_with(|| {
                    stems.push(Arc::clone(&word.stem));
                    stems.len() - 1
                })
            })
        };
        let mut found: Vec<(usize, Place)> = Vec::new();
        for (article, reading) in (0..).zip(&readings) {
            let own: Vec<usize> = reading.words.iter().map(&mut number).collect();
            found.extend(reading.mentions.iter().map(|mention| {
                let place = Place {
                    article,
                    impact: mention.impact,
                    section: mention.section,
                };
                (own[mention.word as usize], place)
            }));
        }
        let (ends, places) = by_number(&found, stems.len());
        Self {
            readings,
            stems: stems.into_iter().zip(ends).collect(),
            places,
            forms: forms(words),
            ..Self::default()
        }
        .shared()
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

/// The first characters of a word, as many as it has.
pub(super) fn prefix(word: &str, length: usize) -> &str {
    word.char_indices()
        .nth(length)
        .map_or(word, |(end, _)| &word[..end])
}

/// The places of each stem together, the stems in the order of their numbers, and where those of each stem end.
fn by_number(found: &[(usize, Place)], stems: usize) -> (Vec<usize>, Vec<Place>) {
    // Sorted by counting: where the places of each stem end, then each place before the end of its stem.
    let mut ends = vec![0; stems];
    found.iter().for_each(|(stem, _)| ends[*stem] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut places = vec![Place::default(); sum];
    let mut free = ends.clone();
    for (stem, place) in found.iter().rev() {
        free[*stem] -= 1;
        places[free[*stem]] = *place;
    }
    (ends, places)
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
