//! Links and images that an author wrote as HTML: they become gaps like all others.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::entities::decode;
use super::events::{DEEPEST, Node};
use super::piece::{Image, Link, LinkKind};
use super::raw::{Fragment, OpenTag, Token, Tokens};
use super::writer::{Frame, Writer};

/// How far the end of a raw link is looked for, in items or tokens.
const FARTHEST: usize = 200;

impl<'w> Writer<'w> {
    /// Writes `<a href=…>` with a gap, and says whether it did.
    pub(super) fn open_raw_link(
        &mut self,
        at: usize,
        fragment: &'w Fragment<'w>,
        tag: &OpenTag<'w>,
        safe: bool,
    ) -> bool {
        let Some(href) = tag.value("href") else {
            return false;
        };
        let target = decode(href.trim());
        let place = fragment.place(&tag.range);
        if safe {
            if self.frames.len() >= DEEPEST
                || self.is_forbidden(&target, LinkKind::Markdown, &place, "link")
            {
                return false;
            }
        } else if self.syntax.forbidden_scheme(&target, false).is_some() {
            // Whoever is trusted with all HTML is trusted with this.
            return false;
        }
        let text = self.raw_link_text(at, fragment, tag);
        let named = tag
            .value("aria-label")
            .is_some_and(|label| !label.trim().is_empty());
        if text.as_deref() == Some("") && !named {
            self.report_empty_link(&place);
        }
        let link = Link {
            kind: LinkKind::Markdown,
            target: target.into(),
            title: tag.value("title").map(|title| decode(title).into()),
            text: text.unwrap_or_default().into(),
            span: self.span(&place),
        };
        let attributes = self.attributes(fragment, tag, "a", &["href", "title", "rel"], safe);
        self.holds_html |= safe;
        self.html.push_str("<a");
        self.add_link(link);
        self.html.push_str(&attributes);
        self.html.push('>');
        if safe {
            self.frames.push(Frame::Raw("a"));
        }
        true
    }

    /// Writes an `<img src=…>` as a gap, and says whether it did.
    pub(super) fn raw_image(
        &mut self,
        fragment: &'w Fragment<'w>,
        tag: &OpenTag<'w>,
        safe: bool,
    ) -> bool {
        let Some(src) = tag.value("src") else {
            return false;
        };
        let target = decode(src.trim());
        let place = fragment.place(&tag.range);
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
            attributes: self.attributes(fragment, tag, "img", &gap, safe).into(),
            span: self.span(&place),
        };
        self.add_image(image, &place);
        true
    }

    /// What stands between `<a …>` and `</a>`, if its end is near.
    fn raw_link_text(
        &self,
        at: usize,
        fragment: &Fragment<'_>,
        tag: &OpenTag<'_>,
    ) -> Option<String> {
        let mut text = String::new();
        if fragment.inline {
            let end = self.behind_element(at, "a")?;
            self.events.plain(at + 1..end, &mut text);
            if text.trim().is_empty() && self.shows_image(at + 1..end) {
                text.push_str("image");
            }
            return Some(text.trim().to_owned());
        }
        for token in Tokens::from(&fragment.html, tag.range.end).take(FARTHEST) {
            match token {
                Token::Text(range) => text.push_str(&decode(&fragment.html[range])),
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
            Node::Raw(fragment) => self.events.fragments[fragment as usize].tokens().any(
                |token| matches!(token, Token::Open(tag) if tag.value("alt").is_some_and(|alt| !alt.is_empty())),
            ),
            _ => false,
        })
    }

    /// The item that closes the raw element that was opened by this one, if it is near.
    pub(super) fn behind_element(&self, at: usize, name: &str) -> Option<usize> {
        let events = self.events;
        let mut inside = at + 1;
        for _ in 0..FARTHEST {
            match events.items.get(inside)?.node {
                Node::Close => return None,
                Node::Raw(fragment) => {
                    let is_end = events.fragments[fragment as usize].tokens().any(|token| {
                        matches!(token, Token::Close(end, _) if end.eq_ignore_ascii_case(name))
                    });
                    if is_end {
                        return Some(inside);
                    }
                }
                _ => {}
            }
            inside = events.mate(inside) + 1;
        }
        None
    }
}
