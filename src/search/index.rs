//! What is known of all articles -> the files of the index.
//!
//! The same articles give the same bytes: everything is sorted, numbers are whole, and no number of one
//! article depends on another article. What did not change is remembered at every step, so an edit costs the
//! block of the article and the buckets of the words it concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::block::{BLOCK, Block, prefix};
use super::bucket::Bucket;
use super::file::File;
use super::lexicon::{Lexicon, Lexicons, Word};
use super::meaning::{self, Meaning};
use super::posting::Posts;
use super::reading::{Article, Reader};
use super::words::{self, Language};
use super::{spell, stop};
use crate::files::Output;
use crate::memo::{Fingerprint, Memo};
use crate::path::OutputPath;

/// How many bytes of a piece of the index are aimed at, before compression.
const PIECE: usize = 7_000;
/// How many letters of a word are looked at, at most, to find its piece.
const DEEPEST: usize = 3;

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
    lexicons: Lexicons,
    blocks: Memo<Block>,
    /// The blocks of the last time, in order: most articles of one that differs are the same.
    last: Vec<Arc<Block>>,
    buckets: Memo<Bucket>,
    pieces: Memo<File>,
}

impl Memory {
    /// Makes all files.
    pub(super) fn files(&mut self, index: &Index<'_>) -> Vec<(OutputPath, Output)> {
        let lexicon = self.lexicons.of(index.language);
        let mut phrases = Phrases {
            lexicon: &lexicon,
            words: Vec::new(),
        };
        let means = phrases.means(&index.meanings);

        let mut blocks = self.blocks(index);
        blocks.push(Arc::new(Block::of_words(phrases.words)));
        let articles = index.articles.len();
        let buckets = self.buckets(&blocks, articles);
        let stems = buckets.iter().flat_map(|bucket| &bucket.stems);
        let posts: Posts<'_> = stems.map(|(stem, list)| (&**stem, &**list)).collect();
        let parts = parts(&buckets, meaning::entries(&means, &posts, articles));
        let mut names = dictionary(&parts);
        let spellings = spell::files(&buckets, &posts, articles).into_iter();
        names.extend(spellings.map(|(name, words)| (name, Piece::Spellings(words))));
        let pieces = self.pieces.map(
            &names,
            |(name, piece)| piece.key(name),
            |(name, piece)| piece.file(name),
        );

        let names = names.iter().map(|(name, _)| name.clone());
        let mut hashes: BTreeMap<String, String> = names
            .zip(&pieces)
            .map(|(name, file)| (name, file.hash()))
            .collect();
        let mut files = vec![File::client()];
        for (number, block) in blocks.iter().enumerate() {
            let texts = block.readings.iter().map(|reading| &reading.text);
            files.extend(texts.clone().cloned());
            if !block.readings.is_empty() {
                let texts: Vec<String> = texts.map(File::hash).collect();
                let name = format!("f-{number}");
                let file = File::hashed(&name, &texts);
                hashes.insert(name, file.hash());
                files.push(file);
            }
        }
        files.extend(pieces.iter().map(|file| File::clone(file)));
        files.push(root(index, &hashes));
        files
            .into_iter()
            .map(|File { path, output }| (path, output))
            .collect()
    }

    fn blocks(&mut self, index: &Index<'_>) -> Vec<Arc<Block>> {
        let articles = index.articles.par_iter().enumerate();
        let keys: Vec<Fingerprint> = articles
            .map(|(number, article)| Fingerprint::of(&(index.language, number, article)))
            .collect();
        let chunks: Vec<_> = keys.chunks(BLOCK).enumerate().collect();
        let Self {
            blocks,
            lexicons,
            last,
            ..
        } = self;
        let read = |number: usize, keys: &[Fingerprint]| {
            let before = last.get(number).map_or(&[][..], |block| &block.readings);
            let mut reader = Reader::new(index.language, lexicons);
            let reading = |(at, key): (usize, &Fingerprint)| match before.get(at) {
                Some(reading) if reading.key == *key => Arc::clone(reading),
                _ => {
                    let number = number * BLOCK + at;
                    Arc::new(reader.read(*key, number, &index.articles[number]))
                }
            };
            Block::of(keys.iter().enumerate().map(reading).collect())
        };
        let made = blocks.map(
            &chunks,
            |(_, keys)| Fingerprint::of(keys),
            |(number, keys)| read(*number, keys),
        );
        last.clone_from(&made);
        made
    }

    /// The words of all blocks by their first two letters, sorted by these.
    fn buckets(&mut self, blocks: &[Arc<Block>], articles: usize) -> Vec<Arc<Bucket>> {
        let mut said: BTreeMap<&str, Vec<(usize, Fingerprint)>> = BTreeMap::new();
        for (number, block) in blocks.iter().enumerate() {
            for (prefix, fingerprint) in block.prefixes() {
                said.entry(prefix).or_default().push((number, fingerprint));
            }
        }
        let wanted: Vec<(&str, Fingerprint)> = said
            .into_iter()
            .map(|(prefix, said)| (prefix, Fingerprint::of(&(prefix, said, articles))))
            .collect();
        self.buckets.map(
            &wanted,
            |(_, fingerprint)| *fingerprint,
            |(prefix, fingerprint)| Bucket::of(prefix, *fingerprint, blocks, articles),
        )
    }
}

/// What phrases mean, all of it as stems.
type Means = BTreeMap<String, BTreeSet<String>>;

/// All entries of the dictionary that begin with the same two letters.
#[derive(Default)]
struct Part {
    prefix: String,
    bucket: Arc<Bucket>,
    meanings: Vec<Meaning>,
}

