//! Writes links and images. Their targets are gaps, since they depend on the whole site.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::direction::LEFT_TO_RIGHT;
use super::frames::{Frame, OpenLink};
use super::state::Writer;
use crate::codes;
use crate::markdown::fragment::{Fragment, Image, Link, LinkKind};
use crate::markdown::media::Medium;
use crate::markdown::text_runs::RunPlace;

/// The extensions with which `![[file]]` is an image.
const IMAGE_EXTENSIONS: [&str; 9] = [
    "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp",
];

/// The alternative text of a picture that is only decoration: `![decorative](line.png)`.
const DECORATIVE: &str = "decorative";

impl Writer<'_> {
    /// Begins a link; one without words of its own is written as a whole.
    pub(super) fn open_link(&mut self, at: usize, tag: &Tag<'_>) -> usize {
        let Tag::Link {
            link_type,
            dest_url,
            title,
            ..
        } = tag
        else {
            return at + 1;
        };
        let range = self.events.items[at].range();
        let kind = kind_of(*link_type);
        let target = self.target(*link_type, dest_url);
        if self.is_forbidden(&target, kind, &range, "link") {
            self.frames.push(Frame::Inline(""));
            return at + 1;
        }
        let has_text = !matches!(link_type, LinkType::WikiLink { has_pothole: false });
        let link = Link {
            kind,
            target,
            title: self.title(title),
            text: "".into(),
            span: self.span(&range),
        };
        if kind == LinkKind::Wiki && !(has_text && self.has_content(at)) {
            self.link_without_text(link, "");
            return self.events.mate(at) + 1;
        }
        self.draft.html.push_str("<a");
        let index = self.add_link(link);
        // An address is read from left to right in a sentence of any script.
        if matches!(link_type, LinkType::Autolink | LinkType::Email) && self.syntax.extensions {
            self.draft.html.push_str(LEFT_TO_RIGHT);
        }
        self.draft.html.push('>');
        self.link = Some(OpenLink {
            index,
            words: String::new(),
            alt: String::new(),
        });
        self.frames.push(Frame::Link);
        at + 1
    }

    pub(super) fn close_link(&mut self) {
        self.draft.html.push_str("</a>");
        let Some(OpenLink { index, words, alt }) = self.link.take() else {
            return;
        };
        let words = words.trim();
        let text = if words.is_empty() { alt.trim() } else { words };
        let is_empty = text.is_empty();
        let text = text.into();
        let link = &mut self.parsed.links[index];
        link.text = text;
        if is_empty {
            let span = link.span.start - self.offset..link.span.end - self.offset;
            self.report_empty_link(&span);
        }
    }

    pub(super) fn report_empty_link(&mut self, range: &Range<usize>) {
        self.report(
            codes::STR_04,
            range,
            "this link has no text",
            "say in the link's text where it leads",
        );
    }

    /// Remembers a link and leaves a gap for its attributes.
    pub(super) fn add_link(&mut self, link: Link) -> usize {
        let index = self.parsed.links.len();
        self.draft.gap(Fragment::LinkAttributes(index));
        self.parsed.links.push(link);
        index
    }

    /// Writes a link whose text will be the title of its target.
    fn link_without_text(&mut self, link: Link, attributes: &str) {
        // The title is not known here, but a heading should not lack a word where the link is.
        self.name_with(link.page_name());
        self.draft.html.push_str("<a");
        let index = self.add_link(link);
        self.draft.html.push_str(attributes);
        self.draft.html.push('>');
        self.mark_gap(RunPlace::LinkText(index as u32));
        self.draft.gap(Fragment::LinkText(index));
        self.draft.html.push_str("</a>");
        // A link around this one is not empty either.
        if let Some(link) = &mut self.link {
            link.alt.push_str("link");
        }
    }

    /// Writes an image as a whole, and says which item comes next.
    pub(super) fn image(&mut self, at: usize, tag: &Tag<'_>) -> usize {
        let Tag::Image {
            link_type,
            dest_url,
            title,
            ..
        } = tag
        else {
            return at + 1;
        };
        let end = self.events.mate(at);
        let range = self.events.items[at].range();
        let kind = kind_of(*link_type);
        let target = self.target(*link_type, dest_url);
        let mut alt = String::new();
        if !matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
            self.events.plain(at + 1..end, &mut alt);
        }
        let alt = self.inline.without_filler(&alt).into_owned();
        if self.is_forbidden(&target, kind, &range, "image") {
            self.put(&alt);
            return end + 1;
        }
        let title = self.title(title);
        if kind == LinkKind::Wiki && !is_image(&target) && Medium::of(&target).is_none() {
            self.embed(target, title, &alt, &range);
            return end + 1;
        }
        let (alt, width) = match kind {
            LinkKind::Wiki => wiki_width(&alt),
            LinkKind::Markdown | LinkKind::Embed | LinkKind::Source => (alt.as_str(), None),
        };
        self.add_image(
            Image {
                kind,
                target,
                alt: (!alt.trim().is_empty()).then(|| alt.into()),
                title,
                width,
                attributes: "".into(),
                span: self.span(&range),
            },
            &range,
        );
        end + 1
    }

    /// Remembers an image and leaves a gap for it.
    pub(super) fn add_image(&mut self, mut image: Image, range: &Range<usize>) {
        if image.alt.as_deref().map(str::trim) == Some(DECORATIVE) && self.syntax.extensions {
            image.alt = Some("".into());
        }
        match &image.alt {
            None if Medium::of(&image.target).is_some() => self.report(
                codes::STR_05,
                range,
                "this player has no name",
                "say what it plays: `![Slow breathing, 4 minutes](…)`",
            ),
            None => self.report(
                codes::STR_05,
                range,
                "this image has no alternative text",
                "describe what the picture shows; if it is only decoration, write `![decorative](…)`, \
                 or `alt=\"\"` in HTML",
            ),
            Some(alt) => {
                if let Some(link) = &mut self.link {
                    link.alt.push_str(alt);
                }
            }
        }
        let index = self.parsed.images.len();
        self.mark_gap(RunPlace::Alt(index as u32));
        self.draft.gap(Fragment::Image(index));
        self.parsed.images.push(image);
    }

    /// Writes `![[file.pdf]]`: a link, since such a file cannot be shown in the text.
    fn embed(
        &mut self,
        target: Box<str>,
        title: Option<Box<str>>,
        text: &str,
        range: &Range<usize>,
    ) {
        let link = Link {
            kind: LinkKind::Embed,
            target,
            title,
            text: text.trim().into(),
            span: self.span(range),
        };
        const CLASS: &str = " class=\"embed\"";
        if link.text.is_empty() {
            self.link_without_text(link, CLASS);
            return;
        }
        self.draft.html.push_str("<a");
        self.add_link(link);
        self.draft.html.push_str(CLASS);
        self.draft.html.push('>');
        self.count_tag("a", true);
        self.put(text);
        self.count_tag("a", false);
        self.draft.html.push_str("</a>");
    }

    /// Reports an address with a forbidden scheme, and says whether it has one. `noun` is `link` or `image`.
    pub(super) fn is_forbidden(
        &mut self,
        target: &str,
        kind: LinkKind,
        range: &Range<usize>,
        noun: &str,
    ) -> bool {
        let is_name = kind == LinkKind::Wiki;
        let Some(scheme) = self.syntax.forbidden_scheme(target, is_name) else {
            return false;
        };
        // `file:///home/…` and `C:\Pictures\…` are places on the author's own computer.
        let is_on_disk = scheme.len() == 1 || scheme.eq_ignore_ascii_case("file");
        let (message, help) = if is_on_disk {
            let name = target.rsplit(['/', '\\']).next().unwrap_or_default();
            (
                format!("this {noun} leads to a file on your computer, which readers do not have"),
                format!("copy the file beside the article, and write only its name: `{name}`"),
            )
        } else {
            let known = self.syntax.link_schemes.as_deref().unwrap_or_default();
            let known = known.join(", ");
            (
                format!("this {noun} uses `{scheme}:`, and only its text is kept"),
                format!("use one of {known}, or allow it in `[markdown] link_schemes`"),
            )
        };
        self.report(codes::LINK_04, range, message, help);
        true
    }

    fn target(&self, link_type: LinkType, target: &str) -> Box<str> {
        let target = self.inline.without_filler(target);
        match link_type {
            LinkType::Email => format!("mailto:{target}").into(),
            // In a table the bar before the text is written `\|`.
            LinkType::WikiLink { .. } => target.trim_end_matches('\\').trim().into(),
            _ => target.as_ref().into(),
        }
    }

    pub(super) fn title(&self, title: &str) -> Option<Box<str>> {
        (!title.is_empty()).then(|| self.inline.without_filler(title).as_ref().into())
    }

    /// Whether an element has text or an image.
    fn has_content(&self, at: usize) -> bool {
        (at + 1..self.events.mate(at)).any(|inside| {
            matches!(self.events.tag(inside), Some(Tag::Image { .. }))
                || self
                    .events
                    .words(inside)
                    .is_some_and(|words| !self.inline.without_filler(words).trim().is_empty())
        })
    }
}

fn kind_of(link_type: LinkType) -> LinkKind {
    match link_type {
        LinkType::WikiLink { .. } => LinkKind::Wiki,
        _ => LinkKind::Markdown,
    }
}

fn is_image(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, extension)| {
        IMAGE_EXTENSIONS
            .iter()
            .any(|image| image.eq_ignore_ascii_case(extension))
    })
}

/// Takes the width off the text of `![[picture.jpg|A bench|300x200]]`.
fn wiki_width(text: &str) -> (&str, Option<u32>) {
    let (before, last) = text.rsplit_once('|').unwrap_or(("", text));
    let width = last
        .trim()
        .split_once('x')
        .map_or(last.trim(), |(width, height)| {
            let is_size = !height.is_empty() && height.bytes().all(|byte| byte.is_ascii_digit());
            if is_size { width } else { "" }
        });
    let is_number = !width.is_empty() && width.bytes().all(|byte| byte.is_ascii_digit());
    match width.parse::<u32>() {
        Ok(width) if is_number && width > 0 => (before, Some(width)),
        _ => (text, None),
    }
}
