//! The blocks' words with the same first letters -> one part of the dictionary.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::block::{BLOCK, Block, Form};
use super::posting::{Posting, encode};
use super::words::FILLER;
use crate::memo::Fingerprint;

/// A filler word in the titles and names of more articles than this finds nothing.
const FILLER_CAP: u32 = 64;

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
}

impl Bucket {
    /// Gathers what blocks say of a prefix, for which `fingerprint` stands. `articles` is how many the site has; the block that comes first
    /// has the first of them.
    pub(super) fn of(
        prefix: &str,
        fingerprint: Fingerprint,
        blocks: &[Arc<Block>],
        articles: usize,
    ) -> Self {
        let mut stems: FxHashMap<&Arc<str>, Vec<Posting>> = FxHashMap::default();
        // A form that comes to two stems, as when one of two words lost its accent, keeps the first of them.
        let mut forms: FxHashMap<&Arc<str>, &Arc<str>> = FxHashMap::default();
        for (first, block) in (0..).step_by(BLOCK).zip(blocks) {
            for (stem, places) in block.stems(prefix) {
                let postings = places.iter().map(|place| {
                    let article = first + u32::from(place.article);
                    (article, u32::from(place.section), u32::from(place.impact))
                });
                stems.entry(stem).or_default().extend(postings);
            }
            for (form, stem) in block.forms(prefix) {
                let known = forms.entry(form).or_insert(stem);
                *known = stem.min(known);
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
        Self {
            prefix: prefix.into(),
            fingerprint,
            stems,
            forms,
        }
    }
}
