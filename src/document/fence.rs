//! Finds the front matter of an article: the settings between fences at the top of its file.
//!
//! Blank lines, white space, comments and byte order marks before the fence are skipped. Text that looks like settings but
//! is not fenced correctly is reported: published as text, it could show readers a draft. This module does not parse the
//! settings; [`super::front_matter`] does.

use serde_json::Value;

use super::keys;
use super::lines::{LinesWithOffsets, Notation};
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::path::SourcePath;

/// How many lines from the top are searched for settings below other text.
const LOOKED_AT: usize = 20;

/// What the top of a file contains.
pub(super) enum Top {
    /// No settings; the text begins at this offset.
    Text(usize),
    /// Settings, and the offset at which the text begins after them.
    Settings(Notation, Span, usize),
    /// Settings that cannot be separated from the text.
    Lost(Diagnostic),
}

/// Finds the settings of a file.
pub(super) fn find(text: &str, path: &SourcePath) -> Top {
    let body = text.len() - text.trim_start_matches('\u{feff}').len();
    let start = skip_to_fence(text);
    if let Some((span, body)) = json(text, start) {
        return Top::Settings(Notation::Json, span, body);
    }
    let mut lines = LinesWithOffsets::new(text, start);
    let Some(first) = lines.next() else {
        return Top::Text(body);
    };
    let written = first.text.trim_end();
    let place = start..start + written.len();
    let inside = FenceContents::of(text, first.end);
    match Fence::of(written) {
        // On the first line these two can only open front matter, whatever follows.
        Some(fence) if start == body && matches!(written, "---" | "+++") => {
            match fence.end(text, first.end) {
                Some((end, body)) => fence.settings(text, first.end..end, body),
                None => Top::Lost(never_closed(path, place, written)),
            }
        }
        Some(fence) if inside.looks_like_settings() => match fence.end(text, first.end) {
            Some((end, body)) => fence.settings(text, first.end..end, body),
            None => Top::Lost(never_closed(path, place, written)),
        },
        _ => match odd(text, path, start, written, &inside) {
            Some(problem) => Top::Lost(problem),
            None => Top::Text(body),
        },
    }
}

/// Skips what is allowed before a fence and returns the offset after it.
fn skip_to_fence(text: &str) -> usize {
    let mut rest = text;
    loop {
        let is_blank =
            |c: char| c.is_whitespace() || "\u{feff}\u{200b}\u{200e}\u{2060}".contains(c);
        rest = rest.trim_start_matches(is_blank);
        let comment = [("<!--", "-->"), ("%%", "%%")]
            .iter()
            .find_map(|(open, close)| {
                let (_, after) = rest.strip_prefix(open)?.split_once(close)?;
                Some(after)
            });
        match comment {
            Some(after) => rest = after,
            None => return text.len() - rest.len(),
        }
    }
}

/// The span of a JSON object at the top, and the offset at which the text begins after it.
fn json(text: &str, start: usize) -> Option<(Span, usize)> {
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or_default().trim_end();
    if line != "{" && !line.starts_with("{\"") {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let length = match values.next() {
        Some(Ok(_)) => values.byte_offset(),
        // Not valid JSON: guess where it ends. The parser of the front matter reports the error.
        _ => rest.find("\n}").map_or(rest.len(), |at| at + 2),
    };
    Some((start..start + length, start + length))
}

/// A line that opens settings.
struct Fence {
    notation: Notation,
    /// The character it is made of.
    sign: char,
}

impl Fence {
    /// Parses three or more `-` or `+`, optionally followed by the name of a notation, as other tools write it.
    fn of(line: &str) -> Option<Fence> {
        let sign = line.chars().next().filter(|sign| "-+".contains(*sign))?;
        let name = line.trim_start_matches(sign);
        if line.len() - name.len() < 3 {
            return None;
        }
        let notation = match (sign, name.trim().to_lowercase().as_str()) {
            ('-', "" | "yaml" | "yml") => Notation::Yaml,
            ('-', "json") => Notation::Json,
            ('-', "toml") | ('+', "" | "toml") => Notation::Toml,
            _ => return None,
        };
        Some(Fence { notation, sign })
    }

    /// The offset of the closing line, and the offset at which the text begins after it.
    fn end(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let closes = |line: &str| {
            let signs = line.trim_start_matches(self.sign);
            (signs.is_empty() && line.len() >= 3)
                || (self.notation == Notation::Yaml && line == "...")
        };
        let mut lines = LinesWithOffsets::new(text, from);
        let line = lines.find(|line| closes(line.text.trim_end()))?;
        Some((line.start, line.end))
    }

    fn settings(&self, text: &str, span: Span, body: usize) -> Top {
        let inner = &text[span.clone()];
        let span = match self.notation {
            // Only the object itself, as in front matter without fences.
            Notation::Json => {
                let start = span.end - inner.trim_start().len();
                start..start + inner.trim().len()
            }
            Notation::Yaml | Notation::Toml => span,
        };
        Top::Settings(self.notation, span, body)
    }
}

/// What the lines after a possible fence contain.
struct FenceContents<'a> {
    /// The names before a colon or equals sign, up to the first line that cannot be a setting.
    keys: Vec<&'a str>,
    /// Whether the first line has a key or begins an object.
    begins: bool,
    /// The line that ends the settings, if it consists of dashes or plus signs.
    closing: Option<&'a str>,
}

