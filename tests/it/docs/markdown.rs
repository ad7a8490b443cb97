//! How generated pages are written: front matter, escaped prose, definitions and fences.

use mend::codes::Severity;

/// Says in each generated page where it comes from. Readers do not see it.
pub(super) const MARK: &str =
    "%% Made by `UPDATE=1 cargo test --test it docs::`. Change what it is made from instead. %%";

/// A whole page: what its front matter says, and its text.
pub(super) struct Page {
    /// Its path below `docs/content`.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) weight: usize,
    pub(super) body: String,
}

impl Page {
    /// The page as it is written into its file.
    pub(super) fn text(&self) -> String {
        let Page {
            title,
            summary,
            weight,
            body,
            ..
        } = self;
        format!(
            "---\ntitle: {}\nsummary: {}\nweight: {weight}\n---\n\n{MARK}\n\n{}\n",
            quoted(title),
            quoted(summary),
            body.trim()
        )
    }
}

/// A YAML string that may contain any character.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// A text without marks, in one line, in which only code spans mean something.
pub(super) fn prose(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let has_code = text.matches('`').count() % 2 == 0;
    let mut escaped = String::with_capacity(text.len());
    for (at, part) in text.split('`').enumerate() {
        match at {
            0 => {}
            _ if has_code => escaped.push('`'),
            _ => escaped.push_str("\\`"),
        }
        let is_code = has_code && at % 2 == 1;
        for c in part.chars() {
            if !is_code && "[]<>*_{}|#\\=~^%$&!".contains(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

/// A text without marks as front matter takes it: without code spans.
pub(super) fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// The first sentence of a text.
pub(super) fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    &text[..end]
}

/// A text that begins with a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// Code in a fence, with words about it behind the opening one.
pub(super) fn fenced(info: &str, code: &str) -> String {
    let fence = match code.contains("```") {
        true => "````",
        false => "```",
    };
    format!("{fence}{info}\n{}\n{fence}\n", code.trim_matches('\n'))
}

/// An entry of a definition list. `term` is Markdown, and so is the meaning.
pub(super) fn definition(term: &str, meaning: &str) -> String {
    format!("{term}\n: {}\n\n", meaning.replace('\n', "\n  "))
}

/// How a severity is said in a sentence.
pub(super) fn article_and_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "an error",
        Severity::Warning => "a warning",
        Severity::Note => "a note",
    }
}

#[test]
fn only_code_spans_mean_something_in_prose() {
    assert_eq!(prose("see [[a]] and `[x]`"), "see \\[\\[a\\]\\] and `[x]`");
    assert_eq!(prose("one ` alone"), "one \\` alone");
    assert_eq!(prose("two\nlines"), "two lines");
}
