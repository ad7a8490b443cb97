//! Finds bare addresses in a text: `https://…`, `www.…` and email addresses.
//!
//! The rules are those of GitHub's autolinks, extended for other scripts: an address may follow a letter of a script without
//! spaces between words, and ends before such letters and their punctuation. This file looks only at characters; `runs`
//! decides where links are allowed.

use std::ops::Range;

/// An address in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) range: Range<usize>,
    /// The beginning of its target that is not written: `https://` or `mailto:`.
    pub(super) prefix: &'static str,
}

/// The first address whose marker (`://`, `www.` or `@`) begins in a part of a text.
pub(super) fn next(text: &str, within: Range<usize>) -> Option<Address> {
    let bytes = text.as_bytes();
    within.into_iter().find_map(|at| match bytes[at] {
        b':' if bytes[at..].starts_with(b"://") => web(text, at),
        b'w' | b'W' => www(text, at),
        b'@' => mail(text, at),
        _ => None,
    })
}

/// The part of an address before a byte, if that is an address itself.
pub(super) fn cut(text: &str, address: &Address, end: usize) -> Option<Address> {
    let start = address.range.start;
    let cut = next(&text[..end], start..end)?;
    (cut.range.start == start).then_some(cut)
}

fn web(text: &str, colon: usize) -> Option<Address> {
    let scheme = ["https", "http", "ftp"].iter().find(|scheme| {
        let start = colon.checked_sub(scheme.len());
        start.is_some_and(|start| {
            text.as_bytes()[start..colon].eq_ignore_ascii_case(scheme.as_bytes())
        })
    })?;
    let start = colon - scheme.len();
    let host = colon + "://".len();
    let end = end(text, host)?;
    begins(text, start).then_some(Address {
        range: start..end,
        prefix: "",
    })
}

fn www(text: &str, start: usize) -> Option<Address> {
    const WWW: &[u8] = b"www.";
    let head = text.as_bytes().get(start..start + WWW.len())?;
    if !head.eq_ignore_ascii_case(WWW) || !begins(text, start) {
        return None;
    }
    let end = end(text, start + WWW.len())?;
    text[start + WWW.len()..end]
        .contains('.')
        .then_some(Address {
            range: start..end,
            prefix: "https://",
        })
}

fn mail(text: &str, at: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let local = bytes[..at]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(byte))
        .count();
    let local = text[at - local..at].trim_start_matches(['.', '-', '_', '+']);
    let mut start = at - local.len();
    let domain = bytes[at + 1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
        .count();
    let domain = text[at + 1..at + 1 + domain].trim_end_matches(['.', '-']);
    let (_, last) = domain.rsplit_once('.')?;
    let end = at + 1 + domain.len();
    let rest = &text[end..];
    // `git@host:path`, `a@b@c` and `@scope/name@1.2` are no mail.
    let is_path = rest.starts_with(['@', '/'])
        || rest.starts_with(':') && !rest[1..].starts_with(char::is_whitespace);
    let is_domain = last.starts_with(|c: char| c.is_ascii_alphabetic()) && !domain.starts_with('.');
    if local.is_empty() || !is_domain || is_path || domain.contains("..") {
        return None;
    }
    let before = &text[..start];
    let mut prefix = "mailto:";
    if before.len() >= prefix.len()
        && before.as_bytes()[start - prefix.len()..].eq_ignore_ascii_case(prefix.as_bytes())
    {
        (start, prefix) = (start - prefix.len(), "");
    }
    let follows_path = before.ends_with(['/', '@', '=']);
    (!follows_path).then_some(Address {
        range: start..end,
        prefix,
    })
}

/// Whether an address may begin here: not within a word, a path or an attribute.
fn begins(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        Some('"' | '\'') => before.next() != Some('='),
        Some(c) => {
            !(c.is_ascii_alphanumeric()
                || matches!(c, '/' | '@' | '.' | '-' | '+' | '=' | ':' | '_'))
                || c == '_' && before.next().is_none_or(|c| !c.is_alphanumeric())
        }
        None => true,
    }
}