impl<'a> FenceContents<'a> {
    fn of(text: &'a str, from: usize) -> Self {
        let mut inside = FenceContents {
            keys: Vec::new(),
            begins: false,
            closing: None,
        };
        let lines = LinesWithOffsets::new(text, from).map(|line| line.text.trim_end());
        for (at, line) in lines.enumerate() {
            if is_dashes(line) && line.chars().count() >= 2 {
                inside.closing = Some(line);
                break;
            }
            let key = key(line);
            inside.begins |= at == 0 && (key.is_some() || line.starts_with('{'));
            match key {
                Some(key) => inside.keys.push(key),
                None if line.is_empty() && inside.keys.is_empty() => {}
                // These lines continue the value of a key, or are comments.
                None if line.starts_with([' ', '\t', '#', '[', ']', '{', '}', '"'])
                    || line.starts_with("- ") => {}
                None => break,
            }
            if line.is_empty() {
                break;
            }
        }
        inside
    }

    fn looks_like_settings(&self) -> bool {
        self.begins
    }

    /// Whether every key is known to mend or holds pages back in another tool, so that this can only be settings.
    fn are_known(&self) -> bool {
        !self.keys.is_empty() && self.keys.iter().all(|key| keys::is_known(key))
    }

    fn has_known(&self) -> bool {
        self.keys.iter().any(|key| keys::is_known(key))
    }
}

/// The key of an unindented line such as `title: Sleep` or `title = "Sleep"`.
fn key(line: &str) -> Option<&str> {
    let at = line.find([':', '='])?;
    let is_value = line[at..].starts_with('=')
        || line[at + 1..].is_empty()
        || line[at + 1..].starts_with([' ', '\t']);
    let name = line[..at].trim_end().trim_matches(['"', '\'']);
    let is_name = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    (is_value && !name.is_empty() && !name.starts_with('-') && name.chars().all(is_name))
        .then_some(name)
}

/// Whether a line consists of dashes, plus signs, underscores or equals signs only, including the typographic dashes that
/// editors make of `---`.
fn is_dashes(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| "-+_=‐‑‒–—―−".contains(c))
}

/// Reports text that looks like settings but is not fenced correctly.
fn odd(
    text: &str,
    path: &SourcePath,
    start: usize,
    first: &str,
    inside: &FenceContents<'_>,
) -> Option<Diagnostic> {
    let problem = |span: Span, message: String, help: &str| {
        let problem = Diagnostic::new(codes::FRONT_08, message).at(path, span);
        Some(problem.help(help.to_owned()))
    };
    let place = start..start + first.len();
    if is_dashes(first) && inside.has_known() {
        let message =
            format!("`{first}` does not open front matter, but the next lines look like it");
        return problem(
            place,
            message,
            "write three plain hyphens, ---, above and below the settings",
        );
    }
    if first.starts_with("---") && inside.begins && inside.closing.is_some() {
        let message = format!("`{first}` opens front matter in a format that mend does not read");
        return problem(
            place,
            message,
            "write YAML between two lines of ---, or TOML between two lines of +++",
        );
    }
    let here = FenceContents::of(text, start);
    let is_fenced_below =
        here.begins && here.has_known() && here.closing.is_some_and(|line| line.len() >= 3);
    // In these spellings, a single line is a setting as well: prose does not begin with them.
    let is_single = here.begins && matches!(here.keys.as_slice(), ["title" | "draft"]);
    if is_fenced_below || is_single || (here.begins && here.keys.len() > 1 && here.are_known()) {
        let message = "there is no line `---` above the settings at the top".to_owned();
        return problem(
            place,
            message,
            "put --- above and below them; if they are text, begin the file with another line",
        );
    }
    let below = below_text(text, start)?;
    problem(
        below,
        "the front matter is below other text, where it is not read".to_owned(),
        "move it to the top of the file",
    )
}

/// The span of a fence below some text whose content can only be settings. Code blocks end the search: they may show examples.
fn below_text(text: &str, start: usize) -> Option<Span> {
    for line in LinesWithOffsets::new(text, start).take(LOOKED_AT) {
        if line.text.starts_with("```") || line.text.starts_with("~~~") {
            return None;
        }
        let written = line.text.trim_end();
        let inside = || FenceContents::of(text, line.end);
        if matches!(written, "---" | "+++")
            && Some(inside()).is_some_and(|it| it.begins && it.are_known() && it.closing.is_some())
        {
            return Some(line.start..line.start + written.len());
        }
    }
    None
}

