//! Text inside a paragraph: words, emphasis, links, pictures.

use super::emphasis::{Kind, emphasised};
use super::{BREAK, Converter, DEEPEST, PARAGRAPH, READY, UNKNOWN};
use crate::html::escape;
use crate::html::tree::{Data, Id};
use crate::import::escape::{code, destination, escaped};
use crate::import::findings::Effect;
use crate::import::note;

impl Converter<'_> {
    /// Nodes as inline text. It can hold [`PARAGRAPH`] and [`BREAK`], and emphasis that is not resolved yet.
    pub(super) fn inline(&mut self, nodes: &[Id]) -> String {
        let mut out = String::new();
        for id in nodes {
            let piece = match self.tree.data(*id) {
                Data::Text(text) => self.words(text),
                Data::Element(..) => self.inline_element(*id),
                Data::Comment(text) => self.comment(text),
                Data::Other => continue,
            };
            // Blanks beside each other are one.
            match out.ends_with([' ', BREAK, PARAGRAPH]) || out.is_empty() {
                true => out.push_str(piece.trim_start_matches(' ')),
                false => out.push_str(&piece),
            }
        }
        out
    }

    /// Words of the source, with its line breaks if they count.
    fn words(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        let is_blank = |c: char| c.is_ascii_whitespace();
        while !rest.is_empty() {
            let length = rest.find(is_blank).unwrap_or(rest.len());
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            let blank = rest.len() - rest.trim_start_matches(is_blank).len();
            let lines = rest[..blank].matches('\n').count();
            if blank > 0 {
                out.push(match lines {
                    2.. if self.line_breaks => PARAGRAPH,
                    1 if self.line_breaks => BREAK,
                    _ => ' ',
                });
            }
            rest = &rest[blank..];
        }
        escaped(&out)
    }

    fn inline_element(&mut self, id: Id) -> String {
        if self.depth >= DEEPEST {
            self.findings.count(
                Effect::Changed,
                "elements deeper than 120 in each other: their words only",
            );
            return self.words(&self.tree.text(id));
        }
        self.depth += 1;
        let text = self.element_in_text(id);
        self.depth -= 1;
        text
    }

    fn element_in_text(&mut self, id: Id) -> String {
        let children = self.tree.children(id);
        match self.tree.name(id) {
            "b" | "strong" => self.emphasis(children, Kind::Bold),
            "i" | "em" => self.emphasis(children, Kind::Italic),
            "s" | "strike" | "del" => self.emphasis(children, Kind::Struck),
            "code" | "tt" | "samp" => match self.tree.text(id).trim() {
                "" => String::new(),
                text => code(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
            },
            tag @ ("kbd" | "sub" | "sup" | "ins" | "mark" | "dfn" | "cite" | "small" | "u"
            | "abbr" | "acronym" | "q") => self.kept(id, tag),
            "br" => BREAK.to_string(),
            "wbr" => String::new(),
            "a" => self.link(id),
            "img" => self.picture(id),
            "input" => self.input(id),
            "iframe" | "embed" | "frame" => self.frame(id),
            "audio" | "video" => self.recording(id),
            "script" | "object" | "applet" | "canvas" | "svg" | "math" | "select" | "textarea" => {
                let name = format!("<{}>", self.tree.name(id));
                self.not_imported_element(&name, id)
            }
            "style" | "link" | "meta" | "title" | "source" | "track" | "param" | "base" => {
                let name = format!("<{}> of the old page", self.tree.name(id));
                self.findings.count(Effect::Lost, &name);
                match self.tree.text(id).trim() {
                    "" => String::new(),
                    text => note::comment(text),
                }
            }
            UNKNOWN => {
                let name = self.tree.attribute(id, "name").unwrap_or_default();
                let source = self.tree.attribute(id, "source").unwrap_or_default();
                match self.tree.attribute(id, "inside") {
                    Some(_) => {
                        let what = format!("shortcode around text: [{name}], its text is kept");
                        let mark = self.findings.add(Effect::Changed, &what);
                        format!("{mark}{}", note::comment(source))
                    }
                    None => self.not_imported(&format!("[{name}]"), source),
                }
            }
            READY => self
                .tree
                .attribute(id, "markdown")
                .unwrap_or_default()
                .to_owned(),
            // A block among words, which the caller did not separate: its words stay in the sentence.
            _ => self.inline(children),
        }
    }

    fn emphasis(&mut self, children: &[Id], kind: Kind) -> String {
        let text = self.inline(children);
        emphasised(&text, kind, PARAGRAPH)
    }

    /// Elements that Markdown has no mark for, and mend keeps as HTML.
    fn kept(&mut self, id: Id, tag: &str) -> String {
        let text = self.inline(self.tree.children(id));
        let tag = if tag == "acronym" { "abbr" } else { tag };
        let attributes = match self.tree.attribute(id, "title").filter(|_| tag == "abbr") {
            Some(title) => format!(
                " title=\"{}\"",
                escape::escaped(title).replace('"', "&quot;")
            ),
            None => String::new(),
        };
        match text.trim().is_empty() {
            true => text,
            false => format!("<{tag}{attributes}>{text}</{tag}>"),
        }
    }

    fn link(&mut self, id: Id) -> String {
        let text = self.inline(self.tree.children(id));
        let Some(href) = self.tree.attribute(id, "href").map(str::trim) else {
            return text;
        };
        let scheme = href
            .split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if href.is_empty() || matches!(scheme.as_str(), "javascript" | "data" | "vbscript" | "file")
        {
            self.findings
                .count(Effect::Lost, "links that only worked in the old page");
            return text;
        }
        let inner = text.trim();
        if inner.is_empty() {
            if text.is_empty() {
                self.findings.count(Effect::Lost, "links without words");
            }
            return text;
        }
        let address = self.addresses.link(href, self.findings);
        let start = text.len() - text.trim_start().len();
        let (before, rest) = text.split_at(start);
        let after = &rest[inner.len()..];
        let inner = inner.replace(PARAGRAPH, " ");
        format!("{before}[{inner}]({}){after}", destination(&address))
    }

    pub(super) fn picture(&mut self, id: Id) -> String {
        let alternative = self.tree.attribute(id, "alt").unwrap_or_default();
        let alternative = alternative.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.tree.has_class(id, "wp-smiley") || self.tree.has_class(id, "emoji") {
            return escaped(&alternative);
        }
        // What loads a picture late has its address in an attribute of its own.
        let late = ["data-src", "data-lazy-src", "data-orig-file", "src"];
        let sources = late.iter().filter_map(|name| self.tree.attribute(id, name));
        let mut sources = sources.filter(|src| !src.is_empty() && !src.starts_with("data:"));
        let Some(src) = sources.next() else {
            if self
                .tree
                .attribute(id, "src")
                .is_some_and(|src| src.starts_with("data:"))
            {
                let mark = self.not_imported_element("a picture inside the text", id);
                return format!("{mark}{}", escaped(&alternative));
            }
            return escaped(&alternative);
        };
        match self.addresses.file(src, self.findings) {
            Ok(address) => format!("![{}]({})", escaped(&alternative), destination(&address)),
            Err(address) => {
                let what = "pictures on other hosts: a link to each, since readers' browsers would ask that host";
                let mark = self.findings.add(Effect::Changed, what);
                let words = match alternative.is_empty() {
                    true => file_name(&address).to_owned(),
                    false => alternative,
                };
                format!("{mark}[{}]({})", escaped(&words), destination(&address))
            }
        }
    }

    /// A box to tick; every other field is part of a form that mend has nothing like.
    fn input(&mut self, id: Id) -> String {
        let is = |name: &str| {
            self.tree
                .attribute(id, "type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case(name))
        };
        if is("hidden") {
            return String::new();
        }
        if is("checkbox") {
            let mark = if self.tree.attribute(id, "checked").is_some() {
                "☑ "
            } else {
                "☐ "
            };
            return mark.to_owned();
        }
        self.not_imported_element("a field of a form", id)
    }

    /// A page or a player of another host in a frame becomes a link.
    fn frame(&mut self, id: Id) -> String {
        let src = self
            .tree
            .attribute(id, "src")
            .or_else(|| self.tree.attribute(id, "data-src"));
        let Some(src) = src.filter(|src| src.starts_with("http") || src.starts_with("//")) else {
            return self.not_imported_element("a frame", id);
        };
        let address = self.addresses.link(src, self.findings);
        let title = self
            .tree
            .attribute(id, "title")
            .map(str::trim)
            .filter(|title| !title.is_empty());
        let mark = self.findings.add(
            Effect::Changed,
            "frames and players of other hosts: a link to each",
        );
        let words = escaped(title.unwrap_or(&address));
        format!("{mark}[{words}]({})", destination(&address))
    }

    /// A recording becomes a link to its file.
    fn recording(&mut self, id: Id) -> String {
        let mut sources = self
            .tree
            .inside(id)
            .filter(|inside| matches!(self.tree.name(*inside), "audio" | "video" | "source"));
        let src = sources.find_map(|inside| self.tree.attribute(inside, "src"));
        let Some(src) = src else {
            return self.not_imported_element("a recording", id);
        };
        let (Ok(address) | Err(address)) = self.addresses.file(src, self.findings);
        let mark = self
            .findings
            .add(Effect::Changed, "sound and film: a link to each file");
        format!(
            "{mark}[{}]({})",
            escaped(file_name(&address)),
            destination(&address)
        )
    }

    /// A comment of the source: only those of the block editor say something.
    fn comment(&mut self, text: &str) -> String {
        let text = text.trim();
        if text.starts_with("more") || text.starts_with("nextpage") || text.starts_with("noteaser")
        {
            self.findings
                .count(Effect::Lost, "marks for \"read more\" and page breaks");
            return String::new();
        }
        let Some(block) = text.strip_prefix("wp:") else {
            if !text.starts_with("/wp:") && !text.is_empty() {
                self.findings.count(Effect::Lost, "comments in the HTML");
            }
            return String::new();
        };
        // A block that ends at once has no text: the old site made it when a reader came.
        if let Some(block) = block.strip_suffix('/') {
            let name = block.split([' ', '{']).next().unwrap_or_default();
            if !matches!(name, "spacer" | "separator" | "more" | "nextpage") {
                return self
                    .not_imported(&format!("block {name}"), &format!("<!-- wp:{block}/-->"));
            }
        } else {
            let name = block.split([' ', '{']).next().unwrap_or_default();
            if name.contains('/') && !name.starts_with("core") {
                let what = format!("block of a plugin: {name}, its text is kept");
                self.findings.count(Effect::Changed, &what);
            }
        }
        String::new()
    }
}

/// The last part of an address.
pub(super) fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(path)
}
