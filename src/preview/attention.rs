//! Decides which problems a page shows over itself, and which it only counts.
//!
//! A problem opens by itself if it breaks a page, or if it is an error on lines that the author has just saved. Findings about
//! how a text is written never do: they are in the panel of their page, and counted. It knows nothing of how anything is shown.

use std::ops::Range;

use rustc_hash::FxHashSet;
use similar::{DiffOp, TextDiff};

use crate::codes;
use crate::diag::{Diagnostic, Severity};
use crate::files::{self, Inputs};
use crate::path::SourcePath;

/// Whether a problem is shown over a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Over every page, by itself.
    Everywhere,
    /// By itself, over the page of its file.
    OnItsPage,
    /// When the author asks for the problems.
    OnRequest,
    /// Only where its own page is described.
    Counted,
}

/// The problems of one build, judged.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// How each of the problems is shown, in their order.
    pub(super) shown: Vec<Shown>,
    /// The files that were saved since the build before.
    pub(super) saved: Vec<SourcePath>,
}

/// What was saved and raised so far.
#[derive(Debug, Default)]
pub(super) struct Attention {
    /// The files of the newest build.
    newest: Option<Inputs>,
    /// The problems that a save put on its own lines and that are still there.
    raised: FxHashSet<String>,
}

impl Attention {
    /// The files that were saved since the build before, while the next one is not judged yet.
    pub(super) fn saved(&self, now: &Inputs) -> Vec<String> {
        let Some(before) = &self.newest else {
            return Vec::new();
        };
        let files = [
            files::differing_sources(&before.documents, &now.documents),
            files::differing_sources(&before.data, &now.data),
            files::differing_sources(&before.theme, &now.theme),
            files::differing_sources(&before.assets, &now.assets),
        ];
        let settings = (before.config != now.config).then_some(&now.config.source.file);
        let files = files.into_iter().flatten().chain(settings);
        files.map(ToString::to_string).collect()
    }

    /// Judges the problems of a build by what differs from the build before.
    pub(super) fn judge(&mut self, problems: &[Diagnostic], newest: &Inputs) -> Judged {
        let before = self.newest.replace(newest.clone());
        let saved = before.map_or(Vec::new(), |before| changes(&before, newest));
        let is_saved = |problem: &Diagnostic| {
            problem.place.as_ref().is_some_and(|place| {
                let mut own = saved.iter().filter(|change| change.file == place.path);
                own.any(|change| change.touches(place.span.as_ref()))
            })
        };
        let mut raised = FxHashSet::default();
        let shown = problems.iter().map(|problem| {
            if problem.severity == Severity::Note || !problem.code.is_fault() {
                return Shown::Counted;
            }
            if problem.severity != Severity::Error {
                return Shown::OnRequest;
            }
            let identity = problem.identity();
            if self.raised.contains(&identity) || is_saved(problem) {
                raised.insert(identity);
                return Shown::Everywhere;
            }
            match breaks(problem) {
                Some(Broken::Page) => Shown::OnItsPage,
                Some(Broken::Site) => Shown::Everywhere,
                None => Shown::OnRequest,
            }
        });
        let shown = shown.collect();
        self.raised = raised;
        Judged {
            shown,
            saved: saved.into_iter().map(|change| change.file).collect(),
        }
    }
}

/// What cannot be shown as its author means it.
enum Broken {
    Page,
    Site,
}

fn breaks(problem: &Diagnostic) -> Option<Broken> {
    let code = problem.code;
    let breaks = code.leaves_unread() || code == codes::URL_01 || code == codes::THEME_02;
    let file = problem.place.as_ref().map(|place| place.path.as_str());
    let is_page = file.is_some_and(|file| file.ends_with(".md"));
    breaks.then_some(if is_page { Broken::Page } else { Broken::Site })
}

/// A file that was saved.
struct Change {
    file: SourcePath,
    /// The bytes of the lines that differ, in the newer text; `None` if the texts cannot be compared.
    lines: Option<Vec<Range<usize>>>,
}

