//! One document -> its sections as readers are led to them, in plain text.

use crate::document::Document;
use crate::markdown::Piece;

/// A part of an article that can be led to.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    /// The id of its heading; empty for the beginning.
    pub(super) id: &'a str,
    /// Its heading.
    pub(super) heading: &'a str,
    /// Its plain text.
    pub(super) text: String,
}

/// Reads the text of a document; the first section is its beginning, before any heading. Headings of
/// level 4 and below stay inside their section.
pub(super) fn sections(document: &Document) -> Vec<Section<'_>> {
    let mut reader = Reader {
        document,
        sections: vec![Section::default()],
    };
    reader.pieces(&document.parsed.body);
    for section in &mut reader.sections {
        section.text.truncate(section.text.trim_end().len());
    }
    reader.sections
}

struct Reader<'a> {
    document: &'a Document,
    sections: Vec<Section<'a>>,
}

impl<'a> Reader<'a> {
    fn pieces(&mut self, pieces: &'a [Piece]) {
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.html(html),
                Piece::Block(block) => {
                    self.pieces(&block.title);
                    self.push(" ");
                    self.pieces(&block.body);
                }
                _ => {}
            }
        }
    }

    /// Adds text, any white space in it as one space.
    fn push(&mut self, text: &str) {
        let Some(Section { text: so_far, .. }) = self.sections.last_mut() else {
            return;
        };
        let mut words = text.split(char::is_whitespace);
        so_far.push_str(words.next().unwrap_or_default());
        for word in words {
            if !so_far.is_empty() && !so_far.ends_with(' ') {
                so_far.push(' ');
            }
            so_far.push_str(word);
        }
    }

    /// Takes the text out of finished HTML; a tag of a block parts words, a heading begins a section.
    fn html(&mut self, html: &'a str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.push(&decode(&rest[..at]));
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            let tag = &rest[at..end];
            rest = &rest[end..];
            if let Some((level, id)) = heading(tag) {
                let close = format!("</h{level}>");
                let headings = &self.document.parsed.headings;
                let found = headings.iter().find(|heading| &*heading.id == id);
                if let (true, Some(heading)) = (level <= 3, found) {
                    self.sections.push(Section {
                        id,
                        heading: &heading.text,
                        text: String::new(),
                    });
                    rest = rest.split_once(&*close).map_or(rest, |(_, after)| after);
                }
            } else if !is_inline(tag) {
                self.push(" ");
            }
        }
        self.push(&decode(rest));
    }
}

/// The level and id of a heading's opening tag.
fn heading(tag: &str) -> Option<(u32, &str)> {
    let rest = tag.strip_prefix("<h")?;
    let level = rest.chars().next()?.to_digit(10)?;
    let id = rest.split_once("id=\"")?.1;
    Some((level, id.split_once('"')?.0))
}

/// Whether a tag stands inside a word or sentence.
fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    matches!(
        &name[..end.unwrap_or(name.len())],
        "a" | "abbr"
            | "b"
            | "code"
            | "em"
            | "i"
            | "mark"
            | "s"
            | "del"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    )
}

/// The characters that HTML must write in another way.
fn decode(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
        .into()
}
