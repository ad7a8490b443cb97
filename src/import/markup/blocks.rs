//! Paragraphs, headings, lists, quotations and other blocks.

use super::emphasis::resolved;
use super::{BREAK, Block, CAPTION, Converter, DEEPEST, NOTE, PARAGRAPH, is_reserved};
use crate::html::tree::Id;
use crate::import::escape::{self, fenced, line_start};
use crate::import::findings::Effect;

impl Converter<'_> {
    /// Nodes as blocks: paragraphs of their inline text, and what begins a block of its own.
    pub(super) fn blocks(&mut self, nodes: &[Id]) -> Vec<Block> {
        let mut out = Vec::new();
        let mut run: Vec<Id> = Vec::new();
        for id in nodes {
            if !self.holds_block[*id] {
                run.push(*id);
                continue;
            }
            self.paragraphs(&std::mem::take(&mut run), &mut out);
            self.block(*id, &mut out);
            self.put_notes(&mut out);
        }
        self.paragraphs(&run, &mut out);
        self.put_notes(&mut out);
        out
    }

    /// Puts the notes after the block, unless it is inside one that a note would break.
    fn put_notes(&mut self, out: &mut Vec<Block>) {
        if self.inside == 0 {
            out.extend(self.notes.drain(..).map(Block::Missing));
        }
    }

    /// Inline nodes as paragraphs.
    fn paragraphs(&mut self, nodes: &[Id], out: &mut Vec<Block>) {
        if nodes.is_empty() {
            return;
        }
        let text = self.inline(nodes);
        for part in text.split(PARAGRAPH) {
            let paragraph = match self.lone_address(part) {
                Some(link) => link,
                None => paragraph(part),
            };
            if !paragraph.is_empty() {
                out.push(Block::Text(paragraph));
            }
            if self.inside == 0 {
                let notes = part.matches(NOTE).count().min(self.notes.len());
                out.extend(self.notes.drain(..notes).map(Block::Missing));
            }
        }
    }

    /// An address that has a paragraph to itself: the old site made a player or a card of it.
    fn lone_address(&mut self, text: &str) -> Option<String> {
        let text = text.trim_matches([' ', BREAK]);
        let is_address = text.starts_with("https://") || text.starts_with("http://");
        if !is_address || text.contains(|c: char| c.is_whitespace() || is_reserved(c)) {
            return None;
        }
        // Escapes of text have no place in an address.
        let address = text.replace('\\', "");
        let address = self.addresses.link(&address, self.findings);
        let what = "addresses in a line of their own, which the old site made players or cards of: a link to each";
        let mark = self.findings.add(Effect::Changed, what);
        let words = escape::escaped(&address);
        Some(format!(
            "{mark}[{words}]({})",
            escape::destination(&address)
        ))
    }

    /// The inline text of a node in one line.
    pub(super) fn line(&mut self, id: Id) -> String {
        let text = self.inline(self.tree.children(id));
        let text = resolved(&text.replace([PARAGRAPH, BREAK], " "));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn block(&mut self, id: Id, out: &mut Vec<Block>) {
        if self.depth >= DEEPEST {
            self.findings.count(
                Effect::Changed,
                "elements deeper than 120 in each other: their words only",
            );
            let words = self.tree.text(id);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push(Block::Text(line_start(&escape::escaped(&words))));
            return;
        }
        self.depth += 1;
        self.block_element(id, out);
        self.depth -= 1;
    }

    fn block_element(&mut self, id: Id, out: &mut Vec<Block>) {
        let children = self.tree.children(id);
        match self.tree.name(id) {
            heading @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let level = usize::from(heading.as_bytes()[1] - b'0') + self.heading_shift;
                let text = self.line(id);
                if !text.is_empty() {
                    out.push(Block::Text(format!("{} {text}", "#".repeat(level.min(6)))));
                }
            }
            "ul" | "ol" | "menu" | "dir" => {
                let list = self.list(id);
                out.extend(Some(list).filter(|list| !list.is_empty()).map(Block::Text));
            }
            // A point outside of a list.
            "li" => out.extend(self.item(id, "- ").map(Block::Text)),
            "dl" => out.extend(self.definitions(id).map(Block::Text)),
            "blockquote" => {
                let inner = self.enclosed(children);
                out.extend(quoted(&inner.join("\n\n")).map(Block::Text));
            }
            "pre" => self.preformatted(id, out),
            "hr" => out.push(Block::Text("---".to_owned())),
            "table" => self.table(id, out),
            "figure" => self.figure(id, out),
            CAPTION => self.captioned(id, out),
            "details" => self.details(id, out),
            name @ ("form" | "object") => {
                let name = format!("<{name}>");
                self.not_imported_element(&name, id);
            }
            "audio" | "video" | "iframe" => self.paragraphs(&[id], out),
            "a" => self.linked_blocks(id, out),
            _ => out.extend(self.blocks(children)),
        }
    }

    /// A link around blocks: its words are linked block by block if there is one, else it stays a link of its own.
    fn linked_blocks(&mut self, id: Id, out: &mut Vec<Block>) {
        let mut inner = self.enclosed(self.tree.children(id));
        let address = match self.tree.attribute(id, "href") {
            Some(href) => self.addresses.link(href, self.findings),
            None => String::new(),
        };
        let is_simple = |text: &String| {
            !text.contains('\n')
                && !text.starts_with(['#', '>', '-', '|', '<'])
                && !text.contains("](")
        };
        match inner.iter_mut().find(|text| is_simple(text)) {
            Some(first) if !address.is_empty() => {
                *first = format!("[{first}]({})", escape::destination(&address));
            }
            _ if address.is_empty() => {}
            _ => {
                let words = escape::escaped(&address);
                inner.push(format!("[{words}]({})", escape::destination(&address)));
            }
        }
        out.extend(inner.into_iter().map(Block::Text));
    }

    /// Blocks inside something that a note would break.
    pub(super) fn enclosed(&mut self, nodes: &[Id]) -> Vec<String> {
        self.inside += 1;
        let blocks = self.blocks(nodes);
        self.inside -= 1;
        // Notes wait until the outermost block is whole.
        let texts = blocks.into_iter().filter_map(|block| match block {
            Block::Text(text) => Some(text),
            Block::Missing(_) => None,
        });
        texts.collect()
    }

    fn list(&mut self, id: Id) -> String {
        let is_ordered = self.tree.name(id) == "ol";
        let start = self.tree.attribute(id, "start");
        let mut number: u32 = start
            .and_then(|start| start.trim().parse().ok())
            .unwrap_or(1);
        let mut items: Vec<Vec<String>> = Vec::new();
        let mut markers = Vec::new();
        for child in self.tree.children(id) {
            let blocks = match self.tree.name(*child) {
                "li" => self.enclosed(self.tree.children(*child)),
                // A list directly in a list belongs to the point before it.
                _ => self.enclosed(&[*child]),
            };
            if blocks.is_empty() {
                continue;
            }
            match items.last_mut() {
                Some(before) if self.tree.name(*child) != "li" => before.extend(blocks),
                _ => {
                    markers.push(match is_ordered {
                        true => format!("{number}. "),
                        false => "- ".to_owned(),
                    });
                    number = number.saturating_add(1);
                    items.push(blocks);
                }
            }
        }
        let is_list = |block: &String| {
            block.starts_with("- ") || block.starts_with(|c: char| c.is_ascii_digit())
        };
        let is_tight = |blocks: &Vec<String>| match blocks.as_slice() {
            [_] => true,
            [_, second] => is_list(second),
            _ => false,
        };
        let between = if items.iter().all(is_tight) {
            "\n"
        } else {
            "\n\n"
        };
        let items = items
            .iter()
            .zip(&markers)
            .map(|(blocks, marker)| indented(&blocks.join(between), marker));
        items.collect::<Vec<_>>().join(between)
    }

    fn item(&mut self, id: Id, marker: &str) -> Option<String> {
        let blocks = self.enclosed(self.tree.children(id));
        let text = blocks.join("\n\n");
        (!text.is_empty()).then(|| indented(&text, marker))
    }

    /// Terms and what they mean.
    fn definitions(&mut self, id: Id) -> Option<String> {
        let mut out = String::new();
        let mut parts: Vec<Id> = Vec::new();
        for child in self.tree.children(id) {
            match self.tree.name(*child) {
                "div" => parts.extend(self.tree.children(*child)),
                _ => parts.push(*child),
            }
        }
        for part in parts {
            match self.tree.name(part) {
                "dd" => {
                    let text = self.enclosed(self.tree.children(part)).join("\n\n");
                    if !text.is_empty() {
                        // Without a term it would be no definition.
                        if out.is_empty() {
                            out.push_str("–\n");
                        }
                        out.push_str(&indented(&text, ": "));
                        out.push('\n');
                    }
                }
                _ => {
                    let name = self.tree.name(part);
                    let term = match name == "dt" {
                        true => self.line(part),
                        false => {
                            let text = self.inline(&[part]).replace([PARAGRAPH, BREAK], " ");
                            resolved(text.trim())
                        }
                    };
                    if !term.is_empty() {
                        let blank = if out.is_empty() { "" } else { "\n" };
                        out.push_str(&format!("{blank}{}\n", line_start(&term)));
                    }
                }
            }
        }
        let out = out.trim_end();
        (!out.is_empty()).then(|| out.to_owned())
    }

    fn preformatted(&mut self, id: Id, out: &mut Vec<Block>) {
        let text = self.tree.text(id);
        if self.tree.has_class(id, "wp-block-verse") {
            let lines = text
                .trim_matches('\n')
                .lines()
                .map(|line| escape::escaped(line.trim()));
            let lines = lines.collect::<Vec<_>>().join(&BREAK.to_string());
            out.push(Block::Text(paragraph(&lines)));
            return;
        }
        if text.trim().is_empty() {
            return;
        }
        let mut classes = self
            .tree
            .inside(id)
            .filter_map(|inside| self.tree.attribute(inside, "class"));
        let language = classes.find_map(|classes| {
            let mut classes = classes.split_whitespace();
            classes.find_map(|class| {
                class
                    .strip_prefix("language-")
                    .or_else(|| class.strip_prefix("lang-"))
            })
        });
        let language: String = language
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_alphanumeric() || "+#-".contains(*c))
            .collect();
        let text = text.replace("\r\n", "\n");
        out.push(Block::Text(fenced(&text, &language)));
    }

    /// A figure: its picture with its caption, or whatever else it holds.
    fn figure(&mut self, id: Id, out: &mut Vec<Block>) {
        let children = self.tree.children(id);
        let caption = children
            .iter()
            .find(|child| self.tree.name(**child) == "figcaption");
        let Some(caption) = caption.copied() else {
            return out.extend(self.blocks(children));
        };
        let rest: Vec<Id> = children
            .iter()
            .copied()
            .filter(|child| *child != caption)
            .collect();
        let inner = self.enclosed(&rest);
        let caption = self.line(caption);
        push_figure(&inner, &caption, out);
    }

    /// A picture with a caption, from a shortcode: the picture comes first, and what follows is the caption.
    fn captioned(&mut self, id: Id, out: &mut Vec<Block>) {
        let children = self.tree.children(id);
        let has_picture = |id: &Id| self.tree.find(*id, "img").is_some();
        let end = children.iter().position(has_picture).map_or(0, |at| at + 1);
        let (picture, caption) = children.split_at(end);
        let inner = self.enclosed(picture);
        let text = self.inline(caption).replace([PARAGRAPH, BREAK], " ");
        let mut caption = resolved(text.trim());
        if let Some(given) = self
            .tree
            .attribute(id, "caption")
            .filter(|_| caption.is_empty())
        {
            caption = escape::escaped(given);
        }
        push_figure(&inner, &caption, out);
    }

    /// Something folded away.
    fn details(&mut self, id: Id, out: &mut Vec<Block>) {
        let children = self.tree.children(id);
        let summary = children
            .iter()
            .find(|child| self.tree.name(**child) == "summary")
            .copied();
        let title = summary
            .map(|summary| self.line(summary))
            .unwrap_or_default();
        let rest: Vec<Id> = children
            .iter()
            .copied()
            .filter(|child| Some(*child) != summary)
            .collect();
        let inner = self.enclosed(&rest).join("\n\n");
        if title.is_empty() && inner.is_empty() {
            return;
        }
        let text = format!("[!details] {title}\n{inner}");
        out.extend(quoted(text.trim_end()).map(Block::Text));
    }
}

