//! The words of all blocks that begin with the same two letters -> their posting lists and forms.
//!
//! `shards` and `spellings` divide the buckets into files.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::article_block::{ArticleBlock, BlockPart};
use super::interner::{Symbol, Texts};
use super::language::STOP_MARK;
use super::letters::{Letters, prefix};
use super::postings::{BlockPosting, Posting, PostingList, most_kept};
use crate::memo::Hashed;

/// A stop word in the titles and names of more articles than this is not indexed: it would find all of them.
const MOST_FOR_STOP_WORD: u32 = 64;

/// How many first letters of a word can decide in which file it is.
pub(super) const DEEPEST: usize = 4;

/// A word as it is typed, and its stem.
pub(super) type Form = (Arc<str>, Arc<str>);

/// A block with the number of its first article in the site.
type PlacedBlock = (u32, Arc<ArticleBlock>);

/// The buckets of the last index, and what they were made from.
///
/// An edit changes one block, and only the buckets whose words differ in it are made again. They are found by comparing the
/// block with the one that was in its place. A `Memo` would need a fingerprint for each part of each block, of which a large
/// site has hundreds of thousands.
#[derive(Default)]
pub(super) struct Buckets {
    blocks: Vec<PlacedBlock>,
    most: usize,
    buckets: BTreeMap<Letters, Arc<TermBucket>>,
    /// How many buckets the last update had to compute, and from how many parts of blocks.
    computed: [usize; 2],
}

/// What a bucket is made from.
struct BucketParts<'a> {
    letters: Letters,
    /// The parts of all blocks that have words with these letters, in the order of the site, with the number of the block's
    /// first article.
    parts: Vec<(u32, BlockPart<'a>)>,
}

/// The words that begin with the same letters.
#[derive(Default)]
pub(super) struct TermBucket {
    /// The letters.
    pub(super) prefix: Box<str>,
    pub(super) terms: Hashed<Terms>,
    /// About how many bytes the entries take in a file, by their first letters, [`DEEPEST`] at most.
    pub(super) sizes: BTreeMap<Box<str>, usize>,
}

/// Words and their postings.
#[derive(Default, Hash)]
pub(super) struct Terms {
    /// Every stem, sorted, with its posting list.
    pub(super) stems: Vec<(Arc<str>, PostingList)>,
    /// Every form once, sorted, with its stem.
    pub(super) forms: Vec<Form>,
}

/// The posting list of each stem, looked up in buckets sorted by their letters.
#[derive(Clone, Copy)]
pub(super) struct PostingLists<'a>(pub(super) &'a [Arc<TermBucket>]);

impl<'a> PostingLists<'a> {
    pub(super) fn get(self, stem: &str) -> Option<&'a PostingList> {
        let letters = prefix(stem, 2);
        let at = self
            .0
            .binary_search_by(|bucket| (*bucket.prefix).cmp(letters));
        let stems = &self.0[at.ok()?].terms.stems;
        let at = stems.binary_search_by(|(known, _)| (**known).cmp(stem));
        Some(&stems[at.ok()?].1)
    }
}

impl Buckets {
    /// The words of all blocks, grouped and sorted by their first two letters. `articles` is how many the site has.
    pub(super) fn update(
        &mut self,
        blocks: &[Arc<ArticleBlock>],
        articles: usize,
        texts: &Texts,
    ) -> Vec<Arc<TermBucket>> {
        let most = most_kept(articles);
        if most != self.most {
            *self = Self {
                most,
                ..Self::default()
            };
        }
        let blocks = placed(blocks);
        let changed = changed_letters(&self.blocks, &blocks);
        let parts = divide(&blocks, &changed);
        let computed = parts.par_iter();
        let computed = computed.map(|parts| Arc::new(TermBucket::of(parts, most, texts)));
        let computed: Vec<_> = computed.collect();
        let count = parts.iter().map(|parts| parts.parts.len()).sum();
        self.computed = [computed.len(), count];
        for letters in &changed {
            self.buckets.remove(letters);
        }
        let letters = parts.iter().map(|parts| parts.letters);
        self.buckets.extend(letters.zip(computed));
        self.blocks = blocks;
        self.buckets.values().cloned().collect()
    }

    /// How many buckets the last update had to compute, and from how many parts of blocks.
    #[cfg(test)]
    pub(super) fn computed(&self) -> [usize; 2] {
        self.computed
    }
}

/// The blocks, each with the number of its first article.
fn placed(blocks: &[Arc<ArticleBlock>]) -> Vec<PlacedBlock> {
    let mut first = 0;
    let blocks = blocks.iter().map(|block| {
        let placed = (first, Arc::clone(block));
        first += block.articles;
        placed
    });
    blocks.collect()
}

/// The first letters of the words that differ between two lists of blocks, sorted.
fn changed_letters(old: &[PlacedBlock], new: &[PlacedBlock]) -> Vec<Letters> {
    let mut changed = Vec::new();
    let mut old: BTreeMap<u32, &ArticleBlock> = old
        .iter()
        .map(|(first, block)| (*first, &**block))
        .collect();
    for (first, block) in new {
        match old.remove(first) {
            Some(before) if std::ptr::eq(before, &**block) => {}
            Some(before) => differing(before, block, &mut changed),
            None => changed.extend(block.parts().map(|part| part.letters)),
        }
    }
    for block in old.values() {
        changed.extend(block.parts().map(|part| part.letters));
    }
    changed.sort_unstable();
    changed.dedup();
    changed
}

