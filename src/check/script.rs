//! Checks the site's own scripts: they store nothing about readers, request nothing from other hosts, and let readers leave
//! at once.
//!
//! This is a heuristic over the tokens of a script: names in its code, and strings that are such a name in full, as in
//! `addEventListener("beforeunload"`. Comments are skipped. Scripts that come with mend ask the reader first, so unchanged
//! copies of them are not checked.

use std::ops::Range;
use std::sync::Arc;

use crate::codes;
use crate::config::Check;
use crate::diag::Diagnostic;
use crate::path::SourcePath;

/// Names that store something on the reader's device.
const STORES: [&str; 4] = ["localStorage", "sessionStorage", "indexedDB", "cookieStore"];

/// Events on which a script can make the browser ask whether to leave.
const LEAVING: [&str; 2] = ["beforeunload", "onbeforeunload"];

/// Names that request the address that follows them.
const REQUESTS: [&str; 7] = [
    "fetch",
    "import",
    "from",
    "importScripts",
    "sendBeacon",
    "WebSocket",
    "EventSource",
];

/// Whether files with this extension are scripts.
pub(super) fn is_script(extension: &str) -> bool {
    matches!(extension, "js" | "mjs")
}

/// Judges scripts, except for unchanged copies of those that come with mend.
pub(super) fn check<'f>(
    scripts: impl Iterator<Item = (&'f SourcePath, Arc<[u8]>)>,
    builtin: &[(&str, &[u8])],
    own_address: Option<&str>,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(severity) = rules.severity_of(codes::PRIV_02) else {
        return;
    };
    let is_builtin = |bytes: &[u8]| builtin.iter().any(|(_, own)| *own == bytes);
    for (path, bytes) in scripts {
        let Ok(text) = std::str::from_utf8(&bytes) else {
            continue;
        };
        if is_builtin(&bytes) {
            continue;
        }
        let found = find(text, own_address);
        problems.extend(found.into_iter().map(|(message, help, place)| {
            Diagnostic::new(codes::PRIV_02, message)
                .at(path, place)
                .severity(severity)
                .help(help)
        }));
    }
}

type ScriptFinding = (String, &'static str, Range<usize>);

/// What a script does that it should not: in words, what to do about it, and where.
fn find(script: &str, own_address: Option<&str>) -> Vec<ScriptFinding> {
    let tokens = tokens(script);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let word = &script[token.inside.clone()];
        let before = at.checked_sub(1);
        let before = before.map(|before| &script[tokens[before].inside.clone()]);
        let is_cookie = word == "cookie" && before == Some("document");
        if STORES.contains(&word) || is_cookie {
            found.push((
                format!("the script uses `{word}`, which stores data on the reader's device"),
                "store nothing, or ask the reader first and set this rule in `[check.rules]`",
                token.inside.clone(),
            ));
        } else if LEAVING.contains(&word) {
            found.push((
                format!(
                    "the script listens for `{word}`, which can hold up a reader who has to leave"
                ),
                "remove it: readers must be able to leave at once",
                token.inside.clone(),
            ));
        } else if token.is_string
            && before.is_some_and(|name| REQUESTS.contains(&name))
            && is_elsewhere(word, own_address)
        {
            found.push((
                format!("the script requests {word} from another host"),
                "serve what it needs from the site itself",
                token.inside.clone(),
            ));
        }
    }
    found
}

fn is_elsewhere(address: &str, own_address: Option<&str>) -> bool {
    let schemes = ["http:", "https:", "ws:", "wss:", "//"];
    schemes.iter().any(|scheme| address.starts_with(scheme))
        && !own_address.is_some_and(|own| address.starts_with(own))
}

/// A name in the code of a script, or a string.
struct ScriptToken {
    /// Its bytes, without the quotes.
    inside: Range<usize>,
    is_string: bool,
}

/// The names and strings of a script, in order. Regular expressions are not recognised, so a quote in one opens a string;
/// that string ends with its line.
fn tokens(script: &str) -> Vec<ScriptToken> {
    let mut tokens = Vec::new();
    let mut rest = script.char_indices().peekable();
    let end_behind = |at: usize, mark: &str| {
        script[at..]
            .find(mark)
            .map(|length| at + length + mark.len())
    };
    while let Some((start, c)) = rest.next() {
        let next = script[start + c.len_utf8()..].chars().next();
        let end = match c {
            '/' if next == Some('/') => end_behind(start, "\n"),
            '/' if next == Some('*') => end_behind(start + 2, "*/"),
            '"' | '\'' | '`' => {
                let inside = start + 1..end_of_string(script, start + 1, c);
                let end = inside.end + 1;
                tokens.push(ScriptToken {
                    inside,
                    is_string: true,
                });
                Some(end)
            }
            c if is_name_character(c) => {
                let length = script[start..].find(|c| !is_name_character(c));
                let end = length.map_or(script.len(), |length| start + length);
                tokens.push(ScriptToken {
                    inside: start..end,
                    is_string: false,
                });
                Some(end)
            }
            _ => continue,
        };
        let end = end.unwrap_or(script.len());
        while rest.next_if(|(at, _)| *at < end).is_some() {}
    }
    tokens
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Where a string ends that was opened with this quote.
fn end_of_string(script: &str, start: usize, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in script[start..].char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote || (c == '\n' && quote != '`') => return start + at,
            _ => {}
        }
    }
    script.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(script: &str) -> Vec<&str> {
        let found = find(script, Some("https://own.example/"));
        found
            .into_iter()
            .map(|(_, _, place)| &script[place])
            .collect()
    }

    #[test]
    fn scripts_that_store_request_or_hold_up_are_found() {
        for (script, place) in [
            ("localStorage.setItem('a', 1)", "localStorage"),
            ("window.sessionStorage.a = 1", "sessionStorage"),
            ("window['localStorage'].a = 1", "localStorage"),
            ("indexedDB.open('a')", "indexedDB"),
            ("document.cookie = 'a=1'", "cookie"),
            ("document . cookie", "cookie"),
            ("await cookieStore.set('a', 1)", "cookieStore"),
            ("addEventListener(\"beforeunload\", ask)", "beforeunload"),
            ("window.onbeforeunload = ask", "onbeforeunload"),
            (
                "fetch('https://counter.example/')",
                "https://counter.example/",
            ),
            ("navigator.sendBeacon(`//a.example`, x)", "//a.example"),
            (
                "import x from 'https://a.example/x.js'",
                "https://a.example/x.js",
            ),
            ("let a = /\"/;\nlocalStorage.a", "localStorage"),
            ("// it's\nlocalStorage.a", "localStorage"),
            ("new WebSocket('wss://a.example')", "wss://a.example"),
        ] {
            assert_eq!(places(script), [place], "{script}");
        }
    }

    #[test]
    fn scripts_that_only_mention_such_names_are_left_alone() {
        for script in [
            "// localStorage is not used",
            "/* document.cookie */ let a = 1",
            "say('We use no localStorage.')",
            "let cookie = recipe.cookie",
            "fetch('words.json')",
            "fetch('https://own.example/words.json')",
            "let study = 'https://doi.org/1'",
            "a.href = 'https://journal.example/'",
            "addEventListener('pagehide', cover)",
            "let myLocalStorageLike = new Map()",
            "let a = 'it\\'s // no comment'; /* beforeunload */",
            "`a\nlocalStorage in a long text`",
        ] {
            assert_eq!(places(script), [""; 0], "{script}");
        }
    }
}
