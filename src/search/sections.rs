//! The runs of a document's text -> the plain text of its sections.
//!
//! A section is what a result can link to. Its blocks (paragraphs, items of lists, cells) are lines. The texts of links are passed in, since they depend on the whole site.

use std::borrow::Cow;

use crate::document::Document;
use crate::markdown::{RunKind, RunPlace};

/// The level of the deepest headings that begin a section.
const DEEPEST: u8 = 3;

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
/// their section. `links` are the links without text, each with its index and the text it is shown with.
pub(super) fn of<'a>(
    document: &'a Document,
    links: &'a [(usize, Cow<'a, str>)],
) -> Vec<Section<'a>> {
    let link_text = |index| {
        let found = links.binary_search_by_key(&index, |(own, _)| *own);
        found.map_or("", |at| &*links[at].1)
    };
    let parsed = &document.parsed;
    let mut sections = vec![Section::default()];
    // The heading that began the last section.
    let mut last = None;
    for (run, text) in parsed.texts(link_text) {
        if let RunKind::Heading(index) = run.kind
            && let Some(heading) = parsed.headings.get(index as usize)
            && heading.level <= DEEPEST
        {
            // The words of a heading are in several runs if it has marks, and its section has them already.
            if last.replace(index) != Some(index) {
                sections.push(Section {
                    id: &heading.id,
                    heading: &heading.text,
                    text: String::new(),
                });
            }
            continue;
        }
        if let Some(section) = sections.last_mut() {
            if run.begins_block {
                end_block(&mut section.text);
            } else if run.separated {
                push(&mut section.text, " ");
            }
            let text = match run.place {
                RunPlace::Alt(_) => picture(&section.text, &text).into(),
                RunPlace::Html { .. } | RunPlace::LinkText(_) => text,
            };
            push(&mut section.text, &text);
        }
    }
    for section in &mut sections {
        section.text.truncate(section.text.trim_end().len());
    }
    sections
}

/// Ends the block that the text ends with: the browser shows whole sentences, and a sentence never goes on in another block.
fn end_block(so_far: &mut String) {
    so_far.truncate(so_far.trim_end().len());
    if !so_far.is_empty() {
        so_far.push('\n');
    }
}

/// Adds text, any white space in it as one space.
fn push(so_far: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let is_graphic = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
    // What is between these is copied as it is: words with one space between them.
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        if is_graphic(at) || (bytes[at] == b' ' && start < at && is_graphic(at + 1)) {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if c.is_whitespace() {
            so_far.push_str(&text[start..at]);
            if !so_far.is_empty() && !so_far.ends_with([' ', '\n']) {
                so_far.push(' ');
            }
            start = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    so_far.push_str(&text[start..]);
}

/// The text of a picture after other text: as a sentence of its own, unless the picture is inside one.
fn picture(so_far: &str, alt: &str) -> String {
    let alt = alt.trim();
    let ends_sentence = |last| matches!(last, '.' | '!' | '?' | ':' | '…' | '"' | '”' | ')');
    let before = so_far.trim_end().chars().next_back();
    let is_own = before.is_none_or(ends_sentence) && alt.ends_with(char::is_alphanumeric);
    let end = if is_own { ". " } else { "" };
    format!("{alt}{end}")
}

#[cfg(test)]
mod tests {
    use super::{picture, push};

    #[test]
    fn any_white_space_is_one_space() {
        let joined = |texts: &[&str]| {
            let mut text = String::new();
            texts.iter().for_each(|part| push(&mut text, part));
            text
        };
        assert_eq!(joined(&[" a  b\u{a0}c", "d"]), "a b cd");
        assert_eq!(joined(&["a ", " ", "b\n\té ü"]), "a b é ü");
        assert_eq!(joined(&["a b ", "\u{3000}"]), "a b ");
    }

    #[test]
    fn the_text_of_a_picture_does_not_run_into_the_next_sentence() {
        assert_eq!(picture("", "A lamp"), "A lamp. ");
        assert_eq!(picture("It is late. ", "A lamp"), "A lamp. ");
        assert_eq!(picture("It is late. ", "A lamp!"), "A lamp!");
        assert_eq!(picture("Press ", "the key"), "the key");
        assert_eq!(picture("It is late. ", ""), "");
    }
}
