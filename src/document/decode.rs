//! Decodes the bytes of an article as UTF-8. If they are not UTF-8, it says what the file is: text in another encoding, or a
//! file of a word processor whose name was changed. It also warns of an article without text.
//!
//! No encoding is guessed. What the text means is not read here.

use crate::codes::{self, Code};
use crate::conflict;
use crate::diag::{Diagnostic, Span};
use crate::files::ContentFile;
use crate::path::SourcePath;

/// The first bytes of files that are not text, and what they are. A Word file is a ZIP archive.
const NOT_TEXT: [(&[u8], &str); 5] = [
    (
        b"PK\x03\x04",
        "a file of Word, Pages, LibreOffice or a similar program (or a ZIP archive)",
    ),
    (b"{\\rtf", "an RTF file, as word processors save it"),
    (b"\xD0\xCF\x11\xE0", "an old Word file"),
    (b"%PDF-", "a PDF file"),
    (b"bplist0", "a web archive or a settings file"),
];

/// How to save a text as UTF-8 in an editor. The command for the same is named after it, since few authors use a shell.
const SAVE: &str = "open it in a text editor, choose \"Save as\", and choose the encoding UTF-8";

/// The warning about an article without a word. An index may be empty: its folder has a page all the same.
pub(super) fn without_text(file: &ContentFile, key: &SourcePath, text: &str) -> Option<Diagnostic> {
    if !text.trim().is_empty() || super::has_index_name(key) {
        return None;
    }
    let problem = Diagnostic::new(codes::TEXT_15, "the article is empty").in_file(&file.path);
    Some(
        problem.help(
            "write it, delete the file, or begin it with front matter that has `draft: true`",
        ),
    )
}

/// Decodes as much of a file with these bytes as is valid text, and returns the problem that leaves it unread, if there is one.
pub(super) fn decode<'b>(file: &ContentFile, bytes: &'b [u8]) -> (&'b str, Option<Diagnostic>) {
    let path = &file.path;
    if let Some(problem) = &file.unopened {
        return ("", Some((**problem).clone()));
    }
    let problem = |code: Code, message: String, span: Span, help: String| {
        Some(Diagnostic::new(code, message).at(path, span).help(help))
    };
    let other = NOT_TEXT.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, kind)) = other {
        let message = format!(
            "this is {kind}, not a text file, although its name ends in .{}",
            path.extension()
        );
        let help =
            "open it in its program, copy the text, and paste it into a new file in a text editor";
        return ("", problem(codes::TEXT_01, message, 0..0, help.to_owned()));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let message = "the file is saved as UTF-16, but must be UTF-8".to_owned();
        let help = format!("{SAVE}; or convert it: iconv -f UTF-16 -t UTF-8 old.md > new.md");
        return ("", problem(codes::TEXT_02, message, 0..0, help));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let text = std::str::from_utf8(&bytes[..at]).unwrap_or("");
            let message = format!(
                "the file is not saved as UTF-8: byte {at}, {:#04x}, does not belong there",
                bytes[at]
            );
            let help =
                format!("{SAVE}; or convert it: iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md");
            return (text, problem(codes::TEXT_01, message, at..at, help));
        }
    };
    if let Some(at) = text.find('\0') {
        let message = "the text contains a NUL character".to_owned();
        let help = "remove it, or export the text again from the program it comes from".to_owned();
        return (
            &text[..at],
            problem(codes::TEXT_03, message, at..at + 1, help),
        );
    }
    (text, conflict::problem(path, text))
}
