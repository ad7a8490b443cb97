//! One document -> what search knows of it: its sections as text, and how often each word stands in each.

use std::collections::{BTreeMap, BTreeSet};

use super::stop;
use super::words;
use crate::document::Document;
use crate::markdown::Piece;

/// How much an occurrence counts, in quarters: title, other names, heading, summary, text.
const TITLE: u32 = 24;
const NAME: u32 = 16;
const HEADING: u32 = 10;
const SUMMARY: u32 = 6;
const TEXT: u32 = 4;

/// A part of an article that can be led to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// The id of its heading; empty for the beginning.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its plain text.
    pub text: String,
    /// How many words it has.
    pub length: u32,
}

/// The sections where a word stands, each with a number.
pub type Places = Vec<(u32, u32)>;

/// What search knows of a document.
#[derive(Clone, Debug, Default)]
pub struct PageTerms {
    /// Its parts, the first being its beginning.
    pub sections: Vec<Section>,
    /// Every word in lower case, with the weight it has in each section where it stands.
    pub words: Vec<(Box<str>, Places)>,
}

/// Reads a document for search. Headings of level 4 and below stay inside their section.
pub(super) fn read(document: &Document, english: bool) -> PageTerms {
    let mut reader = Reader {
        document,
        sections: vec![Section::default()],
    };
    reader.pieces(&document.parsed.body);
    let mut sections = reader.sections;
    let mut counts: BTreeMap<Box<str>, BTreeMap<u32, u32>> = BTreeMap::new();
    let mut add = |text: &str, section: usize, weight: u32| {
        let mut length = 0;
        words::words(text, |word| {
            length += 1;
            let word = word.to_lowercase();
            // Words that are in every sentence say something in a title or name alone.
            if weight > HEADING || !english || !stop::is_stop(&word) {
                *counts
                    .entry(word.into())
                    .or_default()
                    .entry(section as u32)
                    .or_default() += weight;
            }
        });
        length
    };
    add(&document.title, 0, TITLE);
    // However many of its names hold a word, it is one of its names.
    let names = document
        .meta
        .names
        .iter()
        .chain(&document.meta.search_words);
    let mut named = BTreeSet::new();
    for name in names {
        words::words(name, |word| {
            named.insert(word.to_lowercase());
        });
    }
    for word in named {
        add(&word, 0, NAME);
    }
    add(&document.summary, 0, SUMMARY);
    for (at, section) in sections.iter_mut().enumerate() {
        add(&section.heading, at, HEADING);
        section.length = add(&section.text, at, TEXT);
    }
    PageTerms {
        sections,
        words: counts
            .into_iter()
            .map(|(word, places)| (word, places.into_iter().collect()))
            .collect(),
    }
}

struct Reader<'a> {
    document: &'a Document,
    sections: Vec<Section>,
}

impl Reader<'_> {
    fn pieces(&mut self, pieces: &[Piece]) {
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

    fn push(&mut self, text: &str) {
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        for c in text.chars() {
            if !c.is_whitespace() {
                section.text.push(c);
            } else if !section.text.is_empty() && !section.text.ends_with(' ') {
                section.text.push(' ');
            }
        }
    }

    /// Takes the text out of finished HTML; a tag of a block parts words, a heading begins a section.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.push(&decode(&rest[..at]));
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            let tag = &rest[at..end];
            rest = &rest[end..];
            if let Some((level, id)) = heading(tag) {
                let close = format!("</h{level}>");
                let found = self
                    .document
                    .parsed
                    .headings
                    .iter()
                    .find(|heading| &*heading.id == id);
                if let (true, Some(heading)) = (level <= 3, found) {
                    self.sections.push(Section {
                        id: id.to_owned(),
                        heading: heading.text.to_string(),
                        ..Section::default()
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
    let name: String = tag
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    matches!(
        name.as_str(),
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
