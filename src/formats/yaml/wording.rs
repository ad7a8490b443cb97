//! The messages of the YAML library, reworded for authors: the likely cause, its place, and what to write instead.
//!
//! The library names what its parser expected, which means little to an author. So the cause is looked for in the line of
//! the error and in those before it. If none of them shows it, a plain sentence for the library's message is used. This
//! is guesswork about a text that is invalid anyway; whether a text is valid is decided by the library.

use crate::diag::Span;

/// A message, its help and its place.
pub(super) struct Reworded {
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) place: Span,
}

/// Rewords a message about the byte at this offset.
pub(super) fn reword(text: &str, said: &str, at: usize) -> Reworded {
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    let here = at..at + width;
    if !is_syntax(said) {
        return Reworded {
            message: said.to_owned(),
            help: None,
            place: here,
        };
    }
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if let Some((message, help)) = cause(line) {
        return Reworded {
            message,
            help: Some(help),
            place: here,
        };
    }
    if let Some(reworded) = earlier_cause(text, start, line) {
        return reworded;
    }
    let (message, help) = plain(said);
    Reworded {
        message: message.to_owned(),
        help: Some(help.to_owned()),
        place: here,
    }
}

/// Whether a message is about the notation. Other messages are about data that do not fit their type.
fn is_syntax(said: &str) -> bool {
    [
        "did not find expected",
        "could not find expected",
        "not allowed in this context",
    ]
    .iter()
    .any(|part| said.contains(part))
        || [
            "found character",
            "found unexpected",
            "found unknown escape",
            "found undefined",
            "found a tab",
        ]
        .iter()
        .any(|part| said.starts_with(part))
        || said.starts_with("control characters")
}

/// The cause in a line before the one at this offset. The parser often notices it one line later; a missing closing mark
/// shows at the end of the text only.
fn earlier_cause(text: &str, start: usize, line: &str) -> Option<Reworded> {
    let before = text[..start].lines().rev();
    let mut end = start;
    let mut is_nearest = true;
    for earlier in before {
        end = text[..end].rfind(earlier)?;
        let content = earlier.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let found = match is_nearest {
            true => empty_list(earlier, line).or_else(|| cause(earlier)),
            false => unclosed(earlier),
        };
        if let Some((message, help)) = found {
            let from = end + earlier.len() - content.len();
            return Some(Reworded {
                message,
                help: Some(help),
                place: from..end + earlier.trim_end().len(),
            });
        }
        is_nearest = false;
    }
    None
}

/// `contacts: []` followed by entries.
fn empty_list(line: &str, next: &str) -> Option<(String, String)> {
    let (key, value) = setting(line)?;
    let value = value.split(" #").next().unwrap_or(value).trim();
    (matches!(value, "[]" | "{}") && next.trim_start().starts_with(['-', '#'])
        || value == "[]" && next.starts_with(' '))
    .then(|| {
        (
            format!("`{value}` says that `{key}` is empty, but entries follow it"),
            format!("remove `{value}`, so that the line ends with `{key}:`"),
        )
    })
}

/// A quotation mark or bracket that is opened in this line and not closed.
fn unclosed(line: &str) -> Option<(String, String)> {
    let (key, value) = setting(line)?;
    let quote = value.chars().next().filter(|first| "\"'".contains(*first));
    if let Some(quote) = quote
        && after_quoted(value, quote).is_none()
    {
        return Some((
            format!("the closing quotation mark of `{key}` is missing"),
            format!("add {quote} at the end of its text"),
        ));
    }
    for (open, close) in [('[', ']'), ('{', '}')] {
        if value.starts_with(open) && !value.contains(close) {
            return Some((
                format!("the closing bracket of `{key}` is missing"),
                format!("add {close} at the end of its list"),
            ));
        }
    }
    None
}

/// What is wrong with a line on its own.
fn cause(line: &str) -> Option<(String, String)> {
    let content = line.trim_start();
    if line[..line.len() - content.len()].contains('\t') {
        return Some((
            "this line is indented with a tab".to_owned(),
            "indent with spaces, not with tabs".to_owned(),
        ));
    }
    if content.is_empty() || content.starts_with('#') {
        return None;
    }
    if let Some(found) = missing_space(content) {
        return Some(found);
    }
    let Some((key, value)) = setting(content) else {
        return no_colon(content);
    };
    let first = value.chars().next()?;
    if "“”„‟‘’‚".contains(first) {
        let inner = value.trim_matches(|c| "“”„‟‘’‚\"".contains(c));
        return Some((
            format!("the quotation marks around the text of `{key}` are curly"),
            format!("type straight ones: {key}: \"{inner}\""),
        ));
    }
    if let Some(found) = unclosed(line) {
        return Some(found);
    }
    if "\"'".contains(first) {
        return quoted(key, value, first);
    }
    if "[{".contains(first) {
        return None;
    }
    if value.contains(": ") || value.ends_with(':') {
        return Some((
            format!("the text of `{key}` contains a colon, which begins a value"),
            format!(
                "put the text in quotation marks: {key}: {}",
                in_quotes(value)
            ),
        ));
    }
    let is_special =
        "@`%*&!,]}|>".contains(first) || value.starts_with("- ") || value.starts_with("? ");
    is_special.then(|| {
        (
            format!("the text of `{key}` begins with `{first}`, which has a meaning of its own"),
            format!(
                "put the text in quotation marks: {key}: {}",
                in_quotes(value)
            ),
        )
    })
}

