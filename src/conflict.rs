//! Unresolved merge conflicts: the markers that version control leaves where two people changed the same lines.
//!
//! A parser would report some other error or publish the markers, so every text is searched for them before it is
//! parsed. Which files are text is decided by the callers.

use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::path::SourcePath;

/// The message of the problem.
pub const MESSAGE: &str = "unresolved merge conflict";

/// The help of the problem.
pub const HELP: &str = "keep the right version, and delete the lines that begin with <<<<<<<, =======, >>>>>>> or |||||||";

/// The problem of a file with an unresolved conflict, or `None` without one.
pub fn problem(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    let is_markdown = matches!(path.extension().as_str(), "md" | "markdown");
    let found = match is_markdown {
        true => in_markdown(text),
        false => find(text),
    };
    found.map(|span| {
        Diagnostic::new(codes::TEXT_07, MESSAGE)
            .at(path, span)
            .help(HELP)
    })
}

/// The span of the first conflict marker in a text other than Markdown.
pub fn find(text: &str) -> Option<Span> {
    search(lines(text).filter_map(|(start, line)| Some((start, line, Mark::of(line)?))))
}

/// The span of the first conflict marker in Markdown. Fenced code is skipped, since an article may show what git writes.
fn in_markdown(text: &str) -> Option<Span> {
    let mut fence: Option<&str> = None;
    let marks = lines(text).filter_map(|(start, line)| {
        let run = fence_of(line);
        match (fence, run) {
            // A closing fence is at least as long as the opening one, of the same character, and alone on its line.
            (Some(open), Some(run)) => {
                let rest = line.trim_start().trim_start_matches(&run[..1]);
                if run.starts_with(open) && rest.trim().is_empty() {
                    fence = None;
                }
                None
            }
            (Some(_), None) => None,
            (None, Some(run)) => {
                fence = Some(run);
                None
            }
            (None, None) => Some((start, line, Mark::of(line)?)),
        }
    });
    // A lone end marker may be a blockquote nested seven deep.
    search(marks.skip_while(|(.., mark)| *mark == Mark::End))
}

/// The kinds of marker line that git writes, in their order within a conflict.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Mark {
    /// `<<<<<<< one version`
    Start,
    /// `||||||| the common ancestor`
    Base,
    /// `=======`, which is also the line below a heading in Markdown
    Middle,
    /// `>>>>>>> the other version`
    End,
}

impl Mark {
    fn of(line: &str) -> Option<Self> {
        // Every marker but the middle one is followed by a space and a name.
        let named = [
            ("<<<<<<< ", Self::Start),
            ("||||||| ", Self::Base),
            (">>>>>>> ", Self::End),
        ];
        let named = named.into_iter().find(|(mark, _)| line.starts_with(mark));
        named
            .map(|(_, mark)| mark)
            .or_else(|| (line == "=======").then_some(Self::Middle))
    }
}

/// The span of the first conflict marker. A start or an end is enough on its own. A base or a middle counts only when
/// a later kind of marker follows, since `=======` also underlines headings.
fn search<'a>(marks: impl Iterator<Item = (usize, &'a str, Mark)>) -> Option<Span> {
    let mut before: Option<(Span, Mark)> = None;
    for (start, line, mark) in marks {
        let span = start..start + line.len();
        match &before {
            Some((first, earlier)) if *earlier < mark => return Some(first.clone()),
            _ if matches!(mark, Mark::Start | Mark::End) => return Some(span),
            _ => before = Some((span, mark)),
        }
    }
    None
}

/// The lines of a text without their line endings, each with its byte offset.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line.strip_suffix('\r').unwrap_or(line))
    })
}

/// The run of backticks or tildes with which a line of Markdown opens or closes fenced code: at least three, indented
/// by at most three spaces.
fn fence_of(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(sign).len();
    let is_inline = sign == '`' && text[length..].contains('`');
    (length >= 3 && line.len() - text.len() <= 3 && !is_inline).then(|| &text[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFLICT: &str = "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> branch\n";

    fn start(path: &str, text: &str) -> Option<usize> {
        let problem = problem(&SourcePath::new(path), text)?;
        Some(problem.place?.span?.start)
    }

    #[test]
    fn a_conflict_is_found_at_its_first_mark_in_every_kind_of_text() {
        for path in [
            "content/a.md",
            "content/help.yaml",
            "themes/calm/templates/a.html",
        ] {
            assert_eq!(start(path, &format!("ab\n{CONFLICT}")), Some(3), "{path}");
            assert_eq!(
                start(path, &CONFLICT.replace('\n', "\r\n")),
                Some(0),
                "{path}"
            );
            assert_eq!(
                start(path, "x\n=======\ntwo\n>>>>>>> branch\n"),
                Some(2),
                "{path}"
            );
            assert_eq!(start(path, "||||||| base\n=======\n"), Some(0), "{path}");
            assert_eq!(
                start(path, "<<<<<<< HEAD\n"),
                Some(0),
                "half of it was deleted"
            );
        }
        assert_eq!(start("content/a.yaml", "a: 1\n>>>>>>> branch\n"), Some(5));
    }

    #[test]
    fn what_only_looks_like_a_conflict_is_none() {
        for text in [
            "A heading\n=======\n\nText.\n",
            "A heading\n=======\n\nOther\n=======\n",
            "<<<<<<<<< nine\n",
            "text <<<<<<< HEAD\n",
            ">>>>>>> a quotation in many\n",
            ">>>>>>>\n",
        ] {
            assert_eq!(start("content/a.md", text), None, "{text}");
        }
    }

    #[test]
    fn an_article_may_show_what_git_writes() {
        let fenced = format!("Text\n\n```text\n{CONFLICT}```\n");
        assert_eq!(start("content/a.md", &fenced), None);
        let tildes = format!("~~~~\n```\n{CONFLICT}~~~~\n");
        assert_eq!(start("content/a.md", &tildes), None);
        let indented = CONFLICT.replace('\n', "\n    ");
        assert_eq!(start("content/a.md", &format!("    {indented}")), None);
        let behind = format!("```\ncode\n```\n{CONFLICT}");
        assert_eq!(start("content/a.md", &behind), Some(13));
    }
}
