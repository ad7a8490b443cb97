//! Warns of values in the front matter that are valid YAML and probably not what their author meant: cut at a `#`, in curly
//! quotation marks, which YAML takes for part of the text, or with garbled letters.
//!
//! The values are used as they are.

use serde_json::Value;

use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::markdown;
use crate::path::SourcePath;

/// Judges one value that is a string; `written` is its source up to the end of the line, at `span`.
pub(super) fn check(
    (key, value): (&str, &Value),
    written: &str,
    span: Span,
    path: &SourcePath,
) -> Option<Diagnostic> {
    let text = value.as_str()?;
    let doubt = |message: String, help: String| {
        let problem = Diagnostic::new(codes::FRONT_10, message);
        Some(problem.at(path, span.clone()).help(help))
    };
    if let Some(cut) = cut_at_hash(text, written) {
        return doubt(
            format!("`{key}` is cut at the #, which begins a comment: it is \"{text}\""),
            format!("put the text in quotation marks: {key}: \"{cut}\""),
        );
    }
    if let Some(inner) = curly(text, written) {
        return doubt(
            format!("the quotation marks around `{key}` are curly, so readers see them"),
            format!("type straight ones: {key}: \"{inner}\""),
        );
    }
    let (at, readable) = markdown::garbled(text)?;
    let problem = Diagnostic::new(
        codes::TEXT_14,
        format!("the letters `{}` in `{key}` are garbled", &text[at]),
    );
    let help = match readable {
        Some(meant) => format!("write `{meant}`"),
        None => "type them again".to_owned(),
    };
    Some(problem.at(path, span).help(help))
}

/// The whole line, if a `#` directly before a word, as in `Grief #1`, cut the value. A comment has a space after its `#`.
fn cut_at_hash<'w>(text: &str, written: &'w str) -> Option<&'w str> {
    let at = written.find(" #")?;
    let is_word = written[at + 2..].starts_with(char::is_alphanumeric);
    let is_plain = !written.starts_with(['"', '\'', '|', '>']);
    let is_one_line = !written.contains('\n');
    (is_word && is_plain && is_one_line && written[..at].trim() == text).then_some(written.trim())
}

/// The text between curly quotation marks, if a value begins and ends with one and has no other.
fn curly<'t>(text: &'t str, written: &str) -> Option<&'t str> {
    let is_curly = |c: char| "“”„‟".contains(c);
    let inner = text.strip_prefix(is_curly)?.strip_suffix(is_curly)?;
    (written.starts_with(is_curly) && !inner.contains(is_curly)).then_some(inner)
}
