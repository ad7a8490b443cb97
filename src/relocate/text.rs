//! Finds the target of a link in a text, and replaces targets.

use std::collections::BTreeMap;
use std::ops::Range;

use super::site::{Reference, path_of};
use crate::markdown::LinkKind;

/// Where the target of a link is written, without query and anchor.
pub(super) fn written_at(text: &str, reference: &Reference<'_>) -> Option<Range<usize>> {
    let path = path_of(reference.target);
    let span = reference.span.clone();
    let source = text.get(span.clone())?;
    let is_definition = reference.kind == LinkKind::Markdown
        && source.trim_start_matches('!').starts_with('[')
        && !source.contains("](");
    let start = if is_definition {
        return defined_at(text, path);
    } else {
        source.rfind("](").map_or(0, |at| at + 2)
    };
    let at = span.start + start + source[start..].find(path)?;
    Some(at..at + path.len())
}

/// Where a definition, `[name]: target`, has this target.
fn defined_at(text: &str, target: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let definition = line
            .trim_start()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]:"));
        if let Some((_, rest)) = definition {
            let written = rest.trim_start().trim_start_matches('<');
            if path_of(written.trim_end()).split(['>', ' ', '"']).next() == Some(target) {
                let at = start + line.len() - written.len();
                return Some(at..at + target.len());
            }
        }
        start += line.len();
    }
    None
}

/// A text with other words at some places: by the place's start, its end and the words.
pub(super) fn edited(text: &str, edits: &BTreeMap<usize, (usize, String)>) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for (start, (end, words)) in edits {
        new.push_str(&text[at..*start]);
        new.push_str(words);
        at = *end;
    }
    new.push_str(&text[at..]);
    new
}
