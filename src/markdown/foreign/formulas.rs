//! Finds formulas: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, and the last two with a second backslash, as in mdBook. They are
//! searched for first, since the characters in them have no other meaning.

use std::ops::Range;

use crate::markdown::events::{Events, Node, is_inline};

/// The longest formula, in bytes. Longer text between two delimiters is prose.
const LONGEST: usize = 400;

/// The formulas of a text, in order.
pub(super) fn formulas(events: &Events<'_>) -> Vec<Range<usize>> {
    let marks = ["$", "\\(", "\\["];
    if !marks.iter().any(|mark| events.text.contains(mark)) {
        return Vec::new();
    }
    let mut finder = Finder {
        source: events.text,
        dollar: None,
        bracket: None,
        found: Vec::new(),
    };
    let mut at = 0;
    while let Some(item) = events.items.get(at) {
        match item.node {
            Node::Text => finder.words(item.range()),
            Node::Open(_) => match events.tag(at) {
                Some(pulldown_cmark::Tag::CodeBlock(_)) => at = events.mate(at),
                Some(tag) if !is_inline(tag) => (finder.dollar, finder.bracket) = (None, None),
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    finder.found.sort_by_key(|range| range.start);
    finder.found
}

struct Finder<'r> {
    source: &'r str,
    /// The last dollar sign at which a formula could begin.
    dollar: Option<usize>,
    /// The last bracket at which one could begin, and how many backslashes precede it.
    bracket: Option<(usize, usize)>,
    found: Vec<Range<usize>>,
}

impl Finder<'_> {
    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at += match self.source.as_bytes()[at] {
                b'$' => self.dollar(at),
                b'(' | b'[' => self.open(at),
                b')' | b']' => self.close(at),
                _ => 1,
            };
        }
    }

    /// Handles `$$`, and `$…$` directly around text that looks like a formula. Prices do not look like one.
    fn dollar(&mut self, at: usize) -> usize {
        let source = self.source;
        if source[at..].starts_with("$$") {
            let dollars = source[at..].bytes().take_while(|byte| *byte == b'$');
            let length = dollars.count();
            match self.dollar.take() {
                Some(open) if source[open..].starts_with("$$") => {
                    self.found.push(open..at + length);
                }
                _ => self.dollar = Some(at),
            }
            return length;
        }
        let before = source[..at].chars().next_back();
        let after = source[at + 1..].chars().next();
        if let Some(open) = self.dollar {
            let is_double = source[open..].starts_with("$$");
            let ends = before.is_some_and(|c| !c.is_whitespace())
                && after.is_none_or(|c| !c.is_alphanumeric());
            if !is_double && ends && is_formula(&source[open + 1..at]) {
                self.found.push(open..at + 1);
                self.dollar = None;
                return 1;
            }
            // Between `$$` and `$$` a single one means nothing.
            if is_double && at - open <= LONGEST {
                return 1;
            }
        }
        let begins = before.is_none_or(|c| !c.is_alphanumeric())
            && after.is_some_and(|c| !c.is_whitespace());
        self.dollar = begins.then_some(at);
        1
    }

    fn open(&mut self, at: usize) -> usize {
        let slashes = self.slashes(at);
        if (1..=2).contains(&slashes) {
            self.bracket = Some((at, slashes));
        }
        1
    }

    fn close(&mut self, at: usize) -> usize {
        let slashes = self.slashes(at);
        let Some((open, _)) = self.bracket.filter(|(_, opened)| *opened == slashes) else {
            return 1;
        };
        let source = self.source.as_bytes();
        let is_pair = matches!((source[open], source[at]), (b'(', b')') | (b'[', b']'));
        let inside = &self.source[open + 1..at - slashes];
        // One backslash before a bracket can also be an escape, which keeps the bracket from beginning a link.
        let is_formula = match slashes {
            1 => is_formula(inside) && is_tex(inside),
            _ => is_formula(inside),
        };
        if is_pair && is_formula {
            self.found.push(open - slashes..at + 1);
            self.bracket = None;
        }
        1
    }

    /// How many backslashes precede a bracket.
    fn slashes(&self, at: usize) -> usize {
        let before = self.source.as_bytes()[..at].iter().rev();
        before.take(3).take_while(|byte| **byte == b'\\').count()
    }
}

/// Whether the text between two delimiters looks like a formula rather than the words between two prices.
fn is_formula(text: &str) -> bool {
    let is_short = text.len() <= 2;
    let has_letter = text.contains(|c: char| c.is_alphabetic());
    !text.is_empty()
        && text.len() <= LONGEST
        && has_letter
        && !text.contains('`')
        && (is_short || text.contains(['\\', '^', '_', '=', '+', '<', '>']))
}

/// Whether a text holds what only formulas do: a command, a superscript or a subscript.
fn is_tex(text: &str) -> bool {
    let mut pairs = text.as_bytes().windows(2);
    pairs.any(|pair| match pair {
        [b'\\', next] => next.is_ascii_alphabetic(),
        [b'_', next] => next.is_ascii_digit() || *next == b'{',
        [first, _] => *first == b'^',
        _ => false,
    })
}
