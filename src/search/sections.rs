//! The runs of a document's text -> the plain text of its sections.
//!
//! A section is what a result can link to. The texts of links are passed in, since they depend on the whole site.

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
/// their section. `links` are the texts of links without text, by the links' indices.
pub(super) fn of<'a>(document: &'a Document, links: &'a [Cow<'a, str>]) -> Vec<Section<'a>> {
    let parsed = &document.parsed;
    let mut sections = vec![Section::default()];
    // The heading that began the last section.
    let mut last = None;
    for (run, text) in parsed.texts(|link| &links[link]) {
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
            if run.separated {
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

/// Adds text, any white space in it as one space.
fn push(so_far: &mut String, text: &str) {
    let mut words = text.split(char::is_whitespace);
    so_far.push_str(words.next().unwrap_or_default());
    for word in words {
        if !so_far.is_empty() && !so_far.ends_with(' ') {
            so_far.push(' ');
        }
        so_far.push_str(word);
    }
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
