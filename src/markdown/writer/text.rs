//! Writes text with its inline marks: `==mark==`, and the `when:` of a timeline.
//!
//! The parser does not know these marks and leaves them as text. They are searched for only in articles that contain their
//! characters. Brackets are handled in `brackets`.

use super::direction;
use super::inline::{Cut, is_inline};
use super::state::Writer;
use crate::markdown::comments::FILLER;
use crate::markdown::events::Node;

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
        self.name_with(text);
        let mut from = 0;
        if self.inline.has_right_to_left {
            while let Some(number) = direction::next_number(text, from) {
                self.write_words(&text[from..number.start]);
                self.draft.html.push_str("<bdi");
                self.draft.html.push_str(direction::LEFT_TO_RIGHT);
                self.draft.html.push('>');
                self.write_words(&text[number.clone()]);
                self.draft.html.push_str("</bdi>");
                from = number.end;
            }
        }
        self.write_words(&text[from..]);
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
            self.draft.html.push_str(":</strong> ");
            self.marks.separated = true;
            return (text.len() - byte).min(2);
        }
        if self.inline.open.last().is_some_and(|open| open.0 == cut) {
            self.inline.open.pop();
            self.draft.html.push_str("</mark>");
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
            self.draft.html.push_str("<mark>");
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
            // A mark may be on either side of a timeline's colon, but not around it.
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
        // The author's elements must not cross the end of the mark: each begins and ends inside it, or outside.
        let mut elements = Vec::new();
        while let Some(item) = events.items.get(at) {
            if self.inline.line_end == Some(at) {
                return Err(at);
            }
            match item.node {
                Node::Text | Node::Converted(_) if elements.is_empty() => {
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

/// The next `==` from a byte on. Searching for one character is quicker than for two.
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
