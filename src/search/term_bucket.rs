//! The words of all blocks that begin with the same two letters -> their posting lists and forms.
//!
//! `shards` and `spellings` divide the buckets into files.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::article_block::ArticleBlock;
use super::language::STOP_MARK;
use super::letters::{Letters, prefix};
use super::postings::{Posting, encode};
use crate::memo::Fingerprint;

/// A stop word in the titles and names of more articles than this is not indexed: it would find all of them.
const MOST_FOR_STOP_WORD: u32 = 64;

/// How many first letters of a word can decide in which file it is.
pub(super) const DEEPEST: usize = 4;

/// A word as it is typed, and its stem.
pub(super) type Form = (Arc<str>, Arc<str>);

/// A block with words for a bucket.
#[derive(Clone, Copy)]
pub(super) struct BlockPart<'a> {
    pub(super) block: &'a ArticleBlock,
    /// The number of the block's first article in the site.
    pub(super) first: u32,
    /// The fingerprint of the block's words that belong in the bucket.
    pub(super) fingerprint: Fingerprint,
}

/// What a bucket is made from.
pub(super) struct BucketParts<'a> {
    pub(super) letters: Letters,
    /// The blocks that have words with these letters, in the order of the site.
    pub(super) blocks: Vec<BlockPart<'a>>,
}

/// The words that begin with the same letters.
#[derive(Default)]
pub(super) struct TermBucket {
    /// The letters.
    pub(super) prefix: Box<str>,
    /// The fingerprint of everything it was made from.
    pub(super) fingerprint: Fingerprint,
    /// Every stem, sorted, with its posting list.
    pub(super) stems: Vec<(Arc<str>, Vec<u32>)>,
    /// Every form once, sorted, with its stem.
    pub(super) forms: Vec<Form>,
    /// About how many bytes the entries take in a file, by their first letters, [`DEEPEST`] at most.
    pub(super) sizes: BTreeMap<Box<str>, usize>,
}

/// The posting list of each stem, looked up in buckets sorted by their letters.
#[derive(Clone, Copy)]
pub(super) struct PostingLists<'a>(pub(super) &'a [Arc<TermBucket>]);

impl<'a> PostingLists<'a> {
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

/// The blocks' words, grouped and sorted by their first two letters.
///
/// Each bucket gets only the blocks that have words for it: in languages whose words are pairs of characters there are
/// nearly as many buckets as words, and looking at all blocks for each would take quadratic time.
pub(super) fn divide(blocks: &[Arc<ArticleBlock>]) -> Vec<BucketParts<'_>> {
    let mut by_letters: BTreeMap<Letters, Vec<BlockPart<'_>>> = BTreeMap::new();
    let mut first = 0;
    for block in blocks {
        for (letters, fingerprint) in block.letters() {
            by_letters.entry(letters).or_default().push(BlockPart {
                block,
                first,
                fingerprint,
            });
        }
        first += block.texts.len() as u32;
    }
    let parts = by_letters.into_iter();
    parts
        .map(|(letters, blocks)| BucketParts { letters, blocks })
        .collect()
}

impl BucketParts<'_> {
    /// The cache key of [`TermBucket::of`]: a fingerprint of every input it reads.
    pub(super) fn key(&self, articles: usize) -> Fingerprint {
        let blocks = self.blocks.iter();
        let blocks: Vec<_> = blocks.map(|part| (part.first, part.fingerprint)).collect();
        Fingerprint::of(&(self.letters, blocks, articles))
    }
}

impl TermBucket {
    /// Gathers the words of a bucket; `articles` is how many the site has.
    pub(super) fn of(parts: &BucketParts<'_>, articles: usize) -> Self {
        let letters = parts.letters;
        let mut stems: FxHashMap<&Arc<str>, Vec<Posting>> = FxHashMap::default();
        let mut forms: FxHashMap<&Arc<str>, &Arc<str>> = FxHashMap::default();
        for BlockPart { block, first, .. } in &parts.blocks {
            for (stem, postings) in block.stems(letters) {
                let postings = postings.iter().map(|posting| posting.in_site(*first));
                stems.entry(stem).or_default().extend(postings);
            }
            for word in block.forms(letters) {
                let known = forms.entry(&word.form).or_insert(&word.stem);
                if rank(&word.stem) < rank(known) {
                    *known = &word.stem;
                }
            }
        }
        let mut bucket = Self {
            prefix: letters.text().into(),
            fingerprint: parts.key(articles),
            stems: posting_lists(stems, articles),
            forms: sorted_forms(forms),
            sizes: BTreeMap::new(),
        };
        bucket.sizes = bucket.measure();
        bucket
    }

    fn measure(&self) -> BTreeMap<Box<str>, usize> {
        let stems = self.stems.iter();
        let stems = stems.map(|(stem, list)| (stem, postings_size(stem, list)));
        let forms = self.forms.iter();
        let forms = forms.map(|(form, stem)| (form, form_size(form, stem)));
        let mut sizes: BTreeMap<Box<str>, usize> = BTreeMap::new();
        for (word, size) in stems.chain(forms) {
            *sizes.entry(prefix(word, DEEPEST).into()).or_default() += size;
        }
        sizes
    }
}

/// The rank of a stem among those of words with the same form, as when one word lost its accent. The form keeps the stem that
/// ranks first: content words before stop words, then by the alphabet, so that the order of the articles decides nothing.
fn rank(stem: &Arc<str>) -> (bool, &Arc<str>) {
    (stem.starts_with(STOP_MARK), stem)
}

fn posting_lists(
    stems: FxHashMap<&Arc<str>, Vec<Posting>>,
    articles: usize,
) -> Vec<(Arc<str>, Vec<u32>)> {
    let lists = stems.into_iter();
    let lists = lists.map(|(stem, postings)| (Arc::clone(stem), encode(postings, articles)));
    let mut lists: Vec<(Arc<str>, Vec<u32>)> = lists.collect();
    lists.retain(|(stem, list)| !stem.starts_with(STOP_MARK) || list[0] <= MOST_FOR_STOP_WORD);
    lists.sort_unstable();
    lists
}

fn sorted_forms(forms: FxHashMap<&Arc<str>, &Arc<str>>) -> Vec<Form> {
    let forms = forms.into_iter();
    let mut forms: Vec<Form> = forms
        .map(|(form, stem)| (Arc::clone(form), Arc::clone(stem)))
        .collect();
    forms.sort_unstable();
    forms
}

/// About how many bytes a form and its stem take in a file.
pub(super) fn form_size(form: &str, stem: &str) -> usize {
    form.len() + stem.len() + 6
}

/// About how many bytes a stem and its posting list take in a file.
pub(super) fn postings_size(stem: &str, list: &[u32]) -> usize {
    stem.len() + 4 + 3 * list.len()
}
