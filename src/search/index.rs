//! What is known of all articles -> the files of the index.
//!
//! The same articles give the same bytes: everything is sorted, numbers are whole, and no number of one
//! article depends on another article. What did not change is remembered at every step, so an edit costs the
//! block of the article and the buckets of the words it concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::json;

use super::block::{BLOCK, Block, Letters, prefix};
use super::bucket::{Bucket, Posts};
use super::dictionary::{self, Piece};
use super::file::File;
use super::lexicon::{Lexicon, Word};
use super::meaning;
use super::reading::{Article, Batch, Readers};
use super::words;
use super::{Made, spell};
use crate::memo::{Fingerprint, Memo};

/// Names of more files than this with the same first letter have a list of their own.
const NAMES: usize = 24;

/// How many texts of articles one file names.
const TEXTS: usize = 32;

/// Everything the index is made from.
pub(super) struct Index<'a> {
    /// The articles that may be listed, in a fixed order.
    pub(super) articles: Vec<Article<'a>>,
    /// What phrases mean.
    pub(super) meanings: Vec<(Vec<&'a str>, Vec<&'a str>)>,
    /// The names of the audiences, by their ids.
    pub(super) audiences: Vec<(&'a str, String)>,
    /// The language of articles that name none.
    pub(super) language: &'a str,
}

/// What is remembered from one index to the next.
#[derive(Default)]
pub struct Memory {
    readers: Readers,
    blocks: Memo<Block>,
    buckets: Memo<Bucket>,
    pieces: Memo<File>,
    spellings: spell::Memory,
}

impl Memory {
    /// Makes all files.
    pub(super) fn files(&mut self, index: &Index<'_>) -> Made {
        let lexicon = self.readers.lexicon(index.language);
        let mut phrases = Phrases {
            lexicon: &lexicon,
            words: Vec::new(),
            written: BTreeMap::new(),
        };
        let means = phrases.means(&index.meanings);

        let mut blocks = self.blocks(index);
        blocks.push(Arc::new(Block::of(Batch {
            words: std::mem::take(&mut phrases.words),
            ..Batch::default()
        })));
        let articles = index.articles.len();
        let buckets = self.buckets(&blocks, articles);
        let meanings = meaning::entries(&means, Posts(&buckets), articles);
        let unmet = meaning::unmet(&means, &meanings);
        let unmet = unmet.filter_map(|stems| phrases.written.remove(stems));
        let unmet = unmet.collect();
        let parts = dictionary::parts(&buckets, meanings);
        let pieces = dictionary::pieces(&parts);
        let names = pieces.iter().map(Piece::name);
        let made = self.pieces.map(&pieces, Piece::key, Piece::file);
        let made = made.iter().map(|file| File::clone(file));
        let mut words: Vec<(String, File)> = names.zip(made).collect();
        words.extend(self.spellings.files(&buckets, articles));

        let mut files = Files::default();
        files.add_words(words);
        let texts: Vec<&File> = blocks.iter().flat_map(|block| &block.texts).collect();
        for (number, texts) in texts.chunks(TEXTS).enumerate() {
            let hashes: Vec<String> = texts.iter().map(|text| text.hash()).collect();
            files.add(&format!("f-{number}"), &hashes);
        }
        files.all.extend(texts.into_iter().cloned());
        files.all.push(File::client());
        files
            .all
            .push(root(index, &lexicon.language.stop, &files.hashes));
        let all = files.all.into_iter();
        Made {
            files: all.map(|File { path, output }| (path, output)).collect(),
            unmet,
        }
    }

    fn blocks(&mut self, index: &Index<'_>) -> Vec<Arc<Block>> {
        let articles = index.articles.par_chunks(BLOCK).enumerate();
        let chunks: Vec<_> = articles
            .map(|(number, articles)| {
                let first = number * BLOCK;
                let key = Fingerprint::of(&(index.language, first, articles));
                (key, first, articles)
            })
            .collect();
        let readers = &self.readers;
        self.blocks.map(
            &chunks,
            |(key, ..)| *key,
            |(_, first, articles)| Block::of(readers.read(*first, articles, index.language)),
        )
    }

