//! Removes comments: `%%comments%%`, and `{/* comments */}` as in MDX. Readers must not see them.
//!
//! They are removed before the text is parsed, so that no part of them can reach a page, whatever they contain. Every byte is
//! replaced by one other byte, so all offsets stay the same. HTML comments are not removed here: the parser knows them, and
//! the writer drops them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::enclosed::{self, is_margin};
use super::syntax::Syntax;

/// Replaces a comment among words. To the parser it is neither blank nor punctuation; the writer
/// drops it again.
pub(super) const FILLER: char = '\u{1}';

/// How comments begin and end.
const MARKS: [(&str, &str); 2] = [("%%", "%%"), ("{/*", "*/}")];

/// How many bytes may be parsed again to find out what is code after a comment, so that many
/// comments in a large text do not take quadratic time. After that, the last parse decides.
const PARSED_AGAIN: usize = 16 << 20;

/// How far from the start of its line a comment may begin and still have the line to itself.
const WIDEST_MARGIN: usize = 256;

/// A text without its comments.
pub(super) struct CommentFree<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where a comment begins that has no end, and the end it lacks.
    pub(super) unclosed: Option<(Range<usize>, &'static str)>,
    /// The words of the comments `%%noterm: word%%`, each with the place of its comment.
    pub(super) no_terms: Vec<(&'t str, Range<usize>)>,
}

/// The start of a comment that names a word which is not a glossary term in this article.
const NO_TERM: &str = "noterm:";

/// Takes the comments out of a text.
pub(super) fn take_out<'t>(text: &'t str, syntax: &Syntax) -> CommentFree<'t> {
    let mut result = CommentFree {
        text: Cow::Borrowed(text),
        unclosed: None,
        no_terms: Vec::new(),
    };
    if !syntax.extensions || !MARKS.iter().any(|(begin, _)| text.contains(begin)) {
        return result;
    }
    let mut budget = PARSED_AGAIN.max(text.len());
    let mut from = 0;
    while from < text.len() {
        budget = budget.saturating_sub(text.len());
        let code = code_in(&result.text, syntax);
        let mut bytes = result.text.as_bytes().to_vec();
        let parse_again = loop {
            let Some((open, (begin, end))) = next_mark(text, from, &code) else {
                break false;
            };
            let inside = open + begin.len();
            let Some(length) = text[inside..].find(end) else {
                result.unclosed = Some((open..inside, end));
                break false;
            };
            let comment = open..inside + length + end.len();
            from = comment.end;
            let words = text[inside..inside + length].trim();
            if let Some(word) = words.strip_prefix(NO_TERM) {
                result.no_terms.push((word.trim(), comment.clone()));
            }
            blank(text, &comment, &mut bytes);
            // The comment may have begun or hidden code after it, so the places of code must be found again.
            if text[comment].contains(['`', '~', '\n', '\r', '<']) && budget >= text.len() {
                break true;
            }
        };
        // Only whole characters were replaced, and only by ASCII.
        result.text = Cow::Owned(String::from_utf8_lossy(&bytes).into_owned());
        if !parse_again {
            break;
        }
    }
    result
}

/// The places of code in a text, in order.
fn code_in(text: &str, syntax: &Syntax) -> Vec<Range<usize>> {
    Parser::new_ext(&enclosed::fence(text), syntax.options())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}

/// Where the next comment begins, neither in code nor escaped, and how it begins and ends.
fn next_mark(
    text: &str,
    mut from: usize,
    code: &[Range<usize>],
) -> Option<(usize, (&'static str, &'static str))> {
    loop {
        let at = from + text[from..].find(['%', '{'])?;
        let Some(marks) = MARKS
            .iter()
            .find(|(begin, _)| text[at..].starts_with(begin))
        else {
            from = at + 1;
            continue;
        };
        let block = code.partition_point(|block| block.end <= at);
        if let Some(block) = code.get(block).filter(|block| block.contains(&at)) {
            from = block.end;
            continue;
        }
        let slashes = text.as_bytes()[..at]
            .iter()
            .rev()
            .take_while(|&&byte| byte == b'\\')
            .count();
        if slashes % 2 == 0 {
            return Some((at, *marks));
        }
        from = at + marks.0.len();
    }
}

/// Replaces a comment.
///
/// One that has its lines to itself becomes blank lines; one among words becomes filler, since a
/// run of blanks would mean something there: code at the start of a line, a break at its end.
fn blank(text: &str, comment: &Range<usize>, bytes: &mut [u8]) {
    let bytes_before = &text.as_bytes()[comment.start.saturating_sub(WIDEST_MARGIN)..comment.start];
    let start = match bytes_before.iter().rposition(|byte| b"\n\r".contains(byte)) {
        Some(at) => Some(comment.start - bytes_before.len() + at + 1),
        None => (comment.start < WIDEST_MARGIN).then_some(0),
    };
    let rest = text[comment.end..].trim_start_matches([' ', '\t']);
    let ends_line = rest.is_empty() || rest.starts_with(['\n', '\r']);
    let end = text.len() - rest.len();
    let start = start.filter(|start| ends_line && is_margin(&text[*start..comment.start]));
    let Some(start) = start.filter(|start| !is_between_words(text, *start, end)) else {
        bytes[comment.clone()].fill(FILLER as u8);
        return;
    };
    let in_quote = text[start..comment.start].contains('>');
    let mut at_margin = false;
    for byte in &mut bytes[comment.clone()] {
        match *byte {
            b'\n' | b'\r' => at_margin = true,
            b'>' | b' ' | b'\t' if at_margin && in_quote => {}
            _ => {
                at_margin = false;
                *byte = b' ';
            }
        }
    }
}

/// Whether a line is inside a paragraph or a tight list, which a blank line would split.
fn is_between_words(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches(['\n', '\r']);
    let gap = &text[before.len()..start];
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let rest = &text[end..];
    let next = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix(['\n', '\r']))
        .unwrap_or_default();
    let first = next.trim_start_matches([' ', '\t']).chars().next();
    let is_adjacent = matches!(gap, "\n" | "\r\n" | "\r") && !line.trim().is_empty();
    let follows_text = !line.trim_start().starts_with(['|', '>', '#']);
    is_adjacent
        && follows_text
        && first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '*' | '+'))
        && !next.starts_with("--")
}
