//! The words with which a browser compares a misspelt word: the files `s-LETTERS`.
//!
//! The script `slips.js`, which is published with them, finds the word that was meant.

use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use super::file::{File, Named, Outlet};
use super::key_ranges;
use super::letters::prefix;
use super::postings::PostingList;
use super::term_bucket::{PostingLists, TermBucket};
use crate::files::bare_script;
use crate::memo::{Fingerprint, Memo};

/// How many bytes a file has at most; it has more only if its words share two letters.
const LIMIT: usize = 2_500;

/// The script that compares. It is the same in every index, so it is made once.
static SCRIPT: LazyLock<File> =
    LazyLock::new(|| File::function("slips", &bare_script(include_str!("slips.js")), None));

/// The script that finds the word that was meant.
pub(super) fn script() -> File {
    SCRIPT.clone()
}

/// The words and files of the last index.
#[derive(Default)]
pub(super) struct Cache {
    words: Memo<String>,
    files: Memo<File>,
}

impl Cache {
    /// A cache for a single index.
    pub(super) fn forgetting() -> Self {
        Self {
            words: Memo::forgetting(),
            files: Memo::forgetting(),
        }
    }

    /// Passes on the files: each holds words with the same first letter, from the letters of its name on.
    pub(super) fn files(
        &mut self,
        buckets: &[Arc<TermBucket>],
        articles: usize,
        known: &[&str],
        outlet: &Outlet<'_>,
    ) -> Vec<Named> {
        let candidates = Candidates {
            known,
            lists: PostingLists(buckets),
            least: match articles {
                0..=200 => 1,
                201..=3_000 => 2,
                _ => 3,
            },
        };
        let words = self.words.map(
            buckets,
            |bucket| candidates.key(bucket),
            |bucket| candidates.words(bucket),
        );
        let words = buckets.iter().map(|bucket| &*bucket.prefix).zip(&words);
        let words: Vec<(&str, &Arc<String>)> =
            words.filter(|(_, words)| !words.is_empty()).collect();
        let mut files: Vec<(String, String)> = Vec::new();
        for same in words.chunk_by(|(left, _), (right, _)| prefix(left, 1) == prefix(right, 1)) {
            let sizes = same.iter().map(|(start, words)| (*start, words.len() + 1));
            for range in key_ranges::divide(&sizes.collect::<Vec<_>>(), LIMIT, 2) {
                let own = range.slice(same, |(start, _)| start);
                let words: Vec<&str> = own.iter().map(|(_, words)| words.as_str()).collect();
                files.push((format!("s-{}", range.from), words.join(" ")));
            }
        }
        self.files.each(
            &files,
            Fingerprint::of,
            |(name, words)| File::hashed(name, words),
            |(name, _), file| (name.clone(), outlet.put(File::clone(file))),
        )
    }
}

/// Decides which words a misspelt word is compared with.
struct Candidates<'a> {
    lists: PostingLists<'a>,
    /// A word in fewer articles than this is more likely a slip itself.
    least: u32,
    /// Words that are no slips, sorted.
    known: &'a [&'a str],
}

impl Candidates<'_> {
    /// The cache key of [`Candidates::words`]: a fingerprint of every input it reads.
    fn key(&self, bucket: &TermBucket) -> Fingerprint {
        // A stem that begins with other letters than its form is counted in another bucket.
        let elsewhere = bucket.terms.forms.iter().map(|(_, stem)| stem);
        let elsewhere = elsewhere.filter(|stem| !stem.starts_with(&*bucket.prefix));
        let counts: Vec<u32> = elsewhere.map(|stem| self.articles(stem)).collect();
        Fingerprint::of(&(&bucket.terms, counts, self.least, self.known_in(bucket)))
    }

    /// The words of a bucket that are long and common enough, each with how common it is: always one digit, so that the
    /// browser can cut it off. 0 is for a common word that no article has.
    fn words(&self, bucket: &TermBucket) -> String {
        let mut words = String::new();
        let long = bucket.terms.forms.iter();
        for (form, stem) in long.filter(|(form, _)| form.chars().nth(3).is_some()) {
            let articles = self.articles(stem);
            if articles >= self.least {
                let space = if words.is_empty() { "" } else { " " };
                let common = (articles + 1).ilog2().min(9);
                // Writing to a string never fails.
                let _ = write!(words, "{space}{form}{common}");
            }
        }
        for word in self.known_in(bucket) {
            let is_form = bucket
                .terms
                .forms
                .binary_search_by(|(form, _)| (**form).cmp(word));
            if is_form.is_err() {
                let space = if words.is_empty() { "" } else { " " };
                let _ = write!(words, "{space}{word}0");
            }
        }
        words
    }

    /// The common words with the first letters of a bucket.
    fn known_in(&self, bucket: &TermBucket) -> &[&str] {
        let prefix = &*bucket.prefix;
        let start = self.known.partition_point(|word| *word < prefix);
        let count = self.known[start..].partition_point(|word| word.starts_with(prefix));
        &self.known[start..start + count]
    }

    /// In how many articles a stem is. A stem in no article comes from the terms file, so it was written on purpose and is
    /// common enough.
    fn articles(&self, stem: &str) -> u32 {
        self.lists
            .get(stem)
            .map_or(self.least, PostingList::articles)
    }
}
