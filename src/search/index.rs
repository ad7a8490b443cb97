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

use super::block::{self, Block, prefix};
use super::bucket::{Bucket, Posts};
use super::dictionary::{self, Piece};
use super::file::File;
use super::lexicon::{Letters, Lexicon, Word};
use super::meaning;
use super::reading::{Article, Batch, Readers};
use super::words;
use super::{Made, spell};
use crate::document::help::Help;
use crate::files::Output;
use crate::memo::{Fingerprint, Memo};

/// Names of more files than this with the same first letter have a list of their own: a search reads the lists of its own
/// letters, and the root whole.
const NAMES: usize = 5;

/// Everything the index is made from.
pub(super) struct Index<'a> {
    /// The articles that may be listed, in a fixed order.
    pub(super) articles: Vec<Article<'a>>,
    /// The places of the articles that come first for each kind of danger.
    pub(super) lift: Vec<(&'static str, usize)>,
    /// Whom readers can turn to.
    pub(super) help: Option<&'a Help>,
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
    danger: Memo<File>,
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
        let danger = Fingerprint::of(&index.help);
        let danger = self.danger.one(danger, || File::danger(index.help));
        files.hashes.insert("danger".to_owned(), danger.hash());
        files.all.push(File::clone(&danger));
        let texts: Vec<&Output> = blocks.iter().flat_map(|block| &block.texts).collect();
        let texts: Vec<File> = (texts.into_par_iter().enumerate())
            .map(|(number, text)| File::named(&format!("t-{number}"), text.clone()))
            .collect();
        let each = texts_in_a_list(articles);
        let lists: Vec<File> = (0..)
            .zip(texts.chunks(each))
            .map(|(number, texts)| {
                let hashes: Vec<String> = texts.iter().map(|text| text.hash()).collect();
                File::hashed(&format!("f-{number}"), &hashes)
            })
            .collect();
        let root = root(index, &lexicon.language.stop, &files.hashes, (each, &lists));
        files.all.extend(texts);
        files.all.extend(lists);
        files.all.extend([File::client(), root]);
        let all = files.all.into_iter();
        Made {
            files: all.map(|File { path, output }| (path, output)).collect(),
            unmet,
        }
    }

    fn blocks(&mut self, index: &Index<'_>) -> Vec<Arc<Block>> {
        let cut: Vec<_> = block::cut(&index.articles).collect();
        let keyed = cut.into_par_iter().map(|articles| {
            let key = Fingerprint::of(&(index.language, articles));
            (key, articles)
        });
        let keyed: Vec<_> = keyed.collect();
        let readers = &self.readers;
        self.blocks.map(
            &keyed,
            |(key, _)| *key,
            |(_, articles)| Block::of(readers.read(articles, index.language)),
        )
    }

    /// The words of all blocks by their first two letters, sorted by these.
    fn buckets(&mut self, blocks: &[Arc<Block>], articles: usize) -> Vec<Arc<Bucket>> {
        let blocks = numbered(blocks);
        let mut said: FxHashMap<Letters, Vec<(u32, Fingerprint)>> = FxHashMap::default();
        for (first, block) in &blocks {
            for (letters, fingerprint) in block.letters() {
                said.entry(letters).or_default().push((*first, fingerprint));
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
            |(letters, fingerprint)| Bucket::of(*letters, *fingerprint, &blocks, articles),
        )
    }
}

/// Blocks, each with the number of its first article in the site.
fn numbered(blocks: &[Arc<Block>]) -> Vec<(u32, &Block)> {
    let mut next = 0;
    let numbered = blocks.iter().map(|block| {
        let first = next;
        next += block.texts.len() as u32;
        (first, &**block)
    });
    numbered.collect()
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

/// How many texts of articles one list names. A search that is typed reads the hashes of all lists, and about a dozen
/// lists whole, those of what each key finds: five to six bytes for each hash, so that both together are smallest near
/// the root of a fifteenth of the articles. Shorter lists than eight would cost more as files than they save.
fn texts_in_a_list(articles: usize) -> usize {
    (articles / 15).isqrt().next_power_of_two().max(8)
}

/// The file that the client asks for first. It names the files of `hashes`, and the lists of texts, each of so many.
fn root(
    index: &Index<'_>,
    stop: &BTreeSet<String>,
    hashes: &BTreeMap<String, String>,
    (each, lists): (usize, &[File]),
) -> File {
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
            "each": each,
            "lists": lists.iter().map(File::hash).collect::<Vec<_>>(),
            "stop": stop,
            "lift": index.lift.iter().copied().collect::<BTreeMap<_, _>>(),
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
            if !word.stop {
                self.words.push(word);
            }
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
