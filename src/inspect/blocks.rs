//! The place of each block of an article in its file.
//!
//! A block is identified by its words, because the page and the file have these in common: a theme may wrap it, leave it
//! out or show it twice, and an edit above it changes only its line. So the page needs no markers for this, and has the
//! same bytes as the published one.

use serde::Serialize;

use super::{LineIndex, Position};
use crate::diag::Span;
use crate::document::Document;
use crate::markdown::{Prose, Role};

/// A paragraph, heading, item, cell, title, picture or block of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Its words without marks; for a picture its alternative text.
    pub text: String,
    /// Whether it is a heading, the titles of the article and of its boxes included.
    pub heading: bool,
    /// Where it begins.
    #[serde(flatten)]
    pub place: Position,
}

/// The blocks of an article, in the order in which they are written.
pub(super) fn blocks(document: &Document, prose: &Prose, lines: &LineIndex<'_>) -> Vec<Block> {
    let mut found: Vec<(Span, &str, bool)> = Vec::new();
    let meta = &document.meta;
    let settings = [
        (&meta.title_span, &document.title, true),
        (&meta.summary_span, &document.summary, false),
    ];
    for (span, text, heading) in settings {
        found.extend(span.clone().map(|span| (span, text.as_str(), heading)));
    }
    found.extend(prose.passages.iter().map(|passage| {
        let heading = matches!(passage.role, Role::Heading(_) | Role::Title);
        (passage.span.clone(), passage.text.as_str(), heading)
    }));
    let code = prose.code.iter();
    found.extend(code.map(|(text, span)| (span.clone(), text.as_str(), false)));
    found.extend(document.parsed.images.iter().map(|image| {
        let text = image.alt.as_deref().unwrap_or_default();
        (image.span.clone(), text, false)
    }));
    found.sort_by_key(|(span, ..)| span.start);
    let block = |(span, text, heading): (Span, &str, bool)| Block {
        text: text.to_owned(),
        heading,
        place: lines.at(&span),
    };
    found.into_iter().map(block).collect()
}