    /// The words of all blocks by their first two letters, sorted by these.
    fn buckets(&mut self, blocks: &[Arc<Block>], articles: usize) -> Vec<Arc<Bucket>> {
        let mut said: FxHashMap<Letters, Vec<(usize, Fingerprint)>> = FxHashMap::default();
        for (number, block) in blocks.iter().enumerate() {
            for (letters, fingerprint) in block.letters() {
                said.entry(letters).or_default().push((number, fingerprint));
            }
        }
        let mut wanted: Vec<(Letters, Fingerprint)> = said
            .into_par_iter()
            .map(|(letters, said)| (letters, Fingerprint::of(&(letters, said, articles))))
            .collect();
        wanted.sort_unstable();
        self.buckets.map(
            &wanted,
            |(_, fingerprint)| *fingerprint,
            |(letters, fingerprint)| Bucket::of(*letters, *fingerprint, blocks, articles),
        )
    }
}

/// What phrases mean, all of it as stems.
type Means = BTreeMap<String, BTreeSet<String>>;

/// The files of an index in the making.
#[derive(Default)]
struct Files {
    all: Vec<File>,
    /// The hashes of those that the root names.
    hashes: BTreeMap<String, String>,
}

impl Files {
    fn add(&mut self, name: &str, data: &impl Serialize) {
        let file = File::hashed(name, data);
        self.hashes.insert(name.to_owned(), file.hash());
        self.all.push(file);
    }

    /// Adds files whose names are a kind and the first letters of words. Where there are many with one first letter,
    /// a list names them, so that the root stays small on a large site.
    fn add_words(&mut self, files: Vec<(String, File)>) {
        let mut letters: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (name, file) in files {
            let letter = prefix(&name[2..], 1).to_owned();
            letters.entry(letter).or_default().insert(name, file.hash());
            self.all.push(file);
        }
        for (letter, hashes) in letters {
            if hashes.len() > NAMES {
                self.add(&format!("l-{letter}"), &hashes);
            } else {
                self.hashes.extend(hashes);
            }
        }
    }
}

/// The file that the client asks for first.
fn root(index: &Index<'_>, stop: &BTreeSet<String>, hashes: &BTreeMap<String, String>) -> File {
    let (pins, kinds) = super::pins();
    let aside = (0..)
        .zip(&index.articles)
        .filter(|(_, article)| article.aside)
        .map(|(number, _)| number);
    let sections: BTreeSet<&str> = index
        .articles
        .iter()
        .map(|article| article.section)
        .collect();
    File::fixed(
        "root",
        &json!({
            "count": index.articles.len(),
            "aside": aside.collect::<Vec<u32>>(),
            "files": hashes,
            "stop": stop,
            "pins": pins,
            "kinds": kinds,
            "sections": sections,
            "audiences": index.audiences.iter().collect::<Vec<_>>(),
        }),
    )
}

/// Phrases as stems; their words can be typed like those of articles.
struct Phrases<'a> {
    lexicon: &'a Lexicon,
    words: Vec<Arc<Word>>,
    /// How each phrase that means something is written.
    written: BTreeMap<String, String>,
}

impl Phrases<'_> {
    fn stems(&mut self, phrase: &str) -> String {
        let mut stems = Vec::new();
        words::words(phrase, |word| {
            let word = self.lexicon.word(&word.to_lowercase());
            stems.push(Arc::clone(&word.stem));
            self.words.push(word);
        });
        stems.join(" ")
    }

    fn means(&mut self, meanings: &[(Vec<&str>, Vec<&str>)]) -> Means {
        let mut means = Means::new();
        for (from, to) in meanings {
            let to = to.iter().map(|phrase| self.stems(phrase));
            let to: Vec<String> = to.filter(|stems| !stems.is_empty()).collect();
            for phrase in from {
                let stems = self.stems(phrase);
                if !stems.is_empty() {
                    let written = self.written.entry(stems.clone());
                    written.or_insert_with(|| (*phrase).to_owned());
                    means.entry(stems).or_default().extend(to.iter().cloned());
                }
            }
        }
        means.retain(|phrase, others| others.iter().any(|other| other != phrase));
        means
    }
}
