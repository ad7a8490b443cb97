//! Detects that the `---` that closes the front matter is missing, and a later `---`, a line across the page, was taken
//! for it. What is between the two would be read as settings: a paragraph with a colon as a key, a heading as a comment.
//!
//! Blank lines and `#` comments between settings are valid YAML, and Obsidian's properties may have spaces in their names
//! (`date created`). So only what no tool writes as a setting counts as text. Front matter in TOML and JSON is not
//! examined: their parsers refuse text.

use serde_json::{Map, Value};

use super::keys;
use super::lines::{Line, LinesWithOffsets};
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::path::SourcePath;

/// The most words that the name of a setting has. Obsidian's own examples have up to three.
const MOST_WORDS: usize = 4;

/// The fewest words of a sentence after a colon, as in `Remember: this will pass.`
const SENTENCE: usize = 3;

/// The problem if settings, which are valid YAML, contain text. `offset` is where `source` begins in the file.
pub(super) fn in_values(
    values: &Map<String, Value>,
    source: &str,
    offset: usize,
    path: &SourcePath,
) -> Option<Diagnostic> {
    let lines: Vec<Line<'_>> = LinesWithOffsets::new(source, 0).collect();
    let paragraph = (0..lines.len()).find(|&at| {
        let key = key_of(lines[at].text).and_then(|key| Some((key, values.get(key)?)));
        key.is_some_and(|(key, value)| {
            let begins = begins_paragraph(&lines, at);
            let is_alone = begins && lines.get(at + 1).is_some_and(is_blank);
            is_text(key, value, begins) || is_alone && is_word(key, value)
        })
    });
    let at = paragraph.or_else(|| closing_heading(&lines))?;
    Some(problem(&lines, at, offset, path))
}

/// The problem if settings, which are not valid YAML, contain a line of text.
pub(super) fn in_broken(source: &str, offset: usize, path: &SourcePath) -> Option<Diagnostic> {
    let lines: Vec<Line<'_>> = LinesWithOffsets::new(source, 0).collect();
    // Before the first setting there is nothing that a fence could close.
    let first = lines.iter().position(|line| key_of(line.text).is_some())?;
    let at = (first + 1..lines.len())
        .find(|&at| is_paragraph(&lines, at) || is_above_no_setting(&lines, at))?;
    Some(problem(&lines, at, offset, path))
}

