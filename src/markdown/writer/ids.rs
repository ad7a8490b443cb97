//! The ids of an article, each of which is unique.

use std::collections::{BTreeSet, HashMap, HashSet};

/// The ids of an article.
#[derive(Default)]
pub(super) struct Ids {
    taken: HashSet<Box<str>>,
    /// The number that is tried next for an id that was taken before.
    next: HashMap<Box<str>, usize>,
}

impl Ids {
    /// No ids except those that the page itself has outside the article.
    pub(super) fn with_taken(taken: &BTreeSet<String>) -> Self {
        Self {
            taken: taken.iter().map(|id| id.as_str().into()).collect(),
            next: HashMap::new(),
        }
    }

    /// Takes an id as it is, and says whether it was free.
    pub(super) fn fix(&mut self, id: &str) -> bool {
        self.taken.insert(id.into())
    }

    /// Takes an id, followed by a number if it is taken: `setbacks`, `setbacks-1`, `setbacks-2`.
    pub(super) fn unique(&mut self, id: &str) -> Box<str> {
        let mut candidate: Box<str> = id.into();
        while !self.taken.insert(candidate.clone()) {
            let next = self.next.entry(id.into()).or_insert(1);
            candidate = format!("{id}-{next}").into();
            *next += 1;
        }
        candidate
    }
}
