//! Writes raw HTML: allowed, sanitised or refused, as the site is configured.
//!
//! Links and images in it become gaps like all others, so that they are checked and resolved. When it is sanitised, every tag
//! is rewritten by the policy's table and closed inside the element that contains it; everything that was removed is reported
//! at its place.

use std::ops::Range;

use super::frames::Frame;
use super::state::Writer;
use crate::codes;
use crate::config::RawHtml;
use crate::html::elements;
use crate::html::entities::decode;
use crate::html::escape;
use crate::markdown::events::DEEPEST;
use crate::markdown::foreign::Kind;
use crate::markdown::policy;
use crate::markdown::raw::{Markup, OpenTag, Token};

impl<'w> Writer<'w> {
    /// Writes raw HTML, and says which item comes next.
    pub(super) fn raw(&mut self, at: usize, markup: &'w Markup<'w>) -> usize {
        if !self.syntax.extensions {
            self.draft.html.push_str(&markup.html);
            return at + 1;
        }
        if self.events.is_shortcode(markup) {
            self.put(&markup.html);
            return at + 1;
        }
        if !markup.inline {
            self.block("");
        }
        match self.syntax.raw_html {
            RawHtml::Refuse => self.refuse(markup),
            RawHtml::Allow => return self.pass(at, markup, false),
            RawHtml::Sanitise => return self.pass(at, markup, true),
        }
        at + 1
    }

    fn refuse(&mut self, markup: &Markup<'_>) {
        let mut first = None;
        for token in markup.tokens() {
            match token {
                Token::Comment(range, false) => self.report_open_comment(&markup.place(&range)),
                Token::Open(OpenTag { range, .. })
                | Token::Declaration(range)
                | Token::Broken(range) => {
                    first.get_or_insert(range);
                }
                Token::Comment(..) | Token::Text(_) | Token::Opaque(_) | Token::Close(..) => {}
            }
        }
        if let Some(range) = first {
            self.report(
                codes::HTML_01,
                &markup.place(&range),
                "raw HTML is not allowed on this site and was removed",
                "write it in Markdown, or as one of mend's blocks",
            );
        }
    }

    /// Writes markup: only what the policy allows if `safe`, else as it is.
    fn pass(&mut self, at: usize, markup: &'w Markup<'w>, safe: bool) -> usize {
        let html: &'w str = &markup.html;
        self.draft.holds_html |= safe && !markup.inline && !markup.is_comment();
        let mut next = at + 1;
        // The element that is left out with everything in it.
        let mut dropped: Option<&str> = None;
        for token in markup.tokens() {
            if let Some(name) = dropped {
                if matches!(token, Token::Close(end, _) if end.eq_ignore_ascii_case(name)) {
                    dropped = None;
                }
                continue;
            }
            match token {
                Token::Comment(range, closed) => {
                    if !closed {
                        self.report_open_comment(&markup.place(&range));
                    }
                }
                Token::Open(tag) => {
                    let kept = self.open_raw(at, markup, &tag, safe);
                    if !safe && !tag.name.eq_ignore_ascii_case("img") {
                        self.count_tag(tag.name, true);
                    }
                    if !kept && policy::is_dropped_whole(tag.name) {
                        dropped = Some(tag.name);
                    }
                }
                Token::Close(name, range) if safe => {
                    self.close_raw_element(name, &markup.place(&range));
                }
                Token::Text(range) if safe => {
                    self.write_html_text(&html[range].replace('<', "&lt;"));
                }
                Token::Opaque(_) if safe => {}
                Token::Declaration(range) if safe => {
                    self.report_removed(&markup.place(&range), "this declaration was removed");
                }
                Token::Broken(range) if safe => {
                    let place = markup.place(&range);
                    self.write_html_text(&html[range].replace('<', "&lt;"));
                    self.report_removed(&place, "this tag has no end, so it is shown as text");
                }
                Token::Text(range) => self.write_html_text(&html[range]),
                Token::Close(name, range) => {
                    self.count_tag(name, false);
                    self.draft.html.push_str(&html[range]);
                }
                Token::Opaque(range) | Token::Declaration(range) | Token::Broken(range) => {
                    self.draft.html.push_str(&html[range]);
                }
            }
        }
        if let Some(name) = dropped.filter(|_| markup.inline) {
            next = self.end_of_element(at, name).map_or(next, |end| end + 1);
        }
        next
    }

    /// Writes an opening tag, and says whether it did; a tag that the policy does not allow is left out.
    fn open_raw(
        &mut self,
        at: usize,
        markup: &'w Markup<'w>,
        tag: &OpenTag<'w>,
        safe: bool,
    ) -> bool {
        let place = markup.place(&tag.range);
        let is = |name: &str| tag.name.eq_ignore_ascii_case(name);
        if is("a") && self.open_raw_link(at, markup, tag, safe) {
            return true;
        }
        if is("img") && self.raw_image(markup, tag, safe) {
            return true;
        }
        if !safe {
            self.raw_sources(markup, tag);
            return true;
        }
        let is_box = |value: &str| value.eq_ignore_ascii_case("checkbox");
        let element = policy::element(tag.name)
            .filter(|name| *name != "img")
            .filter(|name| *name != "input" || tag.value("type").is_some_and(is_box));
        let Some(element) = element else {
            let with = if policy::is_dropped_whole(tag.name) {
                " with everything in it"
            } else {
                ""
            };
            // `foreign` reports tags of other kinds, once for the whole article.
            if self.tags.kind(markup, tag) == Kind::Html {
                self.report_removed(&place, &format!("`<{}>` was removed{with}", tag.name));
            }
            return false;
        };
        if self.frames.len() >= DEEPEST && !elements::is_void(element) {
            self.report_depth(&place);
            // Its end tag may now end another element of its name.
            self.draft.holds_html = true;
            return false;
        }
        self.pass_tag(element);
        self.draft.html.push('<');
        self.draft.html.push_str(element);
        // A link whose `href` is allowed was written above, so this one was reported.
        let attributes = self.attributes(markup, tag, element, &["href"], safe);
        self.draft.html.push_str(&attributes);
        self.draft.html.push('>');
        // A plain inline element without attributes needs no sanitising: its tags are written here and are balanced.
        self.draft.holds_html |= !attributes.is_empty() || !policy::is_plain(element);
        if !elements::is_void(element) {
            self.frames.push(Frame::Raw(element));
        }
        true
    }

