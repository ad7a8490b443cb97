//! The tests of the room: Markdown and the resulting HTML, all through [`parse`].

use super::*;
use crate::config::{Markdown, RawHtml};
use crate::html::escape;

mod marks;
mod prose;
mod runs;
mod safety;
mod structure;

/// A parsed article, with its gaps filled by [`Plain`].
struct Read {
    parsed: Parsed,
    html: String,
    /// Each problem as `CODE at "the text it is about"`.
    problems: Vec<String>,
    messages: Vec<String>,
}

fn read(text: &str) -> Read {
    read_with(text, None, &Markdown::default())
}

fn read_raw(text: &str, raw_html: RawHtml) -> Read {
    let config = Markdown {
        raw_html,
        ..Markdown::default()
    };
    read_with(text, None, &config)
}

fn read_with(text: &str, title: Option<&str>, config: &Markdown) -> Read {
    // The text does not begin at the start of its file, so a forgotten offset fails the tests.
    let offset = 1_000;
    let path = SourcePath::new("content/a.md");
    let reported = parse(text, offset, &path, title, &Syntax::of(config));
    let mut html = String::new();
    Fragment::fill(&reported.value.body, &Plain(&reported.value), &mut html);
    let shown = |problem: &crate::diag::Diagnostic| {
        let span = problem
            .place
            .as_ref()
            .and_then(|place| place.span.clone())
            .expect("every problem has a place");
        let about = &text[span.start - offset..span.end - offset];
        format!("{} at {about:?}", problem.code)
    };
    Read {
        problems: reported.problems.iter().map(shown).collect(),
        messages: reported
            .problems
            .iter()
            .map(|problem| problem.message.clone())
            .collect(),
        parsed: reported.value,
        html,
    }
}

/// The HTML of a text without problems.
fn html(text: &str) -> String {
    let read = read(text);
    assert_eq!(read.problems, [""; 0], "{text}");
    read.html.trim_end().to_owned()
}

fn problems(text: &str) -> Vec<String> {
    read(text).problems
}

/// Fills each gap with what the parser knows about it.
struct Plain<'p>(&'p Parsed);

impl Fill for Plain<'_> {
    fn link_attributes(&self, index: usize, html: &mut String) {
        html.push_str(" href=\"");
        escape::href(html, &self.0.links[index].target);
        html.push('"');
    }

    fn link_address(&self, index: usize, html: &mut String) {
        escape::href(html, &self.0.links[index].target);
    }

    fn link_text(&self, index: usize, html: &mut String) {
        html.push_str("TITLE OF ");
        escape::html(html, &self.0.links[index].target);
    }

    fn image(&self, index: usize, html: &mut String) {
        let image = &self.0.images[index];
        html.push_str("<img src=\"");
        escape::href(html, &image.target);
        html.push('"');
        if let Some(alt) = &image.alt {
            html.push_str(" alt=\"");
            escape::attribute(html, alt);
            html.push('"');
        }
        if let Some(width) = image.width {
            html.push_str(&format!(" width=\"{width}\""));
        }
        html.push_str(&image.attributes);
        html.push('>');
    }

    fn evidence(&self, index: usize, html: &mut String) {
        html.push_str(&format!("(see {})", self.0.evidence[index].id));
    }

    fn block(&self, block: &Block, title: &str, body: &str, html: &mut String) {
        let lines = block
            .lines
            .map_or(String::new(), |lines| format!(" lines={lines}"));
        html.push_str(&format!(
            "<aside {}{lines}>[{title}]\n{body}</aside>\n",
            block.kind.name()
        ));
    }
}
