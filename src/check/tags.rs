//! Reads the tags of a page with a tokenizer of HTML, as a browser reads them: scripts, comments and the contents of text fields
//! hold no tags, and the values of attributes are decoded.
//!
//! What a tag means is judged elsewhere.

use std::ops::Range;

use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Tokenizer};

use crate::diag::Span;

/// A tag of a page.
pub(super) enum Tag<'t> {
    Open(OpenTag<'t>),
    /// An end tag, by its name in lower case.
    Close(&'t str),
}

/// An opening tag.
pub(super) struct OpenTag<'t> {
    /// Its name, in lower case.
    pub(super) name: &'t str,
    html: &'t str,
    /// The names and the values of its attributes.
    text: &'t str,
    attributes: &'t [Attribute],
}

/// An attribute, by its bytes in the text of its tag.
struct Attribute {
    name: Range<usize>,
    value: Range<usize>,
    /// The place of its value in the page.
    place: Span,
}

impl<'t> OpenTag<'t> {
    /// The value of an attribute, by its name in lower case; empty if it has none.
    pub(super) fn value(&self, name: &str) -> Option<&'t str> {
        let attribute = self.attribute(name)?;
        Some(&self.text[attribute.value.clone()])
    }

    /// The place in the page of a part of an attribute's value; of the whole value if it is written with entities.
    pub(super) fn place_of(&self, name: &str, part: &str) -> Span {
        let Some(attribute) = self.attribute(name) else {
            return 0..0;
        };
        let value = &self.text[attribute.value.clone()];
        let place = attribute.place.clone();
        let is_as_written = self.html.get(place.clone()) == Some(value);
        match value.find(part).filter(|_| is_as_written) {
            Some(at) => place.start + at..place.start + at + part.len(),
            None => place,
        }
    }

    fn attribute(&self, name: &str) -> Option<&'t Attribute> {
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| self.text[attribute.name.clone()] == *name)
    }
}

/// Calls `visit` with each tag of a page, in order.
pub(super) fn read(html: &str, visit: impl FnMut(Tag<'_>)) {
    let mut emitter = CallbackEmitter::new(Reader {
        html,
        visit,
        name: String::new(),
        text: String::new(),
        attributes: Vec::new(),
    });
    emitter.naively_switch_states(true);
    for Ok(()) in Tokenizer::new_with_emitter(html, TagsOnly(emitter)) {}
}

/// Reads tags only. Without it the tokenizer would look at each character for errors, which takes as long as the rest, and copy
/// the text between tags.
struct TagsOnly<E>(E);

impl<E: Emitter> ForwardingEmitter for TagsOnly<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_string(&mut self, _: &[u8]) {}

    fn push_comment(&mut self, _: &[u8]) {}
}

/// The tag that is being read.
struct Reader<'h, F> {
    html: &'h str,
    visit: F,
    name: String,
    text: String,
    attributes: Vec<Attribute>,
}

impl<F: FnMut(Tag<'_>)> Reader<'_, F> {
    /// Adds to the text of the tag, and says where it is there.
    fn push(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text_of(bytes));
        start..self.text.len()
    }
}

impl<F: FnMut(Tag<'_>)> Callback<(), usize> for Reader<'_, F> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: html5gum::Span) -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.push_str(text_of(name));
                self.text.clear();
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                let name = self.push(name);
                self.attributes.push(Attribute {
                    value: name.end..name.end,
                    name,
                    place: span.end..span.end,
                });
            }
            CallbackEvent::AttributeValue { value } => {
                let value = self.push(value);
                if let Some(attribute) = self.attributes.last_mut() {
                    attribute.value = value;
                    attribute.place = span.start..span.end;
                }
            }
            CallbackEvent::CloseStartTag { .. } => (self.visit)(Tag::Open(OpenTag {
                name: &self.name,
                html: self.html,
                text: &self.text,
                attributes: &self.attributes,
            })),
            CallbackEvent::EndTag { name } => (self.visit)(Tag::Close(text_of(name))),
            CallbackEvent::String { .. }
            | CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
        None
    }
}

/// The tokenizer gives bytes, and those of a text are one.
fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags of a page: `name key=value@place`, and `/name` for an end tag.
    fn tags(html: &str) -> Vec<String> {
        let mut found = Vec::new();
        read(html, |tag| {
            found.push(match tag {
                Tag::Close(name) => format!("/{name}"),
                Tag::Open(tag) => {
                    let attributes = tag.attributes.iter().map(|attribute| {
                        let (name, value) = (
                            &tag.text[attribute.name.clone()],
                            &tag.text[attribute.value.clone()],
                        );
                        format!(" {name}={value}@{}", &html[tag.place_of(name, value)])
                    });
                    format!("{}{}", tag.name, attributes.collect::<String>())
                }
            });
        });
        found
    }

    #[test]
    fn values_are_decoded_and_keep_their_places() {
        for (html, expected) in [
            ("<P CLASS=a>x</P>", &["p class=a@a", "/p"][..]),
            ("<a href=\"b c\" id='d'>", &["a href=b c@b c id=d@d"]),
            ("<a href = \n x/y >", &["a href=x/y@x/y"]),
            ("<a href=x>", &["a href=x@x"]),
            ("<a href=\"?a&amp;b\">", &["a href=?a&b@?a&amp;b"]),
            ("<a href=\"é&eacute;\" b>", &["a href=éé@é&eacute; b=@"]),
            (
                "<img src=\"a.png\" alt=\"a > b\"/>",
                &["img src=a.png@a.png alt=a > b@a > b"],
            ),
            ("a < b <i>", &["i"]),
            ("<a id=x id=y>", &["a id=x@x id=y@x"]),
        ] {
            assert_eq!(tags(html), expected, "{html}");
        }
    }

    #[test]
    fn what_only_looks_like_a_tag_is_none() {
        for html in [
            "<!-- <b> -->",
            "<script>\"<b>\"</script>",
            "<style><b></style>",
            "<textarea><b></textarea>",
            "<title><b></title>",
        ] {
            assert!(!tags(html).contains(&"b".to_owned()), "{html}");
        }
    }

    #[test]
    fn a_part_of_a_value_has_its_own_place() {
        let html = "<img srcset=\"a.png 1x, b.png 2x\">";
        read(html, |tag| {
            if let Tag::Open(tag) = tag {
                assert_eq!(&html[tag.place_of("srcset", "b.png")], "b.png");
                assert_eq!(tag.place_of("src", "b.png"), 0..0);
            }
        });
    }
}
