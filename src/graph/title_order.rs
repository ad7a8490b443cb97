//! The sort order of titles in lists.

use std::sync::Arc;

use rayon::prelude::*;

use super::ids::DocId;
use crate::document::Document;
use crate::language::Alphabet;

/// All documents in the order of their titles.
pub(super) struct TitleOrder {
    /// The sort key of each title.
    keys: Vec<Vec<u8>>,
    /// The rank of each document; of two equal titles, the document that comes first is first.
    ranks: Vec<usize>,
}

impl TitleOrder {
    pub(super) fn of(documents: &[Arc<Document>], alphabet: &Alphabet) -> Self {
        let titles = documents
            .par_iter()
            .map(|document| sort_key(&document.title, alphabet));
        let keys: Vec<Vec<u8>> = titles.collect();
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.par_sort_unstable_by_key(|at| (&keys[*at], *at));
        let mut ranks = vec![0; order.len()];
        for (rank, at) in order.into_iter().enumerate() {
            ranks[at] = rank;
        }
        Self { keys, ranks }
    }

    /// The rank of a document.
    pub(super) fn rank(&self, id: DocId) -> usize {
        self.ranks[id.index()]
    }

    /// The sort key of a document's title.
    pub(super) fn key(&self, id: DocId) -> &[u8] {
        &self.keys[id.index()]
    }
}

/// What a title is sorted by: its letters, in Arabic without the article.
pub(super) fn sort_key(title: &str, alphabet: &Alphabet) -> Vec<u8> {
    alphabet.sort_key(without_article(title))
}

/// A title without the Arabic article it begins with, under which no index lists it.
pub(super) fn without_article(title: &str) -> &str {
    /// Words whose first letters only look like the article.
    const WORDS: [&str; 12] = [
        "الله",
        "التزام",
        "التهاب",
        "التقاء",
        "التماس",
        "التحاق",
        "التفات",
        "التباس",
        "التصاق",
        "التئام",
        "التواء",
        "التقاط",
    ];
    let Some(rest) = title.trim_start().strip_prefix("ال") else {
        return title;
    };
    let is_word = |word: &str| title.trim_start().starts_with(word);
    let is_long = rest.chars().take_while(|c| c.is_alphabetic()).count() > 1;
    if is_long && !WORDS.iter().any(|word| is_word(word)) {
        rest
    } else {
        title
    }
}
