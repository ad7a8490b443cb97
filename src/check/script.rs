//! The scripts a site brings itself: they keep nothing of its reader, tell nobody, and let everybody leave.
//!
//! Only what is written in a script is looked at: names in its code, and texts that name one in full, as
//! `addEventListener("beforeunload"` does. Comments are no code. A theme's file that is the program's own, byte for
//! byte, is known to ask its reader first; a changed one is looked at like any other.

use std::ops::Range;

use super::Subject;
use crate::codes;
use crate::diag::Diagnostic;
use crate::theme::builtin;

/// Names that keep something on the reader's device.
const KEEPS: [&str; 4] = ["localStorage", "sessionStorage", "indexedDB", "cookieStore"];

/// Events by which a browser asks whether to leave.
const HOLDS: [&str; 2] = ["beforeunload", "onbeforeunload"];

/// Names behind which an address is asked for.
const ASKS: [&str; 7] = [
    "fetch",
    "import",
    "from",
    "importScripts",
    "sendBeacon",
    "WebSocket",
    "EventSource",
];

/// Looks at every script among the site's files and those of its theme.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let rules = &subject.config.check;
    let Some(severity) = rules.severity_of(codes::PRIV_02) else {
        return;
    };
    let published = subject.assets.iter().zip(&*subject.graph.asset_routes);
    let assets = published
        .filter(|(_, route)| route.is_some())
        .map(|(asset, _)| (&asset.path, &*asset.output.bytes));
    let theme = subject.theme_files.iter();
    let theme = theme.map(|file| (&file.path, &*file.bytes));
    let is_builtin = |bytes: &[u8]| builtin::FILES.iter().any(|(_, own)| *own == bytes);
    for (path, bytes) in assets.chain(theme) {
        let is_script = matches!(path.extension().as_str(), "js" | "mjs");
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_script) else {
            continue;
        };
        if is_builtin(bytes) {
            continue;
        }
        let found = find(text, subject.config.base_url.as_deref());
        problems.extend(found.into_iter().map(|(message, help, place)| {
            Diagnostic::new(codes::PRIV_02, message)
                .at(path, place)
                .severity(severity)
                .help(help)
        }));
    }
}

type Finding = (String, &'static str, Range<usize>);

/// What a script does that it should not: in words, what to do about it, and where.
fn find(script: &str, own_address: Option<&str>) -> Vec<Finding> {
    let tokens = tokens(script);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let word = &script[token.inside.clone()];
        let before = at.checked_sub(1);
        let before = before.map(|before| &script[tokens[before].inside.clone()]);
        let is_cookie = word == "cookie" && before == Some("document");
        if KEEPS.contains(&word) || is_cookie {
            found.push((
                format!("the script uses `{word}`, which stays on the reader's device"),
                "keep nothing, or ask the reader first and set this rule for the site in `[check.rules]`",
                token.inside.clone(),
            ));
        } else if HOLDS.contains(&word) {
            found.push((
                format!("the script listens for `{word}`, so a reader who has to leave may be asked first"),
                "take it out; whoever wants to leave must be able to",
                token.inside.clone(),
            ));
        } else if token.is_text
            && before.is_some_and(|name| ASKS.contains(&name))
            && is_elsewhere(word, own_address)
        {
            found.push((
                format!("the script asks {word}, which is on another host"),
                "keep what it needs among the files of the site",
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

/// A name of a script's code, or a text in quotes.
struct Token {
    /// Its bytes, without the quotes.
    inside: Range<usize>,
    is_text: bool,
}

/// The names and texts of a script, in order. A pattern between slashes is taken for code; a quote in it ends with
/// its line.
fn tokens(script: &str) -> Vec<Token> {
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
                let inside = start + 1..end_of_text(script, start + 1, c);
                let end = inside.end + 1;
                tokens.push(Token {
                    inside,
                    is_text: true,
                });
                Some(end)
            }
            c if is_of_name(c) => {
                let length = script[start..].find(|c| !is_of_name(c));
                let end = length.map_or(script.len(), |length| start + length);
                tokens.push(Token {
                    inside: start..end,
                    is_text: false,
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

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Where a text ends that was opened with this quote.
fn end_of_text(script: &str, start: usize, quote: char) -> usize {
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
    fn what_keeps_tells_or_holds_is_found() {
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
    fn what_only_speaks_of_it_is_left_alone() {
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
