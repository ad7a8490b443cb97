//! Fills the gaps of an article: links, images, evidence marks, blocks.

use std::cell::{Cell, RefCell};
use std::fmt::Write;

use tera::{Context, Value};

use super::attributes::{address, attribute};
use super::{picture, player};
use crate::data::help::ContactKind;
use crate::diag::Diagnostic;
use crate::html::escape;
use crate::markdown::{Block, BlockKind, Fill, Fragment};
use crate::theme::Theme;
use crate::view::{self, Content, View};

/// Fills the text of one page.
pub(super) struct Filler<'a> {
    content: &'a Content,
    /// The page, for the links of its notice.
    view: &'a View,
    theme: &'a Theme,
    /// The contacts of the page's help cards.
    help: Value,
    /// The number of the stretch of HTML that comes next.
    stretch: Cell<usize>,
    problems: RefCell<Vec<Diagnostic>>,
}

impl<'a> Filler<'a> {
    /// `site` is the site as the templates of this page get it.
    pub(super) fn new(
        content: &'a Content,
        view: &'a View,
        theme: &'a Theme,
        site: &Value,
    ) -> Self {
        let help = site.as_map().and_then(|site| site.get(&"help".into()));
        Self {
            content,
            view,
            theme,
            help: help.cloned().unwrap_or_else(Value::none),
            stretch: Cell::new(0),
            problems: RefCell::new(Vec::new()),
        }
    }

    /// The HTML of the text, with `notice` before its first instruction: behind the "In short" it begins with, else before
    /// everything. If a block of the article is its help card, the notice stays there.
    pub(super) fn html(&self, notice: &str) -> String {
        let document = &self.content.document;
        let mut html = String::with_capacity(document.words * 8);
        let body = &document.parsed.body;
        let (lead, rest) = body.split_at(lead(body));
        Fragment::fill(lead, self, &mut html);
        if !Fragment::has_block(body, BlockKind::is_help_card) {
            html.push_str(notice);
        }
        Fragment::fill(rest, self, &mut html);
        html
    }

    /// The problems of the templates of its blocks.
    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }
}

/// How many fragments the "In short" takes with which an article begins.
fn lead(body: &[Fragment]) -> usize {
    let blank =
        |fragment: &Fragment| matches!(fragment, Fragment::Html(html) if html.trim().is_empty());
    let first = body.iter().position(|fragment| !blank(fragment));
    let is_lead = |at: &usize| matches!(&body[*at], Fragment::Block(block) if block.kind == BlockKind::IN_SHORT);
    first.filter(is_lead).map_or(0, |at| at + 1)
}

