//! A block of articles -> their words, grouped by first letters.
//!
//! A block is the unit that is read again when one of its articles changes, so that the words of a large site come from a few
//! hundred blocks instead of from every article. Article numbers are relative to the block, so inserting articles earlier
//! in the site does not invalidate it. All blocks of a site stay in memory, so they are kept small: words are shared with
//! the vocabulary, and a posting takes four bytes.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::indexer::Batch;
use super::letters::Letters;
use super::page::Article;
use super::postings::BlockPosting;
use super::vocabulary::Word;
use crate::files::Output;
use crate::memo::Fingerprint;

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
    /// What is shown of each article.
    pub(super) texts: Box<[Output]>,
    /// Every word that can be typed, by its first letters, then in the order in which they were met.
    forms: Box<[Arc<Word>]>,
    /// A word for each stem, with the end of the stem's postings, in the same order.
    stems: Box<[(Arc<Word>, u32)]>,
    /// Stem by stem, then by article and section.
    postings: Box<[BlockPosting]>,
    /// The parts of the lists above that begin with the same letters, in the order of the letters.
    groups: Box<[LetterGroup]>,
}

/// The words of a block that begin with the same letters, as ranges of its lists. A range begins where that of the group
/// before ends.
struct LetterGroup {
    letters: Letters,
    stems_end: usize,
    forms_end: usize,
    fingerprint: Fingerprint,
}

impl ArticleBlock {
    /// Gathers what was read in the articles of a block, or words that are in no article.
    pub(super) fn of(batch: Batch) -> Self {
        let Batch {
            texts,
            words,
            stems,
            postings,
        } = batch;
        let mut stems: Vec<(usize, Arc<Word>)> = stems.into_iter().enumerate().collect();
        stems.sort_by_cached_key(|(_, word)| word.stem_letters);
        let mut ranks = vec![0; stems.len()];
        for (rank, (number, _)) in stems.iter().enumerate() {
            ranks[*number] = rank;
        }
        let (ends, postings) = sorted_by_stem(&postings, &ranks);
        let stems = stems.into_iter().map(|(_, word)| word);

        let others = words.iter().flat_map(|word| word.others.iter().cloned());
        let mut forms: Vec<Arc<Word>> = others.collect();
        forms.extend(words);
        forms.sort_by_cached_key(|word| word.form_letters);
        let mut block = Self {
            texts,
            forms: forms.into(),
            stems: stems.zip(ends).collect(),
            postings: postings.into(),
            groups: Box::default(),
        };
        block.groups = block.group();
        block
    }

    /// Finds the words that begin with the same letters. Stems and forms are sorted by them, so both lists are walked side
    /// by side, like the two halves of a merge.
    fn group(&self) -> Box<[LetterGroup]> {
        let mut groups = Vec::new();
        let (mut stem, mut form) = (0, 0);
        loop {
            let stems = self.stems[stem..].iter().map(|(word, _)| word.stem_letters);
            let forms = self.forms[form..].iter().map(|word| word.form_letters);
            let next = stems.clone().next().into_iter().chain(forms.clone().next());
            let Some(letters) = next.min() else {
                return groups.into();
            };
            let stems_end = stem + stems.take_while(|own| *own == letters).count();
            let forms_end = form + forms.take_while(|own| *own == letters).count();
            let postings: Vec<_> = (stem..stems_end).map(|at| self.stem(at)).collect();
            let typed = self.forms[form..forms_end].iter();
            let typed: Vec<_> = typed.map(|word| (&word.form, &word.stem)).collect();
            groups.push(LetterGroup {
                letters,
                stems_end,
                forms_end,
                fingerprint: Fingerprint::of(&(postings, typed)),
            });
            (stem, form) = (stems_end, forms_end);
        }
    }

    /// The first letters of the block's words, each with a fingerprint of those words and their postings.
    pub(super) fn letters(&self) -> impl Iterator<Item = (Letters, Fingerprint)> {
        let groups = self.groups.iter();
        groups.map(|group| (group.letters, group.fingerprint))
    }

    /// The stems that begin with these letters, and their postings.
    pub(super) fn stems(
        &self,
        letters: Letters,
    ) -> impl Iterator<Item = (&Arc<str>, &[BlockPosting])> {
        self.range(letters, |group| group.stems_end)
            .map(|at| self.stem(at))
    }

    /// The words that can be typed and begin with these letters.
    pub(super) fn forms(&self, letters: Letters) -> &[Arc<Word>] {
        &self.forms[self.range(letters, |group| group.forms_end)]
    }

    /// The part of a list that begins with these letters; `end` is where a group ends in that list.
    fn range(&self, letters: Letters, end: impl Fn(&LetterGroup) -> usize) -> Range<usize> {
        let groups = &self.groups;
        match groups.binary_search_by_key(&letters, |group| group.letters) {
            Ok(0) => 0..end(&groups[0]),
            Ok(at) => end(&groups[at - 1])..end(&groups[at]),
            Err(_) => 0..0,
        }
    }

    fn stem(&self, at: usize) -> (&Arc<str>, &[BlockPosting]) {
        let start = at.checked_sub(1).map_or(0, |before| self.stems[before].1);
        let (word, end) = &self.stems[at];
        (&word.stem, &self.postings[start as usize..*end as usize])
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
