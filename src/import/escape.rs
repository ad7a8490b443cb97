//! Text as Markdown that shows it as it is: every mark that mend would read as more than text gets a backslash.

/// Text inside a paragraph. Marks that only count at the start of a line are left to [`line_start`].
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let characters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied();
    for (index, &c) in characters.iter().enumerate() {
        let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
        let is_doubled = before == Some(c) || after == Some(c);
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_mark = match c {
            '\\' | '`' | '*' | '[' | ']' | '^' => true,
            // Inside a word it is a letter like any other.
            '_' => !(is_letter(before) && is_letter(after)),
            '<' => after.is_some_and(|c| c.is_alphabetic() || "/!?".contains(c)),
            '&' => after.is_some_and(|c| c.is_alphanumeric() || c == '#'),
            '~' | '=' | '%' | '{' | '$' => is_doubled || (c != '=' && c != '%' && !is_space(after)),
            ':' => is_doubled,
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn is_space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

/// A line of a paragraph: what would begin a heading, a list, a quotation or another block there gets a backslash.
pub(super) fn line_start(line: &str) -> String {
    let trimmed = line.trim_start();
    let digits = trimmed.len()
        - trimmed
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    let rest = &trimmed[digits..];
    let is_item = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let first = trimmed.chars().next();
    let begins_block = match first {
        Some('#') => is_item(trimmed.trim_start_matches('#')),
        Some('-' | '+') => is_item(&trimmed[1..]) || trimmed.trim_matches(['-', ' ']).is_empty(),
        Some('>' | '|' | ':') => true,
        Some('=') => trimmed.trim_matches('=').trim().is_empty(),
        Some('!') => trimmed.starts_with("!!!"),
        Some('?') => trimmed.starts_with("???"),
        _ => false,
    };
    match first {
        _ if begins_block => format!("\\{trimmed}"),
        Some('0'..='9') if digits < 10 && rest.starts_with(['.', ')']) && is_item(&rest[1..]) => {
            format!("{}\\{rest}", &trimmed[..digits])
        }
        _ => trimmed.to_owned(),
    }
}

/// An address between the round brackets of a link.
pub(super) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.trim().chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// A code span, with as many backticks as its text needs.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{blank}{text}{blank}{marks}")
}

/// A block of code, in a fence that its text does not close.
pub(super) fn fenced(text: &str, language: &str) -> String {
    let longest = text.lines().map(|line| {
        let line = line.trim_start();
        line.len() - line.trim_start_matches('`').len()
    });
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    let text = text.trim_matches('\n');
    format!("{fence}{language}\n{text}\n{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_escaped_where_they_would_count() {
        for (text, expected) in [
            ("snake_case and _this_", "snake_case and \\_this\\_"),
            ("5 * 3 [1] `a` C:\\x", "5 \\* 3 \\[1\\] \\`a\\` C:\\\\x"),
            ("a < b <b> &amp; R&D", "a < b \\<b> \\&amp; R\\&D"),
            ("100 % %% 5 = 5 ==a==", "100 % \\%\\% 5 = 5 \\=\\=a\\=\\="),
            ("{{ x }} ~5 ::: 1:2", "\\{\\{ x }} \\~5 \\:\\:\\: 1:2"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn lines_that_would_begin_a_block_are_escaped() {
        for (line, expected) in [
            ("# no", "\\# no"),
            ("#tag", "#tag"),
            ("- no", "\\- no"),
            ("---", "\\---"),
            ("-5", "-5"),
            ("1. no", "1\\. no"),
            ("1.5", "1.5"),
            ("2012) no", "2012\\) no"),
            ("> no", "\\> no"),
            (": no", "\\: no"),
        ] {
            assert_eq!(line_start(line), expected);
        }
    }

    #[test]
    fn code_is_fenced_so_that_it_stays_whole() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(fenced("```\nx\n```", "rust"), "````rust\n```\nx\n```\n````");
    }
}
