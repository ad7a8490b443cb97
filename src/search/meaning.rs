//! What phrases mean -> where that stands, so that a browser learns it from the file of the phrase's first word and asks
//! for no other.
//!
//! Who says what a phrase means (glossary, synonyms, search words) is not known here.

use std::collections::{BTreeMap, BTreeSet};

use super::bucket::Posts;
use super::bucket::{form_size, posts_size};
use super::posting::{decode, encode};
use super::words::FILLER;

/// A phrase as an entry of the dictionary.
#[derive(Hash)]
pub(super) struct Meaning {
    /// The stem of its first word that says something, `=`, and all its stems: beside the first one in the order of words.
    pub(super) key: String,
    /// The stems that it is met by, for marking them.
    pub(super) stems: String,
    /// Where it is met: a list as of any stem.
    pub(super) posts: Vec<u32>,
}

impl Meaning {
    /// About how many bytes it takes when it is written.
    pub(super) fn size(&self) -> usize {
        form_size(&self.key, &self.stems) + posts_size(&self.key, &self.posts)
    }
}

/// How much each section of each article, by number, is about something.
type Found = BTreeMap<(u32, u32), u32>;

/// The entries for `means`: what each phrase means, all as stems. One that is met nowhere gets an empty list.
pub(super) fn entries(
    means: &BTreeMap<String, BTreeSet<String>>,
    posts: Posts<'_>,
    articles: usize,
) -> Vec<Meaning> {
    // Many phrases mean the same few things.
    let mut made: BTreeMap<&BTreeSet<String>, Vec<u32>> = BTreeMap::new();
    let mut looked_up: BTreeMap<&str, Found> = BTreeMap::new();
    let mut entries = Vec::new();
    for (phrase, others) in means {
        let list = made.entry(others).or_insert_with(|| {
            let mut all = Found::new();
            for other in others {
                let found = looked_up
                    .entry(other)
                    .or_insert_with(|| look_up(other, posts));
                for (place, impact) in found {
                    let best = all.entry(*place).or_default();
                    *best = (*best).max(*impact);
                }
            }
            let postings = all.into_iter();
            let postings = postings.map(|((article, section), impact)| (article, section, impact));
            encode(postings.collect(), articles)
        });
        let says = |stem: &&str| !stem.starts_with(FILLER);
        let first = phrase.split(' ').find(says).or(phrase.split(' ').next());
        let stems: BTreeSet<&str> = others
            .iter()
            .flat_map(|other| other.split(' '))
            .filter(says)
            .collect();
        entries.push(Meaning {
            key: format!("{}={phrase}", first.unwrap_or_default()),
            stems: stems.into_iter().collect::<Vec<_>>().join(" "),
            posts: list.clone(),
        });
    }
    entries
}

/// The phrases whose `entries` are empty, as stems; of those that mean the same, the first.
pub(super) fn unmet<'a>(
    means: &'a BTreeMap<String, BTreeSet<String>>,
    entries: &'a [Meaning],
) -> impl Iterator<Item = &'a String> {
    let mut told: BTreeSet<&BTreeSet<String>> = BTreeSet::new();
    let nowhere = entries.iter().map(|entry| entry.posts.first() == Some(&0));
    let phrases = means.iter().zip(nowhere).filter(|(_, nowhere)| *nowhere);
    phrases
        .filter(move |((_, others), _)| told.insert(others))
        .map(|((phrase, _), _)| phrase)
}

/// Where a phrase stands: a section counts by the impact of all its words, an article by how many of them it has.
fn look_up(phrase: &str, posts: Posts<'_>) -> Found {
    let stems: Vec<&str> = phrase.split(' ').collect();
    let mut sums = Found::new();
    let mut met: BTreeMap<u32, u32> = BTreeMap::new();
    for list in stems.iter().filter_map(|stem| posts.get(stem)) {
        let mut articles = BTreeSet::new();
        for (article, section, impact) in decode(list) {
            articles.insert(article);
            *sums.entry((article, section)).or_default() += impact;
        }
        for article in articles {
            *met.entry(article).or_default() += 1;
        }
    }
    let all = stems.len() as u32;
    for ((article, _), impact) in &mut sums {
        let met = met.get(article).copied().unwrap_or_default();
        *impact = *impact * met / (all * all);
    }
    sums.retain(|_, impact| *impact >= LEAST);
    sums
}

/// A section that is less about something than this is not about it.
const LEAST: u32 = 2;
