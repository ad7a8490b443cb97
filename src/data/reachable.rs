//! What a reader can follow, dial or write to: addresses and numbers in data files and settings.
//!
//! They are judged by their form. Whether anybody answers there is not asked here.

use super::source::value_spans;
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::files::SourceFile;

/// Whether a text is a web address that a link can hold as it is.
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

/// The same for an address that is encrypted on the way.
pub fn is_secure_address(text: &str) -> bool {
    text.starts_with("https://") && is_web_address(text)
}

/// Whether a text is one number that a phone can dial: digits, grouped for reading. A letter that looks like a digit
/// would be left out in dialling, and reach someone else.
pub fn is_number(text: &str) -> bool {
    /// The most digits a number can have, by E.164.
    const MOST: usize = 15;
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let is_legal = |c: char| c.is_ascii_digit() || " \u{A0}\u{202F}-()".contains(c);
    (2..=MOST).contains(&digits) && rest.chars().all(is_legal)
}

/// Whether a text is one mail address and nothing that a mail program would read as more.
pub fn is_mail_address(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && is_plain(part) && !part.contains(['@', '?', '&', ',', ';', ':', '%'])
    };
    text.split_once('@')
        .is_some_and(|(name, host)| is_part(name) && is_part(host) && host.contains('.'))
}

/// Whether a text holds nothing that hides, breaks out of an attribute or has to be encoded in an address.
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

/// Reports the values of a key in a data file that are no web addresses, each at its line.
pub(super) fn check_addresses<'a>(
    file: &SourceFile,
    key: &str,
    values: impl Iterator<Item = &'a str>,
) -> Vec<Diagnostic> {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let spans = value_spans(file, key);
    let values: Vec<&str> = values.collect();
    let written = |at: &Span| text[at.clone()].trim_matches(['"', '\'']);
    let problem = |value: &str| {
        let message = format!("`{key}: {}` is no web address", value.escape_debug());
        let problem = Diagnostic::new(codes::DATA_04, message)
            .help("write it as it stands in the browser: https://example.org/page");
        // A value that is written with escapes is not found as it is; then it is one of those that no value equals.
        let exact = spans.iter().find(|at| written(at) == value);
        let wrong = || {
            let is_other = |at: &&Span| !values.contains(&written(at));
            spans.iter().find(is_other)
        };
        match exact.or_else(wrong) {
            Some(at) => problem.at(&file.path, at.clone()),
            None => problem.in_file(&file.path),
        }
    };
    let wrong = values.iter().filter(|value| !is_web_address(value));
    wrong.map(|value| problem(value)).collect()
}

/// A text message that reaches a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMessage {
    /// Its number as it is dialled.
    pub number: String,
    /// What it must say, if the service waits for a word.
    pub body: Option<String>,
}

impl TextMessage {
    /// The message that these words ask for: their longest number, and the one word in capitals (text SHOUT to 85258).
    pub fn of(words: &str) -> Option<Self> {
        let dialled = |run: &str| -> String {
            let dialled = run.trim().chars();
            dialled.filter(|c| matches!(c, '0'..='9' | '+')).collect()
        };
        let runs = words.split(|c| !matches!(c, '0'..='9' | '+' | '-' | ' ' | '\u{a0}'));
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
