//! Links and images in raw HTML, which become gaps like all others.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::frames::Frame;
use super::state::Writer;
use crate::html::entities::decode;
use crate::html::escape;
use crate::html::sources::{address_set, is_source};
use crate::markdown::events::{DEEPEST, Node};
use crate::markdown::fragment::{Fragment, Image, Link, LinkKind};
use crate::markdown::raw::{Markup, OpenTag, Token, Tokens};

/// How far the end of a raw link is searched for, in items or tokens.
const FARTHEST: usize = 200;

impl<'w> Writer<'w> {
    /// Writes `<a href=…>` with a gap, and says whether it did.
    pub(super) fn open_raw_link(
        &mut self,
        at: usize,
        markup: &'w Markup<'w>,
        tag: &OpenTag<'w>,
        safe: bool,
    ) -> bool {
        let Some(href) = tag.value("href") else {
            return false;
        };
        let target = decode(href.trim());
        let place = markup.place(&tag.range);
        if safe {
            if self.frames.len() >= DEEPEST
                || self.is_forbidden(&target, LinkKind::Markdown, &place, "link")
            {
                return false;
            }
        } else if self.syntax.forbidden_scheme(&target, false).is_some() {
            // A site that allows all HTML allows this, too.
            return false;
        }
        let text = self.raw_link_text(at, markup, tag);
        let has_label = tag
            .value("aria-label")
            .is_some_and(|label| !label.trim().is_empty());
        if text.as_deref() == Some("") && !has_label {
            self.report_empty_link(&place);
        }
        let link = Link {
            kind: LinkKind::Markdown,
            target: target.into(),
            title: tag.value("title").map(|title| decode(title).into()),
            text: text.unwrap_or_default().into(),
            span: self.span(&place),
        };
        let attributes = self.attributes(markup, tag, "a", &["href", "title", "rel"], safe);
        self.draft.holds_html |= safe;
        self.draft.html.push_str("<a");
        self.add_link(link);
        self.draft.html.push_str(&attributes);
        self.draft.html.push('>');
        if safe {
            self.frames.push(Frame::Raw("a"));
        }
        true
    }

