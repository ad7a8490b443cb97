//! What is known of all articles -> the files of the index.
//!
//! The same articles give the same bytes: everything is sorted, numbers are whole, and no number of one
//! article depends on another article.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::{Value, json};

use super::meaning::{self, Meaning};
use super::posting::encode;
use super::words::{self, FILLER, Language};
use super::{FOLDER, PageTerms, fold, spell, stop};
use crate::files::{Output, bare_script};
use crate::memo::{Fingerprint, Memo};
use crate::path::OutputPath;

/// How many bytes of a piece of the index are aimed at, before compression.
const PIECE: usize = 7_000;
/// How many articles share a file of hashes.
const BLOCK: usize = 64;
/// The length at which a section counts as it is, in words, and how far lengths matter.
const USUAL_LENGTH: f32 = 200.0;
const LENGTH_MATTERS: f32 = 0.6;
/// The weight at which half of what can be said of a section is said, in quarters.
const HALF: f32 = 10.0;
/// How many articles are looked at before what was found is put away.
const AT_ONCE: usize = 512;
/// A filler word in the titles and names of more articles than this finds nothing.
const FILLER_CAP: u32 = 64;

/// An article as the index knows it.
pub struct Article<'a> {
    /// Its address, seen from the top of the site.
    pub url: String,
    /// Its title.
    pub title: &'a str,
    /// A sentence about it.
    pub summary: &'a str,
    /// The section it belongs to, as readers know it.
    pub section: &'a str,
    /// Whom it is for.
    pub audiences: Vec<&'a str>,
    /// Whether articles that answer as well come first: it is a sheet or a collection.
    pub aside: bool,
    /// Its words.
    pub terms: Arc<PageTerms>,
}

/// Everything the index is made from.
pub struct Index<'a> {
    /// The articles that may be listed, in a fixed order.
    pub articles: Vec<Article<'a>>,
    /// What phrases mean.
    pub meanings: Vec<(Vec<&'a str>, Vec<&'a str>)>,
    /// The names of the audiences, by their ids.
    pub audiences: Vec<(&'a str, String)>,
    /// The language.
    pub language: &'a Language,
}

type Entry<'a> = (String, Part<'a>);

/// A part of a piece of the dictionary.
#[derive(Hash)]
enum Part<'a> {
    Form(&'a str),
    Posts(Vec<u32>),
}

/// A file of the index before it is written; its JSON is only made when it differs from before.
enum Piece<'a> {
    /// A part of the dictionary.
    Words(&'a [Entry<'a>]),
    /// The words that slips are compared with.
    Spellings(String),
    /// What is shown of an article.
    Text(&'a Article<'a>),
}

impl Piece<'_> {
    /// Stands for all that [`Piece::data`] looks at.
    fn key(&self, name: &str) -> Fingerprint {
        match self {
            Piece::Words(entries) => Fingerprint::of(&(name, entries)),
            Piece::Spellings(words) => Fingerprint::of(&(name, words)),
            Piece::Text(article) => {
                let sections = article.terms.sections.iter();
                let sections: Vec<_> = sections
                    .map(|section| (&section.id, &section.heading, section.text.trim()))
                    .collect();
                let Article {
                    url,
                    title,
                    summary,
                    section,
                    audiences,
                    aside: _,
                    terms: _,
                } = article;
                Fingerprint::of(&(name, (url, title, summary, section, audiences), sections))
            }
        }
    }

    fn data(&self) -> Value {
        match self {
            Piece::Words(entries) => {
                let mut forms = BTreeMap::new();
                let mut lists = BTreeMap::new();
                for (word, part) in *entries {
                    match part {
                        Part::Form(stem) => drop(forms.insert(word, stem)),
                        Part::Posts(list) => drop(lists.insert(word, list)),
                    }
                }
                json!({ "forms": forms, "posts": lists })
            }
            Piece::Spellings(words) => json!(words),
            Piece::Text(article) => text(article),
        }
    }
}