fn never_closed(path: &SourcePath, place: Span, fence: &str) -> Diagnostic {
    let closing = match fence.starts_with('+') {
        true => "+++",
        false => "---",
    };
    let message = format!("the front matter opened with `{fence}` is never closed");
    let problem = Diagnostic::new(codes::FRONT_01, message).at(path, place);
    problem.help(format!(
        "close it with a line `{closing}` before the text begins"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        match find(text, &SourcePath::new("content/a.md")) {
            Top::Text(at) => format!("text from {at}"),
            Top::Settings(notation, span, body) => {
                format!("{notation:?} {:?} then {:?}", &text[span], &text[body..])
            }
            Top::Lost(problem) => format!("{}: {}", problem.code, problem.message),
        }
    }

    #[test]
    fn what_stands_before_the_fence_makes_no_difference() {
        for before in [
            "",
            "\u{feff}",
            "\n",
            "\r\n \t\n",
            " ",
            "\u{feff}\u{feff}\n",
            "<!-- a\nb -->\n",
            "%% note %%\n\n<!-- x -->",
            "\u{200b}",
        ] {
            let text = format!("{before}---\ntitle: A\n---\nText");
            assert_eq!(
                seen(&text),
                "Yaml \"title: A\\n\" then \"Text\"",
                "{before:?}"
            );
            let text = format!("{before}{{\"title\": \"A\"}}Text");
            assert_eq!(
                seen(&text),
                "Json \"{\\\"title\\\": \\\"A\\\"}\" then \"Text\"",
                "{before:?}"
            );
        }
    }

    #[test]
    fn the_fences_of_other_tools_are_read() {
        for (text, found) in [
            (
                "----\ntitle: A\n----\nText",
                "Yaml \"title: A\\n\" then \"Text\"",
            ),
            (
                "---yaml\ntitle: A\n---\nText",
                "Yaml \"title: A\\n\" then \"Text\"",
            ),
            (
                "--- toml\ntitle = 1\n---\nText",
                "Toml \"title = 1\\n\" then \"Text\"",
            ),
            (
                "---json\n{\n\"a\": 1\n}\n---\nText",
                "Json \"{\\n\\\"a\\\": 1\\n}\" then \"Text\"",
            ),
            (
                "++++\ntitle = 1\n++++\nText",
                "Toml \"title = 1\\n\" then \"Text\"",
            ),
        ] {
            assert_eq!(seen(text), found, "{text}");
        }
    }

    #[test]
    fn settings_that_cannot_be_told_from_the_text_are_lost_and_not_published() {
        for text in [
            "—\ntitle: A\ndraft: true\n—\nText",
            "–-\ndraft: true\n–-\n",
            "--\ndraft: true\n--\n",
            "___\ntitle: A\ndraft: true\n___\nText",
            "===\ntitle: A\n===\nText",
            "++++\n[extra]\ndraft = true\n++++\n",
            "---js\n{\n  draft: true\n}\n---\n",
            "title: A\ndraft: true\n---\nText",
            "Title: A\nStatus: draft\n\nText",
            "title: A\n\nText",
            "draft: true\n",
            "# A\n---\ndraft: true\n---\nText",
            "Some words.\n\n---\ntitle: A\ndraft: true\n---\nText",
        ] {
            assert!(
                seen(text).starts_with("FRONT-08"),
                "{text:?}: {}",
                seen(text)
            );
        }
        for text in [
            "---\ntitle: A\nText",
            "\n---\ntitle: A\ndraft: true\n",
            "+++\nText",
        ] {
            assert!(
                seen(text).starts_with("FRONT-01"),
                "{text:?}: {}",
                seen(text)
            );
        }
    }

    #[test]
    fn ordinary_text_stays_text() {
        for text in [
            "",
            "Text",
            "\n\nText",
            "# A\n\nText",
            "\n---\n\nText after a break.\n\n---\n",
            "----\n\nText",
            "\n***\ntitle: A\n***\n",
            "Note: bring water.\nTime: ten o'clock.\n\nText",
            "Summary: one line alone.\n\nText",
            "Title: one line alone.\n\nText",
            "- title: A\n- draft: true\n",
            "# How to write\n\n```yaml\n---\ntitle: A\n---\n```\n",
            "A heading\n---\nText: more of it\n---\n",
            "— said Ann.\n\nText",
            "Text\n\n---\nNote: a line.\n---\nMore",
            "1 + 1 = 2\n\nText",
        ] {
            let expected = format!(
                "text from {}",
                if text.starts_with('\u{feff}') { 3 } else { 0 }
            );
            assert_eq!(seen(text), expected, "{text:?}");
        }
        assert_eq!(seen("\u{feff}Text"), "text from 3");
    }
}
