//! Writes pieces of text with the marks of their runs, and knows which elements the text is in.
//!
//! Every word that readers see passes through here, except for the marks of footnotes and what gaps bring.
//! [`text_runs`](crate::markdown::text_runs) says what runs are for.

use super::frames::Frame;
use super::state::Writer;
use crate::html::elements::is_inline;
use crate::html::escape;
use crate::markdown::text_runs::{RunKind, RunPlace};

impl Writer<'_> {
    /// Writes text that is HTML already, and holds no tag.
    pub(super) fn write_html_text(&mut self, html: &str) {
        let takes_links = self.takes_links();
        self.write_text(html, takes_links, |out, text| out.push_str(text));
    }

    /// Writes words of the article.
    pub(super) fn write_words(&mut self, text: &str) {
        let takes_links = self.takes_links();
        self.write_text(text, takes_links, escape::html);
    }

    /// Writes code.
    pub(super) fn write_code(&mut self, code: &str) {
        self.write_text(code, false, escape::html);
    }

    fn write_text(&mut self, text: &str, takes_links: bool, write: fn(&mut String, &str)) {
        let words = text.trim_start();
        let blank = &text[..text.len() - words.len()];
        // The mark comes after the blank, so that a blank at the start of a title can still be removed.
        self.draft.html.push_str(blank);
        self.marks.separated |= !blank.is_empty();
        if !words.is_empty() {
            self.marks.begin_text(&mut self.draft.html, takes_links);
            write(&mut self.draft.html, words);
            self.marks.separated |= words.ends_with(char::is_whitespace);
        }
    }

    /// Marks the next gap as a run.
    pub(super) fn mark_gap(&mut self, place: RunPlace) {
        self.marks.begin_gap(&mut self.draft.html, place);
    }

    /// Remembers that a tag of this element separates words, if it does.
    pub(super) fn pass_tag(&mut self, element: &str) {
        self.marks.separated |= !is_inline(element);
    }

    /// Counts the open elements that hold no links, where the author's tags are passed through and are no frames.
    pub(super) fn count_tag(&mut self, element: &str, opens: bool) {
        self.pass_tag(element);
        if is_left_alone(element) {
            let open = self.unframed_without_links;
            self.unframed_without_links = match opens {
                true => open + 1,
                false => open.saturating_sub(1),
            };
        }
    }

    /// Whether words that are written now may become links to the glossary.
    fn takes_links(&self) -> bool {
        self.unframed_without_links == 0
            && self.label.is_none()
            && self.marks.kind == RunKind::Text
            && !self.frames.iter().any(is_without_links)
    }
}

fn is_without_links(frame: &Frame) -> bool {
    match frame {
        Frame::Link => true,
        Frame::Raw(element) => is_left_alone(element),
        // Most text is in a paragraph, perhaps of a list.
        Frame::Inline("") | Frame::Block("</p>\n" | "</li>\n") | Frame::List(..) => false,
        Frame::Inline(end) | Frame::Block(end) => {
            is_left_alone(end.trim_matches(['<', '/', '>', '\n']))
        }
        Frame::Table(_) | Frame::Callout(_) | Frame::Note(_) => false,
    }
}

/// Whether words inside an element are left alone when words become links to the glossary.
fn is_left_alone(element: &str) -> bool {
    const LEFT_ALONE: [&str; 21] = [
        "a",
        "blockquote",
        "button",
        "cite",
        "code",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "kbd",
        "label",
        "pre",
        "q",
        "samp",
        "summary",
        "sup",
        "textarea",
        "th",
    ];
    let mut left_alone = LEFT_ALONE.iter();
    left_alone.any(|left_alone| left_alone.eq_ignore_ascii_case(element))
}