/// Makes all files. `pieces` remembers those that hold the same as before.
pub fn files(index: &Index<'_>, pieces: &mut Memo<Output>) -> Vec<(OutputPath, Output)> {
    let mut vocabulary = Vocabulary::of(index);
    let means = vocabulary.means(index);
    let posts = vocabulary.posts(index);
    let meanings = meaning::entries(&means, &posts, index.articles.len());
    let spellings = spell::files(&vocabulary.forms, &posts, index.articles.len());

    let mut sorted: Vec<Entry<'_>> = posts
        .into_iter()
        .map(|(stem, list)| (stem, Part::Posts(list)))
        .collect();
    let forms = vocabulary.forms.iter();
    sorted.extend(forms.map(|(form, stem)| (form.clone(), Part::Form(stem))));
    for Meaning { key, stems, posts } in &meanings {
        sorted.push((key.clone(), Part::Form(stems)));
        sorted.push((key.clone(), Part::Posts(posts.clone())));
    }
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    let mut made: Vec<(String, Piece<'_>)> = Vec::new();
    split(&sorted, 1, &mut |prefix, entries| {
        made.push((format!("w-{prefix}"), Piece::Words(entries)));
    });
    made.extend(
        spellings
            .into_iter()
            .map(|(name, words)| (name, Piece::Spellings(words))),
    );
    let texts = index.articles.iter().enumerate();
    made.extend(texts.map(|(number, article)| (format!("t-{number}"), Piece::Text(article))));
    let encoded = pieces.map(
        &made,
        |(name, piece)| piece.key(name),
        |(name, piece)| script(name, &piece.data()),
    );
    let outputs: Vec<(String, Arc<Output>)> = made
        .into_iter()
        .map(|(name, _)| name)
        .zip(encoded)
        .collect();

    let mut hashes: BTreeMap<&str, String> = BTreeMap::new();
    let mut blocks: Vec<Vec<String>> = vec![Vec::new(); index.articles.len().div_ceil(BLOCK)];
    for (name, output) in &outputs {
        match name
            .strip_prefix("t-")
            .and_then(|number| number.parse::<usize>().ok())
        {
            Some(number) => blocks[number / BLOCK].push(short(output)),
            None => drop(hashes.insert(name, short(output))),
        }
    }
    let blocks: Vec<(String, Output)> = blocks
        .iter()
        .enumerate()
        .map(|(at, hashes)| {
            (
                format!("f-{at}"),
                script(&format!("f-{at}"), &json!(hashes)),
            )
        })
        .collect();
    hashes.extend(
        blocks
            .iter()
            .map(|(name, output)| (name.as_str(), short(output))),
    );

    let (pins, kinds) = super::pins();
    let root = script(
        "root",
        &json!({
            "count": index.articles.len(),
            "aside": (0..).zip(&index.articles).filter(|(_, article)| article.aside).map(|(number, _)| number).collect::<Vec<u32>>(),
            "files": hashes,
            "stop": if index.language.is_english() { stop::WORDS } else { &[] },
            "pins": pins,
            "kinds": kinds,
            "sections": index.articles.iter().map(|article| article.section).collect::<BTreeSet<_>>(),
            "audiences": index.audiences,
        }),
    );
    let hashed = |name: &str, output: &Output| {
        OutputPath::new(&format!("{FOLDER}/{name}.{}.js", short(output)))
    };
    let mut files: Vec<(OutputPath, Output)> = vec![
        (OutputPath::new(&format!("{FOLDER}/root.js")), root.clone()),
        (
            OutputPath::new(&format!("{FOLDER}/client.js")),
            Output::new(bare_script(super::CLIENT).into_bytes()),
        ),
    ];
    files.extend(
        blocks
            .iter()
            .map(|(name, output)| (hashed(name, output), output.clone())),
    );
    files.extend(
        outputs
            .iter()
            .map(|(name, output)| (hashed(name, output), Output::clone(output))),
    );
    files
}

/// A file that hands its data to the client when it is loaded.
fn script(name: &str, data: &impl Serialize) -> Output {
    // Texts, numbers and lists can always be written as JSON.
    let data = serde_json::to_string(data)
        .unwrap_or_default()
        .replace('<', "\\u003c");
    Output::new(format!("mendSearch.add({},{data});\n", json!(name)).into_bytes())
}

/// The part of a hash that stands in a file's name.
fn short(output: &Output) -> String {
    blake_hex(&output.bytes)
}

/// Eight hexadecimal digits that stand for bytes, the same on every machine.
fn blake_hex(bytes: &[u8]) -> String {
    Fingerprint::of_bytes(bytes).to_hex()[..8].to_owned()
}

/// What is shown of an article.
fn text(article: &Article<'_>) -> Value {
    let sections: Vec<_> = article
        .terms
        .sections
        .iter()
        .map(|section| (&section.id, &section.heading, section.text.trim()))
        .collect();
    json!([
        article.url,
        article.title,
        article.summary,
        article.section,
        article.audiences,
        sections
    ])
}

/// Cuts sorted entries by their first letters until each piece is small; a boundary depends on nothing
/// but the size of what lies inside it.
fn split<'e>(entries: &'e [Entry<'e>], depth: usize, take: &mut impl FnMut(&str, &'e [Entry<'e>])) {
    let mut rest = entries;
    while let Some((first, _)) = rest.first() {
        let prefix = prefix(first, depth).to_owned();
        let end = rest.partition_point(|(word, _)| self::prefix(word, depth) <= prefix.as_str());
        let (piece, after) = rest.split_at(end);
        let size: usize = piece.iter().map(size).sum();
        if size > PIECE && depth < 3 {
            split(piece, depth + 1, take);
        } else {
            take(&prefix, piece);
        }
        rest = after;
    }
}

fn size((word, part): &Entry<'_>) -> usize {
    word.len()
        + match part {
            Part::Form(stem) => stem.len() + 6,
            Part::Posts(list) => 4 + 3 * list.len(),
        }
}

/// The first characters of a word, as many as it has.
pub(super) fn prefix(word: &str, length: usize) -> &str {
    word.char_indices()
        .nth(length)
        .map_or(word, |(end, _)| &word[..end])
}

/// The words of a site and what each comes down to.
struct Vocabulary<'a> {
    /// The stem of every word as it is written.
    stems: FxHashMap<&'a str, String>,
    /// The stem of every folded word that can be typed.
    forms: BTreeMap<String, String>,
    language: &'a Language,
}

impl<'a> Vocabulary<'a> {
    /// Stems each distinct word once.
    fn of(index: &'a Index<'a>) -> Self {
        let language = index.language;
        let mut distinct: FxHashMap<&str, String> = FxHashMap::default();
        for article in &index.articles {
            for (word, _) in &article.terms.words {
                distinct.entry(word).or_default();
            }
        }
        let mut forms = BTreeMap::new();
        let mut words: Vec<&str> = distinct.keys().copied().collect();
        words.sort_unstable();
        for word in words {
            let stem = language.stem(word);
            if !stem.starts_with(FILLER) {
                forms.entry(fold(word)).or_insert_with(|| stem.clone());
            }
            distinct.insert(word, stem);
        }
        let mut vocabulary = Self {
            stems: distinct,
            forms,
            language,
        };
        let written: Vec<String> = vocabulary.forms.keys().cloned().collect();
        for word in written {
            vocabulary.learn_spelling(&word);
        }
        vocabulary
    }

    /// A word that is written in two ways is known in both.
    fn learn_spelling(&mut self, word: &str) {
        if let Some(other) = self.language.other_spelling(word) {
            let stem = self.language.stem(word);
            if self.language.stem(&other) == stem {
                self.forms.entry(other).or_insert(stem);
            }
        }
    }

    /// The stems of a phrase; its words are known from now on.
    fn phrase(&mut self, phrase: &str) -> String {
        let mut stems = Vec::new();
        words::words(phrase, |word| {
            let stem = self.language.stem(word);
            if !stem.starts_with(FILLER) {
                self.forms.entry(fold(word)).or_insert_with(|| stem.clone());
            }
            stems.push(stem);
        });
        stems.join(" ")
    }

    /// What phrases mean, all of it as stems.
    fn means(&mut self, index: &Index<'_>) -> BTreeMap<String, BTreeSet<String>> {
        let mut means: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in &index.meanings {
            let from: Vec<String> = from.iter().map(|phrase| self.phrase(phrase)).collect();
            let to: Vec<String> = to.iter().map(|phrase| self.phrase(phrase)).collect();
            for phrase in from.iter().filter(|phrase| !phrase.is_empty()) {
                let others = to.iter().filter(|other| !other.is_empty());
                means
                    .entry(phrase.clone())
                    .or_default()
                    .extend(others.cloned());
            }
        }
        means.retain(|phrase, others| others.iter().any(|other| other != phrase));
        means
    }

    /// Where each stem stands.
    fn posts(&self, index: &Index<'_>) -> BTreeMap<String, Vec<u32>> {
        let mut stems: Vec<&str> = self.stems.values().map(String::as_str).collect();
        stems.sort_unstable();
        stems.dedup();
        let place = |stem: &String| stems.binary_search(&stem.as_str()).unwrap_or_default();
        let stem_of: FxHashMap<&str, usize> = self
            .stems
            .iter()
            .map(|(word, stem)| (*word, place(stem)))
            .collect();
        // By stem: article, section, impact. Flat, and gathered from a few articles at a time, since a
        // large site has millions.
        let mut lists: Vec<Vec<(u32, u32, u32)>> = vec![Vec::new(); stems.len()];
        let numbered: Vec<(u32, &Article<'_>)> = (0..).zip(&index.articles).collect();
        for some in numbered.chunks(AT_ONCE) {
            let found: Vec<_> = some
                .par_iter()
                .map(|(_, article)| stands(article, &stem_of))
                .collect();
            for ((number, _), found) in some.iter().zip(found) {
                for (stem, section, impact) in found {
                    lists[stem].push((*number, section, impact));
                }
            }
        }
        let encoded = lists.into_par_iter().map(|list| {
            let articles = list.chunk_by(|left, right| left.0 == right.0);
            let articles = articles.map(|places| {
                let impacts = places
                    .iter()
                    .map(|(_, section, impact)| (*section, *impact));
                (places[0].0, impacts.collect())
            });
            encode(articles.collect(), index.articles.len())
        });
        let encoded: Vec<Vec<u32>> = encoded.collect();
        let mut posts: BTreeMap<String, Vec<u32>> =
            stems.into_iter().map(str::to_owned).zip(encoded).collect();
        posts.retain(|stem, list| !stem.starts_with(FILLER) || list[0] <= FILLER_CAP);
        posts
    }
}

/// Which stems stand in an article: stem, section, impact, in the order of the first two.
fn stands(article: &Article<'_>, stem_of: &FxHashMap<&str, usize>) -> Vec<(usize, u32, u32)> {
    let mut weights: Vec<(usize, u32, u32)> = Vec::new();
    for (word, places) in &article.terms.words {
        let stem = stem_of.get(&**word).copied().unwrap_or_default();
        weights.extend(
            places
                .iter()
                .map(|(section, weight)| (stem, *section, *weight)),
        );
    }
    weights.sort_unstable();
    let same = weights.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1));
    same.map(|places| {
        let (stem, section, _) = places[0];
        let weight: u32 = places.iter().map(|(.., weight)| weight).sum();
        let length = article.terms.sections[section as usize].length as f32;
        (stem, section, impact(weight as f32, length))
    })
    .collect()
}

/// How much a section is about a word, 1 to 15.
fn impact(weight: f32, length: f32) -> u32 {
    let weight = weight / (1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length.max(40.0) / USUAL_LENGTH);
    (15.0 * weight / (weight + HALF)).round().clamp(1.0, 15.0) as u32
}
