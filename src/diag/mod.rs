//! Diagnostics: problems as values.
//!
//! A stage never fails: it returns its result together with the problems it found ([`Reported`]). A [`Diagnostic`] has
//! the byte span of the problem in its source file, but not the text itself; rendering it for people is left to the
//! command line. [`Error`] is for I/O and commands only: the disk is full, the port is in use, the configuration cannot
//! be read.

mod count;
mod near;

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use crate::codes::Code;
pub use crate::codes::Severity;
use crate::path::SourcePath;
pub use count::{counted, counted_or_no, grouped};
pub use near::{KnownNames, Names, any_of, did_you_mean, first_of, is_slip, listed, nearest};

/// A range of bytes in a source file.
pub type Span = Range<usize>;

/// The span that contains a byte. The spans must be sorted and must not overlap.
pub fn span_around(spans: &[Span], at: usize) -> Option<&Span> {
    let next = spans.partition_point(|span| span.start <= at);
    spans[..next].last().filter(|span| span.contains(&at))
}

/// Sorts spans and merges those that overlap.
pub fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| span.start);
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut().filter(|last| span.start < last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => joined.push(span),
        }
    }
    joined
}

/// A place in a source file, or the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub path: SourcePath,
    /// The bytes of the file; `None` for the whole file.
    pub span: Option<Span>,
}

/// A problem, with everything needed to show it except the source text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Which rule was broken; `mend explain CODE` describes it.
    pub code: Code,
    /// The severity: the code's default, or the one from the configuration.
    pub severity: Severity,
    /// Where it is; `None` if it is not about a file.
    pub place: Option<Place>,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// How to mend it, if that can be guessed.
    pub help: Option<String>,
    /// Related places, each with a label.
    pub also: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A problem with the code's default severity.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: None,
            message: message.into(),
            help: None,
            also: Vec::new(),
        }
    }

    /// Sets the place to a span of a file.
    #[must_use]
    pub fn at(mut self, path: &SourcePath, span: Span) -> Self {
        self.place = Some(Place {
            path: path.clone(),
            span: Some(span),
        });
        self
    }

    /// Sets the place to a whole file.
    #[must_use]
    pub fn in_file(mut self, path: &SourcePath) -> Self {
        self.place = Some(Place {
            path: path.clone(),
            span: None,
        });
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn also(mut self, path: &SourcePath, span: Option<Span>, label: impl Into<String>) -> Self {
        self.also.push((
            Place {
                path: path.clone(),
                span,
            },
            label.into(),
        ));
        self
    }

    /// Overrides the severity of its code.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Names the problem from build to build, while edits move it and change what it counts: by its code, its file and its
    /// message without numbers.
    pub fn identity(&self) -> String {
        let file = self.place.as_ref().map_or("", |place| place.path.as_str());
        let message = self.message.replace(|sign: char| sign.is_ascii_digit(), "");
        format!("{} {file} {message}", self.code)
    }

    /// The order in which problems are shown: by file, then by span, then by code and message.
    fn order(&self, other: &Self) -> Ordering {
        fn key(problem: &Diagnostic) -> (&str, usize, usize, &str, &str) {
            let (path, span) = match &problem.place {
                Some(place) => (place.path.as_str(), place.span.clone().unwrap_or(0..0)),
                None => ("", 0..0),
            };
            (
                path,
                span.start,
                span.end,
                problem.code.id(),
                &problem.message,
            )
        }
        key(self).cmp(&key(other))
    }
}

/// Sorts problems into the order in which they are shown, and removes duplicates.
pub fn arrange(problems: &mut Vec<Diagnostic>) {
    problems.sort_by(Diagnostic::order);
    problems.dedup();
}

/// The problems of one file. The list must be sorted by [`arrange`].
pub fn of_file<'a>(arranged: &'a [Diagnostic], path: &SourcePath) -> &'a [Diagnostic] {
    fn file(problem: &Diagnostic) -> Option<&SourcePath> {
        problem.place.as_ref().map(|place| &place.path)
    }
    let first = arranged.partition_point(|problem| file(problem) < Some(path));
    let end = arranged.partition_point(|problem| file(problem) <= Some(path));
    &arranged[first..end]
}

/// A value together with the problems found while making it.
#[derive(Clone, Debug, Default)]
pub struct Reported<T> {
    /// The value, as complete as the problems allow.
    pub value: T,
    /// The problems found.
    pub problems: Vec<Diagnostic>,
}

/// A failure outside the content, after which the command cannot continue: exit code 2.
#[derive(Debug)]
pub struct Error {
    code: Option<Code>,
    message: String,
    help: Option<String>,
    problems: Box<ErrorProblems>,
}

/// The problems that prevent a command from running, and the file they point into.
#[derive(Debug, Default)]
pub struct ErrorProblems {
    /// The problems, in the order in which they are shown.
    pub problems: Vec<Diagnostic>,
    /// The file and its text.
    pub file: Option<(SourcePath, String)>,
}

/// The result of I/O and of commands.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this message: one line without a full stop.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            code: None,
            message: message.into(),
            help: None,
            problems: Box::default(),
        }
    }

    /// Adds the problems of a file that prevent the command from running.
    #[must_use]
    pub fn with_problems(
        mut self,
        problems: Vec<Diagnostic>,
        path: &SourcePath,
        text: &str,
    ) -> Self {
        *self.problems = ErrorProblems {
            problems,
            file: Some((path.clone(), text.to_owned())),
        };
        self
    }

    /// The problems that prevent the command from running; empty if the message says everything.
    pub fn problems(&self) -> &ErrorProblems {
        &self.problems
    }

    /// An I/O error: what was being done, and its cause.
    pub fn io(doing: impl fmt::Display, cause: &std::io::Error) -> Self {
        Self::new(format!("{doing}: {cause}"))
    }

    /// Sets the rule that was broken, which `mend explain CODE` describes.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The rule that was broken; `None` if the cause is not in a file of the site.
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// How to mend it, if that can be guessed.
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl From<Diagnostic> for Error {
    fn from(problem: Diagnostic) -> Self {
        let place = problem
            .place
            .map_or(String::new(), |place| format!("{}: ", place.path));
        Self {
            code: Some(problem.code),
            message: format!("{place}{}", problem.message),
            help: problem.help,
            problems: Box::default(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A line index of a text: converts byte offsets to lines and columns, and back.
///
/// Lines end at LF, CRLF or a lone CR. Lines and columns start at 1, and columns count characters, as editors do.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Indexes the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Self { text, starts }
    }

    /// The line and column of a byte offset, both from 1.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        let column = self
            .text
            .get(start..offset)
            .map_or(offset - start, |before| before.chars().count());
        (line, column + 1)
    }

    /// The byte offset of a line and column, both from 1. A position past the end of the line or text gives that end.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        if line == 0 || line > self.starts.len() {
            return self.text.len();
        }
        let within = self.line(line).char_indices().nth(column.saturating_sub(1));
        self.starts[line - 1] + within.map_or(self.line(line).len(), |(at, _)| at)
    }

    /// The text of a line, counted from 1, without its line ending.
    pub fn line(&self, line: usize) -> &'a str {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_however_an_editor_ends_them() {
        let lines = Lines::new("a\r\nbé\rc\n");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(3), (2, 1));
        assert_eq!(lines.position(6), (2, 3));
        assert_eq!(lines.position(7), (3, 1));
        assert_eq!(lines.line(2), "bé");
    }
}