/// Reports the text that this line belongs to, at its first line: the first heading directly above the line, or the line
/// itself.
fn problem(lines: &[Line<'_>], at: usize, offset: usize, path: &SourcePath) -> Diagnostic {
    let is_above = |line: &Line<'_>| is_blank(line) || line.text.starts_with('#');
    let above = lines[..at]
        .iter()
        .rev()
        .take_while(|line| is_above(line))
        .count();
    let block = &lines[at - above..=at];
    let first = block.iter().find(|line| !is_blank(line));
    let first = first.unwrap_or(&lines[at]);
    let span: Span = offset + first.start..offset + first.start + first.text.trim_end().len();
    Diagnostic::new(
        codes::FRONT_01,
        "the `---` that closes the front matter is missing above this text",
    )
    .at(path, span)
    .help("write a line `---` below the last setting")
}

/// Whether a key and its value are a sentence with a colon in it.
fn is_text(key: &str, value: &Value, begins_paragraph: bool) -> bool {
    let words = key.split_whitespace().count();
    // The name of a setting has neither the punctuation of a sentence nor marks of Markdown.
    let has_marks =
        key.contains([',', '.', '!', '?', ';', '*', '`', '“', '”', '—', '…']) && key.contains(' ');
    if has_marks || words > MOST_WORDS {
        return true;
    }
    if !begins_paragraph || keys::is_known(key) {
        return false;
    }
    // Blank lines also separate groups of settings, in the files of tools whose names have no spaces.
    let is_sentence = |text: &str| {
        text.split_whitespace().count() >= SENTENCE
            && text.trim_end().ends_with(['.', '!', '?', ':', '”', '"'])
    };
    words > 1 || key.starts_with(char::is_uppercase) && value.as_str().is_some_and(is_sentence)
}

/// Whether a key without a value is a word such as `Remember:`, which announces what follows.
fn is_word(key: &str, value: &Value) -> bool {
    value.is_null() && key.starts_with(char::is_uppercase) && !keys::is_known(key)
}

/// Whether the line is below a blank line or a heading, and not the first one.
fn begins_paragraph(lines: &[Line<'_>], at: usize) -> bool {
    let above = at.checked_sub(1).map(|above| lines[above].text.trim_end());
    let has_settings = lines[..at].iter().any(|line| key_of(line.text).is_some());
    has_settings && above.is_some_and(|line| line.is_empty() || is_heading(line))
}

/// Headings with blank lines around them and nothing else up to the end: the first of them.
fn closing_heading(lines: &[Line<'_>]) -> Option<usize> {
    let after = lines
        .iter()
        .rposition(|line| !is_blank(line) && !line.text.starts_with('#'))?
        + 1;
    let is_alone = |at: usize| {
        is_blank(&lines[at - 1])
            && lines.get(at + 1).is_some_and(is_blank)
            && is_heading(lines[at].text)
    };
    (after.max(1)..lines.len()).find(|&at| is_alone(at))
}

fn is_blank(line: &Line<'_>) -> bool {
    line.text.trim().is_empty()
}

/// Whether a line is a heading below a blank line, and what follows is not a setting.
fn is_above_no_setting(lines: &[Line<'_>], at: usize) -> bool {
    let next = lines[at + 1..].iter().find(|line| !is_blank(line));
    let is_setting =
        next.is_some_and(|line| key_of(line.text).is_some() || line.text.starts_with('#'));
    is_heading(lines[at].text) && is_blank(&lines[at - 1]) && !is_setting
}

/// Whether a line is a Markdown heading. A setting that is switched off, `# draft: true`, is a comment.
fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (1..=6).contains(&level)
        && words.starts_with(' ')
        && words.trim_start().starts_with(char::is_uppercase)
        && !words.contains(": ")
        && !words.trim_end().ends_with(':')
}

/// Whether a line is text: not indented, without a colon, and no list or bracket of YAML.
fn is_paragraph(lines: &[Line<'_>], at: usize) -> bool {
    let line = lines[at].text.trim_end();
    let is_yaml = line.is_empty()
        || line.starts_with([
            ' ', '\t', '#', '-', '[', ']', '{', '}', '"', '\'', '%', '&', '?',
        ])
        || key_of(line).is_some_and(|key| key.split_whitespace().count() <= MOST_WORDS);
    let is_below_blank = || lines[..at].iter().any(|line| line.text.is_empty());
    // Without a blank line above, a line may be a setting whose colon is missing: `title Sleep`.
    let known = line.split_whitespace().next().is_some_and(keys::is_known);
    !is_yaml
        && !known
        && (is_below_blank() || line.split_whitespace().count() > MOST_WORDS)
        && line
            .split_once(':')
            .is_none_or(|(key, _)| key.contains(' '))
}

/// The name of an unindented line such as `title: Sleep`.
fn key_of(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && !key.starts_with([' ', '\t', '#', '-']);
    let is_value = value.is_empty() || value.starts_with([' ', '\t', '\r']);
    (is_key && is_value).then(|| key.trim_matches(['"', '\'']).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::yaml;

    /// The first line of the text that was found among the settings.
    fn found(source: &str) -> Option<String> {
        let path = SourcePath::new("content/a.md");
        let problem = match yaml::read::<Value>(source) {
            Ok(Value::Object(values)) => in_values(&values, source, 0, &path),
            _ => in_broken(source, 0, &path),
        };
        let span = problem?.place?.span?;
        Some(source[span].to_owned())
    }

    #[test]
    fn text_among_the_settings_is_found_at_its_first_line() {
        for (source, first) in [
            (
                "title: Sleep\n\nRest matters: it heals.\n\n",
                "Rest matters: it heals.",
            ),
            ("title: Sleep\n\n# Sleep\n\nWhat helps: rest\n", "# Sleep"),
            (
                "title: Sleep\n\nNo colon in here at all.\n\n",
                "No colon in here at all.",
            ),
            ("title: Sleep\n\n# Sleep\n\nNo colon in here.\n", "# Sleep"),
            (
                "title: Sleep\n\n## The first night\n\n## The second\n\n",
                "## The first night",
            ),
            (
                "title: Sleep\n\n## The first night\n\n- go to bed\n- rest\n",
                "## The first night",
            ),
            (
                "title: Sleep\n\nRemember: this will pass.\n",
                "Remember: this will pass.",
            ),
            (
                "title: Sleep\nAs we said to him that day: rest.\n",
                "As we said to him that day: rest.",
            ),
            (
                "title: Sleep\nYou cannot sleep, and nobody sees it.\n",
                "You cannot sleep, and nobody sees it.",
            ),
            (
                "title: Sleep\nIf you can, say this: I am tired.\n",
                "If you can, say this: I am tired.",
            ),
        ] {
            assert_eq!(found(source).as_deref(), Some(first), "{source}");
        }
    }

    #[test]
    fn settings_of_every_tool_stay_settings() {
        for source in [
            "title: Sleep\n\ndate: 2026-01-31\n\n# Who wrote it\nauthor: Ann\n",
            "title: Sleep\n\n# tags: [a, b]\n\n",
            "title: Sleep\n# The end\n",
            "date created: 2026-01-31\ndate last modified: 2026-02-01\nMy own rating: 5\n",
            "title: Sleep\n\n# Menu\n\nmenu:\n  main:\n    weight: 1\n",
            "title: Sleep\nsummary: |\n  A line, with a comma: and a colon.\n\n  Another line without one.\n",
            "title: Sleep\nsummary: >-\n  One.\n\n  # Two\n\ntags: [a]\n",
            "title: Sleep\n\ntagline: We help you to sleep.\n",
            "title: Sleep\n\nSummary: What helps in a night without sleep.\n",
            "title: Sleep\n\n\"og:title\": Sleep\nog:type: article\n",
            "title: Sleep: a guide\n",
            "title: Sleep\ndraft true\n",
            "title: Sleep\ntags: [a, b\n",
            "tags:\n- a\n- b\n\nAuthor: Ann Example\n",
        ] {
            assert_eq!(found(source), None, "{source}");
        }
    }
}
