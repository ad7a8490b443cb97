//! Prints problems for people, with their place and line, or for programs, as JSON.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::console::Console;
use super::tally::Tally;
use crate::codes::Code;
use crate::diag::{Diagnostic, Error, Lines, Place, Severity, counted};
use crate::inspect::Sources;

/// A longer line is not drawn, in bytes.
const LONGEST_LINE: usize = 400;

/// The problem drawn for a terminal, or as plain text.
fn draw(sources: &Sources<'_>, problem: &Diagnostic, styled: bool) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(&problem.message).id(problem.code.id());
    let mut group = Group::with_title(title);
    if let Some(place) = &problem.place {
        group = point(sources, group, place, None, AnnotationKind::Primary);
    }
    for (place, label) in &problem.also {
        group = point(sources, group, place, Some(label), AnnotationKind::Context);
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

/// Adds a place to the drawing of a problem, with its line if it has one.
fn point<'a>(
    sources: &'a Sources<'_>,
    group: Group<'a>,
    place: &'a Place,
    label: Option<&'a str>,
    kind: AnnotationKind,
) -> Group<'a> {
    let path = place.path.as_str();
    let whole = |group: Group<'a>| match label {
        Some(label) => group
            .element(Origin::path(path))
            .element(Level::NOTE.message(label)),
        None => group.element(Origin::path(path)),
    };
    let (Some(span), Some(text)) = (&place.span, sources.text(place)) else {
        return whole(group);
    };
    let (first, column) = Lines::new(text).position(span.start);
    let start = text[..span.start.min(text.len())]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    // Of a problem that covers many lines only the first is drawn.
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
pub(super) fn to_json(sources: &Sources<'_>, problem: &Diagnostic) -> Value {
    let place = |place: &Place| {
        let extent = sources.extent(place);
        json!({
            "file": place.path,
            "line": extent.map(|extent| extent.start.line),
            "column": extent.map(|extent| extent.start.column),
            "end_line": extent.map(|extent| extent.end.line),
            "end_column": extent.map(|extent| extent.end.column),
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

/// Prints why a command could not do its work.
pub(super) fn fail(error: &Error, console: Console) {
    let told = error.problems();
    if told.problems.is_empty() {
        console.fail(error);
        return;
    }
    print_problems(&told.problems, &Sources::of_error(error), console);
    console.complain(&error.to_string());
}

/// A failure in the report for programs: the problems that caused it, else the failure itself as the only one.
pub(super) fn failure_to_json(command: &str, error: &Error) -> Value {
    let told = error.problems();
    let sources = Sources::of_error(error);
    let mut problems: Vec<Value> = told
        .problems
        .iter()
        .map(|problem| to_json(&sources, problem))
        .collect();
    if problems.is_empty() {
        problems.push(json!({
            "code": error.code().map(Code::id),
            "severity": Severity::Error.as_str(),
            "message": error.to_string(),
            "help": error.help_text(),
            "place": null,
            "also": [],
        }));
    }
    json!({
        "schema": 1,
        "command": command,
        "ok": false,
        "error": error.to_string(),
        "problems": problems,
    })
}

/// Prints the problems, errors first. Without `--verbose`, very many are cut off.
pub(super) fn print_problems(problems: &[Diagnostic], sources: &Sources<'_>, console: Console) {
    const MOST_PRINTED: usize = 50;
    let shown = if console.verbose {
        problems.len()
    } else {
        MOST_PRINTED.min(problems.len())
    };
    let blocks = |problem: &&Diagnostic| problem.severity == Severity::Error;
    let (first, then): (Vec<_>, Vec<_>) = problems.iter().partition(blocks);
    let told = first.into_iter().chain(then);
    for problem in told
        .filter(|problem| !console.quiet || blocks(problem))
        .take(shown)
    {
        console.complain(&draw(sources, problem, console.styled));
        console.complain("");
    }
    if shown < problems.len() {
        console.complain(&format!(
            "… and {} more; -v shows all of them",
            problems.len() - shown
        ));
    }
}

/// `no problems`, `no problems, 1 note`, `2 errors, 1 warning, 3 notes`.
pub(super) fn tally_in_words(tally: Tally) -> String {
    let errors = (tally.errors > 0).then(|| counted(tally.errors, "error", "errors"));
    let warnings = (tally.warnings > 0).then(|| counted(tally.warnings, "warning", "warnings"));
    let none = (tally.errors + tally.warnings == 0).then(|| "no problems".to_owned());
    let notes = (tally.notes > 0).then(|| counted(tally.notes, "note", "notes"));
    let parts: Vec<String> = [none, errors, warnings, notes]
        .into_iter()
        .flatten()
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_counted_apart_from_problems() {
        let words = |errors, warnings, notes| {
            tally_in_words(Tally {
                errors,
                warnings,
                notes,
            })
        };
        assert_eq!(words(0, 0, 0), "no problems");
        assert_eq!(words(0, 0, 1), "no problems, 1 note");
        assert_eq!(words(0, 2, 0), "2 warnings");
        assert_eq!(words(1, 1, 3), "1 error, 1 warning, 3 notes");
    }
}
