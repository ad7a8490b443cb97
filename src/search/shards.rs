//! Forms, posting lists and synonyms -> shards: the files `w-LETTERS` in which a browser looks words up.
//!
//! A shard is named after the letters with which it begins, and ends where the next one begins.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::file::File;
use super::key_ranges::{self, KeyRange};
use super::letters::prefix;
use super::postings::PostingList;
use super::synonyms::SynonymEntry;
use super::term_bucket::{DEEPEST, TermBucket};
use crate::memo::Fingerprint;

/// How many bytes a shard has at most before compression; it has more only if its words share [`DEEPEST`] letters.
const LIMIT: usize = 4_000;

/// All entries that begin with the same two letters.
#[derive(Default)]
pub(super) struct EntryGroup {
    prefix: String,
    bucket: Arc<TermBucket>,
    /// Sorted by their keys.
    synonyms: Vec<SynonymEntry>,
}

/// The entries by their first two letters, sorted.
pub(super) fn group(
    buckets: &[Arc<TermBucket>],
    mut synonyms: Vec<SynonymEntry>,
) -> Vec<EntryGroup> {
    synonyms.sort_unstable_by(|left, right| left.key.cmp(&right.key));
    let mut groups: BTreeMap<String, EntryGroup> = BTreeMap::new();
    for bucket in buckets {
        let group = groups.entry(bucket.prefix.to_string()).or_default();
        group.bucket = Arc::clone(bucket);
    }
    for synonym in synonyms {
        let group = groups.entry(prefix(&synonym.key, 2).to_owned());
        group.or_default().synonyms.push(synonym);
    }
    let groups = groups.into_iter();
    groups
        .map(|(prefix, group)| EntryGroup { prefix, ..group })
        .collect()
}

impl EntryGroup {
    /// How many bytes the entries take, by their first letters, [`DEEPEST`] at most. Sorted; the same letters can come twice.
    fn sizes(&self) -> Vec<(&str, usize)> {
        let bucket = self.bucket.sizes.iter();
        let bucket = bucket.map(|(start, size)| (&**start, *size));
        let synonyms = self.synonyms.iter();
        let synonyms = synonyms.map(|synonym| (prefix(&synonym.key, DEEPEST), synonym.size()));
        let mut sizes: Vec<_> = bucket.chain(synonyms).collect();
        sizes.sort_by_key(|(start, _)| *start);
        sizes
    }
}

/// The entries of a range of words.
pub(super) struct Shard<'a> {
    range: KeyRange<'a>,
    groups: &'a [EntryGroup],
}

/// All shards. Where one begins depends on nothing but the size of the entries with the same first letters.
pub(super) fn shards(groups: &[EntryGroup]) -> Vec<Shard<'_>> {
    let mut shards = Vec::new();
    for same in groups.chunk_by(|left, right| prefix(&left.prefix, 1) == prefix(&right.prefix, 1)) {
        let sizes: Vec<(&str, usize)> = same.iter().flat_map(EntryGroup::sizes).collect();
        let ranges = key_ranges::divide(&sizes, LIMIT, DEEPEST).into_iter();
        shards.extend(ranges.map(|range| {
            // A range can begin inside a group (`tra` in `tr`), so the group of its first letters is part of it.
            let first = same.partition_point(|group| &*group.prefix < prefix(range.from, 2));
            let is_before =
                |group: &EntryGroup| range.before.is_none_or(|end| &*group.prefix < end);
            let end = same.partition_point(is_before);
            Shard {
                range,
                groups: &same[first..end],
            }
        }));
    }
    shards
}

impl Shard<'_> {
    pub(super) fn name(&self) -> String {
        format!("w-{}", self.range.from)
    }

    /// The cache key of [`Shard::file`]: a fingerprint of every input it reads.
    pub(super) fn key(&self) -> Fingerprint {
        let groups = self.groups.iter();
        let groups = groups.map(|group| (&group.bucket.terms, &group.synonyms));
        Fingerprint::of(&(self.range, groups.collect::<Vec<_>>()))
    }

    pub(super) fn file(&self) -> File {
        let range = &self.range;
        let buckets = || self.groups.iter().map(|group| &group.bucket.terms);
        let forms = buckets().flat_map(|terms| range.slice(&terms.forms, |(form, _)| form));
        let stems = buckets().flat_map(|terms| range.slice(&terms.stems, |(stem, _)| stem));
        let synonyms = || {
            let groups = self.groups.iter();
            groups.flat_map(|group| range.slice(&group.synonyms, |synonym| &synonym.key))
        };
        // Where a synonym is also a word, it comes last and replaces it.
        let synonym_forms = synonyms().map(|synonym| (&*synonym.key, &*synonym.stems));
        let synonym_posts = synonyms().map(|synonym| (&*synonym.key, &synonym.postings));
        let forms = forms.map(|(form, stem)| (&**form, &**stem));
        let posts = stems.map(|(stem, list)| (&**stem, list));
        let entries = Entries {
            forms: forms.chain(synonym_forms).collect(),
            posts: posts.chain(synonym_posts).collect(),
        };
        File::hashed(&self.name(), &entries)
    }
}

/// A shard as it is written; the names of the fields are those of the format.
#[derive(Serialize)]
struct Entries<'a> {
    forms: BTreeMap<&'a str, &'a str>,
    posts: BTreeMap<&'a str, &'a PostingList>,
}
