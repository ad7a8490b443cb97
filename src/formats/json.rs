//! JSON: parsing with the span of a fault. The messages of the library are reworded for authors.

use serde_json::Value;

use super::Problem;
use crate::diag::Lines;

/// Parses a text.
///
/// # Errors
///
/// The fault, with its place.
pub fn read(text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text).map_err(|error| {
        let at = Lines::new(text).offset(error.line(), error.column());
        // The library counts the end of a line as column 0 of the next.
        let at = match error.column() {
            0 => at.saturating_sub(1),
            _ => at,
        };
        let (message, help) = reword(&error.to_string());
        Problem {
            message: message.to_owned(),
            help: Some(help.to_owned()),
            place: at..at,
            is_excess: false,
        }
    })
}

/// What is wrong, and how to mend it.
fn reword(said: &str) -> (&'static str, &'static str) {
    const QUOTED: &str =
        "put each text in double quotation marks; write numbers, true and false without them";
    let starts = |part: &str| said.starts_with(part);
    if starts("expected `,`") {
        (
            "a comma is missing before this",
            "put a comma between two settings, and between two entries of a list",
        )
    } else if starts("trailing comma") {
        (
            "there is a comma after the last setting or entry",
            "delete the comma before this bracket",
        )
    } else if starts("expected `:`") {
        (
            "there is no colon between a name and its value",
            "write \"name\": \"value\"",
        )
    } else if starts("key must be a string") {
        (
            "the name of a setting is not in double quotation marks",
            "write \"name\": \"value\"",
        )
    } else if starts("control character") {
        (
            "a text goes on past the end of its line",
            "add the closing quotation mark at the end of the text",
        )
    } else if starts("EOF") {
        (
            "the text ends in the middle of a setting",
            "add the closing quotation mark or bracket",
        )
    } else if starts("invalid escape") || starts("invalid unicode") || starts("lone") {
        (
            "a backslash begins a code that does not exist",
            "write \\\\ for a backslash, or / in its place",
        )
    } else if starts("invalid number") || starts("number out of range") {
        (
            "this is not a number as JSON writes it",
            "write digits only, such as 20, or put the text in double quotation marks",
        )
    } else if starts("trailing characters") {
        (
            "something follows the closing bracket",
            "end the settings with one closing bracket on a line of its own",
        )
    } else if starts("recursion limit") {
        ("too many nested brackets", "write it with fewer brackets")
    } else {
        ("this is not a value as JSON writes it", QUOTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_at_its_place() {
        for (text, message, line) in [
            ("{\"a\": 1\n\"b\": 2}", "a comma is missing", 2),
            ("{\"a\": 1,\n}", "a comma after the last", 2),
            ("{\n\"a\": 'x'}", "not a value", 2),
            ("{\n\"a\" 1}", "no colon", 2),
            ("{\na: 1}", "not in double quotation marks", 2),
            ("{\"a\": \"x\n}", "past the end of its line", 1),
            ("{\"a\": 1", "in the middle", 1),
            ("{\"a\": \"\\q\"}", "a backslash", 1),
            ("{\"a\": 01}", "not a number", 1),
            ("{} {}", "follows the closing", 1),
        ] {
            let Err(problem) = read(text) else {
                panic!("{text} can be read");
            };
            assert!(
                problem.message.contains(message),
                "{text}: {}",
                problem.message
            );
            let (found, _) = Lines::new(text).position(problem.place.start);
            assert_eq!(found, line, "{text}");
        }
    }
}
