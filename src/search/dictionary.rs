//! The dictionary by first letters -> the pieces of it that a browser asks for, and their names.
//!
//! A piece is named by the letters it begins with and goes on to where the next one begins. What stands in it is
//! made elsewhere, in buckets and meanings.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::block::prefix;
use super::bucket::{Bucket, DEEPEST};
use super::file::File;
use super::meaning::Meaning;
use crate::memo::Fingerprint;

/// How many bytes of a piece are aimed at, before compression.
const PIECE: usize = 5_000;

/// All entries of the dictionary that begin with the same two letters.
#[derive(Default)]
pub(super) struct Part {
    prefix: String,
    bucket: Arc<Bucket>,
    meanings: Vec<Meaning>,
}

/// The dictionary by the first two letters of its words.
pub(super) fn parts(buckets: &[Arc<Bucket>], meanings: Vec<Meaning>) -> Vec<Part> {
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
    /// About how many bytes the entries take that begin with the same letters, [`DEEPEST`] at most.
    fn sizes(&self) -> BTreeMap<&str, usize> {
        let bucket = self.bucket.sizes.iter();
        let mut sizes: BTreeMap<&str, usize> =
            bucket.map(|(start, size)| (&**start, *size)).collect();
        for meaning in &self.meanings {
            *sizes.entry(prefix(&meaning.key, DEEPEST)).or_default() += meaning.size();
        }
        sizes
    }
}

/// A piece of the dictionary: the words from one on and before another, all with the same first letter.
pub(super) struct Piece<'a> {
    from: &'a str,
    before: Option<&'a str>,
    parts: &'a [Part],
}

/// All pieces. Where one begins depends on nothing but the size of what has the same first letters.
pub(super) fn pieces(parts: &[Part]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for same in parts.chunk_by(|left, right| prefix(&left.prefix, 1) == prefix(&right.prefix, 1)) {
        let sizes: Vec<(&str, usize)> = same.iter().flat_map(Part::sizes).collect();
        let stretches = cut(&sizes, PIECE, DEEPEST).into_iter();
        pieces.extend(stretches.map(|(from, before)| {
            let first = same.partition_point(|part| &*part.prefix < prefix(from, 2));
            let end =
                same.partition_point(|part| before.is_none_or(|before| &*part.prefix < before));
            Piece {
                from,
                before,
                parts: &same[first..end],
            }
        }));
    }
    pieces
}

/// A stretch of words: from these letters on, and before those if another follows.
pub(super) type Stretch<'a> = (&'a str, Option<&'a str>);

/// Cuts sorted words with the same first letter, given as beginnings of `deepest` letters with a size each, into
/// stretches of at most `limit` bytes if that can be. Only neighbours whose last letter is all that differs share
/// a stretch, so a change of size moves no boundary between others.
pub(super) fn cut<'a>(
    sizes: &[(&'a str, usize)],
    limit: usize,
    deepest: usize,
) -> Vec<Stretch<'a>> {
    fn collect<'a>(
        sizes: &[(&'a str, usize)],
        length: usize,
        (limit, deepest): (usize, usize),
        starts: &mut Vec<&'a str>,
    ) {
        let mut room = 0;
        for same in sizes.chunk_by(|left, right| prefix(left.0, length) == prefix(right.0, length))
        {
            let size: usize = same.iter().map(|(_, size)| size).sum();
            if size > limit && length < deepest {
                collect(same, length + 1, (limit, deepest), starts);
                room = 0;
                continue;
            }
            if size > room {
                starts.push(prefix(same[0].0, length));
                room = limit;
            }
            room = room.saturating_sub(size);
        }
    }
    let mut starts = Vec::new();
    collect(sizes, 1, (limit, deepest), &mut starts);
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    starts.iter().copied().zip(ends).collect()
}

impl Piece<'_> {
    pub(super) fn name(&self) -> String {
        format!("w-{}", self.from)
    }

    /// Stands for all that [`Piece::file`] looks at.
    pub(super) fn key(&self) -> Fingerprint {
        let parts = self.parts.iter();
        let parts = parts.map(|part| (part.bucket.fingerprint, &part.meanings));
        Fingerprint::of(&(self.from, self.before, parts.collect::<Vec<_>>()))
    }

    pub(super) fn file(&self) -> File {
        let mut entries = Entries::default();
        for Part {
            bucket, meanings, ..
        } in self.parts
        {
            let forms = self.stretch(&bucket.forms);
            entries
                .forms
                .extend(forms.iter().map(|(form, stem)| (&**form, &**stem)));
            let stems = self.stretch(&bucket.stems);
            entries
                .posts
                .extend(stems.iter().map(|(stem, list)| (&**stem, &**list)));
            for meaning in meanings.iter().filter(|meaning| self.holds(&meaning.key)) {
                entries.forms.insert(&meaning.key, &meaning.stems);
                entries.posts.insert(&meaning.key, &meaning.posts);
            }
        }
        File::hashed(&self.name(), &entries)
    }

    fn holds(&self, word: &str) -> bool {
        word >= self.from && self.before.is_none_or(|before| word < before)
    }

    /// The entries of this piece among sorted ones.
    fn stretch<'b, T>(&self, sorted: &'b [(Arc<str>, T)]) -> &'b [(Arc<str>, T)] {
        let start = sorted.partition_point(|(word, _)| &**word < self.from);
        let rest = &sorted[start..];
        &rest[..rest.partition_point(|(word, _)| self.holds(word))]
    }
}

/// A piece as it is written.
#[derive(Default, Serialize)]
struct Entries<'a> {
    forms: BTreeMap<&'a str, &'a str>,
    posts: BTreeMap<&'a str, &'a [u32]>,
}

#[cfg(test)]
mod tests {
    /// Where the stretches of at most 10 bytes begin.
    fn starts<'a>(sizes: &[(&'a str, usize)], deepest: usize) -> Vec<&'a str> {
        let stretches = super::cut(sizes, 10, deepest).into_iter();
        stretches.map(|(from, _)| from).collect()
    }

    #[test]
    fn neighbours_share_a_stretch_until_it_is_full() {
        let sizes = [
            ("ta", 4),
            ("te", 4),
            ("ti", 4),
            ("tra", 9),
            ("tri", 9),
            ("ts", 1),
        ];
        assert_eq!(starts(&sizes, 3), ["ta", "ti", "tra", "tri", "ts"]);
        assert_eq!(starts(&sizes[..2], 3), ["t"]);
    }

    #[test]
    fn words_that_begin_alike_as_far_as_is_looked_stay_together() {
        assert_eq!(starts(&[("tru", 50), ("try", 5)], 3), ["tru", "try"]);
        assert_eq!(starts(&[("t", 50), ("tr", 5)], 2), ["t", "tr"]);
    }
}