/// A quoted text that ends before its line does.
fn quoted(key: &str, value: &str, quote: char) -> Option<(String, String)> {
    let rest = after_quoted(value, quote)?.trim_start();
    if value.contains('\\') && quote == '"' {
        return Some((
            format!(
                "the text of `{key}` contains a backslash, which begins a code inside double quotation marks"
            ),
            "use single quotation marks around the text, or write / in place of \\".to_owned(),
        ));
    }
    (!rest.is_empty() && !rest.starts_with('#')).then(|| {
        let inner = value[1..].strip_suffix(quote).unwrap_or(&value[1..]);
        (
            format!("the text of `{key}` goes on after its closing quotation mark"),
            format!(
                "use the other kind of quotation mark around it: {key}: {}",
                in_quotes(inner)
            ),
        )
    })
}

/// The text after the closing quotation mark; `None` if there is no such mark.
fn after_quoted(value: &str, quote: char) -> Option<&str> {
    let mut rest = value.strip_prefix(quote)?.char_indices();
    while let Some((at, c)) = rest.next() {
        if c == '\\' && quote == '"' {
            rest.next();
        } else if c == quote {
            return Some(&value[1 + at + 1..]);
        }
    }
    None
}

/// A text as a YAML string that needs no escapes, as far as that is possible.
fn in_quotes(text: &str) -> String {
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

/// What is wrong with a line such as `title:Sleep`, which YAML reads as one word, and how to mend it.
pub fn missing_space(content: &str) -> Option<(String, String)> {
    let content = content.trim_start_matches("- ").trim_end();
    let (key, value) = content.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_alphabetic())
        && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let is_value = !value.is_empty() && !value.starts_with([' ', '\t', '/', ':']);
    (is_key && is_value).then(|| {
        (
            format!("there is no space after the colon of `{key}`"),
            format!("write `{key}: {value}`"),
        )
    })
}

/// A line that is neither a setting nor an entry of a list.
fn no_colon(content: &str) -> Option<(String, String)> {
    let is_other = content.starts_with([
        '-', '[', ']', '{', '}', '"', '\'', '&', '*', '!', '|', '>', '?', '%',
    ]);
    (!is_other && !content.contains(':')).then(|| {
        (
            "this line has no colon, so it is not a setting".to_owned(),
            "write a name, a colon, a space and the value, such as `title: Sleep`".to_owned(),
        )
    })
}

/// The name and the value of a line such as `title: Sleep` or `- name: Ann`.
fn setting(line: &str) -> Option<(&str, &str)> {
    let content = line.trim_start().trim_start_matches("- ").trim();
    let (key, value) = match content.split_once(": ") {
        Some(parts) => parts,
        None => (content.strip_suffix(':')?, ""),
    };
    Some((key.trim_matches(['"', '\'']), value.trim()))
}

/// A plain sentence for a message whose cause was not found.
fn plain(said: &str) -> (&'static str, &'static str) {
    let starts = |part: &str| said.starts_with(part);
    if said.contains("',' or ']'") || said.contains("',' or '}'") {
        (
            "a list in brackets is not closed",
            "add the closing bracket, and a comma between its entries",
        )
    } else if starts("found unexpected end of stream") {
        (
            "a quotation mark is opened and never closed",
            "add the closing quotation mark",
        )
    } else if starts("found unknown escape") {
        (
            "a backslash inside double quotation marks begins a code",
            "use single quotation marks around the text",
        )
    } else if starts("mapping values")
        || starts("did not find expected key")
        || starts("did not find expected '-'")
    {
        (
            "this line does not continue what is above it",
            "give settings of the same kind the same number of spaces at the start, and put a text with a colon in quotation marks",
        )
    } else {
        (
            "this line is not a setting",
            "write a name, a colon, a space and the value; put a text with a special character in quotation marks",
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::formats::yaml::read;

    #[test]
    fn the_cause_is_named_and_not_what_the_parser_expected() {
        for (text, message, help) in [
            (
                "title: Sleep: a guide\n",
                "contains a colon",
                "title: \"Sleep: a guide\"",
            ),
            (
                "title: \"Mum \"and\" Dad\"\n",
                "goes on after",
                "title: 'Mum \"and\" Dad'",
            ),
            (
                "title: 'It's here'\n",
                "goes on after",
                "title: \"It's here\"",
            ),
            (
                "title:Sleep\nsummary: S\n",
                "no space after the colon of `title`",
                "`title: Sleep`",
            ),
            (
                "title: “Sleep: a guide”\n",
                "are curly",
                "title: \"Sleep: a guide\"",
            ),
            ("title: @home\n", "begins with `@`", "title: \"@home\""),
            ("title: *Sleep*\n", "begins with `*`", "title: \"*Sleep*\""),
            ("title: %\n", "begins with `%`", "title: \"%\""),
            (
                "title: \"Sleep\nsummary: S\n",
                "closing quotation mark of `title`",
                "add \"",
            ),
            (
                "tags: [one, two\ntitle: A\n",
                "closing bracket of `tags`",
                "add ]",
            ),
            ("a:\n\tb: 1\n", "with a tab", "spaces"),
            (
                "contacts: []\n  - name: Ann\n",
                "`[]` says that `contacts` is empty",
                "ends with `contacts:`",
            ),
            ("title: A\nSome words\n", "no colon", "a colon"),
            ("path: \"C:\\docs\"\n", "backslash", "single"),
            ("a:\n  b: 1\n c: 2\n", "does not continue", "spaces"),
        ] {
            let Err(problem) = read::<Value>(text) else {
                panic!("{text} can be read");
            };
            let found = problem.help.unwrap_or_default();
            assert!(
                problem.message.contains(message),
                "{text}: {}",
                problem.message
            );
            assert!(found.contains(help), "{text}: {found}");
        }
    }
}
