//! Which place in an article the part of a link after `#` means.
//!
//! An id is taken as it is. A heading may also be written as it reads, since that is how Obsidian links to it: in any
//! typography, below the heading it stands under (`#Setbacks#After a year`). Ids are made elsewhere.

use crate::markdown::{Heading, Parsed};
use crate::path;

/// How closely a heading has to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As it reads, or as its id would be generated.
    Exact,
    /// By its letters and digits: Obsidian leaves out of a wikilink what has a meaning there, such as `#`, `^`, `|`, `:`.
    AsItReads,
}

/// The id of the place that is meant, if the article has it.
pub(super) fn find(parsed: &Parsed, written: &str, spelling: Spelling) -> Option<Box<str>> {
    let decoded = path::decode_path(written).unwrap_or_else(|| written.to_owned());
    let known = |id: &str| id == decoded || id == written;
    if let Some(id) = parsed.anchors.iter().find(|id| known(id)) {
        return Some(id.clone());
    }
    let mut headings = &parsed.headings[..];
    let mut found = None;
    for part in decoded.split('#').map(str::trim) {
        if part.is_empty() {
            continue;
        }
        if part.starts_with('^') {
            let mut ids = parsed.anchors.iter();
            return ids.find(|id| id.eq_ignore_ascii_case(part)).cloned();
        }
        let at = position(headings, part, spelling)?;
        found = Some(&headings[at]);
        headings = below(&headings[at..]);
    }
    found.map(|heading| heading.id.clone())
}

/// The first heading that reads like this: to the letter, else by its slug, else by its letters and digits, if only one
/// heading has these.
fn position(headings: &[Heading], written: &str, spelling: Spelling) -> Option<usize> {
    let folded = path::fold(written);
    let same = |heading: &Heading| path::fold(&heading.text) == folded;
    if let Some(at) = headings.iter().position(same) {
        return Some(at);
    }
    let slug = path::slug(written);
    let has_slug = |heading: &Heading| *heading.id == *slug || path::slug(&heading.text) == slug;
    if let Some(at) = headings
        .iter()
        .position(has_slug)
        .filter(|_| !slug.is_empty())
    {
        return Some(at);
    }
    let bare = bare(written);
    if spelling == Spelling::Exact || bare.is_empty() {
        return None;
    }
    let reads_alike = |(_, heading): &(usize, &Heading)| self::bare(&heading.text) == bare;
    let mut alike = headings.iter().enumerate().filter(reads_alike);
    match (alike.next(), alike.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

fn bare(text: &str) -> String {
    let folded = path::fold(text);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The headings that stand below the first of these.
fn below(headings: &[Heading]) -> &[Heading] {
    let Some((first, rest)) = headings.split_first() else {
        return headings;
    };
    let end = rest.iter().position(|heading| heading.level <= first.level);
    &rest[..end.unwrap_or(rest.len())]
}