/// The end of the address whose host begins here.
fn end(text: &str, host: usize) -> Option<usize> {
    let rest = &text[host..];
    let mut label: Option<char> = None;
    let mut length = rest.len();
    for (at, c) in rest.char_indices() {
        let is_part = c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        // `https://example.org和` continues in Chinese, and `https://例え.jp` is a host.
        let leaves_latin = is_unspaced(c) && label.is_some_and(|first| first.is_ascii());
        if !is_part || leaves_latin {
            length = at;
            break;
        }
        label = if c == '.' { None } else { label.or(Some(c)) };
    }
    if !rest[..length].starts_with(char::is_alphanumeric) {
        return None;
    }
    let tail = &rest[length..];
    if tail.starts_with(['/', '?', '#', ':']) {
        length += tail.find(ends_address).unwrap_or(tail.len());
    }
    Some(host + trim(&rest[..length]))
}

fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>' | '"' | '`' | '“' | '”' | '„' | '«' | '»' | '‹' | '›'
        )
        || matches!(c, '\u{3000}'..='\u{3020}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
        || matches!(c, '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{964}')
}

/// Whether a letter belongs to a script without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The length of an address without the punctuation of the sentence around it.
fn trim(address: &str) -> usize {
    const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let count = |c: char| address.matches(c).count();
    let mut surplus = BRACKETS.map(|(open, close)| count(close).saturating_sub(count(open)));
    let mut left = address;
    while let Some(last) = left.chars().next_back() {
        let bracket = BRACKETS.iter().position(|(_, close)| *close == last);
        let length = match (last, bracket) {
            (_, Some(kind)) if surplus[kind] > 0 => {
                surplus[kind] -= 1;
                1
            }
            (';', _) => entity(left).unwrap_or(1),
            ('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' | '\\', _) => {
                last.len_utf8()
            }
            _ => break,
        };
        left = &left[..left.len() - length];
    }
    left.len()
}

/// The length of the entity at the end of a text.
fn entity(text: &str) -> Option<usize> {
    // No name is longer than this, so a long row of semicolons is not searched again for each of them.
    const LONGEST: usize = 40;
    let near = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
    let start = near + text[near..].rfind('&')?;
    let name = &text[start + 1..text.len() - 1];
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some(text.len() - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(address) = next(text, from..text.len()) {
            from = address.range.end;
            found.push(format!("{}{}", address.prefix, &text[address.range]));
        }
        found
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            ("See https://example.org/a--b.", "https://example.org/a--b"),
            ("(https://example.org/x_(y))", "https://example.org/x_(y)"),
            ("www.example.org, then", "https://www.example.org"),
            (
                "http://localhost:8080/?a=1&b=2;",
                "http://localhost:8080/?a=1&b=2",
            ),
            ("https://example.org/?a&copy;", "https://example.org/?a"),
            ("\"https://example.org\"...", "https://example.org"),
            (
                "Write to first.last+x@mail.example.org.",
                "mailto:first.last+x@mail.example.org",
            ),
            ("mailto:a@example.org", "mailto:a@example.org"),
            (
                "请访问https://example.org/心理。谢谢",
                "https://example.org/心理",
            ),
            ("https://example.org和", "https://example.org"),
            ("*https://example.org*", "https://example.org"),
            ("[https://example.org]", "https://example.org"),
            ("HTTPS://Example.org/A", "HTTPS://Example.org/A"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_text() {
        for text in [
            "https://",
            "https://-",
            "xhttps://example.org",
            "src=\"https://example.org\"",
            "www.",
            "www.x",
            "awww.x.org",
            "10:30",
            "a@b",
            "@example.org",
            "git@github.com:a/b",
            "actions/checkout@v4.1",
            "a@b@c.org",
            "me @ example.org",
            "std::a",
            "foo.org",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn many_brackets_are_counted_once() {
        let text = format!("https://example.org/{}", ")".repeat(100_000));
        assert_eq!(found(&text), ["https://example.org/"]);
    }
}