    /// The attributes of a tag as HTML, without those in `gap`, which a gap brings or which were refused.
    pub(super) fn attributes(
        &mut self,
        markup: &Markup<'_>,
        tag: &OpenTag<'_>,
        element: &str,
        gap: &[&str],
        safe: bool,
    ) -> String {
        let mut html = String::new();
        let mut seen: Vec<String> = Vec::new();
        // A shortcode among the attributes is reported once, not word by word.
        let is_filled = self.tags.kind(markup, tag) == Kind::Filled;
        for attribute in &tag.attributes {
            let name = attribute.name.to_ascii_lowercase();
            // Of an attribute that is given twice, only the first counts. What a link is related to
            // (`rel`) is written with the link's other attributes.
            let is_known = gap.contains(&name.as_str()) || (name == "rel" && element == "a");
            if is_known || seen.contains(&name) || seen.len() >= DEEPEST {
                continue;
            }
            let value = attribute.value.unwrap_or_default();
            if safe && self.is_taken_id(&name, value) {
                continue;
            }
            let place = markup.place(&attribute.range);
            let classes = (safe && name == "class").then(|| self.raw_classes(value, &place));
            let value = classes.as_deref().unwrap_or(value);
            let is_address = policy::is_address(&name);
            let is_fine = policy::allows(element, &name)
                && !policy::is_page_wide(&name, &decode(value))
                && !(is_address
                    && self
                        .syntax
                        .forbidden_scheme(&decode(value), false)
                        .is_some());
            if !safe || is_fine {
                html.push(' ');
                html.push_str(&name);
                if attribute.value.is_some() {
                    html.push_str("=\"");
                    // Its entities stay entities.
                    let value = value.replace('"', "&quot;").replace('<', "&lt;");
                    html.push_str(&value.replace('>', "&gt;"));
                    html.push('"');
                }
            } else if !is_filled {
                self.report_removed(&place, &format!("the attribute `{name}` was removed"));
            }
            seen.push(name);
        }
        html
    }

    /// The classes of a value that are the author's own, as they are written in HTML.
    fn raw_classes(&mut self, value: &str, place: &Range<usize>) -> String {
        let decoded = decode(value);
        let own = self.own_classes(decoded.split_whitespace(), place);
        let mut html = String::new();
        escape::attribute(&mut html, &own.join(" "));
        html
    }

    /// Whether an attribute gives an id that is the page's own, which was reported already.
    fn is_taken_id(&self, name: &str, value: &str) -> bool {
        ["id", "name"].contains(&name) && self.syntax.reserved.ids.contains(decode(value).as_ref())
    }

    /// Writes an end tag for the innermost element of its name, if the author opened one here.
    fn close_raw_element(&mut self, name: &str, place: &Range<usize>) {
        if policy::element(name).is_none_or(elements::is_void) {
            return;
        }
        let open = self
            .frames
            .iter()
            .rev()
            .map_while(|frame| match frame {
                Frame::Raw(open) => Some(*open),
                _ => None,
            })
            .position(|open| open.eq_ignore_ascii_case(name));
        match open {
            Some(inner) => {
                for _ in 0..=inner {
                    if let Some(Frame::Raw(name)) = self.frames.pop() {
                        self.end_tag(name);
                    }
                }
            }
            // The tag it would close was left out because of its depth.
            None if self.reported_depth => {}
            None => {
                self.report_removed(
                    place,
                    &format!("`</{name}>` has no opening tag and was removed"),
                );
            }
        }
    }

    /// Closes the author's elements that were opened since the last tag of our own.
    pub(super) fn close_raw(&mut self) {
        while let Some(Frame::Raw(name)) = self.frames.last() {
            let name = *name;
            self.frames.pop();
            self.end_tag(name);
        }
    }

    pub(super) fn end_tag(&mut self, name: &str) {
        self.pass_tag(name);
        self.draft.html.push_str("</");
        self.draft.html.push_str(name);
        self.draft.html.push('>');
    }

    fn report_removed(&mut self, place: &Range<usize>, message: &str) {
        self.report(
            codes::HTML_02,
            place,
            message,
            "delete it, or set `[markdown] raw_html = \"allow\"` if you trust every author",
        );
    }

    fn report_open_comment(&mut self, place: &Range<usize>) {
        self.report(
            codes::TEXT_06,
            place,
            "this comment has no end, so everything after it is left out",
            "end it with `-->`",
        );
    }
}
