//! The placeholder sentences that `mend init` and `mend new` write for an author to replace, and a scan that finds them.
//!
//! The commands use these constants, so the scan always searches for exactly what they write. It does not report a
//! sentence that the author has changed: only whole, unchanged lines count.

use crate::diag::Span;

/// The title of a new site.
pub const TITLE: &str = "My guide";
/// The description of a new site and its home page.
pub const ABOUT: &str = "One sentence on whom it is for and how it helps.";
/// The title of the first article.
pub const ARTICLE: &str = "The first article";
/// The summary of the first article.
pub const SUMMARY: &str = "What a reader will know or be able to do after reading this.";
/// The first line of the box with the most important points.
pub const POINT: &str = "The most important point.";
/// The advice in the first article.
pub const VOICE: &str = "Write as you would speak to somebody who is having a hard day.";
/// The opening paragraph of an article.
pub const EXPERIENCE: &str =
    "Say in plain words what the reader may be going through. One thought in a sentence.";
/// The first of its steps.
pub const STEP: &str = "A first step that is small enough for today.";
/// The closing paragraph of an article.
pub const LIMITS: &str = "Say when this is too much to do alone, and whom to turn to.";

const ALL: &[&str] = &[
    TITLE, ABOUT, ARTICLE, SUMMARY, POINT, VOICE, EXPERIENCE, STEP, LIMITS,
];

/// The spans of unchanged placeholders: whole lines, list items, quotes, and the values of `title` and `summary`.
pub(super) fn find(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marks = line.trim_start_matches(|c: char| "> -*.\t".contains(c) || c.is_ascii_digit());
        let value = ["title: ", "summary: "]
            .iter()
            .find_map(|key| marks.strip_prefix(key));
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
        let text = format!(
            "---\ntitle: \"{ARTICLE}\"\nsummary: {SUMMARY}\n---\n> - {POINT}\n1. {STEP}\n{VOICE}\n"
        );
        let found: Vec<&str> = find(&text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, [ARTICLE, SUMMARY, POINT, STEP, VOICE]);
        assert!(
            find("The first article is about sleep.\nThe most important point. It is late.\n")
                .is_empty()
        );
    }
}
