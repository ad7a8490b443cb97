//! Every example of the CommonMark specification, through the reader that reads the articles.
//!
//! The examples come from the npm package `commonmark-spec`; `tests/run` fetches it and says where it
//! lies. Two documents count as the same when they differ in nothing but what HTML itself does not
//! tell apart: the blanks between blocks, the slash of `<br />`, `&quot;` for `"`, the order of
//! attributes.

use mend::html::escape;
use mend::markdown::{Block, Fill, Fragment, Parsed, Syntax, parse};
use mend::path::SourcePath;

/// Where the package's `spec.txt`, or the folder that holds it, is named.
const VARIABLE: &str = "TEST_COMMONMARK_SPEC";

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

#[test]
fn every_example_of_the_specification_holds() {
    let examples = examples(&specification());
    assert!(
        examples.len() > 600,
        "only {} examples were found; is {VARIABLE} the right file?",
        examples.len()
    );
    let path = SourcePath::new("content/example.md");
    let mut failures = Vec::new();
    for example in &examples {
        let parsed = parse(&example.markdown, 0, &path, None, &Syntax::commonmark()).value;
        let mut html = String::new();
        Fragment::fill(&parsed.body, &Plain(&parsed), &mut html);
        if normalised(&html) != normalised(&example.html) {
            failures.push(format!(
                "example {} ({})\n{}\nexpected\n{}\nwritten\n{html}",
                example.number, example.section, example.markdown, example.html
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} examples fail:\n\n{}",
        failures.len(),
        examples.len(),
        failures.join("\n\n")
    );
}

fn specification() -> String {
    let Ok(path) = std::env::var(VARIABLE) else {
        panic!(
            "{VARIABLE} is not set: run the tests with `tests/run`, or fetch the examples with \
             `npm pack commonmark-spec@0.31.2`, unpack them, and set it to the package's spec.txt"
        );
    };
    let mut path = std::path::PathBuf::from(path);
    if path.is_dir() {
        path.push("spec.txt");
    }
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

/// Splits the specification into its examples, as the package's own `index.js` does.
fn examples(specification: &str) -> Vec<Example> {
    const FENCE: &str = "````````````````````````````````";
    let text = specification.replace("\r\n", "\n");
    let text = text.split("<!-- END TESTS -->").next().unwrap_or(&text);
    let (mut examples, mut section) = (Vec::new(), String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix(FENCE) == Some(" example") {
            let mut block = |end: &str| {
                let mut block = String::new();
                for line in lines.by_ref().take_while(|line| *line != end) {
                    block.push_str(&line.replace('→', "\t"));
                    block.push('\n');
                }
                block
            };
            examples.push(Example {
                number: examples.len() + 1,
                section: section.clone(),
                markdown: block("."),
                html: block(FENCE),
            });
        } else if line.starts_with('#') {
            section = line.trim_start_matches('#').trim().to_owned();
        }
    }
    examples
}

/// Writes links and images where they are met.
struct Plain<'p>(&'p Parsed);

impl Fill for Plain<'_> {
    fn link_attributes(&self, index: usize, html: &mut String) {
        let link = &self.0.links[index];
        html.push_str(" href=\"");
        escape::href(html, &link.target);
        html.push('"');
        title(link.title.as_deref(), html);
    }

    fn link_address(&self, index: usize, html: &mut String) {
        escape::href(html, &self.0.links[index].target);
    }

    fn link_text(&self, _: usize, _: &mut String) {
        unreachable!("CommonMark has no wikilinks");
    }

    fn image(&self, index: usize, html: &mut String) {
        let image = &self.0.images[index];
        html.push_str("<img src=\"");
        escape::href(html, &image.target);
        html.push_str("\" alt=\"");
        escape::attribute(html, image.alt.as_deref().unwrap_or_default());
        html.push('"');
        title(image.title.as_deref(), html);
        html.push('>');
    }

    fn evidence(&self, _: usize, _: &mut String) {
        unreachable!("CommonMark has no evidence notes");
    }

    fn block(&self, _: &Block, _: &str, _: &str, _: &mut String) {
        unreachable!("CommonMark has no blocks");
    }
}

fn title(title: Option<&str>, html: &mut String) {
    if let Some(title) = title {
        html.push_str(" title=\"");
        escape::attribute(html, title);
        html.push('"');
    }
}

/// Tags beside which blanks mean nothing.
const BLOCKS: [&str; 22] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "br",
    "section",
];

/// What two documents that mean the same have in common. Inside `<pre>` everything counts.
fn normalised(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut in_pre = false;
    let mut after_block = true;
    while !rest.is_empty() {
        let Some(tag) = tag(rest) else {
            let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<');
            let (text, behind) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
            let mut text = text;
            if !in_pre && after_block {
                text = text.trim_start_matches([' ', '\n']);
            }
            if !in_pre && (behind.is_empty() || tag(behind).is_some_and(is_block)) {
                text = text.trim_end_matches([' ', '\n']);
            }
            after_block &= text.is_empty();
            out.push_str(&text.replace("&quot;", "\""));
            rest = behind;
            continue;
        };
        in_pre = (in_pre || tag.starts_with("<pre")) && !tag.starts_with("</pre");
        after_block = is_block(tag);
        out.push_str(&sorted(tag));
        rest = &rest[tag.len()..];
    }
    out
}

/// The tag a text begins with.
fn tag(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let mut quote = None;
    let end = text.char_indices().find(|&(_, c)| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        quote.is_none() && c == '>'
    });
    end.filter(|_| is_tag).map(|(at, _)| &text[..=at])
}

fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
    name.is_some_and(|name| BLOCKS.contains(&name))
}

/// A tag with its attributes in order, and without the slash that HTML ignores.
fn sorted(tag: &str) -> String {
    let inside = tag.trim_start_matches('<').trim_end_matches('>');
    let inside = inside.trim_end_matches('/').trim_end();
    let mut parts: Vec<String> = vec![String::new()];
    let mut quoted = false;
    for c in inside.chars() {
        quoted ^= c == '"';
        match parts.last_mut() {
            Some(part) if quoted || !c.is_whitespace() => part.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts[1..].sort();
    format!("<{}>", parts.join(" "))
}
