//! HTML to Markdown as mend reads it.
//!
//! Every word of the HTML is in the Markdown, or in a comment below a note that says what was not imported. What only
//! concerned the old look (classes, styles, columns, alignment) is counted and left behind. Where links and pictures lead
//! is decided by the caller ([`Addresses`]).

mod blocks;
mod emphasis;
mod inline;
mod table;

use std::collections::VecDeque;

use super::findings::{Effect, Findings};
use super::note::{self, Missing};
use crate::html::tree::{Data, Id, Tree};

/// How deep elements may be inside each other. Deeper ones are kept as their words.
const DEEPEST: usize = 120;

/// Between two paragraphs of inline text; Unicode reserves it for a program's own use.
const PARAGRAPH: char = '\u{FDD8}';

/// A line break of inline text.
const BREAK: char = '\u{FDD9}';

/// Where a note belongs, in inline text. The note itself comes behind the paragraph.
const NOTE: char = '\u{FDDA}';

/// Elements that begin a block of their own.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "thead",
    "tr",
    "ul",
    CAPTION,
];

/// The element that a reader of shortcodes puts around a picture with its caption.
pub(super) const CAPTION: &str = "x-caption";

/// The element that a reader of shortcodes puts in place of what mend has nothing like: its attributes are `name`, `source`
/// and `inside` if there is text that belongs to it.
pub(super) const UNKNOWN: &str = "x-unknown";

/// The element whose `markdown` is put into the text as it is.
pub(super) const READY: &str = "x-ready";

/// Where the links and pictures of a text lead.
pub(super) trait Addresses {
    /// The address to write for the target of a link, and what was done to it.
    fn link(&mut self, href: &str, findings: &mut Findings) -> String;

    /// The address to write for a picture or a recording; `Err` with it if readers' browsers would have to ask another host.
    fn file(&mut self, src: &str, findings: &mut Findings) -> Result<String, String>;
}

/// How a text is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Whether an empty line separates paragraphs, and a line break is one, as in the classic editor of WordPress.
    pub(super) line_breaks: bool,
}

/// A text of HTML as Markdown, without a line break at its end.
pub(super) fn markdown(
    html: &str,
    reading: Reading,
    addresses: &mut dyn Addresses,
    findings: &mut Findings,
) -> String {
    let html: String = html.chars().filter(|c| !is_reserved(*c)).collect();
    let tree = Tree::read(&html);
    let holds_block = tree.any_inside(|name| BLOCKS.contains(&name));
    let has_top_heading = tree.top().iter().any(|id| tree.find(*id, "h1").is_some());
    let mut converter = Converter {
        tree: &tree,
        holds_block,
        line_breaks: reading.line_breaks,
        heading_shift: usize::from(has_top_heading),
        addresses,
        findings,
        inside: 0,
        depth: 0,
        notes: VecDeque::new(),
    };
    if has_top_heading {
        let what = "headings: each one level lower, since the title is the first";
        converter.findings.count(Effect::Changed, what);
    }
    converter.count_looks();
    let blocks = converter.blocks(tree.top());
    joined(blocks)
}

/// A block of the result.
enum Block {
    Text(String),
    Missing(Missing),
}

/// The blocks as one text. Notes that follow each other are one.
fn joined(blocks: Vec<Block>) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut waiting: Vec<Missing> = Vec::new();
    for block in blocks {
        match block {
            Block::Missing(missing) => waiting.push(missing),
            Block::Text(text) => {
                if !waiting.is_empty() {
                    out.push(note::note(&std::mem::take(&mut waiting)));
                }
                out.push(text);
            }
        }
    }
    if !waiting.is_empty() {
        out.push(note::note(&waiting));
    }
    out.join("\n\n")
}

/// The words of a short text that may hold HTML, in one line: a title, a caption.
pub(super) fn words(html: &str) -> String {
    let words: String = match html.contains(['<', '&']) {
        true => {
            let tree = Tree::read(html);
            tree.top().iter().map(|id| tree.text(*id)).collect()
        }
        false => html.to_owned(),
    };
    let words: String = words.chars().filter(|c| !is_reserved(*c)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is one of those that mark places while text is converted.
pub(super) fn is_reserved(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c) || c == '\u{0}'
}

/// A conversion on its way.
struct Converter<'a> {
    tree: &'a Tree,
    /// Whether each node is a block or has one inside.
    holds_block: Vec<bool>,
    line_breaks: bool,
    heading_shift: usize,
    addresses: &'a mut dyn Addresses,
    findings: &'a mut Findings,
    /// How many lists, quotations and tables are around the text, where a note would break them.
    inside: usize,
    depth: usize,
    /// What to put after the block that is being made: the notes about what is not imported.
    notes: VecDeque<Missing>,
}

impl Converter<'_> {
    /// Counts what only the old look was made of.
    fn count_looks(&mut self) {
        for id in self.tree.top().iter().flat_map(|id| self.tree.inside(*id)) {
            let Data::Element(_, attributes) = self.tree.data(id) else {
                continue;
            };
            for (name, value) in attributes {
                let what = match name.as_str() {
                    "class" if !value.trim().is_empty() => "classes of the old theme",
                    "style" => "styles in the text",
                    name if name.starts_with("on") => "scripts in attributes",
                    _ => continue,
                };
                self.findings.count(Effect::Lost, what);
            }
        }
    }

    /// Notes that something was not imported, and keeps its source for a comment. Returns what marks the place in inline text.
    fn not_imported(&mut self, name: &str, source: &str) -> String {
        let mark = self
            .findings
            .add(Effect::Lost, &format!("not imported: {name}"));
        self.notes.push_back(Missing {
            name: name.to_owned(),
            source: source.to_owned(),
            mark,
        });
        NOTE.to_string()
    }

    /// The same for an element.
    fn not_imported_element(&mut self, name: &str, id: Id) -> String {
        let source = self.tree.source(id);
        self.not_imported(name, &source)
    }
}
