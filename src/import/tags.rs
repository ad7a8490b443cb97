//! Shortcodes and template tags in Markdown: finds them outside of code, and puts something else in their place.
//!
//! What a tag means is decided by the file of its tool. What mend has nothing like becomes a note behind the paragraph, with
//! the source in a comment.

use super::escape::fenced;
use super::findings::{Effect, Findings};
use super::note::{Missing, note};

/// A tag in a text.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    /// How it begins: `{{<`.
    pub(super) open: &'static str,
    /// What is between its marks, without blanks around.
    pub(super) inner: &'t str,
    /// Its first word.
    pub(super) name: &'t str,
    /// The whole text from the tag on.
    pub(super) rest: &'t str,
}

/// What to put in place of a tag.
#[derive(Debug)]
pub(super) enum Put {
    /// This text.
    Text(String),
    /// Nothing: it stays as it is.
    Same,
    /// A note that this was not imported.
    Missing(String),
    /// A note that everything up to the end of this closing tag was not imported.
    MissingUntil(String, String),
    /// Nothing: the text around which it was stays. What it was is counted.
    Around(String),
    /// A block of mend with this kind and title, up to this closing tag.
    Block(String, String),
    /// A block of code in a language, up to this closing tag.
    Code(String, String),
    /// What is up to this closing tag, as it is.
    Raw(String),
    /// A comment that readers never get, up to this closing tag.
    Hidden(String),
}

/// How tags begin and end.
pub(super) type Marks = [(&'static str, &'static str)];

/// Rewrites the tags of a text.
pub(super) fn rewritten(
    text: &str,
    marks: &Marks,
    findings: &mut Findings,
    each: &mut dyn FnMut(&Tag<'_>) -> Put,
) -> String {
    let mut writer = Writer {
        text,
        out: String::with_capacity(text.len()),
        waiting: Vec::new(),
    };
    let mut fence: Option<(char, usize)> = None;
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = &text[at..end];
        let mark = fence_of(line);
        match (fence, mark) {
            (Some((sign, length)), Some((other, longer)))
                if sign == other && longer >= length && is_bare(line, other) =>
            {
                fence = None;
                writer.out.push_str(line);
                at = end;
                continue;
            }
            (Some(_), _) => {
                writer.out.push_str(line);
                at = end;
                continue;
            }
            (None, Some(mark)) => {
                fence = Some(mark);
                writer.out.push_str(line);
                at = end;
                continue;
            }
            (None, None) => {}
        }
        if line.trim().is_empty() {
            writer.put_notes(end);
            writer.out.push_str(line);
            at = end;
            continue;
        }
        at = writer.line(at, end, marks, findings, each);
    }
    writer.put_notes(text.len());
    writer.out
}

struct Writer<'t> {
    text: &'t str,
    out: String,
    waiting: Vec<Missing>,
}

