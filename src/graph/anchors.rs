//! Resolves the part of a link after `#` to a place in an article.
//!
//! An id is used as it is. A link can also contain the text of a heading, as in Obsidian: in any typography, after the
//! headings above it (`#Setbacks#After a year`). Ids are created elsewhere.
//!
//! The headings of an article are indexed for the first link that is not an id. So a page with a thousand headings and a
//! thousand links to them costs a thousand look-ups.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::markdown::{Heading, Parsed};
use crate::path;

/// How closely a link has to match the text of a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// By its text without case, or by its slug.
    Exact,
    /// Also by its letters and digits alone: Obsidian leaves out of a wikilink what has a meaning there, such as `#`, `^`,
    /// `|`, `:`.
    Loose,
}

/// The anchors of one article, ready to be looked up.
pub(super) struct Anchors<'a> {
    parsed: &'a Parsed,
    /// The first anchor of each id, by its place in the article's list.
    ids: FxHashMap<&'a str, usize>,
    headings: OnceLock<HeadingIndex>,
}

impl<'a> Anchors<'a> {
    pub(super) fn of(parsed: &'a Parsed) -> Self {
        let mut ids = FxHashMap::default();
        for (at, id) in parsed.anchors.iter().enumerate() {
            ids.entry(&**id).or_insert(at);
        }
        Self {
            parsed,
            ids,
            headings: OnceLock::new(),
        }
    }

    /// The id of the anchor that the part of a link after `#` means, if the article has it.
    pub(super) fn find(&self, written: &str, spelling: Spelling) -> Option<Box<str>> {
        let decoded = path::decode_path(written).unwrap_or_else(|| written.to_owned());
        let known = [&*decoded, written].map(|id| self.ids.get(id));
        if let Some(at) = known.into_iter().flatten().min() {
            return Some(self.parsed.anchors[*at].clone());
        }
        let headings = self
            .headings
            .get_or_init(|| HeadingIndex::of(&self.parsed.anchors, self.parsed.headings.iter()));
        let mut range = 0..self.parsed.headings.len();
        let mut found = None;
        for part in decoded.split('#').map(str::trim) {
            if part.is_empty() {
                continue;
            }
            if part.starts_with('^') {
                let at = headings.blocks.get(&part.to_ascii_lowercase())?;
                return Some(self.parsed.anchors[*at].clone());
            }
            let at = headings.find(&range, part, spelling)?;
            found = Some(at);
            range = at + 1..headings.ends[at];
        }
        found.map(|at| self.parsed.headings[at].id.clone())
    }
}

/// The headings of an article by the ways of writing them, each list in the order of the article.
#[derive(Default)]
struct HeadingIndex {
    /// The first anchor of each name of a block, `^name`, without case.
    blocks: FxHashMap<String, usize>,
    by_text: FxHashMap<String, Vec<usize>>,
    by_slug: FxHashMap<String, Vec<usize>>,
    by_letters: FxHashMap<String, Vec<usize>>,
    /// For each heading, the index of the next heading that is not below it.
    ends: Vec<usize>,
}

impl HeadingIndex {
    fn of<'h>(anchors: &[Box<str>], headings: impl Iterator<Item = &'h Heading>) -> Self {
        let mut index = Self::default();
        let blocks = anchors.iter().enumerate();
        for (at, id) in blocks.filter(|(_, id)| id.starts_with('^')) {
            index.blocks.entry(id.to_ascii_lowercase()).or_insert(at);
        }
        // The headings that contain the next one, with their levels.
        let mut open: Vec<(usize, u8)> = Vec::new();
        for (at, heading) in headings.enumerate() {
            while let Some((above, _)) = open.pop_if(|(_, level)| heading.level <= *level) {
                index.ends[above] = at;
            }
            open.push((at, heading.level));
            index.ends.push(usize::MAX);
            let folded = path::fold(&heading.text);
            let slugs = [heading.id.to_string(), path::slug(&heading.text)];
            let is_new = slugs[0] != slugs[1];
            for slug in slugs.into_iter().take(if is_new { 2 } else { 1 }) {
                index.by_slug.entry(slug).or_default().push(at);
            }
            let letters = index.by_letters.entry(letters(&folded));
            letters.or_default().push(at);
            index.by_text.entry(folded).or_default().push(at);
        }
        let count = index.ends.len();
        for end in &mut index.ends {
            *end = count.min(*end);
        }
        index
    }

    /// The first heading of a range with this text, else with this slug, else with these letters and digits, if only one
    /// heading has them.
    fn find(&self, range: &Range<usize>, written: &str, spelling: Spelling) -> Option<usize> {
        let folded = path::fold(written);
        let by_text = inside(&self.by_text, &folded, range);
        if let Some(at) = by_text.first() {
            return Some(*at);
        }
        let slug = path::slug(written);
        let by_slug = inside(&self.by_slug, &slug, range);
        if let Some(at) = by_slug.first().filter(|_| !slug.is_empty()) {
            return Some(*at);
        }
        let letters = letters(&folded);
        if spelling == Spelling::Exact || letters.is_empty() {
            return None;
        }
        match inside(&self.by_letters, &letters, range) {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// The headings under a key that are in a range.
fn inside<'i>(
    index: &'i FxHashMap<String, Vec<usize>>,
    key: &str,
    range: &Range<usize>,
) -> &'i [usize] {
    let all = index.get(key).map_or(&[][..], Vec::as_slice);
    let place = |end: usize| all.partition_point(|at| *at < end);
    &all[place(range.start)..place(range.end)]
}

/// The letters and digits of a folded text.
fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_once_however_many_links_lead_to_them() {
        let headings = |count: usize| -> Vec<Heading> {
            let heading = |at: usize| Heading {
                level: 2,
                id: format!("heading-{at}").into(),
                text: format!("Heading {at}?").into(),
                span: 0..0,
            };
            (0..count).map(heading).collect()
        };
        let read = |count: usize| {
            let headings = headings(count);
            let mut read = 0;
            let index = HeadingIndex::of(&[], headings.iter().inspect(|_| read += 1));
            for at in 0..count {
                let found = index.find(&(0..count), &format!("heading {at}"), Spelling::Loose);
                assert_eq!(found, Some(at));
            }
            read
        };
        assert_eq!((read(50), read(100)), (50, 100));
    }
}
