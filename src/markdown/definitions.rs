//! Restricts definition lists to intended ones: a line `: meaning` directly under a term of one line.
//!
//! The parser takes every line that begins with a colon for a definition, so `:::note`, `:)` and a wrapped `:30` would split
//! a paragraph. Colons that are text are hidden from the parser: each becomes a comma, which has no meaning in Markdown, has
//! the same length and is punctuation as well. [`Events`](super::events::Events) restores the colons.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::enclosed;
use super::syntax::Syntax;

/// What a hidden colon looks like to the parser.
pub(super) const HIDDEN: u8 = b',';

/// How often a text is parsed to find the colons that begin no definition. Hiding one colon can change how the text
/// after it is parsed; a text that has not settled by then has no definition lists.
const MOST_READINGS: usize = 8;

/// The text as the parser is to read it. It differs from `text` in the hidden colons, and in the tags around code that
/// `enclosed` knows.
pub(super) fn guard<'t>(text: &'t str, syntax: &Syntax) -> Cow<'t, str> {
    if !syntax.extensions {
        return Cow::Borrowed(text);
    }
    let (mut hidden, mut left): (Vec<usize>, Vec<usize>) =
        colons(text).partition(|at| !begins_definition(&text[*at..]));
    let mut guarded = hide(enclosed::fence(text), &hidden);
    for reading in 0.. {
        if left.is_empty() {
            break;
        }
        hidden = match reading < MOST_READINGS {
            true => mistaken(&guarded, syntax),
            false => std::mem::take(&mut left),
        };
        if hidden.is_empty() {
            break;
        }
        guarded = hide(guarded, &hidden);
    }
    guarded
}

/// The colons at the start of a line, perhaps after blanks and the `>` of quotations.
fn colons(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let starts = std::iter::once(0).chain(
        bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| matches!(byte, b'\n' | b'\r'))
            .map(|(at, _)| at + 1),
    );
    starts.filter_map(move |start| {
        let margin = bytes[start..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        let at = start + margin.count();
        (bytes.get(at) == Some(&b':')).then_some(at)
    })
}

/// Whether a colon is followed by blanks and then by words of its line.
fn begins_definition(text: &str) -> bool {
    let rest = &text[1..];
    let words = rest.trim_start_matches([' ', '\t']);
    words.len() < rest.len() && !words.is_empty() && !words.starts_with(['\n', '\r'])
}

fn hide<'t>(text: Cow<'t, str>, colons: &[usize]) -> Cow<'t, str> {
    if colons.is_empty() {
        return text;
    }
    let mut bytes = text.into_owned().into_bytes();
    for at in colons {
        bytes[*at] = HIDDEN;
    }
    // Only ASCII was replaced, and only by ASCII.
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The colons of definitions whose term is not one line directly above them.
fn mistaken(text: &str, syntax: &Syntax) -> Vec<usize> {
    let mut mistaken = Vec::new();
    let mut term: Range<usize> = 0..0;
    let mut is_first = false;
    let mut is_term = true;
    let mut in_term = false;
    for (event, range) in Parser::new_ext(text, syntax.options()).into_offset_iter() {
        match event {
            Event::Start(Tag::DefinitionListTitle) => {
                let length = text[range.clone()].trim_end().len();
                term = range.start..range.start + length;
                (is_first, in_term) = (true, true);
                is_term = !text[term.clone()].contains(['\n', '\r']);
            }
            // A code span that begins in the term could end in the definition.
            Event::Text(words) if in_term && words.contains('`') => is_term = false,
            Event::End(TagEnd::DefinitionListTitle) => in_term = false,
            Event::Start(Tag::DefinitionListDefinition) => {
                if is_first {
                    let gap = text.get(term.end..range.start).unwrap_or_default();
                    is_term &= !is_blank_line_in(gap);
                    is_first = false;
                }
                if !is_term && text.as_bytes().get(range.start) == Some(&b':') {
                    mistaken.push(range.start);
                }
            }
            _ => {}
        }
    }
    mistaken
}

/// Whether there is a blank line between a term and its definition.
fn is_blank_line_in(gap: &str) -> bool {
    gap.matches('\n').count().max(gap.matches('\r').count()) > 1
}
