//! Glob patterns of `site.toml`: `drafts/**`, `/shop/*`.
//!
//! Every setting that takes patterns uses this syntax. A path is matched as text; nothing is looked up on disk.

use crate::path::SourcePath;

/// A list of patterns: `*` matches any part of a name, `?` one character, and `**` zero or more folders. A slash at
/// either end makes no difference.
#[derive(Debug, Default)]
pub struct Globs(Vec<Vec<Segment>>);

/// The part of a pattern between two slashes.
#[derive(Debug, PartialEq)]
enum Segment {
    /// `**`
    AnyFolders,
    Name(Vec<char>),
}

impl Globs {
    /// Parses patterns. An empty pattern matches nothing.
    pub fn new(patterns: &[String]) -> Self {
        let segments = |pattern: &String| {
            pattern
                .split('/')
                .filter(|part| !matches!(*part, "" | "."))
                .map(|part| match part {
                    "**" => Segment::AnyFolders,
                    name => Segment::Name(fold_marks(name).chars().collect()),
                })
                .collect()
        };
        Self(
            patterns
                .iter()
                .map(segments)
                .filter(|pattern: &Vec<_>| !pattern.is_empty())
                .collect(),
        )
    }

    /// Whether a path matches one of the patterns.
    pub fn fits(&self, path: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let names: Vec<Vec<char>> = path
            .split('/')
            .filter(|name| !name.is_empty())
            .map(|name| fold_marks(name).chars().collect())
            .collect();
        self.0.iter().any(|pattern| {
            fits(
                pattern,
                &names,
                |segment| *segment == Segment::AnyFolders,
                |segment, name| match segment {
                    Segment::AnyFolders => true,
                    Segment::Name(pattern) => {
                        fits(pattern, name, |c| *c == '*', |c, of| *c == '?' || c == of)
                    }
                },
            )
        })
    }
}

/// Normalises a name to NFC, the form of every [`SourcePath`].
fn fold_marks(name: &str) -> String {
    SourcePath::new(name).as_str().to_owned()
}

/// Whether a sequence matches a pattern with wildcards for any number of items.
///
/// This matches both the characters of a name and the names of a path. It backtracks only to the last wildcard, so the
/// time is bounded by the length of the pattern times that of the sequence.
fn fits<P, T>(
    pattern: &[P],
    items: &[T],
    is_any: impl Fn(&P) -> bool,
    is_one: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut i) = (0, 0);
    let mut back = None;
    while i < items.len() {
        if p < pattern.len() && is_any(&pattern[p]) {
            back = Some((p, i));
            p += 1;
        } else if p < pattern.len() && is_one(&pattern[p], &items[i]) {
            p += 1;
            i += 1;
        } else if let Some((at, from)) = back {
            back = Some((at, from + 1));
            p = at + 1;
            i = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_paths() {
        let fits = |pattern: &str, path: &str| Globs::new(&[pattern.to_owned()]).fits(path);
        for (pattern, path) in [
            ("drafts", "drafts"),
            ("/drafts/", "drafts"),
            ("*.txt", "a.txt"),
            ("a?c.md", "aéc.md"),
            ("**/*.txt", "a.txt"),
            ("**/*.txt", "a/b/c.txt"),
            ("a/**/z", "a/z"),
            ("a/**/z", "a/b/c/z"),
            ("**", "a"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("a*b*c", "a-b-b-c"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("drafts", "a/drafts"),
            ("*.txt", "a/b.txt"),
            ("*", "a/b"),
            ("a?c", "ac"),
            ("a/**/z", "b/a/z"),
            ("", "a"),
        ] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn no_pattern_takes_for_ever() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!Globs::new(&[pattern]).fits(&"a".repeat(5_000)));
    }
}