fn push_figure(inner: &[String], caption: &str, out: &mut Vec<Block>) {
    let is_picture = |text: &String| text.starts_with("![") || text.starts_with("[![");
    match inner {
        [picture] if is_picture(picture) && !caption.is_empty() => out.push(Block::Text(format!(
            "<figure>\n\n{picture}\n\n<figcaption>\n\n{}\n\n</figcaption>\n</figure>",
            line_start(caption)
        ))),
        _ => {
            out.extend(inner.iter().cloned().map(Block::Text));
            if !caption.is_empty() {
                out.push(Block::Text(line_start(caption)));
            }
        }
    }
}

/// Inline text as a paragraph: its emphasis resolved, its lines safe from being read as blocks.
fn paragraph(text: &str) -> String {
    let text = resolved(text.trim_matches([' ', BREAK]));
    let lines = text.split(BREAK).map(|line| line_start(line.trim()));
    let lines: Vec<String> = lines.collect();
    lines.join("\\\n").trim_end_matches("\\\n").to_owned()
}

/// Every line of a text in a quotation; nothing for no text.
fn quoted(text: &str) -> Option<String> {
    let line = |line: &str| match line.is_empty() {
        true => ">".to_owned(),
        false => format!("> {line}"),
    };
    (!text.trim().is_empty()).then(|| text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

/// A text behind a marker, its further lines as far to the right as the first.
fn indented(text: &str, marker: &str) -> String {
    let margin = " ".repeat(marker.len());
    let lines = text.lines().enumerate().map(|(at, line)| match (at, line) {
        (0, line) => format!("{marker}{line}"),
        (_, "") => String::new(),
        (_, line) => format!("{margin}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}
