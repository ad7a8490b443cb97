//! Problems as a part of a page: what is wrong with it, before its own text.
//!
//! The notice is in the page as it is served, so it needs no script, and screen readers read it.

use crate::diag::Severity;
use crate::html::escape::escaped;

use super::snapshot::Problem;

/// The problems as HTML, in their order.
pub(super) fn list(problems: &[Problem]) -> String {
    problems.iter().map(problem).collect()
}

/// Puts the problems of a page before its text.
pub(super) fn put(page: &[u8], problems: &[Problem]) -> Vec<u8> {
    let notice = format!(
        "<section class=\"mend-notice\" aria-label=\"Problems of this page\"><p class=\"mend-title\">Something is wrong with this page</p>{}</section>",
        list(problems)
    );
    let at = behind(page, b"<main")
        .or_else(|| behind(page, b"<body"))
        .unwrap_or(page.len());
    [&page[..at], notice.as_bytes(), &page[at..]].concat()
}

/// The offset after the first tag that begins like this.
fn behind(page: &[u8], tag: &[u8]) -> Option<usize> {
    let begins = |window: &[u8]| window.eq_ignore_ascii_case(tag);
    let mut starts = page.windows(tag.len()).enumerate();
    let is_tag = |at: usize| {
        let next = page.get(at + tag.len());
        next.is_some_and(|byte| *byte == b'>' || byte.is_ascii_whitespace())
    };
    let (at, _) = starts.find(|(at, window)| begins(window) && is_tag(*at))?;
    let end = page[at..].iter().position(|byte| *byte == b'>')?;
    Some(at + end + 1)
}

fn problem(problem: &Problem) -> String {
    let part = |tag: &str, class: &str, text: Option<&str>| match text {
        Some(text) if !text.is_empty() => {
            format!("<{tag} class=\"mend-{class}\">{}</{tag}>", escaped(text))
        }
        _ => String::new(),
    };
    let blocks =
        (problem.severity == Severity::Error).then_some("Keeps the site from being published");
    [
        format!("<article class=\"mend-{}\">", problem.severity.as_str()),
        part("p", "blocks", blocks),
        part("p", "place", problem.place().as_deref()),
        part("p", "message", Some(&problem.message)),
        part("pre", "frame", problem.frame.as_deref()),
        part("p", "help", problem.help.as_deref()),
        "</article>".to_owned(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_stands_before_the_text_of_any_page() {
        let problem = Problem {
            severity: Severity::Error,
            code: "FRONT-02".to_owned(),
            file: Some("content/a.md".to_owned()),
            line: Some(2),
            column: Some(3),
            message: "<b>".to_owned(),
            help: None,
            frame: None,
            ..Problem::default()
        };
        let put = |page: &str| {
            let page = put(page.as_bytes(), std::slice::from_ref(&problem));
            String::from_utf8(page).expect("text")
        };
        assert!(
            put("<body><mainly><main id=a>Text").starts_with("<body><mainly><main id=a><section")
        );
        assert!(put("<body>Text").starts_with("<body><section"));
        assert!(put("Text").starts_with("Text<section"));
        assert!(put("").contains("content/a.md:2:3</p><p class=\"mend-message\">&lt;b&gt;"));
    }
}