/// The dictionary by the first two letters of its words.
fn parts(buckets: &[Arc<Bucket>], meanings: Vec<Meaning>) -> Vec<Part> {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for bucket in buckets {
        let part = parts.entry(bucket.prefix.to_string()).or_default();
        part.bucket = Arc::clone(bucket);
    }
    for meaning in meanings {
        let part = parts.entry(prefix(&meaning.key, 2).to_owned());
        part.or_default().meanings.push(meaning);
    }
    let parts = parts.into_iter();
    parts
        .map(|(prefix, part)| Part { prefix, ..part })
        .collect()
}

impl Part {
    fn letter(&self) -> &str {
        prefix(&self.prefix, 1)
    }

    /// Words and phrases with what they come down to.
    fn forms(&self) -> impl Iterator<Item = (&str, &str)> {
        let forms = self.bucket.forms.iter();
        let meanings = self.meanings.iter();
        let forms = forms.map(|(form, stem)| (&**form, &**stem));
        forms.chain(meanings.map(|meaning| (&*meaning.key, &*meaning.stems)))
    }

    /// Stems and phrases with where they stand.
    fn posts(&self) -> impl Iterator<Item = (&str, &[u32])> {
        let stems = self.bucket.stems.iter();
        let meanings = self.meanings.iter();
        let stems = stems.map(|(stem, list)| (&**stem, &**list));
        stems.chain(meanings.map(|meaning| (&*meaning.key, &*meaning.posts)))
    }

    /// About how many bytes the part takes when it is written.
    fn size(&self) -> usize {
        let forms = self.forms().map(|(form, stem)| form.len() + stem.len() + 6);
        let posts = self
            .posts()
            .map(|(stem, list)| stem.len() + 4 + 3 * list.len());
        forms.chain(posts).sum()
    }
}

/// A file of the index before it is written; it is only made when it differs from before.
enum Piece<'a> {
    /// The words of some buckets whose first letters, as many as the number says, are these.
    Words(&'a str, usize, &'a [Part]),
    /// The words that slips are compared with.
    Spellings(String),
}

/// The dictionary, cut by first letters until each piece is small; a boundary depends on nothing but the size of
/// what lies inside it.
fn dictionary(parts: &[Part]) -> Vec<(String, Piece<'_>)> {
    let small = |parts: &[Part]| parts.iter().map(Part::size).sum::<usize>() <= PIECE;
    let mut pieces: Vec<(&str, usize, &[Part])> = Vec::new();
    for same in parts.chunk_by(|left, right| left.letter() == right.letter()) {
        if small(same) {
            pieces.push((same[0].letter(), 1, same));
            continue;
        }
        for part in same.chunks(1) {
            if small(part) {
                pieces.push((&part[0].prefix, 2, part));
            } else {
                let forms = part[0].forms().map(|(form, _)| form);
                let words = forms.chain(part[0].posts().map(|(stem, _)| stem));
                let prefixes: BTreeSet<&str> = words.map(|word| prefix(word, DEEPEST)).collect();
                pieces.extend(prefixes.into_iter().map(|prefix| (prefix, DEEPEST, part)));
            }
        }
    }
    let pieces = pieces.into_iter();
    pieces
        .map(|(prefix, depth, parts)| (format!("w-{prefix}"), Piece::Words(prefix, depth, parts)))
        .collect()
}

impl Piece<'_> {
    /// Stands for all that [`Piece::file`] looks at.
    fn key(&self, name: &str) -> Fingerprint {
        match self {
            Piece::Words(_, _, parts) => {
                let parts = parts
                    .iter()
                    .map(|part| (part.bucket.fingerprint, &part.meanings));
                Fingerprint::of(&(name, parts.collect::<Vec<_>>()))
            }
            Piece::Spellings(words) => Fingerprint::of(&(name, words)),
        }
    }

    fn file(&self, name: &str) -> File {
        match self {
            Piece::Words(letters, depth, parts) => {
                File::hashed(name, &Dictionary::of(letters, *depth, parts))
            }
            Piece::Spellings(words) => File::hashed(name, words),
        }
    }
}

/// A piece of the dictionary as it is written.
#[derive(Default, Serialize)]
struct Dictionary<'a> {
    forms: BTreeMap<&'a str, &'a str>,
    posts: BTreeMap<&'a str, &'a [u32]>,
}

impl<'a> Dictionary<'a> {
    /// The words of some buckets whose first `depth` letters are these.
    fn of(letters: &str, depth: usize, parts: &'a [Part]) -> Self {
        let ours = |word: &str| prefix(word, depth) == letters;
        let mut dictionary = Self::default();
        for part in parts {
            dictionary
                .forms
                .extend(part.forms().filter(|(form, _)| ours(form)));
            dictionary
                .posts
                .extend(part.posts().filter(|(stem, _)| ours(stem)));
        }
        dictionary
    }
}

/// The file that the client asks for first.
fn root(index: &Index<'_>, hashes: &BTreeMap<String, String>) -> File {
    let (pins, kinds) = super::pins();
    let aside = (0..)
        .zip(&index.articles)
        .filter(|(_, article)| article.aside)
        .map(|(number, _)| number);
    let english = Language::of(index.language).is_english();
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
            "stop": if english { stop::WORDS } else { &[] },
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
            let mut stems = |phrases: &[&str]| -> Vec<String> {
                let stems = phrases.iter().map(|phrase| self.stems(phrase));
                stems.filter(|phrase| !phrase.is_empty()).collect()
            };
            let (from, to) = (stems(from), stems(to));
            for phrase in from {
                means.entry(phrase).or_default().extend(to.iter().cloned());
            }
        }
        means.retain(|phrase, others| others.iter().any(|other| other != phrase));
        means
    }
}
