//! Which articles belong together, and why.
//!
//! Two articles are related by what they share: title words, words in headings, tags, the words they
//! use most, the pages they link to. Each shared term counts by how much it weighs in both and by how
//! rare it is. All sums are whole numbers, so that every machine finds the same.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Graph, Listed};
use crate::document::{Document, title_terms};
use crate::memo::Fingerprint;

/// How much a term weighs by where it stands.
const IN_TAG: u32 = 6;
const IN_TITLE: u32 = 4;
const IN_TEXT: u32 = 3;
const AS_LINK: u32 = 3;
const IN_HEADING: u32 = 2;

/// Only this many of an article's terms are compared, the rarest first.
const COMPARED: usize = 12;

/// A term in more than this share of all articles says nothing about any of them.
const TOO_COMMON_SHARE: usize = 10;

/// How many articles give their terms at once, so that those of a large site are never all in memory.
const AT_ONCE: usize = 512;

/// On a small site a term is not common before this many articles have it.
const NEVER_TOO_COMMON: usize = 6;

/// An article related to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Which one.
    pub page: Listed,
    /// The strongest reason.
    pub reason: Reason,
}

/// What two articles share.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", content = "what", rename_all = "kebab-case")]
pub enum Reason {
    /// A tag, as it is written.
    Tag(String),
    /// A page both link to, by its title.
    Link(String),
    /// A word both are about.
    Word(String),
}

/// What every listed article is about, ready to be compared.
pub struct Signatures {
    /// The articles.
    pages: Vec<Listed>,
    /// For each article, its terms and their weights, rarest first.
    terms: Vec<Vec<(usize, u32)>>,
    /// Every term: its name and the articles that have it, with its weight there.
    vocabulary: Vec<TermUse>,
    /// How many are wanted for each article.
    wanted: usize,
}

struct TermUse {
    name: Reason,
    pages: Vec<(usize, u32)>,
    /// How much it says: the rarer, the more; 0 for one that is not compared.
    rarity: u32,
    fingerprint: Fingerprint,
}

impl TermUse {
    fn new(name: Reason) -> Self {
        Self {
            name,
            pages: Vec::new(),
            rarity: 0,
            fingerprint: Fingerprint::default(),
        }
    }

    /// Makes it a term that is compared, on a site of these articles.
    fn weigh(&mut self, all: &[Listed]) {
        self.rarity = (all.len() / self.pages.len()).max(1).ilog2() + 1;
        let pages: Vec<_> = self
            .pages
            .iter()
            .map(|(at, weight)| (all[*at], weight))
            .collect();
        self.fingerprint = Fingerprint::of(&(&self.name, pages, self.rarity));
    }
}

/// What keeps a tag, a word and a link of one name apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Tag,
    Word,
    Link,
}

impl Kind {
    fn reason(self, name: &str) -> Reason {
        let name = name.to_owned();
        match self {
            Kind::Tag => Reason::Tag(name),
            Kind::Word => Reason::Word(name),
            Kind::Link => Reason::Link(name),
        }
    }
}

/// A term of one article, borrowed from its document as far as that is possible.
struct Found<'a> {
    kind: Kind,
    /// What makes it the same term in two articles.
    key: Cow<'a, str>,
    /// What it is called, if that is not its key.
    name: Option<&'a str>,
    weight: u32,
}

