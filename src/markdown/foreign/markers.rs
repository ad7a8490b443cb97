//! Recognises the markers of other tools in text. Prices, times and braces in prose are not reported.

use std::ops::Range;

use super::finder::FormFinder;
use super::forms::Form;
use super::slips::line_mark;
use super::tags::is_component;
use crate::markdown::events::attributes;

impl FormFinder<'_> {
    /// Searches a text item. The parser splits text at special characters, so a marker that begins in this item may continue
    /// in the next ones: it is read from the source.
    pub(super) fn words(&mut self, range: Range<usize>, begins_line: bool) {
        let source = self.events.text;
        if begins_line {
            self.line(range.start);
        }
        let bytes = source.as_bytes();
        let mut at = range.start;
        // Most text items have none of these bytes.
        let next = |at: usize| {
            let rest = bytes.get(at..range.end)?;
            Some(at + rest.iter().position(begins_marker)?)
        };
        while let Some(found) = next(at) {
            at = found;
            if let Some(end) = self.end_of_formula(at) {
                at = end;
                continue;
            }
            let length = match bytes[at] {
                b'{' => self.brace(at),
                b'<' => self.angle(at),
                b':' => self.colon(at),
                _ => self.garbled(at),
            };
            at += length;
        }
    }

    /// The end of the formula that this byte is part of.
    fn end_of_formula(&self, at: usize) -> Option<usize> {
        let after = self.formulas.partition_point(|formula| formula.start <= at);
        let formula = &self.formulas[after.checked_sub(1)?];
        formula.contains(&at).then_some(formula.end)
    }

    /// Recognises a form at the start of a line.
    fn line(&mut self, start: usize) {
        let rest = &self.events.text[start..];
        let line = rest.lines().next().unwrap_or_default();
        let form = if line.starts_with(":::") && !line.trim_matches(':').trim().is_empty() {
            Form::Colons
        } else if is_admonition(line) && next_is_indented(rest) {
            Form::Admonition
        } else if ["=== \"", "===! \"", "===+ \""]
            .iter()
            .any(|mark| line.starts_with(mark))
        {
            Form::Tab
        } else if is_import(line) {
            Form::Import
        } else if let Some((form, length)) = line_mark(line) {
            self.found.add(form, start..start + length);
            return;
        } else {
            return;
        };
        self.found
            .add(form, start..start + line.trim_end().len().min(3));
    }

    fn brace(&mut self, at: usize) -> usize {
        let rest = &self.events.text[at..];
        if let Some(length) = begin_of_comment(rest) {
            self.found.add(Form::Comment, at..at + length);
            return length;
        }
        // The end of a comment was reported with its beginning.
        if is_tag(rest, "endcomment") {
            return 2;
        }
        for open in ["{{<", "{{%", "{%"] {
            if rest.starts_with(open) {
                self.found.add(Form::Shortcode, at..at + 2);
                return open.len();
            }
        }
        if rest.starts_with("{{#") {
            self.found.add(Form::Include, at..at + 3);
            return 3;
        }
        // Braces in prose are prose, but braces in the address of a link are not.
        let is_address = ["](", "]: "]
            .iter()
            .any(|mark| self.events.text[..at].ends_with(mark));
        if rest.starts_with("{{") && is_address {
            self.found.add(Form::Shortcode, at..at + 2);
            return 2;
        }
        // Attributes are short; a brace that is never closed is not searched to the end of the text.
        const LONGEST: usize = 200;
        let near = &rest[..rest.floor_char_boundary(LONGEST)];
        let line = near.lines().next().unwrap_or_default();
        let Some(end) = line.find('}') else {
            return 1;
        };
        let braces = &line[..=end];
        let inside = braces[1..end].trim_start();
        let is_kramdown = inside.starts_with("::") || inside.eq_ignore_ascii_case(":toc");
        let plain = inside.strip_prefix(':').map(|words| format!("{{{words}}}"));
        let before = &self.events.text[..at];
        // `{{ .Date }}` and `${id="x"}` are templates.
        let found = attributes::read(plain.as_deref().unwrap_or(braces))
            .filter(|_| !before.ends_with(['{', '$']))
            .filter(|found| !found.is_bare || plain.is_some() || follows_element(before));
        if is_kramdown || found.is_some() {
            self.found.add(Form::Attributes, at..at + braces.len());
            return braces.len();
        }
        1
    }

    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.events.text[at + 1..];
        if rest.starts_with('%') {
            self.found.add(Form::Erb, at..at + 2);
            return 2;
        }
        // The parser does not take `<Card icon={x}>` for HTML, because of its braces.
        let name = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let is_braced = || {
            let near = &rest[..rest.floor_char_boundary(200)];
            near.split(['>', '<'])
                .next()
                .is_some_and(|tag| tag.contains("={"))
        };
        if is_component(&rest[..name]) && is_braced() {
            self.found.add(Form::Component, at..at + 1 + name);
            return 1 + name;
        }
        1
    }

    /// `:name:`, but not `10:30:15`, `a::b::c` or a colon among words.
    fn colon(&mut self, at: usize) -> usize {
        const LONGEST: usize = 60;
        let source = self.events.text;
        let rest = &source[at + 1..];
        let is_name =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '+');
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = &rest[..end];
        let before = source[..at].chars().next_back();
        let after = rest[end..]
            .strip_prefix(':')
            .map(|after| after.chars().next());
        let is_apart = |c: Option<char>| {
            c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '/' | '`'))
        };
        let is_word =
            (2..LONGEST).contains(&name.len()) && name.contains(|c: char| c.is_ascii_lowercase());
        if is_word && is_apart(before) && after.is_some_and(is_apart) {
            self.found.add(Form::Icon, at..at + name.len() + 2);
            return name.len() + 2;
        }
        1 + end
    }
}

