//! What one page says, and its sections as readers are led to them, in plain text.

use std::hash::{Hash, Hasher};

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

/// What a page says.
pub(super) enum Page<'a> {
    /// An article.
    Document(&'a Document),
    /// A page that no article is behind.
    Generated(Generated),
}

/// The words of a page that no article is behind.
#[derive(Hash)]
pub(super) struct Generated {
    pub(super) title: String,
    /// What readers type who look for it.
    pub(super) names: String,
    pub(super) summary: String,
    /// Id, heading and text of each section; the first one has neither id nor heading.
    pub(super) sections: Vec<(String, String, String)>,
}

impl Hash for Page<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Page::Document(document) => document.facets.hash(state),
            Page::Generated(page) => page.hash(state),
        }
    }
}

impl Page<'_> {
    pub(super) fn title(&self) -> &str {
        match self {
            Page::Document(document) => &document.title,
            Page::Generated(page) => &page.title,
        }
    }

    pub(super) fn summary(&self) -> &str {
        match self {
            Page::Document(document) => &document.summary,
            Page::Generated(page) => &page.summary,
        }
    }

    /// Other names, and words that readers type.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Page::Document(document) => {
                let names = document.meta.names.iter();
                let names = names.chain(&document.meta.search_words);
                names.map(AsRef::as_ref).collect()
            }
            Page::Generated(page) => vec![&page.names],
        }
    }

    /// The ids of those it is for.
    pub(super) fn audiences(&self) -> Vec<&str> {
        match self {
            Page::Document(document) => {
                let audience = document.meta.audience.iter();
                audience.map(|(id, _)| id.as_str()).collect()
            }
            Page::Generated(_) => Vec::new(),
        }
    }

    /// Its language, if it names one.
    pub(super) fn language(&self) -> Option<&str> {
        match self {
            Page::Document(document) => document.meta.language.as_deref(),
            Page::Generated(_) => None,
        }
    }

    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        match self {
            Page::Document(document) => sections(document),
            Page::Generated(page) => {
                let sections = page.sections.iter();
                let sections = sections.map(|(id, heading, text)| Section {
                    id,
                    heading,
                    text: text.clone(),
                });
                sections.collect()
            }
        }
    }
}

/// Reads the text of a document; the first section is its beginning, before any heading. Headings of
/// level 4 and below stay inside their section.
fn sections(document: &Document) -> Vec<Section<'_>> {
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
