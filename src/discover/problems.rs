//! The problems of files and folders, with their messages.

use std::io;

use crate::codes::{FILE_01, FILE_02, FILE_03, URL_01, URL_02};
use crate::diag::Diagnostic;
use crate::path::SourcePath;

/// A link that is not followed.
pub(super) fn bad_link(path: &str, what: &str) -> Diagnostic {
    Diagnostic::new(FILE_02, format!("the symbolic link `{path}` {what}"))
        .in_file(&SourcePath::new(path))
}

/// A file or folder that cannot be read.
pub(super) fn unreadable(path: &str, cause: &io::Error) -> Diagnostic {
    Diagnostic::new(
        FILE_01,
        format!("`{path}` cannot be read: {}", plain(cause)),
    )
    .in_file(&SourcePath::new(path))
}

/// A pipe, a socket, a device.
pub(super) fn not_regular(path: &str) -> Diagnostic {
    Diagnostic::new(
        FILE_03,
        format!("`{path}` is not a regular file and was left out"),
    )
    .in_file(&SourcePath::new(path))
}

/// A name that some systems cannot hold.
pub(super) fn illegal(path: &str) -> Diagnostic {
    Diagnostic::new(
        URL_02,
        format!("`{path}` is not a valid file name on every system"),
    )
    .in_file(&SourcePath::new(path))
    .help("rename it; names are UTF-8 text without `\\`")
}

/// The system's message without its number.
pub(super) fn plain(cause: &io::Error) -> String {
    let text = cause.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// Files whose names differ on disk and are one path in NFC: a Mac shows them as the same name.
///
/// `files` are their names on disk with their paths, sorted by path.
pub(super) fn twins<'a>(
    files: impl Iterator<Item = (&'a str, &'a SourcePath)> + Clone,
) -> Vec<Diagnostic> {
    let next = files.clone().skip(1);
    files
        .zip(next)
        .filter(|((_, path), (_, next))| path == next)
        .map(|((one, path), (other, _))| {
            let [one, other] = [one, other].map(spelt);
            Diagnostic::new(
                URL_01,
                format!("two files have the name `{path}`, spelt with different characters"),
            )
            .in_file(path)
            .also(path, None, format!("one is `{one}`"))
            .also(path, None, format!("the other is `{other}`"))
            .help("rename one of them; only the first is read")
        })
        .collect()
}

/// Spells out a name, so that two names that look the same can be distinguished.
fn spelt(name: &str) -> String {
    let spell = |c: char| match c {
        ' '..='~' => c.to_string(),
        _ => c.escape_unicode().to_string(),
    };
    name.chars().map(spell).collect()
}
