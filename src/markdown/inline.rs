//! Marks inside a line that the parser does not know: `==mark==`, `[@E05]`, a footnote's mark without
//! its text, shortcodes of other tools, and the `when:` of a timeline.
//!
//! The parser leaves them as text, cut at every bracket. So they are looked for in the source, where
//! they are whole, and only in articles that hold their characters at all.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Tag;

use super::comments::FILLER;
use super::escape;
use super::events::{Events, Node};
use super::piece::{Evidence, Piece};
use super::writer::Writer;
use crate::codes;

/// Which marks an article may hold, and where the pass over it stands.
#[derive(Default)]
pub(super) struct Inline {
    /// Whether any of the following can occur: most articles hold none.
    any: bool,
    marks: bool,
    brackets: bool,
    shortcodes: bool,
    filler: bool,
    /// Marks that are open: where they end, and how many frames were open when they began.
    open: Vec<(Cut, usize)>,
    /// The item up to which no mark ends, by the number of frames that are open.
    barren: Vec<usize>,
    /// The item at which the line ends that is written now, if marks must end in it.
    pub(super) line_end: Option<usize>,
    when_start: Option<usize>,
    when_end: Option<Cut>,
    /// The first shortcode, and how many there are.
    shortcode: Option<(Range<usize>, usize)>,
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
            brackets: text.contains("[@") || text.contains("[^"),
            shortcodes: text.contains("{{<") || text.contains("{{%") || text.contains("{%"),
            filler,
            ..Self::default()
        };
        inline.any = inline.marks || inline.brackets || inline.shortcodes || inline.filler;
        inline
    }

    pub(super) fn holds_filler(&self) -> bool {
        self.filler
    }

    pub(super) fn holds_shortcodes(&self) -> bool {
        self.shortcodes
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
                escape::html(&mut self.html, part);
                self.parsed.text.push_str(part);
            }
            return;
        }
        escape::html(&mut self.html, text);
        self.parsed.text.push_str(text);
    }

    /// Writes a text from a byte on, with the marks in it.
    pub(super) fn marked_text(&mut self, at: usize, text: &str, mut from: usize) -> usize {
        let is_source = matches!(self.events.items[at].node, Node::Text);
        if self.inline.shortcodes && is_source {
            self.count_shortcodes(at, text);
        }
        if self.inline.brackets
            && is_source
            && text.ends_with('[')
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
            text[from..].find("==").map(|found| from + found)
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
        let mut open_html = 0;
        while let Some(item) = events.items.get(at) {
            if self.inline.line_end == Some(at) {
                return Err(at);
            }
            match item.node {
                Node::Text | Node::Made(_) if open_html == 0 => {
                    let words = events.words(at).unwrap_or_default();
                    let from = from + usize::from(from == 0 && events.is_escaped(at));
                    if let Some(byte) = mark_end_in(words, from) {
                        return Ok(Cut { item: at, byte });
                    }
                }
                Node::Raw(fragment) => open_html += events.fragments[fragment as usize].balance(),
                Node::Close => return Err(at),
                Node::Open(_) if !is_inline(events, at) => return Err(at),
                _ => {}
            }
            at = events.mate(at) + 1;
            from = 0;
        }
        Err(at)
    }

    /// Writes what a bracket begins if that is known here, and says which item comes next.
    fn bracket(&mut self, at: usize, text: &str) -> Option<usize> {
        let source = self.events.text;
        let start = self.events.items[at].range().end;
        let rest = &source[start..];
        let line = &rest[..rest
            .find(['\n', ']'])
            .filter(|&end| rest[end..].starts_with(']'))?];
        let range = start - 1..start + line.len() + 1;
        if let Some(name) = line.strip_prefix('^') {
            if !name.is_empty() && !name.contains(|c: char| c == '[' || c.is_whitespace()) {
                self.report(
                    codes::NOTE_01,
                    &range,
                    format!("the footnote `[^{name}]` is marked, but never written"),
                )
                .help = Some(format!(
                    "add a line that starts with `[^{name}]:`, or remove the mark"
                ));
            }
            return None;
        }
        let ids = evidence_ids(line)?;
        self.put(&text[..text.len() - 1]);
        for id in ids {
            let place = id.as_ptr().addr() - source.as_ptr().addr();
            self.gap(Piece::Evidence(self.parsed.evidence.len()));
            self.parsed.evidence.push(Evidence {
                id: id.into(),
                span: self.span(&(place - 1..place + id.len())),
            });
        }
        let behind = self.events.items[at + 1..].iter().position(|item| {
            item.range().start >= range.end || matches!(item.node, Node::Open(_) | Node::Close)
        });
        Some(behind.map_or(self.events.items.len(), |behind| at + 1 + behind))
    }

    fn count_shortcodes(&mut self, at: usize, text: &str) {
        let start = self.events.items[at].range().start;
        let source = self.events.text;
        let mut from = 0;
        while let Some(found) = text[from..].find('{') {
            let place = start + from + found;
            let rest = &source[place..];
            let length = ["{{<", "{{%", "{%"]
                .iter()
                .find(|open| rest.starts_with(**open))
                .map_or(1, |open| {
                    self.shortcode_at(place);
                    open.len()
                });
            from = (from + found + length).min(text.len());
        }
    }

    /// Counts a shortcode that begins at a byte of the text.
    pub(super) fn shortcode_at(&mut self, place: usize) {
        let first = (place..place + 2, 0);
        self.inline.shortcode.get_or_insert(first).1 += 1;
    }

    /// Reports the shortcodes of other tools, once for the whole article.
    pub(super) fn report_shortcodes(&mut self) {
        let Some((range, count)) = self.inline.shortcode.take() else {
            return;
        };
        let others = match count {
            1 => String::new(),
            2 => ", and one more in this article".to_owned(),
            more => format!(", and {} more in this article", more - 1),
        };
        self.report(
            codes::TEXT_05,
            &range,
            format!("a shortcode of another tool stays as it is{others}"),
        )
        .help = Some(
            "write it in Markdown or as one of mend's blocks, or put it in a code span".to_owned(),
        );
    }
}

/// Where `==` ends a mark in these words, from a byte on.
fn mark_end_in(words: &str, mut from: usize) -> Option<usize> {
    while let Some(found) = words.get(from..).and_then(|words| words.find("==")) {
        let byte = from + found;
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

/// The names in `@E05, @E07`, if that is all there is.
fn evidence_ids(line: &str) -> Option<Vec<&str>> {
    line.split(',')
        .map(|part| {
            let id = part.trim().strip_prefix('@')?;
            let is_legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
            (id.starts_with(char::is_alphanumeric) && id.chars().all(is_legal)).then_some(id)
        })
        .collect()
}

/// Whether an opening is part of a line rather than a block.
fn is_inline(events: &Events<'_>, at: usize) -> bool {
    matches!(
        events.tag(at),
        Some(
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        )
    )
}
