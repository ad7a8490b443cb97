//! Related articles.
//!
//! Two articles are related by what they share: title words, words in headings, tags, key terms, links to the same pages.
//! Each shared term counts by its weight in both and by its rarity. All sums are whole numbers, so that the result is the
//! same on every machine.
//!
//! An article is never related if the page leads to it anyway, if it is for other readers only, or if it is about the site.
//! So a reader who was deceived is not offered the advice for a partner who lied.
//!
//! It does not say why two articles are related: a shared word is a fact for sums, and no sentence for readers.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Graph;
use super::edition::Edition;
use super::ids::{DocId, Listed};
use crate::config::TAGS;
use crate::document::{Document, title_terms};
use crate::memo::{Fingerprint, Lookup, Memo};

/// The weights of terms by their place.
const IN_TAG: u32 = 6;
const IN_TITLE: u32 = 4;
const IN_TEXT: u32 = 3;
const AS_LINK: u32 = 3;
const IN_HEADING: u32 = 2;

/// The number of terms of an article that are compared: those with the highest product of rarity and weight.
const COMPARED: usize = 12;

/// A term that more than one article in this many has says nothing about any of them.
const TOO_COMMON_SHARE: usize = 10;

/// On a small site a term is too common only if more than this many articles have it.
const NEVER_TOO_COMMON: usize = 6;

/// Results kept from one build to the next.
#[derive(Default)]
pub(super) struct Cache {
    /// The interned texts of all subjects: equal texts are one allocation, so [`Signatures`] compares their addresses.
    names: Lookup<Arc<str>>,
    subjects: Memo<Vec<Subject>>,
    nearest: Memo<Vec<Listed>>,
}

impl Cache {
    /// A cache for a single graph.
    pub(super) fn forgetting() -> Self {
        Self {
            subjects: Memo::forgetting(),
            nearest: Memo::forgetting(),
            ..Self::default()
        }
    }

    /// The related articles of each document, nearest first and at most `wanted`; `None` for documents that are not
    /// compared.
    pub(super) fn related(
        &mut self,
        graph: &Graph,
        documents: &[Arc<Document>],
        wanted: usize,
    ) -> Vec<Option<Arc<Vec<Listed>>>> {
        let mut related = vec![None; documents.len()];
        if wanted == 0 {
            return related;
        }
        let names = &self.names;
        let subjects = self.subjects.map(
            documents,
            |document| document.facets.outline,
            |document| subjects(document, names),
        );
        let signatures = Signatures::new(graph, documents, &subjects, wanted);
        let places: Vec<usize> = (0..signatures.pages.len()).collect();
        let nearest = self.nearest.map(
            &places,
            |at| signatures.key(*at),
            |at| signatures.nearest(*at),
        );
        for (page, nearest) in signatures.pages.iter().zip(nearest) {
            related[page.id().index()] = Some(nearest);
        }
        related
    }
}

/// The kind of a subject: a tag, a word and a link of the same name are different subjects.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Tag,
    Word,
    Link,
}

/// A tag or word of a document.
struct Subject {
    kind: Kind,
    /// The text that is equal if two documents share the subject.
    key: Arc<str>,
    weight: u32,
}

/// The tags and words of a document, each once, with its highest weight there, in alphabetical order.
fn subjects(document: &Document, names: &Lookup<Arc<str>>) -> Vec<Subject> {
    let intern = |text: &str| names.get(text, || text.into());
    let word = |text: &str, weight| Subject {
        kind: Kind::Word,
        key: intern(text),
        weight,
    };
    let tag = |tag: &String| Subject {
        kind: Kind::Tag,
        key: intern(&crate::path::fold(tag)),
        weight: IN_TAG,
    };
    let mut subjects: Vec<Subject> = document.meta.terms(TAGS).iter().map(tag).collect();
    subjects.extend(title_terms(&document.title).map(|term| word(&term, IN_TITLE)));
    let key_terms = document.key_terms.iter();
    subjects.extend(key_terms.map(|term| word(term, IN_TEXT)));
    let headings = document.parsed.headings.iter();
    for heading in headings.filter(|heading| heading.level <= 3) {
        subjects.extend(title_terms(&heading.text).map(|term| word(&term, IN_HEADING)));
    }
    subjects.sort_by(|left, right| {
        let by_key = (left.kind, &left.key).cmp(&(right.kind, &right.key));
        by_key.then(right.weight.cmp(&left.weight))
    });
    subjects.dedup_by(|later, first| (later.kind, &later.key) == (first.kind, &first.key));
    subjects.shrink_to_fit();
    subjects
}

