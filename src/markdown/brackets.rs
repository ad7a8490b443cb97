//! What a bracket or a brace begins that the parser does not know: `[@E05]`, a footnote's mark without
//! its text, and the shortcodes of other tools.
//!
//! The parser cuts text at every bracket, so all of these are looked for in the source, where they are
//! whole. Code never gets here: it is no text.

use super::events::Node;
use super::piece::{Evidence, Piece};
use super::writer::Writer;
use crate::codes;

impl Writer<'_> {
    /// Writes what a bracket begins if that is known here, and says which item comes next.
    pub(super) fn bracket(&mut self, at: usize, text: &str) -> Option<usize> {
        let source = self.events.text;
        let start = self.events.items[at].range().end;
        let rest = &source[start..];
        // No mark goes on over a line or holds another bracket, so nothing is searched twice.
        let end = rest.find(['\n', '[', ']'])?;
        let line = &rest[..end];
        if !rest[end..].starts_with(']') {
            return None;
        }
        let range = start - 1..start + line.len() + 1;
        if let Some(name) = line.strip_prefix('^') {
            if !name.is_empty() && !name.contains(char::is_whitespace) {
                self.report(
                    codes::NOTE_01,
                    &range,
                    format!("the footnote `[^{name}]` is marked, but never written"),
                    format!("add a line that starts with `[^{name}]:`, or remove the mark"),
                );
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

    pub(super) fn count_shortcodes(&mut self, at: usize, text: &str) {
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
            "write it in Markdown or as one of mend's blocks, or put it in a code span",
        );
    }
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
