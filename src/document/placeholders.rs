//! The placeholder sentences that `mend init` and `mend new` write for an author to replace, and a scan that finds them.
//!
//! The commands use these constants, so the scan always searches for exactly what they write. It does not report a
//! sentence that the author has changed: only whole, unchanged lines count.

use crate::diag::Span;

/// The title of the first article.
pub const ARTICLE: &str = "The first article";
/// The first line of the box with the most important points.
pub const POINT: &str = "The most important point.";
/// The second line of that box.
pub const ACTION: &str = "What to do about it.";
/// The opening paragraph of an article.
pub const EXPERIENCE: &str =
    "Say in plain words what the reader may be going through. One thought in a sentence.";
/// The first of its steps.
pub const STEP: &str = "A first step that is small enough for today.";
/// The second of its steps.
pub const NEXT: &str = "What comes next.";
/// The closing paragraph of an article.
pub const LIMITS: &str = "Say when this is too much to do alone, and whom to turn to.";

const ALL: &[&str] = &[ARTICLE, POINT, ACTION, EXPERIENCE, STEP, NEXT, LIMITS];

/// The spans of unchanged placeholders: whole lines, list items, quotes, and the value of `title`.
pub(super) fn find(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marks = line.trim_start_matches(|c: char| "> -*.\t".contains(c) || c.is_ascii_digit());
        let value = marks.strip_prefix("title: ");
        let written = value.unwrap_or(marks).trim().trim_matches(['"', '\'']);
        if ALL.contains(&written) {
            let at = start + line.find(written).unwrap_or_default();
            spans.push(at..at + written.len());
        }
        start += line.len();
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_found_and_an_author_s_own_are_not() {
        let text = format!("---\ntitle: \"{ARTICLE}\"\n---\n> - {POINT}\n1. {STEP}\n{LIMITS}\n");
        let found: Vec<&str> = find(&text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, [ARTICLE, POINT, STEP, LIMITS]);
        assert!(
            find("The first article is about sleep.\nThe most important point. It is late.\n")
                .is_empty()
        );
    }
}
