//! A block of articles -> their words, grouped by first letters.
//!
//! A block is the unit that is read again when one of its articles changes, so that the words of a large site come from a few
//! hundred blocks instead of from every article. Article numbers are relative to the block, so inserting articles earlier
//! in the site does not invalidate it. All blocks of a site stay in memory, so they are kept small: words are symbols, and
//! a posting takes four bytes.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::indexer::Batch;
use super::interner::Symbol;
use super::letters::Letters;
use super::page::Article;
use super::postings::BlockPosting;
use super::vocabulary::{Form, Term};

/// How many articles make a block on average, and how many at most.
const USUAL: u64 = 16;
const MOST: usize = 64;

/// Divides the articles into blocks.
///
/// Where a block begins depends on the address of its first article alone, so adding or removing an article changes no
/// block but its own; with blocks of a fixed size, all later ones would change.
pub(super) fn divide<'a, 'b>(
    articles: &'a [Article<'b>],
) -> impl Iterator<Item = &'a [Article<'b>]> {
    let begins = |article: &Article<'_>| FxBuildHasher.hash_one(&article.url).is_multiple_of(USUAL);
    let blocks = articles.chunk_by(move |_, next| !begins(next));
    blocks.flat_map(|block| block.chunks(MOST))
}

/// The words of a block of articles.
pub(super) struct ArticleBlock {
    /// How many articles are in it.
    pub(super) articles: u32,
    /// The parts of the lists below that begin with the same letters, in the order of the letters.
    groups: Box<[LetterGroup]>,
    /// Each stem, and where its postings end in those of its group.
    stems: Box<[(Symbol, u32)]>,
    /// Stem by stem, then by article and section.
    postings: Box<[BlockPosting]>,
    /// Every word that can be typed, and its stem.
    forms: Box<[(Symbol, Symbol)]>,
}

/// Where the words that begin with the same letters end in the lists of a block. They begin where those of the group before
/// end.
struct LetterGroup {
    letters: Letters,
    stems: u32,
    postings: u32,
    forms: u32,
}

/// The words of a block that begin with the same letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockPart<'a> {
    pub(super) letters: Letters,
    stems: &'a [(Symbol, u32)],
    postings: &'a [BlockPosting],
    /// The words that can be typed, and their stems.
    pub(super) forms: &'a [(Symbol, Symbol)],
}

impl<'a> BlockPart<'a> {
    /// The stems and their postings.
    pub(super) fn stems(self) -> impl Iterator<Item = (Symbol, &'a [BlockPosting])> {
        let mut start = 0;
        self.stems.iter().map(move |(stem, end)| {
            let postings = &self.postings[start as usize..*end as usize];
            start = *end;
            (*stem, postings)
        })
    }
}

impl ArticleBlock {
    /// Gathers what was read in the articles of a block, or words that are in no article.
    pub(super) fn of(batch: Batch) -> Self {
        let Batch {
            articles,
            mut forms,
            stems,
            postings,
        } = batch;
        let mut stems: Vec<(Term, u32)> = stems.into_iter().zip(0..).collect();
        stems.sort_unstable();
        let mut ranks = vec![0; stems.len()];
        for (rank, (_, number)) in (0..).zip(&stems) {
            ranks[*number as usize] = rank;
        }
        let (ends, postings) = sorted_by_stem(&postings, &ranks);
        forms.sort_unstable_by_key(Form::order);
        forms.dedup();

        let stem_letters = stems.iter().map(|(stem, _)| stem.letters);
        let form_letters = forms.iter().map(|form| form.typed.letters);
        let mut groups = group(stem_letters, form_letters);
        let mut start = 0;
        let mut stem = 0;
        let mut own = Vec::with_capacity(stems.len());
        for group in &mut groups {
            for at in stem..group.stems as usize {
                own.push((stems[at].0.text, ends[at] - start));
            }
            stem = group.stems as usize;
            start = stem.checked_sub(1).map_or(0, |last| ends[last]);
            group.postings = start;
        }
        let forms = forms.iter().map(|form| (form.typed.text, form.stem));
        Self {
            articles,
            groups: groups.into(),
            stems: own.into(),
            postings: postings.into(),
            forms: forms.collect(),
        }
    }

    /// The words of the block by their first letters, in the order of the letters.
    pub(super) fn parts(&self) -> impl Iterator<Item = BlockPart<'_>> {
        let (mut stem, mut posting, mut form) = (0, 0, 0);
        self.groups.iter().map(move |group| {
            let part = BlockPart {
                letters: group.letters,
                stems: &self.stems[stem..group.stems as usize],
                postings: &self.postings[posting..group.postings as usize],
                forms: &self.forms[form..group.forms as usize],
            };
            stem = group.stems as usize;
            posting = group.postings as usize;
            form = group.forms as usize;
            part
        })
    }
}

/// Where the words end that begin with the same letters, given the letters of all stems and of all forms in their order.
/// Both are walked in step, like the two sides of a merge. The ends of the postings are left at zero.
fn group(
    stems: impl Iterator<Item = Letters>,
    forms: impl Iterator<Item = Letters>,
) -> Vec<LetterGroup> {
    let (mut stems, mut forms) = (stems.peekable(), forms.peekable());
    let mut groups = Vec::new();
    let (mut stem, mut form) = (0, 0);
    loop {
        let next = [stems.peek(), forms.peek()].into_iter().flatten().min();
        let Some(letters) = next.copied() else {
            return groups;
        };
        while stems.next_if_eq(&letters).is_some() {
            stem += 1;
        }
        while forms.next_if_eq(&letters).is_some() {
            form += 1;
        }
        groups.push(LetterGroup {
            letters,
            stems: stem,
            postings: 0,
            forms: form,
        });
    }
}

/// The postings sorted by the `ranks` of their stems, and before them where those of each stem end.
///
/// It is a counting sort, because there are as many postings as words, and the postings of a stem must keep their order.
fn sorted_by_stem(found: &[(u32, BlockPosting)], ranks: &[usize]) -> (Vec<u32>, Vec<BlockPosting>) {
    let mut ends = vec![0; ranks.len()];
    let rank = |stem: u32| ranks[stem as usize];
    found.iter().for_each(|(stem, _)| ends[rank(*stem)] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    // From the last posting on, each takes the last free place of its stem.
    let mut postings = vec![BlockPosting::default(); found.len()];
    let mut free = ends.clone();
    for (stem, posting) in found.iter().rev() {
        let free = &mut free[rank(*stem)];
        *free -= 1;
        postings[*free as usize] = *posting;
    }
    (ends, postings)
}
