//! The texts to which problems refer: the position of a place, and the lines around it.
//!
//! How a problem is printed is not decided here.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::Position;
use crate::diag::{Error, Lines, Place};
use crate::files::{Content, ContentFile, Inputs};
use crate::theme::builtin;

/// How many characters of a line are shown around a problem.
const LONGEST_SHOWN: usize = 160;

/// The texts that problems point into.
pub struct Sources<'a> {
    texts: HashMap<&'a str, Text<'a>>,
}

/// A text that problems may point into.
enum Text<'a> {
    Held(&'a [u8]),
    /// The text of a document or asset, read when a problem points into it.
    Content(&'a Content, OnceLock<Arc<[u8]>>),
}

impl Text<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Held(bytes) => bytes,
            // Where it cannot be read any more, the problem has no line.
            Self::Content(content, read) => read.get_or_init(|| content.read().unwrap_or_default()),
        }
    }
}

/// From where to where a place reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Its first character.
    pub start: Position,
    /// The character after its last.
    pub end: Position,
}

impl<'a> Sources<'a> {
    /// The files of a site.
    pub fn of(inputs: &'a Inputs) -> Self {
        let source = &inputs.config.source;
        let texts = inputs.texts().map(|file| (&file.path, &*file.bytes));
        let texts = texts.chain([(&source.file, source.text.as_bytes())]);
        let texts = texts.map(|(path, bytes)| (path.as_str(), Text::Held(bytes)));
        let content = |file: &'a ContentFile| {
            let text = Text::Content(&file.bytes, OnceLock::new());
            (file.path.as_str(), text)
        };
        let contents = inputs.documents.iter().chain(&inputs.assets).map(content);
        Self {
            texts: contents.chain(texts).collect(),
        }
    }

    /// The file into which the problems of a failure point.
    pub fn of_error(error: &'a Error) -> Self {
        let files = error.problems().file.iter();
        let files = files.map(|(path, text)| (path.as_str(), Text::Held(text.as_bytes())));
        Self {
            texts: files.collect(),
        }
    }

    /// The text of the file that holds a place, up to the first byte that is not UTF-8.
    pub fn text(&self, place: &Place) -> Option<&str> {
        let path = place.path.as_str();
        let bytes = self
            .texts
            .get(path)
            .map(Text::bytes)
            .or_else(|| builtin::find(path))?;
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => return Some(text),
            Err(error) => error.valid_up_to(),
        };
        std::str::from_utf8(&bytes[..valid]).ok()
    }

    /// Where a place begins, unless it is a whole file.
    pub fn position(&self, place: &Place) -> Option<Position> {
        Some(self.extent(place)?.start)
    }

    /// Where a place begins and ends, unless it is a whole file.
    pub fn extent(&self, place: &Place) -> Option<Extent> {
        let span = place.span.as_ref()?;
        let lines = Lines::new(self.text(place)?);
        let at = |offset| {
            let (line, column) = lines.position(offset);
            Position { line, column }
        };
        Some(Extent {
            start: at(span.start),
            end: at(span.end),
        })
    }

    /// The line of a place between its neighbours, numbered and marked.
    pub fn frame(&self, place: &Place) -> Option<String> {
        let Position { line, .. } = self.position(place)?;
        let text = self.text(place)?;
        let lines = Lines::new(text);
        let last = lines.position(text.len()).0;
        let shown = line.saturating_sub(1).max(1)..=(line + 1).min(last);
        let width = shown.end().to_string().len();
        let draw = |number: usize| {
            let mark = if number == line { '>' } else { ' ' };
            let text: String = lines.line(number).chars().take(LONGEST_SHOWN).collect();
            format!("{mark} {number:>width$} | {text}")
        };
        Some(shown.map(draw).collect::<Vec<_>>().join("\n"))
    }
}