impl Fill for Filler<'_> {
    fn stretch(&self, text: &str, html: &mut String) {
        let number = self.stretch.replace(self.stretch.get() + 1);
        let mut done = 0;
        // The terms are in the order of the text.
        let terms = &self.content.terms;
        let first = terms.partition_point(|term| term.stretch < number);
        let own = terms[first..].iter();
        for term in own.take_while(|term| term.stretch == number) {
            html.push_str(&text[done..term.range.start]);
            html.push_str("<a class=\"term\"");
            address(html, "href", &term.url);
            attribute(html, "data-note", &term.note);
            html.push('>');
            html.push_str(&text[term.range.clone()]);
            html.push_str("</a>");
            done = term.range.end;
        }
        html.push_str(&text[done..]);
    }

    fn link_attributes(&self, index: usize, html: &mut String) {
        let link = &self.content.links[index];
        if link.url.is_empty() {
            // Nothing to go to from here: the words stay, without a link.
            return;
        }
        address(html, "href", &link.url);
        if link.external && link.url.starts_with("http") {
            // No other site is to learn where a reader comes from.
            html.push_str(" rel=\"noreferrer\"");
        }
        if let Some(title) = &self.content.document.parsed.links[index].title {
            attribute(html, "title", title);
        }
    }

    fn link_address(&self, index: usize, html: &mut String) {
        escape::href(html, &self.content.links[index].url);
    }

    fn link_text(&self, index: usize, html: &mut String) {
        escape::html(html, &self.content.links[index].text);
    }

    fn image(&self, index: usize, html: &mut String) {
        let image = &self.content.document.parsed.images[index];
        let filled = &self.content.images[index];
        if let Some(media) = &filled.player {
            let player = player::PlayerText {
                image,
                url: &filled.url,
                player: media,
                texts: &self.theme.texts,
                language: &self.view.page.language,
            };
            return player.write(html);
        }
        let copies = filled.picture.as_ref();
        if let Some(copies) = copies {
            picture::open(copies, html);
        }
        html.push_str("<img");
        let usual = copies.and_then(picture::usual);
        address(html, "src", usual.unwrap_or(&filled.url));
        if let Some(copies) = copies {
            picture::choices(copies, html);
        }
        attribute(html, "alt", image.alt.as_deref().unwrap_or_default());
        if let Some((width, height)) = filled.size {
            let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
        }
        if let Some(title) = &image.title {
            attribute(html, "title", title);
        }
        html.push_str(&image.attributes);
        // The first picture is often the largest thing that a reader sees at once, so it is not waited for.
        let urgency = match copies {
            Some(_) if index == 0 => "fetchpriority=\"high\"",
            _ => "loading=\"lazy\"",
        };
        let _ = write!(html, " {urgency} decoding=\"async\">");
        if copies.is_some() {
            html.push_str("</picture>");
        }
    }

    fn evidence(&self, index: usize, html: &mut String) {
        let (number, id) = &self.content.marks.get(index).cloned().unwrap_or_default();
        // The mark belongs to the word before it, whatever space the author left for reading.
        html.truncate(html.trim_end().len());
        if *number == 0 {
            return;
        }
        let note = id.split("-mark-").next().unwrap_or(id);
        html.push_str("<sup class=\"evidence\"><a");
        attribute(html, "id", id);
        attribute(html, "href", &format!("#{note}"));
        let number = number.to_string();
        let label = self
            .theme
            .texts
            .fill("evidence_mark", &[("number", &number)]);
        attribute(html, "role", "doc-noteref");
        attribute(html, "aria-label", &label);
        let _ = write!(html, ">{number}</a></sup>");
    }

    fn block(&self, block: &Block, title: &str, body: &str, html: &mut String) {
        let safe = |html: &str| {
            if html.is_empty() {
                Value::none()
            } else {
                Value::safe_string(html)
            }
        };
        let mut fields = tera::Map::new();
        fields.insert("kind".into(), Value::from(block.kind.name()));
        fields.insert("title".into(), safe(title));
        fields.insert("body".into(), safe(body));
        fields.insert(
            "lines".into(),
            block
                .lines
                .map_or(Value::none(), |lines| Value::from(u64::from(lines))),
        );
        let asked = block.contacts.as_ref();
        let kinds = asked.and_then(|asked| ContactKind::list(&asked.kinds).ok());
        fields.insert(
            "contacts".into(),
            kinds.map_or(Value::none(), |kinds| {
                let names: Vec<&str> = kinds.into_iter().map(view::kind_name).collect();
                Value::from_serializable(&names)
            }),
        );
        fields.insert("level".into(), Value::from(u64::from(block.level)));
        fields.insert("about".into(), Value::from(&*block.about));
        let mut context = Context::new();
        context.insert_value("block", Value::from(fields));
        if block.kind.leads_to_help() {
            context.insert_value("help", self.help.clone());
        }
        if block.kind.is_help_card() {
            context.insert("notice", &self.view.page.notice);
        }
        match self
            .theme
            .render(&format!("blocks/{}.html", block.kind.name()), &context)
        {
            Ok(rendered) => html.push_str(&rendered),
            Err(problem) => self.problems.borrow_mut().push(*problem),
        }
    }
}
