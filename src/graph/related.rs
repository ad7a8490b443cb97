//! Which articles belong together, and why.
//!
//! Two articles are related by what they share: title words, words in headings, tags, the words they
//! use most, the pages they link to. Each shared term counts by how much it weighs in both and by how
//! rare it is. All sums are whole numbers, so that every machine finds the same.

use std::sync::Arc;

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
    /// How much it says: the rarer, the more.
    rarity: u32,
    fingerprint: Fingerprint,
}

impl Signatures {
    /// Collects the terms of all articles.
    pub fn new(graph: &Graph, documents: &[Arc<Document>], wanted: usize) -> Self {
        let is_article = |page: &&Listed| {
            graph.sections[graph.section_of[page.id().index()].index()].index != Some(page.id())
        };
        let pages: Vec<Listed> = graph.listed.iter().filter(is_article).copied().collect();
        let mut ids: FxHashMap<(u8, String), usize> = FxHashMap::default();
        let mut vocabulary: Vec<TermUse> = Vec::new();
        for (at, page) in pages.iter().enumerate() {
            for ((kind, key), (name, weight)) in terms(graph, documents, *page) {
                let id = *ids.entry((kind, key)).or_insert_with(|| {
                    vocabulary.push(TermUse {
                        name,
                        pages: Vec::new(),
                        rarity: 0,
                        fingerprint: Fingerprint::default(),
                    });
                    vocabulary.len() - 1
                });
                match vocabulary[id].pages.last_mut() {
                    Some((last, known)) if *last == at => *known = (*known).max(weight),
                    _ => vocabulary[id].pages.push((at, weight)),
                }
            }
        }
        let count = pages.len();
        let too_common = (count / TOO_COMMON_SHARE).max(NEVER_TOO_COMMON);
        let mut terms: Vec<Vec<(usize, u32)>> = vec![Vec::new(); count];
        for (id, term) in vocabulary.iter_mut().enumerate() {
            if term.pages.len() < 2 || term.pages.len() > too_common {
                continue;
            }
            term.rarity = (count / term.pages.len()).max(1).ilog2() + 1;
            let pages = term
                .pages
                .iter()
                .map(|(at, weight)| (pages[*at], weight))
                .collect::<Vec<_>>();
            term.fingerprint = Fingerprint::of(&(&term.name, pages, term.rarity));
            for (at, weight) in &term.pages {
                terms[*at].push((id, *weight));
            }
        }
        for terms in &mut terms {
            terms.sort_by_key(|(id, weight)| (u32::MAX - vocabulary[*id].rarity * weight, *id));
            terms.truncate(COMPARED);
        }
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

/// The terms of one article. The number keeps a tag, a word and a link of one name apart.
fn terms(
    graph: &Graph,
    documents: &[Arc<Document>],
    page: Listed,
) -> Vec<((u8, String), (Reason, u32))> {
    let document = &documents[page.id().index()];
    let mut terms = Vec::new();
    for tag in &document.meta.tags {
        terms.push((
            (0, crate::path::fold(tag)),
            (Reason::Tag(tag.clone()), IN_TAG),
        ));
    }
    let mut words: Vec<(String, u32)> = title_terms(&document.title)
        .map(|word| (word, IN_TITLE))
        .collect();
    words.extend(
        document
            .key_terms
            .iter()
            .map(|word| (word.to_string(), IN_TEXT)),
    );
    for heading in document
        .parsed
        .headings
        .iter()
        .filter(|heading| heading.level <= 3)
    {
        words.extend(title_terms(&heading.text).map(|word| (word, IN_HEADING)));
    }
    terms.extend(
        words
            .into_iter()
            .map(|(word, weight)| ((1, word.clone()), (Reason::Word(word), weight))),
    );
    for target in graph.targets(page.id()) {
        let target_document = &documents[target.index()];
        terms.push((
            (2, target_document.path.to_string()),
            (Reason::Link(target_document.title.clone()), AS_LINK),
        ));
    }
    terms.sort_by(|left, right| left.0.cmp(&right.0).then(right.1.1.cmp(&left.1.1)));
    terms.dedup_by(|later, first| later.0 == first.0);
    terms
}
