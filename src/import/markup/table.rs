//! Tables. Those of Markdown have one row of headings, and one line of text in a cell; what does not fit stays HTML.

use super::emphasis::resolved;
use super::{BREAK, Block, Converter, PARAGRAPH};
use crate::html::escape::escaped;
use crate::html::tree::{Data, Id};
use crate::import::findings::Effect;

/// What keeps a table from being one of Markdown, or what only a cell of HTML can hold.
const TOO_MUCH: [&str; 8] = [
    "table",
    "ul",
    "ol",
    "pre",
    "blockquote",
    "figure",
    "dl",
    "hr",
];

impl Converter<'_> {
    pub(super) fn table(&mut self, id: Id, out: &mut Vec<Block>) {
        let rows: Vec<Id> = self
            .tree
            .inside(id)
            .filter(|row| self.tree.name(*row) == "tr")
            .collect();
        if rows.is_empty() {
            return out.extend(self.blocks(self.tree.children(id)));
        }
        if let Some(caption) = self.tree.find(id, "caption") {
            let caption = self.line(caption);
            out.extend(
                Some(caption)
                    .filter(|caption| !caption.is_empty())
                    .map(Block::Text),
            );
        }
        self.inside += 1;
        let is_plain = self.is_plain(id);
        let table = match is_plain {
            true => self.plain_table(&rows),
            false => {
                let what = "tables with merged or nested cells: kept as HTML";
                let mark = self.findings.add(Effect::Kept, what);
                format!("{mark}{}", self.html_table(id))
            }
        };
        self.inside -= 1;
        out.extend(
            Some(table)
                .filter(|table| !table.is_empty())
                .map(Block::Text),
        );
    }

    fn is_plain(&self, table: Id) -> bool {
        self.tree.inside(table).skip(1).all(|inside| {
            let spans = ["colspan", "rowspan"].iter().any(|name| {
                let span = self.tree.attribute(inside, name);
                span.is_some_and(|span| span.trim() != "1")
            });
            !spans && !TOO_MUCH.contains(&self.tree.name(inside))
        })
    }

    fn plain_table(&mut self, rows: &[Id]) -> String {
        let mut table: Vec<Vec<String>> = Vec::new();
        let mut has_head = false;
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<Id> = self
                .tree
                .children(*row)
                .iter()
                .copied()
                .filter(|cell| matches!(self.tree.name(*cell), "td" | "th"))
                .collect();
            if at == 0 {
                has_head =
                    !cells.is_empty() && cells.iter().all(|cell| self.tree.name(*cell) == "th");
            }
            let cells = cells.iter().map(|cell| {
                let text = self.cell(*cell);
                // The name of a row, which Markdown does not tell from other cells.
                let is_name =
                    self.tree.name(*cell) == "th" && !(at == 0 && has_head) && !text.is_empty();
                match is_name && !text.starts_with("**") {
                    true => format!("**{text}**"),
                    false => text,
                }
            });
            table.push(cells.collect());
        }
        let width = table.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return String::new();
        }
        if !has_head {
            table.insert(0, vec![String::new(); width]);
        }
        let line = |cells: &Vec<String>| {
            let empty = std::iter::repeat_n("", width - cells.len());
            let cells: Vec<&str> = cells.iter().map(String::as_str).chain(empty).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines: Vec<String> = table.iter().map(line).collect();
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        lines.join("\n")
    }

    /// A cell in one line.
    fn cell(&mut self, cell: Id) -> String {
        let blocks: Vec<Id> = self.tree.children(cell).to_vec();
        let text = self.inline_of_blocks(&blocks);
        let text = resolved(text.trim_matches([' ', BREAK, PARAGRAPH]));
        let text = text.replace([PARAGRAPH, BREAK], "<br>");
        text.replace('|', "\\|").replace('\n', " ")
    }

    /// Nodes as inline text, with a break between paragraphs.
    fn inline_of_blocks(&mut self, nodes: &[Id]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut run = Vec::new();
        let flush = |run: &mut Vec<Id>, this: &mut Self, parts: &mut Vec<String>| {
            let text = this.inline(&std::mem::take(run));
            parts.extend(Some(text).filter(|text| !text.trim().is_empty()));
        };
        for node in nodes {
            if self.holds_block[*node] && self.depth < super::DEEPEST {
                flush(&mut run, self, &mut parts);
                self.depth += 1;
                let inner = self.inline_of_blocks(self.tree.children(*node));
                self.depth -= 1;
                parts.extend(Some(inner).filter(|text| !text.trim().is_empty()));
            } else {
                run.push(*node);
            }
        }
        flush(&mut run, self, &mut parts);
        parts.join(&PARAGRAPH.to_string())
    }

    /// A table as HTML, without the attributes of the old look.
    fn html_table(&mut self, id: Id) -> String {
        let mut out = String::new();
        self.write(id, &mut out);
        out
    }

    fn write(&mut self, id: Id, out: &mut String) {
        let name = match self.tree.data(id) {
            Data::Text(text) => return out.push_str(&html_words(text)),
            Data::Comment(_) | Data::Other => return,
            Data::Element(name, _) => name.as_str(),
        };
        match name {
            "caption" => return,
            "img" => {
                let src = self.tree.attribute(id, "src").unwrap_or_default();
                let alternative = attribute(self.tree.attribute(id, "alt").unwrap_or_default());
                match self.addresses.file(src, self.findings) {
                    Ok(address) => out.push_str(&format!(
                        "<img src=\"{}\" alt=\"{alternative}\">",
                        attribute(&address)
                    )),
                    Err(address) => out.push_str(&format!(
                        "<a href=\"{}\">{alternative}</a>",
                        attribute(&address)
                    )),
                }
                return;
            }
            "script"
            | "style"
            | "iframe"
            | "object"
            | "form"
            | "input"
            | "select"
            | "textarea"
            | "audio"
            | "video"
            | super::UNKNOWN
            | super::READY
            | super::CAPTION => {
                let name = format!("<{name}> in a table");
                self.not_imported_element(&name, id);
                return;
            }
            _ => {}
        }
        let mut attributes = String::new();
        for name in ["colspan", "rowspan", "scope", "start"] {
            if let Some(value) = self.tree.attribute(id, name) {
                attributes.push_str(&format!(" {name}=\"{}\"", attribute(value)));
            }
        }
        if let Some(href) = self.tree.attribute(id, "href") {
            let address = self.addresses.link(href, self.findings);
            attributes.push_str(&format!(" href=\"{}\"", attribute(&address)));
        }
        let is_kept = !matches!(name, "div" | "span" | "font" | "section" | "center");
        if is_kept {
            out.push_str(&format!("<{name}{attributes}>"));
        }
        for child in self.tree.children(id) {
            if self.depth < super::DEEPEST {
                self.depth += 1;
                self.write(*child, out);
                self.depth -= 1;
            } else {
                out.push_str(&html_words(&self.tree.text(*child)));
            }
        }
        if is_kept && !crate::html::elements::is_void(name) {
            out.push_str(&format!("</{name}>"));
        }
        if matches!(name, "tr" | "thead" | "tbody" | "tfoot") {
            out.push('\n');
        }
    }
}

/// Words in HTML, in one line.
fn html_words(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_whitespace() && out.ends_with(' ') => {}
            c if c.is_ascii_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    // What begins a comment of mend would hide the rest.
    escaped(&out).replace('%', "&#37;").replace('{', "&#123;")
}

fn attribute(value: &str) -> String {
    escaped(value).replace('"', "&quot;")
}