/// The audiences of an article, by their place among the site's lists; none if it names no audience.
#[derive(Clone, Default, Hash)]
struct Readers(Vec<usize>);

impl Readers {
    /// Whether one reader can be meant by both.
    fn meet(&self, other: &Self) -> bool {
        let (one, other) = (&self.0, &other.0);
        one.is_empty() || other.is_empty() || one.iter().any(|list| other.contains(list))
    }
}

/// The readers of each article; `None` for articles about the site.
fn readers(edition: &Edition) -> Vec<Option<Readers>> {
    let mut by_id: FxHashMap<DocId, Readers> = FxHashMap::default();
    for page in &edition.reading_order {
        by_id.insert(page.id(), Readers::default());
    }
    for (at, list) in edition.audiences.iter().enumerate() {
        for page in &list.pages {
            by_id.entry(page.id()).or_default().0.push(at);
        }
    }
    let articles = edition.articles.iter();
    articles.map(|page| by_id.remove(&page.id())).collect()
}

/// The index of a term, and its weight in an article.
type TermWeight = (usize, u32);

/// The terms of all listed articles, for comparison. Terms are indices into the vocabulary, articles indices into the list.
struct Signatures<'a> {
    /// The articles.
    pages: Vec<Listed>,
    /// The most specific terms of each article, the most specific first.
    terms: Vec<Vec<TermWeight>>,
    /// The articles to which each article's page leads anyway.
    led_to: Vec<Vec<DocId>>,
    /// The readers each article is for; `None` for articles about the site.
    readers: Vec<Option<Readers>>,
    vocabulary: Vec<Term<'a>>,
    /// The articles of each term with its weight there, term by term.
    postings: Vec<(usize, u32)>,
    /// The number of related articles to find for each article.
    wanted: usize,
}

/// A tag, a word or a link that articles can share.
struct Term<'a> {
    kind: Kind,
    name: &'a str,
    /// The range of its postings.
    postings: Range<usize>,
    /// Its rarity: the higher, the fewer articles have it; 0 if it is not compared.
    rarity: u32,
    fingerprint: Fingerprint,
}

impl<'a> Signatures<'a> {
    /// Collects the terms of all articles: their subjects, and the pages they link to.
    fn new(
        graph: &Graph,
        documents: &'a [Arc<Document>],
        subjects: &'a [Arc<Vec<Subject>>],
        wanted: usize,
    ) -> Self {
        let pages = graph.edition.articles.clone();
        let mut vocabulary: Vec<Term<'a>> = Vec::new();
        let mut add_term = |kind, name| {
            vocabulary.push(Term {
                kind,
                name,
                postings: 0..0,
                rarity: 0,
                fingerprint: Fingerprint::default(),
            });
            vocabulary.len() - 1
        };
        let mut by_subject: FxHashMap<(Kind, *const u8), usize> = FxHashMap::default();
        let mut by_target: Vec<Option<usize>> = vec![None; documents.len()];
        // The terms of all articles, one article after the other, and where those of each article end.
        let mut all: Vec<TermWeight> = Vec::new();
        let mut ends: Vec<usize> = Vec::with_capacity(pages.len());
        for page in &pages {
            for subject in &*subjects[page.id().index()] {
                let place = (subject.kind, subject.key.as_ptr());
                let id = by_subject.entry(place);
                let id = *id.or_insert_with(|| add_term(subject.kind, &subject.key));
                all.push((id, subject.weight));
            }
            let mut targets: Vec<DocId> = graph.targets(page.id());
            targets.sort_unstable();
            for target in targets {
                let title = &documents[target.index()].title;
                let id = &mut by_target[target.index()];
                let id = *id.get_or_insert_with(|| add_term(Kind::Link, title));
                all.push((id, AS_LINK));
            }
            ends.push(all.len());
        }
        let mut signatures = Self {
            terms: Vec::new(),
            led_to: graph.ways_on(),
            readers: readers(&graph.edition),
            postings: postings(&mut vocabulary, &all, &ends),
            pages,
            vocabulary,
            wanted,
        };
        signatures.weigh();
        let article = |at: usize| {
            let start = at.checked_sub(1).map_or(0, |before| ends[before]);
            signatures.most_specific(&all[start..ends[at]])
        };
        signatures.terms = (0..ends.len()).into_par_iter().map(article).collect();
        signatures
    }