/// Collects the first letters of the words that differ between two blocks. Both are walked in step, like the two sides of a
/// merge.
fn differing(old: &ArticleBlock, new: &ArticleBlock, changed: &mut Vec<Letters>) {
    let (mut old, mut new) = (old.parts().peekable(), new.parts().peekable());
    loop {
        let next = [old.peek(), new.peek()].into_iter().flatten();
        let Some(letters) = next.map(|part| part.letters).min() else {
            return;
        };
        let is_next = |part: &BlockPart<'_>| part.letters == letters;
        if old.next_if(is_next) != new.next_if(is_next) {
            changed.push(letters);
        }
    }
}

/// What the buckets with some letters, which are sorted, are made from.
///
/// Each bucket gets only the blocks that have words for it: in languages whose words are pairs of characters there are
/// nearly as many buckets as words, and looking at all blocks for each would take quadratic time.
fn divide<'a>(blocks: &'a [PlacedBlock], letters: &[Letters]) -> Vec<BucketParts<'a>> {
    let mut buckets: Vec<BucketParts<'_>> = letters
        .iter()
        .map(|letters| BucketParts {
            letters: *letters,
            parts: Vec::new(),
        })
        .collect();
    for (first, block) in blocks {
        let mut rest = &mut buckets[..];
        for part in block.parts() {
            let before = rest.partition_point(|bucket| bucket.letters < part.letters);
            rest = &mut rest[before..];
            if let Some(bucket) = rest.first_mut().filter(|own| own.letters == part.letters) {
                bucket.parts.push((*first, part));
            }
        }
    }
    buckets.retain(|bucket| !bucket.parts.is_empty());
    buckets
}

impl TermBucket {
    /// Gathers the words of a bucket; each stem keeps `most` articles at most.
    fn of(parts: &BucketParts<'_>, most: usize, texts: &Texts) -> Self {
        let stems = posting_lists(&parts.parts, most, texts);
        let forms = sorted_forms(&parts.parts, texts);
        Self {
            prefix: parts.letters.text().into(),
            sizes: measure(&stems, &forms),
            terms: Hashed::new(Terms { stems, forms }),
        }
    }
}

fn posting_lists(
    parts: &[(u32, BlockPart<'_>)],
    most: usize,
    texts: &Texts,
) -> Vec<(Arc<str>, PostingList)> {
    let mut found: Vec<(Symbol, u32, &[BlockPosting])> = Vec::new();
    for (first, part) in parts {
        found.extend(part.stems().map(|(stem, own)| (stem, *first, own)));
    }
    // Stable, so that the articles of a stem keep their order.
    found.sort_by_key(|(stem, ..)| *stem);
    let mut postings: Vec<Posting> = Vec::new();
    let mut lists = Vec::new();
    for same in found.chunk_by(|left, right| left.0 == right.0) {
        let stem = texts.text(same[0].0);
        postings.clear();
        for (_, first, own) in same {
            postings.extend(own.iter().map(|posting| posting.in_site(*first)));
        }
        let list = PostingList::of(&postings, most);
        if !stem.starts_with(STOP_MARK) || list.articles() <= MOST_FOR_STOP_WORD {
            lists.push((Arc::clone(stem), list));
        }
    }
    lists.sort_unstable_by(|left, right| left.0.cmp(&right.0));
    lists
}

/// Each form once. One form can have several stems, as when a word lost its accent. It keeps the one that ranks first: that
/// of a content word before that of a stop word, then by the alphabet, so that the order of the articles decides nothing.
fn sorted_forms(parts: &[(u32, BlockPart<'_>)], texts: &Texts) -> Vec<Form> {
    let parts = parts.iter();
    let mut forms: Vec<(Symbol, Symbol)> =
        parts.flat_map(|(_, part)| part.forms).copied().collect();
    forms.sort_unstable();
    forms.dedup();
    let forms = forms.into_iter();
    let mut forms: Vec<Form> = forms
        .map(|(form, stem)| (Arc::clone(texts.text(form)), Arc::clone(texts.text(stem))))
        .collect();
    forms.sort_unstable_by(|(left, left_stem), (right, right_stem)| {
        let rank = |stem: &Arc<str>| stem.starts_with(STOP_MARK);
        let stems = (rank(left_stem), left_stem).cmp(&(rank(right_stem), right_stem));
        left.cmp(right).then(stems)
    });
    forms.dedup_by(|later, first| later.0 == first.0);
    forms
}

fn measure(stems: &[(Arc<str>, PostingList)], forms: &[Form]) -> BTreeMap<Box<str>, usize> {
    let stems = stems.iter();
    let stems = stems.map(|(stem, list)| (stem, postings_size(stem, list)));
    let forms = forms.iter();
    let forms = forms.map(|(form, stem)| (form, form_size(form, stem)));
    let mut sizes: BTreeMap<Box<str>, usize> = BTreeMap::new();
    for (word, size) in stems.chain(forms) {
        *sizes.entry(prefix(word, DEEPEST).into()).or_default() += size;
    }
    sizes
}

/// How many bytes a form and its stem take in a file.
pub(super) fn form_size(form: &str, stem: &str) -> usize {
    form.len() + stem.len() + 6
}

/// How many bytes a stem and its posting list take in a file.
pub(super) fn postings_size(stem: &str, list: &PostingList) -> usize {
    stem.len() + list.as_str().len() + 6
}
