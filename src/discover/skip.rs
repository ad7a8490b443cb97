//! Which files are never taken, whatever they hold, and the patterns of `[content] ignore`.
//!
//! The fixed list keeps three things off the web: what systems and editors leave lying about, working
//! files of pictures, and secrets. It is a list of names; what is *in* a file is not looked at here.

/// Names, in lower case, of files that systems and editors make for themselves; vim tries whether it
/// may write by making a file named 4913.
const LITTER: [&str; 3] = ["thumbs.db", "desktop.ini", "4913"];

/// How the names of copies that editors keep end, of pictures' working files, and of certificates.
const ENDINGS: [&str; 7] = [
    "~",
    ".swp",
    ".swx",
    "___jb_tmp___",
    "___jb_old___",
    ".psd",
    ".pem",
];

/// How the names of private keys begin.
const KEYS: [&str; 4] = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

/// Whether a file or folder of this name is never taken, with all that is in it.
///
/// Names that begin with a dot are hidden, and stay so; [`is_well_known`] has the one exception. Every
/// name of every scan comes through here, so nothing is copied.
pub(super) fn is_skipped(name: &str) -> bool {
    let name = name.as_bytes();
    name.starts_with(b".")
        || (name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#"))
        || LITTER
            .iter()
            .any(|litter| name.eq_ignore_ascii_case(litter.as_bytes()))
        || ENDINGS.iter().any(|ending| ends_with(name, ending))
        || KEYS.iter().any(|key| is_word_at(name, 0, key))
        || (0..name.len()).any(|at| is_word_at(name, at, ".env"))
}

/// The one hidden folder that belongs on the web: `static/.well-known`, by RFC 8615.
pub(super) fn is_well_known(folder: &str, name: &str) -> bool {
    folder == "static" && name == ".well-known"
}

fn ends_with(name: &[u8], ending: &str) -> bool {
    name.len() >= ending.len()
        && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
}

/// Whether a word, not only the beginning of a longer one, stands there: `id_rsa_work` is a key and
/// `prod.env.local` holds passwords, but `the.environment.md` is an article.
fn is_word_at(name: &[u8], at: usize, word: &str) -> bool {
    let end = at + word.len();
    name.len() >= end
        && name[at..end].eq_ignore_ascii_case(word.as_bytes())
        && name
            .get(end)
            .is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric())
}

/// The patterns of `[content] ignore`.
///
/// A pattern is a path below `content/`: `*` stands for any part of a name, `?` for one character of
/// it, `**` for any folders, none included. A folder that fits is left out with all that is in it.
#[derive(Debug, Default)]
pub(super) struct Ignore(Vec<Vec<Segment>>);

/// What stands between two slashes of a pattern.
#[derive(Debug, PartialEq)]
enum Segment {
    /// `**`
    AnyFolders,
    Name(Vec<char>),
}

impl Ignore {
    pub(super) fn new(patterns: &[String]) -> Self {
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

    /// Whether a path below `content/` fits one of the patterns.
    pub(super) fn fits(&self, path: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let names: Vec<Vec<char>> = path
            .split('/')
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

/// Names are compared in NFC, as paths are kept.
fn fold_marks(name: &str) -> String {
    crate::path::SourcePath::new(name).as_str().to_owned()
}

/// Whether a sequence fits a pattern some of whose members stand for any number of items.
///
/// The same rule serves characters in a name and names in a path. It only ever goes back to the last
/// wildcard, so no pattern takes longer than its length times that of the sequence.
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
    fn litter_and_secrets_are_skipped_by_name() {
        for name in [
            ".git",
            ".DS_Store",
            "Thumbs.db",
            "a.md~",
            "#a.md#",
            ".#a.md",
            "a.swp",
            "4913",
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            "Bench.PSD",
            ".env",
            "prod.env",
            "site.env.local",
            "server.PEM",
            "id_rsa",
            "id_rsa.pub",
            "id_ed25519_work",
        ] {
            assert!(is_skipped(name), "{name}");
        }
        for name in [
            "a.md",
            "#",
            "environment.md",
            "the.environment.md",
            "id_card.md",
            "4913.md",
        ] {
            assert!(!is_skipped(name), "{name}");
        }
    }

    #[test]
    fn a_pattern_names_paths_below_content() {
        let fits = |pattern: &str, path: &str| Ignore::new(&[pattern.to_owned()]).fits(path);
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
        assert!(!Ignore::new(&[pattern]).fits(&"a".repeat(5_000)));
    }
}
