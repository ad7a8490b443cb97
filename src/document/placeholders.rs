//! The placeholder sentences that `mend init` and `mend new` write for an author to replace, and a scan that finds them.
//!
//! The commands use these constants, so the scan always searches for exactly what they write. It does not report a
//! sentence that the author has changed: only whole, unchanged passages count.

use super::meta::Meta;
use crate::diag::Span;
use crate::markdown::SourceRuns;

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
/// The line below the heading of the next steps.
pub const LINKS: &str = "Name one to three articles that help next, each as a link.";
/// The closing paragraph of an article.
pub const LIMITS: &str = "Say when this is too much to do alone, and whom to turn to.";

const ALL: &[&str] = &[
    ARTICLE, POINT, ACTION, EXPERIENCE, STEP, NEXT, LINKS, LIMITS,
];

/// The spans of unchanged placeholders in a file: in its text, which begins at `body` and was parsed, and in its title.
pub(super) fn find(file: &str, body: usize, runs: &SourceRuns, meta: &Meta) -> Vec<Span> {
    let is_title = meta.title.as_deref() == Some(ARTICLE);
    let entry = meta.title_span.clone().filter(|_| is_title);
    let title = entry.and_then(|entry| {
        let start = entry.start + file.get(entry)?.find(ARTICLE)?;
        Some(start..start + ARTICLE.len())
    });
    let passages = runs.passages_saying(ALL, &file[body..]);
    title.into_iter().chain(passages).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Markdown;
    use crate::markdown::{self, Syntax};
    use crate::path::SourcePath;

    /// The placeholders of a text.
    fn found(text: &str) -> Vec<&str> {
        let path = SourcePath::new("content/a.md");
        let syntax = Syntax::of(&Markdown::default());
        let parsed = markdown::parse(text, 0, &path, None, &syntax).value;
        let spans = find(text, 0, &parsed.source_runs, &Meta::default());
        spans.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn whole_passages_are_found_and_an_author_s_own_are_not() {
        let text = format!(
            "# {ARTICLE}\n\n> [!in-short]\n> - {POINT}\n\n1. {STEP}\n\n{LIMITS}\n\n`{NEXT}`\n"
        );
        assert_eq!(found(&text), [ARTICLE, POINT, STEP, LIMITS]);
        assert!(
            found("The first article is about sleep.\n\nThe most important point. It is late.\n")
                .is_empty()
        );
    }

    #[test]
    fn a_placeholder_may_be_the_title() {
        let of_title = |title: &str| {
            let file = format!("---\ntitle: \"{title}\"\n---\n");
            let meta = Meta {
                title: Some(title.to_owned()),
                title_span: Some(4..file.len() - 5),
                ..Meta::default()
            };
            find(&file, file.len(), &SourceRuns::default(), &meta)
        };
        assert_eq!(of_title(ARTICLE).first(), Some(&(12..12 + ARTICLE.len())));
        assert!(of_title("My article").is_empty());
    }
}