/// Whether a marker may begin with a byte. `0xC3` is the first byte of `Ã`, `Â` and `â`.
fn begins_marker(byte: &u8) -> bool {
    matches!(byte, b'{' | b'<' | b':' | 0xC3)
}

/// The length of the beginning of a comment: `{# … #}`, `{{/* … */}}`, `{{!-- … --}}` or `{% comment %}`.
fn begin_of_comment(text: &str) -> Option<usize> {
    const MARKS: [(&str, &str); 5] = [
        ("{# ", "#}"),
        ("{#-", "#}"),
        ("{{/*", "*/}}"),
        ("{{- /*", "*/ -}}"),
        ("{{!--", "--}}"),
    ];
    // A comment may be longer, but it would take too long to search the whole text for each brace.
    const LONGEST: usize = 2_000;
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let mark = MARKS.iter().find(|(begin, _)| near.starts_with(begin));
    if let Some((begin, end)) = mark {
        return near.contains(end).then_some(begin.len());
    }
    is_tag(near, "comment").then_some(2)
}

/// Whether a text begins with the template tag of this name.
fn is_tag(text: &str, name: &str) -> bool {
    text.strip_prefix("{%")
        .is_some_and(|inside| inside.trim_start_matches(['-', ' ']).starts_with(name))
}

/// Whether a text ends with a link, a picture, a code span, emphasis or an icon, or before a new line.
fn follows_element(text: &str) -> bool {
    let ends = [')', ']', '`', '*', ':', '\n', '\r'];
    text.is_empty() || text.ends_with(ends)
}

/// `!!! note "Title"`, `??? note` and `???+ note`.
fn is_admonition(line: &str) -> bool {
    let rest = ["!!! ", "???+ ", "??? "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Whether the line after the first is indented; an empty line between them does not count.
fn next_is_indented(text: &str) -> bool {
    let mut lines = text
        .lines()
        .skip(1)
        .map(|line| line.trim_start_matches('>'));
    let next = lines
        .next()
        .filter(|line| !line.trim().is_empty())
        .or_else(|| lines.next());
    next.is_some_and(|line| {
        !line.trim().is_empty() && (line.starts_with("    ") || line.starts_with('\t'))
    })
}

/// `import X from "y"`, `import "y"` and `export const x = …`.
fn is_import(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(';');
    let is_export = ["const ", "default ", "function "].iter().any(|word| {
        line.strip_prefix("export ")
            .is_some_and(|rest| rest.starts_with(word))
    }) && line.contains(['=', '(', '{']);
    let names_file = line.ends_with(['"', '\'']);
    is_export
        || (names_file
            && line.starts_with("import ")
            && (line.contains(" from ")
                || line.len() < 200 && line["import ".len()..].starts_with(['"', '\''])))
}
