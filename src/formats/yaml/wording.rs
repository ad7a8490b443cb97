//! The messages of the YAML library, reworded for authors: the likely cause, its place, and what to write instead.
//!
//! The library names what its parser expected, which means little to an author. So the cause is looked for in the line of
//! the error and in those before it. If none of them shows it, a plain sentence for the library's message is used. This
//! is guesswork about a text that is invalid anyway; whether a text is valid is decided by the library.

use crate::diag::Span;
use crate::formats::misfit::{self, Kind, Notation, Subject};

/// A message, its help and its place.
pub(super) struct Reworded {
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) place: Span,
}

/// How YAML writes its values.
const NOTATION: Notation = Notation {
    list: "a list",
    list_help: "write each entry on a line of its own that begins with `- `",
    group: "a group of settings",
    group_help: "write each of its settings on a line of its own, as a name, a colon, a space and the value",
    text: "a text",
    assign: ": ",
    quote: '`',
};

/// Rewords a message about the byte at this offset.
pub(super) fn reword(text: &str, said: &str, at: usize) -> Reworded {
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    let here = at..at + width;
    if !is_syntax(said) {
        return of_data(text, said, at);
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

/// Rewords a message about data that do not fit. The library writes the path of the value in front of it:
/// `regions[0].contacts[4].kind: unknown variant …`.
fn of_data(text: &str, said: &str, at: usize) -> Reworded {
    let (path, said) = match said.split_once(": ") {
        Some((path, rest)) if is_path(path) => (path, rest),
        _ => ("", said),
    };
    if said.starts_with("deserializing from YAML containing more than one document") {
        return second_document(text);
    }
    let group = of_path(path);
    let subject = Subject {
        value: &group,
        group: &group,
    };
    let told = |message: &str, help: &str| (message.to_owned(), Some(help.to_owned()), None);
    let (message, help, written) = match misfit::reword(said, &subject, &NOTATION) {
        Some(misfit) if misfit.kind == Kind::RepeatedKey => {
            let key = misfit.written.unwrap_or_default();
            return Reworded {
                message: misfit.message,
                help: misfit.help,
                place: second_key(text, at, &key).unwrap_or(at..at),
            };
        }
        Some(misfit) => (misfit.message, misfit.help, misfit.written),
        None if said.contains("number out of range") => told(
            "this number is too large, or not a number",
            "put it in quotation marks, so that it is a text",
        ),
        None if said.contains("merg") => told(
            "`<<` needs a group of settings",
            "refer to a group of settings that is marked with `&`, or write the settings out",
        ),
        None if said.starts_with("EOF") => told(
            "this file is empty",
            "write its settings, or delete the file",
        ),
        None if said.contains("tag") || said.contains("number") || said.contains("recursion") => {
            told(
                "this value cannot be read",
                "put it in quotation marks, so that it is a text",
            )
        }
        // The sentences of mend's own types.
        None => (said.to_owned(), None, None),
    };
    // A sentence that begins with the setting it is about, as it is written.
    let whole = message
        .strip_prefix('`')
        .and_then(|rest| rest.split('`').next());
    if let Some(setting) = whole.filter(|setting| setting.contains(": "))
        && let Some(found) = text[at..].find(setting)
    {
        return Reworded {
            place: at + found..at + found + setting.len(),
            message,
            help,
        };
    }
    let written = written.filter(|written| text[at..].starts_with(written));
    Reworded {
        message,
        help,
        place: at..written.map_or_else(|| end_of_value(text, at), |written| at + written.len()),
    }
}

/// Whether a text is the path of a value, and not a sentence.
fn is_path(text: &str) -> bool {
    !text.contains([' ', '`', '"']) || text.ends_with(']')
}

/// The value or the group of settings at a path, as it is named in sentences.
fn of_path(path: &str) -> String {
    let name = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    match path
        .strip_suffix(']')
        .and_then(|path| path.rsplit_once('['))
    {
        Some(("", _)) => "an entry of this file".to_owned(),
        Some((list, _)) => format!("an entry of `{}`", name(list)),
        None if path.is_empty() => "this file".to_owned(),
        None => format!("`{}`", name(path)),
    }
}

/// The end of the value that begins at this byte: of its line, without a comment or what follows in brackets.
fn end_of_value(text: &str, at: usize) -> usize {
    let line = text[at..].lines().next().unwrap_or_default();
    let first = line.chars().next().filter(|first| "\"'".contains(*first));
    let end = match first.and_then(|quote| after_quoted(line, quote)) {
        Some(rest) => line.len() - rest.len(),
        None if line.starts_with(['[', '{']) => {
            line.find([']', '}']).map_or(line.len(), |end| end + 1)
        }
        None => [", ", " #", "]", "}"]
            .iter()
            .filter_map(|stop| line.find(stop))
            .min()
            .unwrap_or(line.len()),
    };
    at + line[..end].trim_end().len()
}

/// A file with a second line `---`.
fn second_document(text: &str) -> Reworded {
    let mut lines = text.match_indices("---").filter(|(at, _)| {
        *at > 0 && text[..*at].ends_with('\n') && text[..*at].lines().any(is_content)
    });
    let place = lines.next().map_or(0..0, |(at, mark)| at..at + mark.len());
    Reworded {
        message: "the line `---` begins a second file within this one".to_owned(),
        help: Some("remove the line".to_owned()),
        place,
    }
}

/// Whether a line says anything.
fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#') && !line.starts_with("---")
}

/// The second of two equal keys of the group of settings that begins at this byte: in its column, or in its line.
fn second_key(text: &str, at: usize, key: &str) -> Option<Span> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let column = at - start;
    let is_key = |found: &usize| {
        let line = text[..*found].rfind('\n').map_or(0, |end| end + 1);
        let is_here = line == start || *found - line == column;
        is_here
            && text[*found + key.len()..]
                .trim_start_matches(['"', '\''])
                .starts_with(':')
    };
    let found = text[at..].match_indices(key).map(|(found, _)| at + found);
    let second = found.filter(is_key).nth(1)?;
    Some(second..second + key.len())
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
        || said.starts_with("unknown anchor")
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

/// The brackets of lists and of groups of settings.
const BRACKETS: [(char, char); 2] = [('[', ']'), ('{', '}')];

/// A quotation mark or bracket that is opened in this line and not closed.
fn unclosed(line: &str) -> Option<(String, String)> {
    let entry = line.trim_start().trim_start_matches("- ");
    for (open, close) in BRACKETS {
        if entry.starts_with(open) && !entry.contains(close) {
            return Some((
                "the closing bracket of this entry is missing".to_owned(),
                format!("add {close} at its end"),
            ));
        }
    }
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
    for (open, close) in BRACKETS {
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
        return unclosed(content).or_else(|| no_colon(content));
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
    if key.starts_with(['[', '{']) {
        return None;
    }
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
    } else if starts("control characters") {
        (
            "this line has a character that cannot be seen",
            "delete the character and write the text again",
        )
    } else if starts("found incompatible")
        || starts("found unknown directive")
        || said.contains("directive")
    {
        (
            "a line that begins with `%` is not a setting",
            "delete the line, or begin it with # to make it a comment",
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