    /// Writes a tag unchanged, except for the addresses of files that the browser loads, which become gaps.
    pub(super) fn raw_sources(&mut self, markup: &'w Markup<'w>, tag: &OpenTag<'w>) {
        let html: &'w str = &markup.html;
        let mut done = tag.range.start;
        for attribute in &tag.attributes {
            let Some(value) = attribute.value.filter(|value| !value.trim().is_empty()) else {
                continue;
            };
            let Some(kind) = source_kind(tag.name, attribute.name) else {
                continue;
            };
            let is_set = attribute.name.eq_ignore_ascii_case("srcset");
            let parts = if is_set {
                address_set(value)
            } else {
                vec![(value.trim(), "")]
            };
            let targets: Vec<_> = parts.iter().map(|(target, _)| decode(target)).collect();
            let is_forbidden = |target: &std::borrow::Cow<'_, str>| {
                self.syntax.forbidden_scheme(target, false).is_some()
            };
            if targets.iter().any(is_forbidden) {
                continue;
            }
            self.draft.html.push_str(&html[done..attribute.range.start]);
            self.draft
                .html
                .push_str(&attribute.name.to_ascii_lowercase());
            self.draft.html.push_str("=\"");
            for (number, ((written, descriptor), target)) in parts.iter().zip(targets).enumerate() {
                if number > 0 {
                    self.draft.html.push_str(", ");
                }
                let start = written.as_ptr().addr() - html.as_ptr().addr();
                let place = markup.place(&(start..start + written.len()));
                let link = Link {
                    kind,
                    target: target.into(),
                    title: None,
                    text: "".into(),
                    span: self.span(&place),
                };
                self.draft
                    .gap(Fragment::LinkAddress(self.parsed.links.len()));
                self.parsed.links.push(link);
                if !descriptor.is_empty() {
                    self.draft.html.push(' ');
                    escape::attribute(&mut self.draft.html, descriptor);
                }
            }
            self.draft.html.push('"');
            done = attribute.range.end;
        }
        self.draft.html.push_str(&html[done..tag.range.end]);
    }

    /// Writes an `<img src=…>` as a gap, and says whether it did.
    pub(super) fn raw_image(
        &mut self,
        markup: &'w Markup<'w>,
        tag: &OpenTag<'w>,
        safe: bool,
    ) -> bool {
        let Some(src) = tag.value("src") else {
            return false;
        };
        if !safe && tag.value("srcset").is_some() {
            // It has more than one address, and its own sizes.
            return false;
        }
        let target = decode(src.trim());
        let place = markup.place(&tag.range);
        let alt = tag.value("alt").map(decode);
        if safe {
            if self.is_forbidden(&target, LinkKind::Markdown, &place, "image") {
                self.put(&alt.unwrap_or_default());
                return true;
            }
        } else if self.syntax.forbidden_scheme(&target, false).is_some() {
            return false;
        }
        let width = tag
            .value("width")
            .and_then(|width| width.trim().parse().ok());
        let mut gap = vec!["src", "alt", "title"];
        if width.is_some() {
            gap.push("width");
        }
        let image = Image {
            kind: LinkKind::Markdown,
            target: target.into(),
            alt: alt.map(Into::into),
            title: tag.value("title").map(|title| decode(title).into()),
            width,
            attributes: self.attributes(markup, tag, "img", &gap, safe).into(),
            span: self.span(&place),
        };
        self.add_image(image, &place);
        true
    }

    /// The text between `<a …>` and `</a>`, if its end is near.
    fn raw_link_text(&self, at: usize, markup: &Markup<'_>, tag: &OpenTag<'_>) -> Option<String> {
        let mut text = String::new();
        if markup.inline {
            let end = self.end_of_element(at, "a")?;
            self.events.plain(at + 1..end, &mut text);
            if text.trim().is_empty() && self.shows_image(at + 1..end) {
                text.push_str("image");
            }
            return Some(text.trim().to_owned());
        }
        for token in Tokens::from(&markup.html, tag.range.end).take(FARTHEST) {
            match token {
                Token::Text(range) => text.push_str(&decode(&markup.html[range])),
                // Links hold no links, so this one has no end of its own.
                Token::Open(tag) if tag.name.eq_ignore_ascii_case("a") => return None,
                Token::Open(tag) => {
                    text.push_str(&decode(tag.value("alt").unwrap_or_default()));
                }
                Token::Close(name, _) if name.eq_ignore_ascii_case("a") => {
                    return Some(text.trim().to_owned());
                }
                _ => {}
            }
        }
        None
    }

    fn shows_image(&self, items: Range<usize>) -> bool {
        self.events.items[items].iter().any(|item| match item.node {
            Node::Open(tag) => matches!(
                self.events.tags[tag as usize],
                Tag::Image { .. }
            ),
            Node::Raw(markup) => self.events.markup[markup as usize].tokens().any(
                |token| matches!(token, Token::Open(tag) if tag.value("alt").is_some_and(|alt| !alt.is_empty())),
            ),
            _ => false,
        })
    }

    /// The item that closes the raw element that was opened by this one, if it is near.
    pub(super) fn end_of_element(&self, at: usize, name: &str) -> Option<usize> {
        let events = self.events;
        let mut inside = at + 1;
        for _ in 0..FARTHEST {
            match events.items.get(inside)?.node {
                Node::Close => return None,
                Node::Raw(markup) => {
                    for token in events.markup[markup as usize].tokens() {
                        match token {
                            Token::Close(end, _) if end.eq_ignore_ascii_case(name) => {
                                return Some(inside);
                            }
                            Token::Open(tag) if tag.name.eq_ignore_ascii_case(name) => return None,
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            inside = events.mate(inside) + 1;
        }
        None
    }
}

/// The kind of link in an attribute of an element, if it holds an address.
fn source_kind(element: &str, attribute: &str) -> Option<LinkKind> {
    if element.eq_ignore_ascii_case("area") && attribute.eq_ignore_ascii_case("href") {
        return Some(LinkKind::Markdown);
    }
    is_source(element, attribute).then_some(LinkKind::Source)
}
