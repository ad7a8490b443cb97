//! Headings and their ids: every id of an article is unique, and ids that the author set are kept.

use std::ops::Range;

use pulldown_cmark::{CowStr, Tag};

use super::state::Writer;
use crate::codes;
use crate::config::RawHtml;
use crate::html::{entities, escape};
use crate::markdown::fragment::Heading;
use crate::markdown::policy;
use crate::markdown::raw::Token;
use crate::markdown::reserved::reserved_class;
use crate::markdown::text_runs::RunKind;
use crate::path;

impl Writer<'_> {
    /// Reserves all ids that the author has set, before any id is generated.
    pub(super) fn fix_ids(&mut self) {
        let events = self.events;
        for &at in &events.fixed_ids {
            if let Some(Tag::Heading { id: Some(id), .. }) = events.tag(at) {
                let id = self.inline.without_filler(id);
                if !self.ids.fix(&id) {
                    self.report_id(&id, &events.items[at].range());
                }
            }
        }
        for (at, id) in &events.block_ids {
            if self.ids.fix(id) {
                self.parsed.anchors.push(id.clone());
            } else {
                self.report_id(id, &events.items[*at].range());
            }
        }
        if !self.syntax.extensions || self.syntax.raw_html == RawHtml::Refuse {
            return;
        }
        let is_safe = self.syntax.raw_html == RawHtml::Sanitise;
        for markup in &events.markup {
            for token in markup.tokens() {
                let Token::Open(tag) = token else {
                    continue;
                };
                if is_safe && policy::element(tag.name).is_none() {
                    continue;
                }
                for id in tag.ids() {
                    let id = entities::decode(id);
                    if self.ids.fix(&id) {
                        self.parsed.anchors.push(id.as_ref().into());
                    } else {
                        self.report_id(&id, &markup.place(&tag.range));
                    }
                }
            }
        }
    }

    fn report_id(&mut self, id: &str, range: &Range<usize>) {
        if self.syntax.reserved.ids.contains(id) {
            return self.report(
                codes::HTML_04,
                range,
                format!("the id `{id}` is reserved for the page"),
                "give it another id",
            );
        }
        self.report(
            codes::STR_06,
            range,
            format!("the id `{id}` is used twice in this article"),
            "give one of the two another id",
        );
    }

    /// Writes a heading as a whole, since its id is made from its text.
    pub(super) fn heading(
        &mut self,
        at: usize,
        level: u8,
        id: Option<&str>,
        classes: &[CowStr<'_>],
    ) -> usize {
        const START: [&str; 6] = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"];
        const END: [&str; 6] = [
            "</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n",
        ];
        let rank = usize::from(level.clamp(1, 6)) - 1;
        let end = self.events.mate(at);
        self.open_block(START[rank], END[rank]);
        if !self.syntax.extensions {
            self.draft.html.push('>');
            return at + 1;
        }
        let outer = (
            std::mem::take(&mut self.draft.html),
            std::mem::take(&mut self.draft.fragments),
        );
        self.heading_words = Some(String::new());
        self.marks.kind = RunKind::Heading(self.parsed.headings.len() as u32);
        self.marks.begin_text(&mut self.draft.html, false);
        self.run(at + 1, end);
        self.close_raw();
        self.marks.kind = RunKind::Text;
        let words = self.heading_words.take().unwrap_or_default();
        let text: Box<str> = words.trim().into();
        let inner = (
            std::mem::replace(&mut self.draft.html, outer.0),
            std::mem::replace(&mut self.draft.fragments, outer.1),
        );
        let range = self.events.items[at].range();
        let fixed = id.map(|id| self.inline.without_filler(id));
        let fixed = fixed.filter(|id| !self.syntax.reserved.ids.contains(id.as_ref()));
        let id = match fixed {
            Some(id) => id.as_ref().into(),
            None => {
                let slug = path::slug(&text);
                let slug = if slug.is_empty() { "section" } else { &slug };
                self.ids.unique(slug)
            }
        };
        let classes = classes.iter().map(|class| class.as_ref());
        let classes = self.own_classes(classes, &range);
        self.heading_attributes(&id, &classes);
        if !inner.1.is_empty() {
            self.draft.extend(inner.1);
        }
        self.draft.html.push_str(&inner.0);
        self.check_level(level, &range);
        self.parsed.anchors.push(id.clone());
        self.parsed.headings.push(Heading {
            level,
            id,
            text,
            span: self.span(&range),
        });
        end
    }

    /// The classes that do not belong to the theme. Those that do are reported.
    pub(super) fn own_classes<'c>(
        &mut self,
        classes: impl Iterator<Item = &'c str>,
        range: &Range<usize>,
    ) -> Vec<&'c str> {
        let names = self.syntax.reserved;
        let (reserved, own): (Vec<_>, Vec<_>) = classes.partition(|class| names.holds_class(class));
        for class in reserved {
            let (message, help) = reserved_class(class);
            self.report(codes::HTML_03, range, message, help);
        }
        own
    }

    fn heading_attributes(&mut self, id: &str, classes: &[&str]) {
        self.draft.html.push_str(" id=\"");
        escape::attribute(&mut self.draft.html, id);
        for (number, class) in classes.iter().enumerate() {
            self.draft
                .html
                .push_str(if number == 0 { "\" class=\"" } else { " " });
            escape::attribute(&mut self.draft.html, class);
        }
        self.draft.html.push_str("\">");
    }

    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let before = std::mem::replace(&mut self.level, level);
        if level == 1 {
            self.report(
                codes::STR_01,
                range,
                "this heading has level 1, which is reserved for the page's title",
                "begin it with `##`, and the headings below it with one more `#`",
            );
        } else if level > before + 1 {
            let meant = "#".repeat(usize::from(before) + 1);
            self.report(
                codes::STR_01,
                range,
                format!("a heading of level {level} follows one of level {before}"),
                format!("begin it with `{meant}`"),
            );
        }
    }
}
