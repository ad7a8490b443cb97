//! The words that slips are compared with, in the files that the client asks for when it meets a word the site lacks.
//!
//! Which word was meant is found in `client.js`.

use std::fmt::Write;
use std::sync::Arc;

use super::block::prefix;
use super::bucket::{Bucket, Posts};
use super::dictionary::cut;
use super::file::File;
use crate::memo::{Fingerprint, Memo};

/// How many bytes of words with one first letter a file has, if two letters tell them apart.
const FILE: usize = 2_500;

/// What is remembered from one index to the next.
#[derive(Default)]
pub(super) struct Memory {
    words: Memo<String>,
    files: Memo<File>,
}

impl Memory {
    /// The files by name: each holds words with the same first letter, from the letters of its name on.
    pub(super) fn files(
        &mut self,
        buckets: &[Arc<Bucket>],
        articles: usize,
    ) -> Vec<(String, File)> {
        let known = Known {
            posts: Posts(buckets),
            least: match articles {
                0..=200 => 1,
                201..=3_000 => 2,
                _ => 3,
            },
        };
        let words = self.words.map(
            buckets,
            |bucket| known.key(bucket),
            |bucket| known.words(bucket),
        );
        let pairs = buckets.iter().map(|bucket| &*bucket.prefix).zip(&words);
        let pairs: Vec<(&str, &Arc<String>)> =
            pairs.filter(|(_, words)| !words.is_empty()).collect();
        let mut files: Vec<(String, String)> = Vec::new();
        for same in pairs.chunk_by(|(left, _), (right, _)| prefix(left, 1) == prefix(right, 1)) {
            let sizes = same.iter().map(|(pair, words)| (*pair, words.len() + 1));
            for (from, before) in cut(&sizes.collect::<Vec<_>>(), FILE, 2) {
                let own = same.iter().filter(|(pair, _)| {
                    *pair >= from && before.is_none_or(|before| *pair < before)
                });
                let words: Vec<&str> = own.map(|(_, words)| words.as_str()).collect();
                files.push((format!("s-{from}"), words.join(" ")));
            }
        }
        let made = self.files.map(&files, Fingerprint::of, |(name, words)| {
            File::hashed(name, words)
        });
        let names = files.into_iter().map(|(name, _)| name);
        names
            .zip(made.iter().map(|file| File::clone(file)))
            .collect()
    }
}

/// What decides which words are listed.
struct Known<'a> {
    /// In how many articles a stem is.
    posts: Posts<'a>,
    /// A word that is in fewer articles than this is hardly what was meant.
    least: u32,
}

impl Known<'_> {
    /// Stands for everything [`Known::words`] looks at.
    fn key(&self, bucket: &Bucket) -> Fingerprint {
        // A stem with other letters than its form is counted in another bucket.
        let guests = bucket.forms.iter().map(|(_, stem)| stem);
        let guests = guests.filter(|stem| !stem.starts_with(&*bucket.prefix));
        let counts: Vec<u32> = guests.map(|stem| self.articles(stem)).collect();
        Fingerprint::of(&(bucket.fingerprint, counts, self.least))
    }

    /// The words of a bucket that are long and common enough, each with how common it is.
    fn words(&self, bucket: &Bucket) -> String {
        let mut words = String::new();
        for (form, stem) in &bucket.forms {
            let articles = self.articles(stem);
            if articles >= self.least && form.chars().nth(3).is_some() {
                let space = if words.is_empty() { "" } else { " " };
                let common = (articles + 1).ilog2().min(9);
                // Writing to a string never fails.
                let _ = write!(words, "{space}{form}{common}");
            }
        }
        words
    }

    /// In how many articles a stem is; words that are in none are those of the terms file, and meant.
    fn articles(&self, stem: &str) -> u32 {
        self.posts.get(stem).map_or(self.least, |list| list[0])
    }
}