    /// Computes the rarity of each term.
    fn weigh(&mut self) {
        let Self {
            pages,
            readers,
            vocabulary,
            postings,
            ..
        } = self;
        let count = pages.len();
        let too_common = (count / TOO_COMMON_SHARE).max(NEVER_TOO_COMMON);
        vocabulary.par_iter_mut().for_each(|term| {
            let postings = &postings[term.postings.clone()];
            // A term that no other article has says as little as one that all have.
            if (2..=too_common).contains(&postings.len()) {
                term.rarity = (count / postings.len()).max(1).ilog2() + 1;
                let pages: Vec<_> = postings
                    .iter()
                    .map(|(at, weight)| (pages[*at], &readers[*at], weight))
                    .collect();
                term.fingerprint = Fingerprint::of(&(term.kind, term.name, pages, term.rarity));
            }
        });
    }

    /// The most specific of an article's terms.
    fn most_specific(&self, all: &[TermWeight]) -> Vec<TermWeight> {
        let rarity = |id: usize| self.vocabulary[id].rarity;
        let all = all.iter().copied();
        let mut terms: Vec<TermWeight> = all.filter(|(id, _)| rarity(*id) > 0).collect();
        terms.sort_by_key(|(id, weight)| (u32::MAX - rarity(*id) * weight, *id));
        terms.truncate(COMPARED);
        terms.shrink_to_fit();
        terms
    }

    /// The cache key of [`Signatures::nearest`].
    fn key(&self, at: usize) -> Fingerprint {
        let terms: Vec<_> = self.terms[at]
            .iter()
            .map(|(id, weight)| (self.vocabulary[*id].fingerprint, weight))
            .collect();
        Fingerprint::of(&(
            self.pages[at],
            terms,
            &self.led_to[at],
            &self.readers[at],
            self.wanted,
        ))
    }

    /// The articles related to the one at this place, nearest first.
    ///
    /// Only articles that share a term are looked at: the sums are kept in one slot per article, and `touched` lists the slots
    /// in use, so the work grows with the postings of the shared terms and not with the site.
    fn nearest(&self, at: usize) -> Vec<Listed> {
        let Some(readers) = &self.readers[at] else {
            return Vec::new();
        };
        let (own, led_to) = (&self.terms[at], &self.led_to[at]);
        let fits = |other: usize| {
            let theirs = self.readers[other].as_ref();
            other != at
                && theirs.is_some_and(|theirs| readers.meet(theirs))
                && !led_to.contains(&self.pages[other].id())
        };
        let mut sums = vec![0_u32; self.pages.len()];
        let mut touched = Vec::new();
        for (id, weight) in own {
            let term = &self.vocabulary[*id];
            for (other, other_weight) in &self.postings[term.postings.clone()] {
                if sums[*other] == 0 {
                    touched.push(*other);
                }
                sums[*other] += weight * other_weight * term.rarity;
            }
        }
        let mut ranked: Vec<(u32, usize)> = touched
            .into_iter()
            .filter(|other| fits(*other))
            .map(|other| (u32::MAX - sums[other], other))
            .collect();
        if ranked.len() > self.wanted {
            ranked.select_nth_unstable(self.wanted);
            ranked.truncate(self.wanted);
        }
        ranked.sort_unstable();
        let ranked = ranked.into_iter();
        ranked.map(|(_, other)| self.pages[other]).collect()
    }
}

/// Builds the posting lists of all terms, in the order of the vocabulary, and records the range of each list in its term.
///
/// `all` has the terms of the articles, one article after the other; `ends` is where those of each article end.
fn postings(vocabulary: &mut [Term<'_>], all: &[TermWeight], ends: &[usize]) -> Vec<(usize, u32)> {
    for (id, _) in all {
        vocabulary[*id].postings.end += 1;
    }
    let mut sum = 0;
    for term in &mut *vocabulary {
        let count = term.postings.end;
        term.postings = sum..sum;
        sum += count;
    }
    let mut postings = vec![(0, 0); sum];
    let mut start = 0;
    for (at, end) in ends.iter().enumerate() {
        for (id, weight) in &all[start..*end] {
            let free = &mut vocabulary[*id].postings.end;
            postings[*free] = (at, *weight);
            *free += 1;
        }
        start = *end;
    }
    postings
}
