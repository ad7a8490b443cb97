//! HTML with gaps -> the plain text of a document's sections.
//!
//! A section is what a result can link to. The texts of links are passed in, since they depend on the whole site.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::document::Document;
use crate::markdown::Fragment;

/// A part of a page that a result can link to.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    /// The id of its heading; empty for the beginning.
    pub(super) id: &'a str,
    /// Its heading.
    pub(super) heading: &'a str,
    /// Its plain text.
    pub(super) text: String,
}

/// The sections of a document; the first is its beginning, before any heading. Headings of level 4 and below stay inside
/// their section. `links` are the texts of links without text, by the links' indices.
pub(super) fn of<'a>(document: &'a Document, links: &'a [Cow<'a, str>]) -> Vec<Section<'a>> {
    let headings = document.parsed.headings.iter();
    let mut extractor = Extractor {
        document,
        headings: headings
            .map(|heading| (&*heading.id, &*heading.text))
            .collect(),
        links,
        sections: vec![Section::default()],
        until: None,
    };
    extractor.fragments(&document.parsed.body);
    for section in &mut extractor.sections {
        section.text.truncate(section.text.trim_end().len());
    }
    extractor.sections
}

/// Takes the plain text out of a document.
struct Extractor<'a> {
    document: &'a Document,
    /// The words of each heading, by its id.
    headings: FxHashMap<&'a str, &'a str>,
    /// The texts of links without text.
    links: &'a [Cow<'a, str>],
    sections: Vec<Section<'a>>,
    /// What ends the part that is being left out, if one is: `>` for a tag, `</h2>` for a heading (its section has its text
    /// already). Tags and headings can hold gaps, so the end can be in a later fragment.
    until: Option<String>,
}

impl<'a> Extractor<'a> {
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
                    let so_far = self.sections.last().map_or("", |section| &section.text);
                    let text = picture(so_far, alt.as_deref().unwrap_or_default());
                    self.push(&text);
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

    /// Adds the text of finished HTML. The tag of a block separates words, a heading begins a section.
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

/// Whether a tag can be part of a word or sentence, so that it separates no words.
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

/// The text of a picture behind other text: as a sentence of its own, unless the picture is inside of one.
fn picture(so_far: &str, alt: &str) -> String {
    let alt = alt.trim();
    let ends_sentence = |last| matches!(last, '.' | '!' | '?' | ':' | '…' | '"' | '”' | ')');
    let before = so_far.trim_end().chars().next_back();
    let is_own = before.is_none_or(ends_sentence) && alt.ends_with(char::is_alphanumeric);
    let end = if is_own { ". " } else { "" };
    format!("{alt}{end}")
}

/// Undoes the escapes that mend writes. `&amp;` comes last, so that `&amp;lt;` becomes `&lt;`.
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

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn the_text_of_a_picture_does_not_run_into_the_next_sentence() {
        assert_eq!(picture("", "A lamp"), "A lamp. ");
        assert_eq!(picture("It is late. ", "A lamp"), "A lamp. ");
        assert_eq!(picture("It is late. ", "A lamp!"), "A lamp!");
        assert_eq!(picture("Press ", "the key"), "the key");
        assert_eq!(picture("It is late. ", ""), "");
    }
}
