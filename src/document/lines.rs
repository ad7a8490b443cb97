//! The three notations of front matter, and an iterator over the lines of a text with their offsets.
//!
//! It does not interpret the lines.

/// A notation of front matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Notation {
    Yaml,
    Toml,
    Json,
}

/// One line with its byte offsets in the text; `end` is after the line break.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Iterates over the lines of a text from an offset on. A line ends at LF, CRLF or a lone CR.
pub(super) struct LinesWithOffsets<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> LinesWithOffsets<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }
}

impl<'a> Iterator for LinesWithOffsets<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line_break = match &rest.as_bytes()[length..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        self.at = start + length + line_break;
        Some(Line {
            text: &rest[..length],
            start,
            end: self.at,
        })
    }
}
