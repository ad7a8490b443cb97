//! The blocks' words with the same first letters -> one part of the dictionary.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::block::{Block, prefix};
use super::lexicon::Letters;
use super::posting::{Posting, encode};
use super::words::FILLER;
use crate::memo::Fingerprint;

/// A filler word in the titles and names of more articles than this finds nothing.
const FILLER_CAP: u32 = 64;

/// How many letters of a word are looked at, at most, to find its piece of the dictionary.
pub(super) const DEEPEST: usize = 4;

/// A word as it is typed, and its stem.
pub(super) type Form = (Arc<str>, Arc<str>);

/// The words that begin with the same letters.
#[derive(Default)]
pub(super) struct Bucket {
    /// The letters.
    pub(super) prefix: Box<str>,
    /// Stands for all the rest.
    pub(super) fingerprint: Fingerprint,
    /// Every stem, sorted, with its postings as the browser reads them.
    pub(super) stems: Vec<(Arc<str>, Vec<u32>)>,
    /// Every form once, sorted, with its stem.
    pub(super) forms: Vec<Form>,
    /// About how many bytes these take when they are written, by their first letters, [`DEEPEST`] at most.
    pub(super) sizes: BTreeMap<Box<str>, usize>,
}

/// The list of each stem, looked up in buckets sorted by their letters.
#[derive(Clone, Copy)]
pub(super) struct Posts<'a>(pub(super) &'a [Arc<Bucket>]);

impl<'a> Posts<'a> {
    pub(super) fn get(self, stem: &str) -> Option<&'a [u32]> {
        let letters = prefix(stem, 2);
        let at = self
            .0
            .binary_search_by(|bucket| (*bucket.prefix).cmp(letters));
        let stems = &self.0[at.ok()?].stems;
        let at = stems.binary_search_by(|(known, _)| (**known).cmp(stem));
        Some(&stems[at.ok()?].1)
    }
}

impl Bucket {
    /// Gathers what blocks say of words that begin with two letters, for which `fingerprint` stands. Each block comes with
    /// the number of its first article; `articles` is how many the site has.
    pub(super) fn of(
        letters: Letters,
        fingerprint: Fingerprint,
        blocks: &[(u32, &Block)],
        articles: usize,
    ) -> Self {
        let mut stems: FxHashMap<&Arc<str>, Vec<Posting>> = FxHashMap::default();
        // A form that comes to two stems, as when one of two words lost its accent, keeps the first of them: one that
        // says something before one that stands in every sentence of another language.
        let rank = |stem: &Arc<str>| (stem.starts_with(FILLER), Arc::clone(stem));
        let mut forms: FxHashMap<&Arc<str>, &Arc<str>> = FxHashMap::default();
        for (first, block) in blocks {
            for (stem, places) in block.stems(letters) {
                let postings = places.iter().map(|place| {
                    let article = first + u32::from(place.article);
                    (article, u32::from(place.section), u32::from(place.impact))
                });
                stems.entry(stem).or_default().extend(postings);
            }
            for word in block.forms(letters) {
                let known = forms.entry(&word.form).or_insert(&word.stem);
                if rank(&word.stem) < rank(known) {
                    *known = &word.stem;
                }
            }
        }
        let lists = stems.into_iter();
        let lists = lists.map(|(stem, postings)| (Arc::clone(stem), encode(postings, articles)));
        let mut stems: Vec<(Arc<str>, Vec<u32>)> = lists.collect();
        stems.retain(|(stem, list)| !stem.starts_with(FILLER) || list[0] <= FILLER_CAP);
        stems.sort_unstable();
        let forms = forms.into_iter();
        let mut forms: Vec<Form> = forms
            .map(|(form, stem)| (Arc::clone(form), Arc::clone(stem)))
            .collect();
        forms.sort_unstable();
        let mut sizes: BTreeMap<Box<str>, usize> = BTreeMap::new();
        let mut add =
            |word: &str, size| *sizes.entry(prefix(word, DEEPEST).into()).or_default() += size;
        stems
            .iter()
            .for_each(|(stem, list)| add(stem, posts_size(stem, list)));
        forms
            .iter()
            .for_each(|(form, stem)| add(form, form_size(form, stem)));
        Self {
            prefix: letters.text().into(),
            fingerprint,
            stems,
            forms,
            sizes,
        }
    }
}

/// About how many bytes a form and its stem take when they are written.
pub(super) fn form_size(form: &str, stem: &str) -> usize {
    form.len() + stem.len() + 6
}

/// About how many bytes a stem and its postings take when they are written.
pub(super) fn posts_size(stem: &str, list: &[u32]) -> usize {
    stem.len() + 4 + 3 * list.len()
}