impl Change {
    /// Whether a span, or the file as a whole, is among what was saved.
    fn touches(&self, span: Option<&Range<usize>>) -> bool {
        let (Some(span), Some(lines)) = (span, &self.lines) else {
            return true;
        };
        // A span of no length stands before the byte at its start.
        let mut lines = lines.iter();
        lines.any(|line| line.start < span.end.max(span.start + 1) && span.start <= line.end)
    }
}

fn changes(before: &Inputs, now: &Inputs) -> Vec<Change> {
    let documents = files::differing_sources(&before.documents, &now.documents);
    let documents = documents.into_iter().map(|path| {
        let text = |files: &[files::ContentFile]| {
            let at = files.binary_search_by(|file| file.path.cmp(path));
            let bytes = at.ok().map(|at| files[at].bytes.read().ok());
            bytes.map(|bytes| bytes.as_deref().and_then(text))
        };
        change(path, text(&before.documents), text(&now.documents))
    });
    let texts = [(&before.data, &now.data), (&before.theme, &now.theme)];
    let texts = texts.into_iter().flat_map(|(before, now)| {
        let changed = files::differing_sources(before, now);
        changed.into_iter().map(|path| {
            let text = |files: &[files::SourceFile]| {
                let at = files.binary_search_by(|file| file.path.cmp(path));
                at.ok().map(|at| text(&files[at].bytes))
            };
            change(path, text(before), text(now))
        })
    });
    let assets = files::differing_sources(&before.assets, &now.assets);
    let assets = assets.into_iter().map(|path| Change {
        file: path.clone(),
        lines: None,
    });
    let settings = (before.config != now.config).then(|| {
        let [old, new] =
            [before, now].map(|inputs| Some(Some(inputs.config.source.text.to_string())));
        change(&now.config.source.file, old, new)
    });
    let all = documents.chain(texts).chain(assets);
    all.chain(settings).collect()
}

fn text(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

/// Compares two versions of a file, of which either may be missing. What is no text cannot be compared.
fn change(
    path: &SourcePath,
    before: Option<Option<String>>,
    now: Option<Option<String>>,
) -> Change {
    let texts = before.unwrap_or(Some(String::new())).zip(now.flatten());
    Change {
        file: path.clone(),
        lines: texts.map(|(before, now)| changed_lines(&before, &now)),
    }
}

/// The bytes of the lines of `now` that differ from `before`. Where lines are only gone, the one that follows them counts.
fn changed_lines(before: &str, now: &str) -> Vec<Range<usize>> {
    let diff = TextDiff::from_lines(before, now);
    let mut starts = vec![0];
    starts.extend(now.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    }));
    let at = |line: usize| starts.get(line).copied().unwrap_or(now.len());
    let changed = diff.ops().iter().filter_map(|change| match change {
        DiffOp::Equal { .. } => None,
        other => {
            let lines = other.new_range();
            Some(at(lines.start)..at(lines.end))
        }
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of `now` that differ from `before`.
    fn changed<'t>(before: &str, now: &'t str) -> Vec<&'t str> {
        let lines = changed_lines(before, now).into_iter();
        lines.map(|line| &now[line]).collect()
    }

    #[test]
    fn only_the_lines_that_differ_are_changed() {
        let before = "one\ntwo\nthree\nfour\n";
        assert!(changed(before, before).is_empty());
        assert_eq!(changed(before, "one\n2\nthree\nfour\n"), ["2\n"]);
        assert_eq!(
            changed(before, "1\ntwo\nthree\nfour\nfive"),
            ["1\n", "five"],
            "two places, and the lines between them stay"
        );
        assert_eq!(changed("", "new\n"), ["new\n"]);
    }

    #[test]
    fn a_problem_is_touched_by_a_change_of_its_line_or_by_one_of_the_whole_file() {
        let path = SourcePath::new("content/a.md");
        let text = |text: &str| Some(Some(text.to_owned()));
        let saved = change(&path, text("one\ntwo\nsix\n"), text("one\nfour\nsix\n"));
        let touches = |span: Range<usize>| saved.touches(Some(&span));
        assert!(touches(5..6) && touches(0..5) && touches(4..4));
        assert!(!touches(0..4) && !touches(10..12));
        assert!(saved.touches(None));
    }
}
