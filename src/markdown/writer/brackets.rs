//! Brackets that the parser does not know: `[@E05]`, and the mark of a footnote that is not defined.
//!
//! The parser splits text at every bracket, so they are searched for in the source. Code is not text, so it is not searched.

use super::state::Writer;
use crate::codes;
use crate::markdown::events::Node;
use crate::markdown::fragment::{Evidence, Fragment};

impl Writer<'_> {
    /// Writes the marker that begins with a bracket, if it is one, and says which item comes next.
    pub(super) fn bracket(&mut self, at: usize, text: &str) -> Option<usize> {
        let source = self.events.text;
        let start = self.events.items[at].range().end;
        if text.len() > 1 || !self.events.is_escaped(at) {
            self.stray_link(start - 1);
        }
        let rest = &source[start..];
        // No mark continues on the next line or contains another bracket, so nothing is searched twice.
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
                    format!("the footnote `[^{name}]` is used, but not defined"),
                    format!("add a line that starts with `[^{name}]:`, or remove the mark"),
                );
            }
            return None;
        }
        let ids = evidence_ids(line)?;
        self.put(&text[..text.len() - 1]);
        for id in ids {
            let place = id.as_ptr().addr() - source.as_ptr().addr();
            self.draft
                .gap(Fragment::Evidence(self.parsed.evidence.len()));
            self.parsed.evidence.push(Evidence {
                id: id.into(),
                span: self.span(&(place - 1..place + id.len())),
            });
        }
        let next = self.events.items[at + 1..].iter().position(|item| {
            item.range().start >= range.end || matches!(item.node, Node::Open(_) | Node::Close)
        });
        Some(next.map_or(self.events.items.len(), |next| at + 1 + next))
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