impl Signatures {
    /// Collects the terms of all articles.
    pub fn new(graph: &Graph, documents: &[Arc<Document>], wanted: usize) -> Self {
        let is_article = |page: &&Listed| {
            graph.sections[graph.section_of[page.id().index()].index()].index != Some(page.id())
        };
        let pages: Vec<Listed> = graph.listed.iter().filter(is_article).copied().collect();
        let mut ids: FxHashMap<(Kind, Cow<'_, str>), usize> = FxHashMap::default();
        let mut vocabulary: Vec<TermUse> = Vec::new();
        for (chunk, first) in pages.chunks(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
            let found: Vec<Vec<Found<'_>>> = chunk
                .par_iter()
                .map(|page| terms(graph, documents, *page))
                .collect();
            for (found, at) in found.into_iter().zip(first..) {
                for Found {
                    kind,
                    key,
                    name,
                    weight,
                } in found
                {
                    let id = *ids.entry((kind, key)).or_insert_with_key(|(_, key)| {
                        vocabulary.push(TermUse::new(kind.reason(name.unwrap_or(key))));
                        vocabulary.len() - 1
                    });
                    vocabulary[id].pages.push((at, weight));
                }
            }
        }
        let count = pages.len();
        let too_common = (count / TOO_COMMON_SHARE).max(NEVER_TOO_COMMON);
        vocabulary.par_iter_mut().for_each(|term| {
            if term.pages.len() >= 2 && term.pages.len() <= too_common {
                term.weigh(&pages);
            }
        });
        let mut terms: Vec<Vec<(usize, u32)>> = vec![Vec::new(); count];
        for (id, term) in vocabulary.iter().enumerate() {
            // Nothing says less than a term nobody shares, or everybody.
            if term.rarity > 0 {
                for (at, weight) in &term.pages {
                    terms[*at].push((id, *weight));
                }
            }
        }
        terms.par_iter_mut().for_each(|terms| {
            terms.sort_by_key(|(id, weight)| (u32::MAX - vocabulary[*id].rarity * weight, *id));
            terms.truncate(COMPARED);
        });
        Self {
            pages,
            terms,
            vocabulary,
            wanted,
        }
    }

    /// The articles that are compared.
    pub fn pages(&self) -> &[Listed] {
        &self.pages
    }

    /// Stands for everything that decides what is related to the article at this place.
    pub fn key(&self, at: usize) -> Fingerprint {
        let terms: Vec<_> = self.terms[at]
            .iter()
            .map(|(id, weight)| (self.vocabulary[*id].fingerprint, weight))
            .collect();
        Fingerprint::of(&(self.pages[at], terms, self.wanted))
    }

    /// What is related to the article at this place, nearest first.
    pub fn nearest(&self, at: usize) -> Vec<Related> {
        let own = &self.terms[at];
        let mut sums = vec![0_u32; self.pages.len()];
        let mut met = Vec::new();
        for (id, weight) in own {
            let term = &self.vocabulary[*id];
            for (other, other_weight) in &term.pages {
                if sums[*other] == 0 {
                    met.push(*other);
                }
                sums[*other] += weight * other_weight * term.rarity;
            }
        }
        let mut ranked: Vec<(u32, usize)> = met
            .into_iter()
            .filter(|other| *other != at)
            .map(|other| (u32::MAX - sums[other], other))
            .collect();
        if ranked.len() > self.wanted {
            ranked.select_nth_unstable(self.wanted);
            ranked.truncate(self.wanted);
        }
        ranked.sort_unstable();
        let related = |(_, other): (u32, usize)| {
            Some(Related {
                page: self.pages[other],
                reason: self.strongest(own, other)?,
            })
        };
        ranked.into_iter().filter_map(related).collect()
    }

    /// The shared term that adds most; of equals, the first.
    fn strongest(&self, own: &[(usize, u32)], other: usize) -> Option<Reason> {
        let shared = own.iter().filter_map(|(id, weight)| {
            let term = &self.vocabulary[*id];
            let found = term
                .pages
                .binary_search_by_key(&other, |(at, _)| *at)
                .ok()?;
            Some((weight * term.pages[found].1 * term.rarity, &term.name))
        });
        let first_of_highest =
            shared.reduce(|best, next| if next.0 > best.0 { next } else { best });
        first_of_highest.map(|(_, name)| name.clone())
    }
}

/// The terms of one article, each once, with the most it weighs there.
fn terms<'a>(graph: &Graph, documents: &'a [Arc<Document>], page: Listed) -> Vec<Found<'a>> {
    let document = &documents[page.id().index()];
    let word = |key, weight| Found {
        kind: Kind::Word,
        key,
        name: None,
        weight,
    };
    let words = |text: &str, weight| {
        title_terms(text)
            .map(|term| word(Cow::Owned(term), weight))
            .collect::<Vec<_>>()
    };
    let mut terms: Vec<Found<'a>> = Vec::new();
    terms.extend(document.meta.tags.iter().map(|tag| Found {
        kind: Kind::Tag,
        key: Cow::Owned(crate::path::fold(tag)),
        name: Some(tag),
        weight: IN_TAG,
    }));
    terms.extend(words(&document.title, IN_TITLE));
    let key_terms = document.key_terms.iter();
    terms.extend(key_terms.map(|term| word(Cow::Borrowed(&**term), IN_TEXT)));
    let headings = document.parsed.headings.iter();
    for heading in headings.filter(|heading| heading.level <= 3) {
        terms.extend(words(&heading.text, IN_HEADING));
    }
    terms.extend(graph.targets(page.id()).into_iter().map(|target| {
        let target = &documents[target.index()];
        Found {
            kind: Kind::Link,
            key: Cow::Borrowed(target.path.as_str()),
            name: Some(&target.title),
            weight: AS_LINK,
        }
    }));
    let order = |left: &Found<'_>, right: &Found<'_>| {
        let by_key = (left.kind, &left.key).cmp(&(right.kind, &right.key));
        by_key.then(right.weight.cmp(&left.weight))
    };
    terms.sort_by(order);
    terms.dedup_by(|later, first| (later.kind, &later.key) == (first.kind, &first.key));
    terms
}
