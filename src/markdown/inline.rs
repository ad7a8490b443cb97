//! Text, and the marks in it that begin and end: `==mark==`, and the `when:` of a timeline.
//!
//! The parser does not know them and leaves them as text. They are only looked for in articles that
//! hold their characters at all. What a bracket or a brace begins is the next file's, `brackets`.

use std::borrow::Cow;

use super::comments::FILLER;
use super::direction;
use super::events::{Events, Node};
use super::writer::Writer;
use crate::html::escape;

/// Which marks an article may hold, and where the pass over it stands.
#[derive(Default)]
pub(super) struct Inline {
    /// Whether any of the following can occur: most articles hold none.
    any: bool,
    marks: bool,
    brackets: bool,
    filler: bool,
    /// Whether it holds letters from right to left.
    goes_left: bool,
    /// Marks that are open: where they end, and how many frames were open when they began.
    open: Vec<(Cut, usize)>,
    /// The item up to which no mark ends, by the number of frames that are open.
    barren: Vec<usize>,
    /// The item at which the line ends that is written now, if marks must end in it.
    pub(super) line_end: Option<usize>,
    when_start: Option<usize>,
    when_end: Option<Cut>,
}

/// A byte of an item's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    item: usize,
    byte: usize,
}

impl Inline {
    /// Looks at a text once, to know what can be met in it.
    pub(super) fn of(text: &str, extensions: bool, filler: bool) -> Self {
        if !extensions {
            return Self::default();
        }
        let mut inline = Self {
            marks: text.contains("=="),
            brackets: text.contains('['),
            filler,
            goes_left: direction::goes_left(text),
            ..Self::default()
        };
        inline.any = inline.marks || inline.brackets || inline.filler;
        inline
    }

    pub(super) fn holds_filler(&self) -> bool {
        self.filler
    }

    /// A text without what stands for a comment.
    pub(super) fn without_filler<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.filler && text.contains(FILLER) {
            Cow::Owned(text.replace(FILLER, ""))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Whether the `when` of a timeline's item begins at this item of the list.
    pub(super) fn starts_when(&mut self, at: usize) -> bool {
        self.when_start == Some(at) && self.when_start.take().is_some()
    }

    /// Finds the first `: ` of a timeline's item, whose words begin at `first`.
    pub(super) fn split_when(&mut self, events: &Events<'_>, first: usize) {
        (self.when_start, self.when_end) = (None, None);
        let mut at = first;
        while let Some(item) = events.items.get(at) {
            match item.node {
                Node::Text | Node::Made(_) => {
                    let words = events.words(at).unwrap_or_default();
                    let before_break = matches!(
                        events.items.get(at + 1).map(|next| next.node),
                        Some(Node::SoftBreak | Node::HardBreak)
                    );
                    let found = words.find(": ").or_else(|| {
                        (before_break && words.ends_with(':')).then(|| words.len() - 1)
                    });
                    if let Some(byte) = found {
                        self.when_start = Some(first);
                        self.when_end = Some(Cut { item: at, byte });
                        return;
                    }
                }
                // An element of the author's could be cut in two here.
                Node::Raw(_) | Node::Close => return,
                Node::Open(_) if !is_inline(events, at) => return,
                _ => {}
            }
            at = events.mate(at) + 1;
        }
    }
}

impl Writer<'_> {
    /// Writes a text, and says which item comes next.
    #[inline]
    pub(super) fn text(&mut self, at: usize, text: &str) -> usize {
        if !self.inline.any && self.inline.when_end.is_none() {
            self.put(text);
            return at + 1;
        }
        self.marked_text(at, text, 0)
    }

