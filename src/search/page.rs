//! What one page says, and its sections as readers are led to them, in plain text.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

use super::Subject;
use crate::document::Document;
use crate::graph::DocId;
use crate::markdown::Fragment;

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
    /// An article, and what those of its links say that bring no words of their own; the others have none here.
    Document(&'a Document, Vec<Cow<'a, str>>),
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
            Page::Document(document, links) => (document.facets, links).hash(state),
            Page::Generated(page) => page.hash(state),
        }
    }
}

impl<'a> Page<'a> {
    /// The article with this id.
    pub(super) fn document(subject: &Subject<'a>, id: DocId) -> Self {
        let Subject {
            documents, graph, ..
        } = *subject;
        let document = &documents[id.index()];
        let links = document.parsed.links.iter().enumerate();
        let links = links.map(|(at, link)| match link.text.is_empty() {
            true => graph.link_text(documents, id, at),
            false => Cow::default(),
        });
        Page::Document(document, links.collect())
    }

    pub(super) fn title(&self) -> &str {
        match self {
            Page::Document(document, _) => &document.title,
            Page::Generated(page) => &page.title,
        }
    }

    pub(super) fn summary(&self) -> &str {
        match self {
            Page::Document(document, _) => &document.summary,
            Page::Generated(page) => &page.summary,
        }
    }

    /// Other names, and words that readers type.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Page::Document(document, _) => {
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
            Page::Document(document, _) => {
                let audience = document.meta.audience.iter();
                audience.map(|(id, _)| id.as_str()).collect()
            }
            Page::Generated(_) => Vec::new(),
        }
    }

    /// Its language, if it names one.
    pub(super) fn language(&self) -> Option<&str> {
        match self {
            Page::Document(document, _) => document.meta.language.as_deref(),
            Page::Generated(_) => None,
        }
    }

    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        match self {
            Page::Document(document, links) => sections(document, links),
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
fn sections<'a>(document: &'a Document, links: &'a [Cow<'a, str>]) -> Vec<Section<'a>> {
    let headings = document.parsed.headings.iter();
    let mut reader = Reader {
        document,
        headings: headings
            .map(|heading| (&*heading.id, &*heading.text))
            .collect(),
        links,
        sections: vec![Section::default()],
        until: None,
    };
    reader.fragments(&document.parsed.body);
    for section in &mut reader.sections {
        section.text.truncate(section.text.trim_end().len());
    }
    reader.sections
}

struct Reader<'a> {
    document: &'a Document,
    /// The words of each heading, by its id.
    headings: FxHashMap<&'a str, &'a str>,
    /// What links say that bring no words.
    links: &'a [Cow<'a, str>],
    sections: Vec<Section<'a>>,
    /// What ends the stretch that is left out at the moment, if one is: a tag, or a heading, which its section has
    /// already. Both can hold gaps, so the end can lie in a later fragment.
    until: Option<String>,
}

impl<'a> Reader<'a> {
    fn fragments(&mut self, fragments: &'a [Fragment]) {
        for fragment in fragments {
            match fragment {
                Fragment::Html(html) => self.html(html),
                Fragment::Block(block) => {
                    self.fragments(&block.title);
                    self.push(" ");
                    self.fragments(&block.body);
                }
                Fragment::LinkText(index) => self.push(&self.links[*index]),
                Fragment::Image(index) => {
                    let alt = &self.document.parsed.images[*index].alt;
                    self.push(alt.as_deref().unwrap_or_default());
                }
                Fragment::LinkAttributes(_) | Fragment::LinkAddress(_) | Fragment::Evidence(_) => {}
            }
        }
    }

    /// Adds text, any white space in it as one space, unless it is to be left out.
    fn push(&mut self, text: &str) {
        let (None, Some(section)) = (&self.until, self.sections.last_mut()) else {
            return;
        };
        let so_far = &mut section.text;
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
        loop {
            if let Some(end) = &self.until {
                let Some((_, after)) = rest.split_once(end.as_str()) else {
                    return;
                };
                rest = after;
                self.until = None;
            }
            let Some(at) = rest.find('<') else {
                self.push(&decode(rest));
                return;
            };
            self.push(&decode(&rest[..at]));
            rest = &rest[at..];
            let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
            let own = heading(tag).filter(|(level, id)| *level <= 3 && self.begin(id));
            if own.is_none() && !is_inline(tag) {
                self.push(" ");
            }
            self.until = Some(match own {
                Some((level, _)) => format!("</h{level}>"),
                None => ">".to_owned(),
            });
        }
    }

    /// Begins the section of a heading, if the article has one with this id.
    fn begin(&mut self, id: &'a str) -> bool {
        let found = self.headings.get(id);
        self.sections.extend(found.map(|heading| Section {
            id,
            heading,
            text: String::new(),
        }));
        found.is_some()
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
fn decode(text: &str) -> Cow<'_, str> {
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
