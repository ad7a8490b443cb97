//! Problems as people and programs read them: the place, the line of the source, how to mend it.

use std::collections::HashMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::diag::{Diagnostic, Error, Lines, Place, Severity};
use crate::files::Inputs;
use crate::theme::builtin;

/// A line longer than this is not drawn, in bytes.
const LONGEST_LINE: usize = 400;

/// The texts that problems point into.
pub(super) struct Sources<'a> {
    texts: HashMap<&'a str, &'a [u8]>,
}

/// Where a problem begins and ends, lines and columns from 1.
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'a> Sources<'a> {
    pub(super) fn of(inputs: &'a Inputs) -> Self {
        let source = &inputs.config.source;
        let files = inputs
            .files()
            .map(|file| (file.path.as_str(), &*file.bytes));
        Self {
            texts: files
                .chain([(source.file.as_str(), source.text.as_bytes())])
                .collect(),
        }
    }

    /// The file into which the problems of a failure point.
    pub(super) fn of_error(error: &'a Error) -> Self {
        let files = error.problems().file.iter();
        let files = files.map(|(path, text)| (path.as_str(), text.as_bytes()));
        Self {
            texts: files.collect(),
        }
    }

    /// The text of a file, as far as it is text.
    fn text(&self, place: &Place) -> Option<&str> {
        let path = place.path.as_str();
        let bytes = self
            .texts
            .get(path)
            .copied()
            .or_else(|| builtin::find(path))?;
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => return Some(text),
            Err(error) => error.valid_up_to(),
        };
        std::str::from_utf8(&bytes[..valid]).ok()
    }

    pub(super) fn position(&self, place: &Place) -> Option<Position> {
        let span = place.span.as_ref()?;
        let lines = Lines::new(self.text(place)?);
        let (line, column) = lines.position(span.start);
        let (end_line, end_column) = lines.position(span.end);
        Some(Position {
            line,
            column,
            end_line,
            end_column,
        })
    }

    /// The problem drawn for a terminal, or as plain text.
    pub(super) fn draw(&self, problem: &Diagnostic, styled: bool) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(&problem.message).id(problem.code.id());
        let mut group = Group::with_title(title);
        if let Some(place) = &problem.place {
            group = self.point(group, place, None, AnnotationKind::Primary);
        }
        for (place, label) in &problem.also {
            group = self.point(group, place, Some(label), AnnotationKind::Context);
        }
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if styled {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.decor_style(DecorStyle::Ascii).render(&[group])
    }

    /// The lines around a problem alone, as the preview shows them.
    pub(super) fn frame(&self, place: &Place) -> Option<String> {
        let Position { line, .. } = self.position(place)?;
        let text = self.text(place)?;
        let lines = Lines::new(text);
        let last = lines.position(text.len()).0;
        let shown = line.saturating_sub(1).max(1)..=(line + 1).min(last);
        let width = shown.end().to_string().len();
        let draw = |number: usize| {
            let mark = if number == line { '>' } else { ' ' };
            let text: String = lines.line(number).chars().take(160).collect();
            format!("{mark} {number:>width$} | {text}")
        };
        Some(shown.map(draw).collect::<Vec<_>>().join("\n"))
    }

    fn point<'b>(
        &'b self,
        group: Group<'b>,
        place: &'b Place,
        label: Option<&'b str>,
        kind: AnnotationKind,
    ) -> Group<'b> {
        let path = place.path.as_str();
        let whole = |group: Group<'b>| match label {
            Some(label) => group
                .element(Origin::path(path))
                .element(Level::NOTE.message(label)),
            None => group.element(Origin::path(path)),
        };
        let (Some(span), Some(text)) = (&place.span, self.text(place)) else {
            return whole(group);
        };
        let (first, column) = Lines::new(text).position(span.start);
        let start = text[..span.start.min(text.len())]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        // A problem that goes over many lines is shown by its first.
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        if end - start > LONGEST_LINE || span.start > text.len() {
            return group.element(Origin::path(path).line(first).char_column(column));
        }
        let within = span.start - start..span.end.clamp(span.start, end) - start;
        let mut annotation = kind.span(within);
        if let Some(label) = label {
            annotation = annotation.label(label);
        }
        group.element(
            Snippet::source(&text[start..end])
                .line_start(first)
                .path(path)
                .annotation(annotation),
        )
    }

    /// The problem for programs; the shape is part of the documented format.
    pub(super) fn to_json(&self, problem: &Diagnostic) -> Value {
        let place = |place: &Place| {
            let position = self.position(place);
            let position = position.as_ref();
            json!({
                "file": place.path,
                "line": position.map(|position| position.line),
                "column": position.map(|position| position.column),
                "end_line": position.map(|position| position.end_line),
                "end_column": position.map(|position| position.end_column),
            })
        };
        let also = problem.also.iter().map(|(at, label)| {
            let mut value = place(at);
            value["label"] = json!(label);
            value
        });
        json!({
            "code": problem.code.id(),
            "severity": problem.severity.as_str(),
            "message": problem.message,
            "help": problem.help,
            "place": problem.place.as_ref().map(place),
            "also": also.collect::<Vec<_>>(),
        })
    }
}
