//! Superscript and subscript: `x^2^` and `H~2~O`. The parser knows single tildes, but not inside a word.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::list::{pair, split};
use crate::markdown::events::items::{Events, Item, Node};

impl Events<'_> {
    /// Turns single tildes, which the parser takes for marks of a subscript, back into text.
    pub(super) fn undo_tildes(&mut self, run: &mut [Item]) {
        for at in 0..run.len() {
            let Node::Open(tag) = run[at].node else {
                continue;
            };
            if !matches!(self.tags[tag as usize], Tag::Subscript) {
                continue;
            }
            let range = run[at].range();
            if self.text[range.start + 1..].starts_with(char::is_alphabetic) {
                self.tildes.push(range.clone());
            }
            let mate = run[at].mate as usize;
            run[at] = Item::new(Node::Text, range.start..range.start + 1);
            run[mate] = Item::new(Node::Text, range.end - 1..range.end);
        }
    }

    /// Turns `x^2^` and `H~2~O` into superscript and subscript.
    pub(super) fn write_scripts(&mut self, run: Vec<Item>) -> Vec<Item> {
        let scripts = self.find_scripts(&run);
        let cuts = scripts
            .iter()
            .flat_map(|script| [script.start, script.start + 1, script.end - 1, script.end]);
        let mut run = split(run, cuts);
        let mut from = 0;
        for script in scripts {
            let is_delimiter = |item: &Item, at: usize| {
                matches!(item.node, Node::Text) && item.range() == (at..at + 1)
            };
            let Some(open) = (from..run.len()).find(|at| is_delimiter(&run[*at], script.start))
            else {
                continue;
            };
            from = open + 1;
            let is_words = |at: &usize| matches!(run[*at].node, Node::Text);
            let mut inside = (from..run.len()).take_while(is_words);
            let Some(close) = inside.find(|at| is_delimiter(&run[*at], script.end - 1)) else {
                continue;
            };
            self.tags.push(match self.text.as_bytes()[script.start] {
                b'^' => Tag::Superscript,
                _ => Tag::Subscript,
            });
            run[open] = Item::new(Node::Open(self.tags.len() as u32 - 1), script.clone());
            run[close] = Item::new(Node::Close, script);
            from = close + 1;
        }
        pair(&mut run, 0);
        run
    }

    /// The places of superscripts and subscripts, delimiters included.
    fn find_scripts(&self, run: &[Item]) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for item in run {
            if !matches!(item.node, Node::Text) {
                continue;
            }
            let range = item.range();
            let is_escaped = self.text[..range.start].ends_with('\\');
            let mut at = range.start + usize::from(is_escaped);
            while let Some(delimiter) = self
                .text
                .get(at..range.end)
                .and_then(|rest| rest.find(['^', '~']))
            {
                at += delimiter;
                let end = script_end(self.text, at)
                    .filter(|_| found.last().is_none_or(|last| last.end <= at));
                found.extend(end.map(|end| at..end));
                at = end.unwrap_or(at + 1);
            }
        }
        found
    }
}

/// The end of the superscript or subscript that begins with a delimiter at this byte: a number, perhaps with a plus or
/// minus, or a few lower-case letters.
fn script_end(text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    let delimiter = text.as_bytes()[at];
    let before = text[..at].chars().next_back()?;
    let rest = &text.as_bytes()[at + 1..];
    let length = rest
        .iter()
        .take(LONGEST)
        .position(|byte| *byte == delimiter)?;
    let inside = text.get(at + 1..at + 1 + length)?;
    let digits = inside
        .trim_start_matches(['+', '-'])
        .trim_end_matches(['+', '-']);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_letters = |most: usize| {
        (1..=most).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    // `5~10~15` is a range, and `周一~周五` too.
    let is_meant = match delimiter {
        b'^' => (before.is_alphanumeric() || before == ')') && (is_number || is_letters(3)),
        _ => (before.is_ascii_alphabetic() || before == ')') && (is_number || is_letters(1)),
    };
    let is_doubled = rest.get(length + 1) == Some(&delimiter);
    (is_meant && !is_doubled).then_some(at + length + 2)
}
