//! The words of some articles, gathered by their first letters.
//!
//! A block is what is read again when one of its articles changes, so that the words of a large site come from a few
//! hundred blocks instead of from every article. It knows its articles by their numbers in it, so it stays what it is
//! when articles come before it. There are many of them for as long as the site is known, so they
//! are kept small: words are those of the lexicon, and places four bytes each.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::lexicon::{Letters, Word};
use super::reading::{Article, Batch};
use crate::files::Output;
use crate::memo::Fingerprint;

/// How many articles make a block on average, and how many at most.
const USUAL: u64 = 16;
const MOST: usize = 64;

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

/// The articles of each block. Where one begins depends on the address of its first article, so another article makes
/// no difference to any block but its own.
pub(super) fn cut<'a, 'b>(articles: &'a [Article<'b>]) -> impl Iterator<Item = &'a [Article<'b>]> {
    let begins = |article: &Article<'_>| FxBuildHasher.hash_one(&article.url).is_multiple_of(USUAL);
    let blocks = articles.chunk_by(move |_, next| !begins(next));
    blocks.flat_map(|block| block.chunks(MOST))
}

/// Some articles.
pub(super) struct Block {
    /// What is shown of each.
    pub(super) texts: Box<[Output]>,
    /// Every word that can be typed, by its first letters, then in the order in which they were met.
    forms: Box<[Arc<Word>]>,
    /// A word for each stem, with the end of the stem's places, in that order, too.
    stems: Box<[(Arc<Word>, u32)]>,
    /// Stem by stem, then by article and section.
    places: Box<[Place]>,
    /// What the lists above have to say of words with the same first letters, in the order of these.
    shares: Box<[Share]>,
}

/// What a block has to say of the words that begin with the same letters: stretches of its lists.
struct Share {
    letters: Letters,
    /// Where its stems end, and those of the next one begin.
    stems: usize,
    /// Where its forms end.
    forms: usize,
    fingerprint: Fingerprint,
}

impl Block {
    /// Gathers what was read in the articles of a block, or in no article at all.
    pub(super) fn of(batch: Batch) -> Self {
        let Batch {
            texts,
            words,
            stems,
            places,
        } = batch;
        let mut stems: Vec<(usize, Arc<Word>)> = stems.into_iter().enumerate().collect();
        stems.sort_by_cached_key(|(_, word)| word.stem_letters);
        let mut ranks = vec![0; stems.len()];
        for (rank, (number, _)) in stems.iter().enumerate() {
            ranks[*number] = rank;
        }
        let (ends, places) = sorted(&places, &ranks);
        let stems = stems.into_iter().map(|(_, word)| word);

        let others = words.iter().flat_map(|word| word.others.iter().cloned());
        let mut forms: Vec<Arc<Word>> = others.collect();
        forms.extend(words);
        forms.sort_by_cached_key(|word| word.letters);
        let mut block = Self {
            texts,
            forms: forms.into(),
            stems: stems.zip(ends).collect(),
            places: places.into(),
            shares: Box::default(),
        };
        block.shares = block.share();
        block
    }

    /// Finds what begins with the same letters.
    fn share(&self) -> Box<[Share]> {
        let mut shares = Vec::new();
        let (mut stem, mut form) = (0, 0);
        loop {
            let stems = self.stems[stem..].iter().map(|(word, _)| word.stem_letters);
            let forms = self.forms[form..].iter().map(|word| word.letters);
            let next = stems.clone().next().into_iter().chain(forms.clone().next());
            let Some(own) = next.min() else {
                return shares.into();
            };
            let stems_end = stem + stems.take_while(|letters| *letters == own).count();
            let forms_end = form + forms.take_while(|letters| *letters == own).count();
            let said = (stem..stems_end).map(|at| self.stem(at));
            let typed = self.forms[form..forms_end].iter();
            let typed = typed.map(|word| (&word.form, &word.stem));
            shares.push(Share {
                letters: own,
                stems: stems_end,
                forms: forms_end,
                fingerprint: Fingerprint::of(&(
                    said.collect::<Vec<_>>(),
                    typed.collect::<Vec<_>>(),
                )),
            });
            (stem, form) = (stems_end, forms_end);
        }
    }

    /// The first letters of the block's words, each with what stands for all that is said of those words.
    pub(super) fn letters(&self) -> impl Iterator<Item = (Letters, Fingerprint)> {
        let shares = self.shares.iter();
        shares.map(|share| (share.letters, share.fingerprint))
    }

    /// The stems that begin with these letters, and where they stand.
    pub(super) fn stems(&self, letters: Letters) -> impl Iterator<Item = (&Arc<str>, &[Place])> {
        self.stretch(letters, |share| share.stems)
            .map(|at| self.stem(at))
    }

    /// The words that can be typed and begin with these letters.
    pub(super) fn forms(&self, letters: Letters) -> &[Arc<Word>] {
        &self.forms[self.stretch(letters, |share| share.forms)]
    }

    /// The stretch of a list that belongs to these letters; `end` is where it ends in it.
    fn stretch(&self, letters: Letters, end: impl Fn(&Share) -> usize) -> Range<usize> {
        let shares = &self.shares;
        match shares.binary_search_by_key(&letters, |share| share.letters) {
            Ok(0) => 0..end(&shares[0]),
            Ok(at) => end(&shares[at - 1])..end(&shares[at]),
            Err(_) => 0..0,
        }
    }

    fn stem(&self, at: usize) -> (&Arc<str>, &[Place]) {
        let start = at.checked_sub(1).map_or(0, |before| self.stems[before].1);
        let (word, end) = &self.stems[at];
        (&word.stem, &self.places[start as usize..*end as usize])
    }
}

/// The first characters of a word, as many as it has.
pub(super) fn prefix(word: &str, length: usize) -> &str {
    word.char_indices()
        .nth(length)
        .map_or(word, |(end, _)| &word[..end])
}

/// The places of each stem together, the stems in the order of their `ranks`, and where those of each stem end.
fn sorted(found: &[(u32, Place)], ranks: &[usize]) -> (Vec<u32>, Vec<Place>) {
    // Sorted by counting: where the places of each stem end, then each place before the end of its stem.
    let mut ends = vec![0; ranks.len()];
    let rank = |stem: u32| ranks[stem as usize];
    found.iter().for_each(|(stem, _)| ends[rank(*stem)] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut places = vec![Place::default(); found.len()];
    let mut free = ends.clone();
    for (stem, place) in found.iter().rev() {
        let free = &mut free[rank(*stem)];
        *free -= 1;
        places[*free as usize] = *place;
    }
    (ends, places)
}
