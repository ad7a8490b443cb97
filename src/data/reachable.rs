//! Checks the form of web addresses, phone numbers and email addresses in data files and settings.
//!
//! It makes no requests and does not check whether an address or number works.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::source::value_spans;
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::files::SourceFile;

/// Whether a text is a web address that can be used in a link without encoding.
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (name, port) = host.split_once(':').unwrap_or((host, "0"));
        let is_label = |label: &str| {
            !label.is_empty()
                && label
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-_".contains(c))
        };
        name.contains('.')
            && name.split('.').all(is_label)
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && is_plain(rest)
    })
}

/// Whether a text is such an address with the scheme `https`.
pub fn is_secure_address(text: &str) -> bool {
    text.starts_with("https://") && is_web_address(text)
}

/// Whether a text is one phone number: digits, grouped for reading. Letters are rejected: phones drop a letter that looks
/// like a digit and would dial another number.
pub fn is_number(text: &str) -> bool {
    /// The maximum number of digits of a phone number (E.164).
    const MOST: usize = 15;
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let is_legal = |c: char| c.is_ascii_digit() || " \u{A0}\u{202F}-()".contains(c);
    (2..=MOST).contains(&digits) && rest.chars().all(is_legal)
}

/// Whether a text is exactly one email address, without characters that a `mailto:` link would read as more recipients or fields.
pub fn is_mail_address(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && is_plain(part) && !part.contains(['@', '?', '&', ',', ';', ':', '%'])
    };
    text.split_once('@')
        .is_some_and(|(name, host)| is_part(name) && is_part(host) && host.contains('.'))
}

/// Whether a text is free of invisible characters, of characters that end an attribute and of those that need encoding.
fn is_plain(text: &str) -> bool {
    const INVISIBLE: [char; 4] = ['\u{200B}', '\u{200E}', '\u{200F}', '\u{FEFF}'];
    let is_turning =
        |c: char| ('\u{202A}'..='\u{202E}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    text.chars().all(|c| {
        !c.is_control()
            && !c.is_whitespace()
            && !"\"<>\\^`{|}".contains(c)
            && !INVISIBLE.contains(&c)
            && !is_turning(c)
    })
}

/// Reports each value of a key in a data file that is not a web address, with its span if that is found.
pub(super) fn check_addresses<'a>(
    file: &SourceFile,
    key: &str,
    values: impl Iterator<Item = &'a str>,
) -> Vec<Diagnostic> {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let spans = value_spans(file, key);
    let values: Vec<&str> = values.collect();
    let written = |at: &Span| text[at.clone()].trim_matches(['"', '\'']);
    // Of two spans with one text the first counts.
    let places: BTreeMap<&str, &Span> = spans.iter().rev().map(|at| (written(at), at)).collect();
    // A value with YAML escapes differs from its source text. Then take the first span that matches no value as it is.
    let other = OnceCell::new();
    let other = || {
        *other.get_or_init(|| {
            let values: BTreeSet<&str> = values.iter().copied().collect();
            spans.iter().find(|at| !values.contains(written(at)))
        })
    };
    let problem = |value: &str| {
        let message = format!("`{key}: {}` is not a web address", value.escape_debug());
        let problem = Diagnostic::new(codes::DATA_04, message)
            .help("write it as the browser shows it: https://example.org/page");
        match places.get(value).copied().or_else(other) {
            Some(at) => problem.at(&file.path, at.clone()),
            None => problem.in_file(&file.path),
        }
    };
    let wrong = values.iter().filter(|value| !is_web_address(value));
    wrong.map(|value| problem(value)).collect()
}

/// The recipient and body of a text message to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMessage {
    /// The number to dial, without grouping.
    pub number: String,
    /// The keyword to send, if the service requires one.
    pub body: Option<String>,
}

impl TextMessage {
    /// Extracts the message from words such as "text SHOUT to 85258": the longest number is the recipient, and the word in
    /// capitals is the keyword. With several words in capitals the keyword is ambiguous, so there is none.
    pub fn of(words: &str) -> Option<Self> {
        let dialled = |run: &str| -> String {
            let dialled = run.trim().chars();
            dialled.filter(|c| matches!(c, '0'..='9' | '+')).collect()
        };
        let runs = words.split(|c| !matches!(c, '0'..='9' | '+' | '-' | ' ' | '\u{a0}'));
        // `max_by_key` keeps the last maximum. The order is reversed so that the first of several longest numbers is kept.
        let number = runs.rev().map(dialled).max_by_key(String::len)?;
        let is_name = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_uppercase());
        let mut names = words.split(|c: char| !c.is_alphanumeric());
        let mut names = names.by_ref().filter(is_name).filter(|name| *name != "SMS");
        let body = names.next().filter(|_| names.next().is_none());
        (number.len() > 2).then(|| Self {
            number,
            body: body.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_followed_dialled_or_written_to_passes() {
        for good in [
            "https://example.org",
            "http://example.org:8080/a?b=c#d",
            "https://bücher.example/für",
            "https://web.archive.org/web/2020/https://example.org/",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "//evil.example",
            "javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https://localhost",
            "https://a..b",
            "https://safe.example@evil.example/",
            "https://example.org/a b",
            "https://example.org/\"onclick=\"x",
            "https://example.org/\u{202E}moc",
            "https:/example.org",
            " https://example.org",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
        assert!(is_secure_address("https://a.example") && !is_secure_address("http://a.example"));
        for good in [
            "999",
            "116 123",
            "+44 (0)20 7946 0000",
            "1-800-799-7233",
            "08\u{A0}00",
        ] {
            assert!(is_number(good), "{good}");
        }
        for bad in [
            "",
            "99O",
            "call police",
            "9",
            "112/999",
            "999, 112",
            "0800 FLOWERS",
            "+",
            "9\u{7}99",
            "٩٩٩",
            "12345678901234567",
        ] {
            assert!(!is_number(bad), "{bad}");
        }
        assert!(is_mail_address("a.b+c@example.org"));
        for bad in [
            "",
            "a",
            "@b.c",
            "a@b",
            "a@b.c?bcc=d@e.f",
            "a@b.c,d@e.f",
            "a b@c.d",
            "mailto:a@b.c",
            "a@b.c\n",
        ] {
            assert!(!is_mail_address(bad), "{bad}");
        }
    }
}