impl Writer<'_> {
    /// Writes a line and whatever tags reach beyond it; returns where to read on.
    fn line(
        &mut self,
        start: usize,
        mut end: usize,
        marks: &Marks,
        findings: &mut Findings,
        each: &mut dyn FnMut(&Tag<'_>) -> Put,
    ) -> usize {
        let text = self.text;
        let mut at = start;
        while at < end {
            let rest = &text[at..];
            if rest.starts_with('`') {
                let length = code_span(rest);
                self.out.push_str(&rest[..length]);
                at += length;
                end = end.max(line_end(text, at.saturating_sub(1)));
                continue;
            }
            let found = marks.iter().find_map(|(open, close)| {
                let inside = rest.strip_prefix(open)?;
                Some((*open, &inside[..inside.find(close)?], close))
            });
            let Some((open, inner, close)) = found.filter(|(_, inner, _)| !inner.contains("\n\n"))
            else {
                let c = rest.chars().next().map_or(1, char::len_utf8);
                self.out.push_str(&rest[..c]);
                at += c;
                continue;
            };
            let length = open.len() + inner.len() + close.len();
            let tag = Tag {
                open,
                inner: inner.trim().trim_matches('-').trim(),
                name: inner
                    .trim_start_matches('-')
                    .split_whitespace()
                    .next()
                    .unwrap_or_default(),
                rest: &rest[length..],
            };
            let put = each(&tag);
            at += length;
            at += self.put(put, &rest[..length], &text[at..], marks, findings, each);
            if at > end {
                end = line_end(text, at);
            }
        }
        at
    }

    /// Puts something in place of a tag; returns how much of the text behind it belongs to it.
    fn put(
        &mut self,
        put: Put,
        source: &str,
        behind: &str,
        marks: &Marks,
        findings: &mut Findings,
        each: &mut dyn FnMut(&Tag<'_>) -> Put,
    ) -> usize {
        let until = |closing: &str| match behind.find(closing) {
            Some(at) => (&behind[..at], at + closing.len()),
            None => ("", 0),
        };
        match put {
            Put::Text(text) => self.out.push_str(&text),
            Put::Same => self.out.push_str(source),
            Put::Missing(name) => self.missing(&name, source, findings),
            Put::MissingUntil(name, closing) => {
                let (_, length) = until(&closing);
                self.missing(&name, &format!("{source}{}", &behind[..length]), findings);
                return length;
            }
            Put::Around(what) => findings.count(Effect::Changed, &what),
            Put::Block(title, closing) => {
                let (inner, length) = until(&closing);
                let inner = rewritten(inner.trim_matches('\n'), marks, findings, each);
                let mark = findings.add(Effect::Changed, "boxes: blocks of mend");
                self.own_lines();
                self.out.push_str(&format!("> {mark}{title}\n"));
                for line in inner.lines() {
                    self.out
                        .push_str(if line.trim().is_empty() { ">\n" } else { "> " });
                    if !line.trim().is_empty() {
                        self.out.push_str(line);
                        self.out.push('\n');
                    }
                }
                self.out.push('\n');
                return length;
            }
            Put::Code(language, closing) => {
                let (inner, length) = until(&closing);
                findings.count(Effect::Changed, "code in tags: blocks of code");
                self.own_lines();
                self.out.push_str(&fenced(inner, &language));
                self.out.push('\n');
                return length;
            }
            Put::Raw(closing) => {
                let (inner, length) = until(&closing);
                self.out.push_str(inner);
                return length;
            }
            Put::Hidden(closing) => {
                let (_, length) = until(&closing);
                findings.count(
                    Effect::Changed,
                    "comments of the old tool: comments of mend",
                );
                self.out.push_str(&super::note::comment(&format!(
                    "{source}{}",
                    &behind[..length]
                )));
                return length;
            }
        }
        0
    }

    fn missing(&mut self, name: &str, source: &str, findings: &mut Findings) {
        let mark = findings.add(Effect::Lost, &format!("not imported: {name}"));
        self.waiting.push(Missing {
            name: name.to_owned(),
            source: source.to_owned(),
            mark,
        });
    }

    /// Begins a block: on a line of its own, below an empty one.
    fn own_lines(&mut self) {
        let trimmed = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(trimmed);
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Puts the notes that wait, unless the text goes on inside a list or a quotation that they would break.
    fn put_notes(&mut self, next: usize) {
        let goes_on = self.text[next..]
            .lines()
            .find(|line| !line.trim().is_empty());
        let is_inside = goes_on.is_some_and(|line| line.starts_with([' ', '\t', '>']));
        if self.waiting.is_empty() || is_inside {
            return;
        }
        self.own_lines();
        self.out.push_str(&note(&std::mem::take(&mut self.waiting)));
        self.out.push('\n');
    }
}

/// Where the line that holds a place ends, its line break included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length + 1)
}

/// The sign and the length of a fence.
fn fence_of(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start_matches([' ', '>', '-', '\t']);
    let sign = line.chars().next().filter(|sign| "`~".contains(*sign))?;
    let length = line.chars().take_while(|c| *c == sign).count();
    let is_span = sign == '`' && line[length..].contains('`');
    (length >= 3 && !is_span).then_some((sign, length))
}

fn is_bare(line: &str, sign: char) -> bool {
    line.trim_matches([' ', '>', '\t', '\n', '\r'])
        .chars()
        .all(|c| c == sign)
}

/// The length of a code span at the start of a text; that of its backticks if it has no end.
fn code_span(text: &str) -> usize {
    let run = text.len() - text.trim_start_matches('`').len();
    let mut at = run;
    while let Some(next) = text[at..].find('`') {
        let start = at + next;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        if text[at..start].contains("\n\n") {
            break;
        }
        if length == run {
            return start + length;
        }
        at = start + length;
    }
    run
}

/// `key="value" key=value word` of a tag, with an empty key for a value alone.
pub(super) fn arguments(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = text.trim_start_matches([' ', ',', '\n', '\t']);
    while !rest.is_empty() {
        let key_end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let (key, value) = match rest[key_end..].trim_start().strip_prefix('=') {
            Some(value) if key_end > 0 => (&rest[..key_end], value.trim_start()),
            _ => ("", rest),
        };
        let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
        let (value, after) = match quote {
            Some(quote) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or_default())
            }
            None => value.split_at(value.find([' ', ',', '\n', '\t']).unwrap_or(value.len())),
        };
        out.push((key.to_owned(), value.to_owned()));
        rest = after.trim_start_matches([' ', ',', '\n', '\t']);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrite(text: &str) -> String {
        let mut findings = Findings::default();
        let text = rewritten(
            text,
            &[("{{<", ">}}")],
            &mut findings,
            &mut |tag| match tag.name {
                "up" => Put::Text(tag.inner.to_uppercase()),
                "box" => Put::Block("[!note]".to_owned(), "{{< /box >}}".to_owned()),
                name => Put::Missing(name.to_owned()),
            },
        );
        findings.settle(&text).0
    }

    #[test]
    fn tags_are_replaced_outside_of_code() {
        for (text, expected) in [
            ("a {{< up b >}} c\n", "a UP B c\n"),
            (
                "`{{< up >}}`\n\n```\n{{< up >}}\n```\n",
                "`{{< up >}}`\n\n```\n{{< up >}}\n```\n",
            ),
            (
                "one {{< x >}}\ntwo\n\nthree\n",
                "one \ntwo\n\n> [!note] Not imported: x\n\n%% {{< x >}} %%\n\nthree\n",
            ),
            (
                "- a {{< x >}}\n\n  b\n\nc\n",
                "- a \n\n  b\n\n> [!note] Not imported: x\n\n%% {{< x >}} %%\n\nc\n",
            ),
            (
                "{{< box >}}\na\n\nb\n{{< /box >}}\nc\n",
                "> [!note]\n> a\n>\n> b\n\n\nc\n",
            ),
            ("{{< never closed\n", "{{< never closed\n"),
        ] {
            assert_eq!(rewrite(text), expected);
        }
    }

    #[test]
    fn arguments_are_read_by_name_and_by_place() {
        let read = arguments("src=\"a b\" alt='c' \"d\" e, f=g");
        let read: Vec<(&str, &str)> = read.iter().map(|(key, value)| (&**key, &**value)).collect();
        assert_eq!(
            read,
            [
                ("src", "a b"),
                ("alt", "c"),
                ("", "d"),
                ("", "e"),
                ("f", "g")
            ]
        );
    }
}