    /// Writes words as they are.
    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        if self.inline.filler && text.contains(FILLER) {
            for part in text.split(FILLER) {
                self.put_words(part);
            }
            return;
        }
        self.put_words(text);
    }

    fn put_words(&mut self, text: &str) {
        self.parsed.text.push_str(text);
        let mut from = 0;
        if self.inline.goes_left {
            while let Some(number) = direction::next_number(text, from) {
                escape::html(&mut self.html, &text[from..number.start]);
                self.html.push_str("<bdi");
                self.html.push_str(direction::LEFT_TO_RIGHT);
                self.html.push('>');
                escape::html(&mut self.html, &text[number.clone()]);
                self.html.push_str("</bdi>");
                from = number.end;
            }
        }
        escape::html(&mut self.html, &text[from..]);
    }

    /// Writes a text from a byte on, with the marks in it.
    pub(super) fn marked_text(&mut self, at: usize, text: &str, mut from: usize) -> usize {
        let is_source = matches!(self.events.items[at].node, Node::Text);
        if self.inline.brackets
            && is_source
            && text.ends_with('[')
            && !(text.len() == 1 && self.events.is_escaped(at))
            && let Some(next) = self.bracket(at, text)
        {
            return next;
        }
        while let Some(cut) = self.next_cut(at, text, from) {
            self.put(&text[from..cut]);
            from = cut + self.cut(at, text, cut);
        }
        self.put(&text[from..]);
        at + 1
    }

    /// The next byte at which something may begin or end.
    fn next_cut(&self, at: usize, text: &str, from: usize) -> Option<usize> {
        let when = self
            .inline
            .when_end
            .filter(|cut| cut.item == at && cut.byte >= from)
            .map(|cut| cut.byte);
        let mark = if self.inline.marks {
            find_mark(text, from)
        } else {
            None
        };
        match (when, mark) {
            (Some(when), Some(mark)) => Some(when.min(mark)),
            (when, mark) => when.or(mark),
        }
    }

    /// Writes what begins or ends at this byte, and says how many bytes it took.
    fn cut(&mut self, at: usize, text: &str, byte: usize) -> usize {
        let cut = Cut { item: at, byte };
        if self.inline.when_end == Some(cut) {
            self.inline.when_end = None;
            self.html.push_str("</strong> ");
            self.parsed.text.push_str(": ");
            return (text.len() - byte).min(2);
        }
        if self.inline.open.last().is_some_and(|open| open.0 == cut) {
            self.inline.open.pop();
            self.html.push_str("</mark>");
            return 2;
        }
        let run = text[byte..]
            .bytes()
            .take_while(|&byte| byte == b'=')
            .count();
        if run == 2
            && !(byte == 0 && self.events.is_escaped(at))
            && let Some(end) = self.mark_end(cut, text)
        {
            self.html.push_str("<mark>");
            self.inline.open.push((end, self.frames.len()));
            return 2;
        }
        self.put(&text[byte..byte + run]);
        run
    }

    /// Where the mark that begins here ends, if it begins and ends at all.
    fn mark_end(&mut self, start: Cut, text: &str) -> Option<Cut> {
        let depth = self.frames.len();
        let is_nested = self.inline.open.last().is_some_and(|open| open.1 == depth);
        let opens = match text[start.byte + 2..].chars().next() {
            Some(c) => !c.is_whitespace(),
            None => self.goes_on(start.item + 1),
        };
        let barren = self.inline.barren.get(depth).copied().unwrap_or(0);
        if is_nested || !opens || start.item < barren {
            return None;
        }
        match self.find_mark_end(start) {
            // A mark may stand on either side of a timeline's colon, but not around it.
            Ok(end) => self
                .inline
                .when_end
                .is_none_or(|when| end < when)
                .then_some(end),
            Err(stop) => {
                let length = self.inline.barren.len().max(depth + 1);
                self.inline.barren.resize(length, 0);
                self.inline.barren[depth] = stop;
                None
            }
        }
    }

    /// Whether words follow at this item, rather than a blank or an end.
    fn goes_on(&self, at: usize) -> bool {
        match self.events.items.get(at).map(|item| item.node) {
            Some(Node::SoftBreak | Node::HardBreak | Node::Close) | None => false,
            Some(Node::Open(_)) => is_inline(self.events, at),
            Some(_) => self
                .events
                .words(at)
                .is_none_or(|words| !words.starts_with(char::is_whitespace)),
        }
    }

    /// Where a mark ends, or the item up to which none does.
    fn find_mark_end(&self, start: Cut) -> Result<Cut, usize> {
        let events = self.events;
        let mut at = start.item;
        let mut from = start.byte + 2;
        // An element of the author's must end where it began, inside the mark or outside.
        let mut elements = Vec::new();
        while let Some(item) = events.items.get(at) {
            if self.inline.line_end == Some(at) {
                return Err(at);
            }
            match item.node {
                Node::Text | Node::Made(_) if elements.is_empty() => {
                    let words = events.words(at).unwrap_or_default();
                    let from = from + usize::from(from == 0 && events.is_escaped(at));
                    if let Some(byte) = mark_end_in(words, from) {
                        return Ok(Cut { item: at, byte });
                    }
                }
                Node::Raw(markup) if events.markup[markup as usize].nest(&mut elements) => {}
                Node::Raw(_) | Node::Close => return Err(at),
                Node::Open(_) if !is_inline(events, at) => return Err(at),
                _ => {}
            }
            at = events.mate(at) + 1;
            from = 0;
        }
        Err(at)
    }
}

/// The next `==` from a byte on. Searching for one sign is quicker than for two.
fn find_mark(text: &str, mut from: usize) -> Option<usize> {
    while let Some(found) = text.get(from..)?.find('=') {
        let at = from + found;
        if text.as_bytes().get(at + 1) == Some(&b'=') {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where `==` ends a mark in these words, from a byte on.
fn mark_end_in(words: &str, mut from: usize) -> Option<usize> {
    while let Some(byte) = find_mark(words, from) {
        let run = words[byte..]
            .bytes()
            .take_while(|&byte| byte == b'=')
            .count();
        let before = words[..byte].chars().next_back();
        // At the very start of its text it follows a tag, and so no blank.
        let ends = before.is_none_or(|c| !c.is_whitespace());
        if run == 2 && ends {
            return Some(byte);
        }
        from = byte + run;
    }
    None
}

/// Whether an opening is part of a line rather than a block.
fn is_inline(events: &Events<'_>, at: usize) -> bool {
    events.tag(at).is_some_and(super::events::is_inline)
}
