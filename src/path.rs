//! The three kinds of path: of a file in the site folder, of a page on the web, and of a published file.
//!
//! Each kind has a type of its own, so that they are never confused. This file also has the conversions between them and
//! the rules for legal names. Everything works on strings; nothing here touches the disk.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// The path of a file inside the site folder: relative, separated by `/`, in Unicode form NFC.
///
/// Examples: `content/repair/how-to-apologise.md`, `themes/calm/static/icon.svg`, `site.toml`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourcePath(Arc<str>);

/// The address of a page or file inside the site: it starts with `/` and is not percent-encoded.
///
/// It ends with `/` (`/forgiveness/`) or with a file name (`/feed.xml`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Route(Arc<str>);

/// The path of a file inside the published folder: relative, separated by `/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OutputPath(Arc<str>);

/// How links inside the site are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum LinkStyle {
    /// `../forgiveness/`, for a web server.
    #[default]
    Folder,
    /// `../forgiveness/index.html`, which also opens from disk.
    Portable,
}

impl SourcePath {
    /// Accepts a relative path with either kind of slash, in any Unicode form.
    pub fn new(path: &str) -> Self {
        if path.is_ascii() && !path.contains('\\') {
            return Self(path.into());
        }
        Self(path.replace('\\', "/").nfc().collect::<String>().into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder of the file, without a trailing slash; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part, extension included.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension in lower case; empty without one.
    pub fn extension(&self) -> String {
        self.file_name()
            .rsplit_once('.')
            .map_or(String::new(), |(_, extension)| {
                extension.to_ascii_lowercase()
            })
    }

    /// The path relative to `folder`, if it is below that folder.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// Whether it is this file or folder, or is below it.
    pub fn is_in(&self, folder: &str) -> bool {
        self.as_str() == folder || self.below(folder).is_some()
    }

    /// Resolves a relative path from the folder of this file; `None` if it climbs out of the site folder.
    pub fn join(&self, relative: &str) -> Option<SourcePath> {
        resolve_dots(self.folder(), relative).map(|path| SourcePath::new(&path))
    }
}

impl Route {
    /// Accepts an address that starts with `/`, in any Unicode form.
    pub fn new(route: &str) -> Self {
        debug_assert!(
            route.starts_with('/'),
            "a route starts with a slash: {route}"
        );
        if route.is_ascii() {
            return Self(route.into());
        }
        Self(route.nfc().collect::<String>().into())
    }

    /// The address as text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends a path to the directory of this address: `/repair/` and `feed.xml` give `/repair/feed.xml`.
    pub fn join(&self, below: &str) -> Route {
        Route::new(&format!("{}{below}", self.directory()))
    }

    /// The file served at this address: `repair/index.html` for `/repair/`.
    pub fn to_output(&self) -> OutputPath {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') {
            OutputPath(format!("{path}index.html").into())
        } else {
            OutputPath(path.into())
        }
    }

    /// The whole address, percent-encoded, for sitemaps, feeds and canonical links.
    pub fn encoded(&self) -> String {
        encode_path(&self.0)
    }

    /// The link from a page at `from` to this address, percent-encoded but not yet escaped for HTML.
    ///
    /// It is always relative, so that a build works below any path of a host. A first part with a colon gets `./` before
    /// it, or it would be read as a scheme.
    pub fn relative_from(&self, from: &Route, style: LinkStyle) -> String {
        let base = from.directory();
        // The common prefix is cut back to its last slash, so that `/repair/` and `/repairs/` share only `/`.
        let shared = base
            .bytes()
            .zip(self.0.bytes())
            .take_while(|(left, right)| left == right)
            .count();
        let shared = base.as_bytes()[..shared]
            .iter()
            .rposition(|&byte| byte == b'/')
            .map_or(0, |at| at + 1);
        let up = base[shared..].bytes().filter(|&byte| byte == b'/').count();
        let rest = &self.0[shared..];
        let mut href = "../".repeat(up);
        if up == 0
            && rest
                .split('/')
                .next()
                .is_some_and(|first| first.contains(':'))
        {
            href.push_str("./");
        }
        href.push_str(&encode_path(rest));
        if style == LinkStyle::Portable && (href.is_empty() || href.ends_with('/')) {
            href.push_str("index.html");
        } else if href.is_empty() {
            href.push_str("./");
        }
        href
    }

    /// The address up to and including its last slash.
    pub fn directory(&self) -> &str {
        &self.0[..=self.0.rfind('/').unwrap_or(0)]
    }
}

impl OutputPath {
    /// Accepts a relative path of legal parts, as defined by [`check_output`].
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address at which this file is served: `/repair/` for `repair/index.html`.
    pub fn to_route(&self) -> Route {
        let path = match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        };
        Route::new(&format!("/{path}"))
    }
}

macro_rules! show_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    )*};
}
show_as_text!(SourcePath, Route, OutputPath);

/// Resolves `relative` from `folder`, both separated by `/`; `None` if it climbs above the top.
pub fn resolve_dots(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The longest part of an output path, in bytes; most file systems allow 255.
const LONGEST_PART: usize = 200;

/// The longest output path, in bytes.
const LONGEST_PATH: usize = 1_000;

/// Checks that an output path is legal.
///
/// The rules combine those of all systems, so that a site built on one machine can be served from any other: no empty
/// parts and no `.` or `..`, no invisible characters or ones that Windows reserves, no device names, and no names too
/// long for a file system.
///
/// # Errors
///
/// Why the path is not legal.
pub fn check_output(path: &str) -> Result<(), String> {
    if path.len() > LONGEST_PATH {
        return Err(format!(
            "the path has {} bytes; the limit is {LONGEST_PATH}",
            path.len()
        ));
    }
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Err(format!("`{part}` is not a valid file name"));
        }
        if part.len() > LONGEST_PART {
            return Err(format!(
                "a part of the path has {} bytes; the limit is {LONGEST_PART}",
                part.len()
            ));
        }
        if let Some(bad) = part
            .chars()
            .find(|c| c.is_control() || is_unseen(*c) || "\\:*?\"<>|".contains(*c))
        {
            return Err(format!(
                "the character {bad:?} is not allowed in a file name on every system"
            ));
        }
        if part.ends_with('.') || part.ends_with(' ') {
            return Err(format!(
                "`{part}` ends with a dot or a space, which Windows drops"
            ));
        }
        if is_device_name(part) {
            return Err(format!("`{part}` is the name of a device on Windows"));
        }
    }
    Ok(())
}

/// Whether a character has no width or changes the writing direction. The zero-width joiner and non-joiner are allowed:
/// Persian and Indian languages need them for spelling.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether this is a reserved device name on Windows, with or without an extension.
fn is_device_name(part: &str) -> bool {
    let stem = part
        .split('.')
        .next()
        .unwrap_or(part)
        .trim_end()
        .to_lowercase();
    if matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) {
        return true;
    }
    let digit = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"));
    digit.is_some_and(|digit| {
        matches!(
            digit,
            "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
        )
    })
}

/// The form in which names are compared for collisions on case-insensitive file systems: NFC, full case folding, and
/// NFC again, since folding can undo it.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let composed: String = name.nfc().collect();
    caseless::default_case_fold_str(&composed).nfc().collect()
}

/// The slug of a heading or a name, by GitHub's rules for heading ids.
///
/// Letters become lower case. Letters and digits of any script, `-` and `_` are kept; spaces become `-`; all other
/// characters are removed.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_ascii() {
            match c {
                'a'..='z' | '0'..='9' | '-' | '_' => slug.push(c),
                'A'..='Z' => slug.push(c.to_ascii_lowercase()),
                ' ' | '\t' | '\n' => slug.push('-'),
                _ => {}
            }
        } else if c.is_alphanumeric() || is_mark(c) {
            slug.extend(c.to_lowercase());
        }
    }
    if slug.is_ascii() {
        slug
    } else {
        slug.nfc().collect()
    }
}

/// The form of a file or folder name in an address.
///
/// This is [`slug`] with two differences. Dots are kept, so that `v1.10` and `v1.1.0` are two pages. Hyphens are never
/// doubled: `Über uns & Co` becomes `über-uns-co`. A name of which nothing would be left is kept unchanged;
/// [`check_output`] refuses it later if it is not legal.
pub fn address_part(name: &str) -> String {
    let mut part = String::with_capacity(name.len());
    for words in name.split('.') {
        let slug = slug(words);
        let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
        if !words.is_empty() {
            part.push_str(if part.is_empty() { "" } else { "." });
            part.push_str(&words.join("-"));
        }
    }
    if part.is_empty() {
        name.to_owned()
    } else {
        part
    }
}

/// Whether a character is a combining mark, which is part of the letter before it and must be kept with it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The host of a web address, without its port.
pub fn host(url: &str) -> Option<&str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', ':'])
        .next()
        .filter(|host| !host.is_empty())
}

/// Percent-encodes every byte that is not allowed in the path of a URL; `/` is kept.
pub fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'!'
            | b'$'
            | b'&'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => encoded.push(byte as char),
            _ => {
                use fmt::Write;
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Decodes percent-encoding once; `None` for an invalid escape or a result that is not UTF-8.
pub fn decode_path(path: &str) -> Option<String> {
    if !path.contains('%') {
        return Some(path.to_owned());
    }
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let high = (bytes.next()? as char).to_digit(16)?;
        let low = (bytes.next()? as char).to_digit(16)?;
        decoded.push((high * 16 + low) as u8);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_climbs_no_further_than_it_must() {
        let href = |from: &str, to: &str| {
            Route::new(to).relative_from(&Route::new(from), LinkStyle::Folder)
        };
        assert_eq!(href("/", "/"), "./");
        assert_eq!(href("/", "/forgiveness/"), "forgiveness/");
        assert_eq!(href("/repair/", "/"), "../");
        assert_eq!(href("/repair/a/", "/repair/b/"), "../b/");
        assert_eq!(href("/repair/a/", "/repair/a/"), "./");
        assert_eq!(href("/repair/a/", "/repairs/"), "../../repairs/");
        assert_eq!(href("/a.html", "/b.html"), "b.html");
        assert_eq!(href("/", "/déjà vu/"), "d%C3%A9j%C3%A0%20vu/");
        assert_eq!(href("/", "/a:b/"), "./a:b/");
    }

    #[test]
    fn a_portable_link_names_the_file() {
        let href = |from: &str, to: &str| {
            Route::new(to).relative_from(&Route::new(from), LinkStyle::Portable)
        };
        assert_eq!(href("/", "/"), "index.html");
        assert_eq!(href("/a/", "/b/"), "../b/index.html");
        assert_eq!(href("/a/", "/feed.xml"), "../feed.xml");
    }

    #[test]
    fn a_route_and_its_file_name_each_other() {
        for (route, output) in [
            ("/", "index.html"),
            ("/a/b/", "a/b/index.html"),
            ("/feed.xml", "feed.xml"),
        ] {
            assert_eq!(Route::new(route).to_output().as_str(), output);
            assert_eq!(OutputPath::new(output).to_route().as_str(), route);
        }
        assert_eq!(
            OutputPath::new("my-index.html").to_route().as_str(),
            "/my-index.html"
        );
    }

    #[test]
    fn dots_never_climb_out_of_the_site() {
        assert_eq!(
            resolve_dots("content/a", "../b.md").as_deref(),
            Some("content/b.md")
        );
        assert_eq!(resolve_dots("content", "../../b.md"), None);
    }

    #[test]
    fn names_that_another_system_cannot_hold_are_refused() {
        for bad in [
            "a\u{202e}b",
            "a\u{200b}",
            "a//b",
            "../x",
            "a/./b",
            "con",
            "NUL.txt",
            "lpt¹",
            "a.",
            "a ",
            "a:b",
            "a\u{0}b",
        ] {
            assert!(check_output(bad).is_err(), "{bad:?} should be refused");
        }
        for good in [
            "index.html",
            "confession/index.html",
            "com10.txt",
            "žluťoučký/kůň.html",
        ] {
            assert!(check_output(good).is_ok(), "{good:?} should be fine");
        }
    }

    #[test]
    fn a_name_keeps_its_dots_and_has_no_doubled_hyphens() {
        for (name, part) in [
            ("v1.10", "v1.10"),
            ("v1.1.0", "v1.1.0"),
            ("Über uns & Co.", "über-uns-co"),
            ("🙂 emoji", "emoji"),
            ("a -- b", "a-b"),
            ("a. b", "a.b"),
            ("🙂", "🙂"),
            ("a\u{200b}b\u{202e}", "ab"),
            ("two_words", "two_words"),
        ] {
            assert_eq!(address_part(name), part, "{name}");
        }
    }

    #[test]
    fn heading_ids_are_those_of_github() {
        assert_eq!(slug("What you could do next"), "what-you-could-do-next");
        assert_eq!(slug("Don't panic! (yet)"), "dont-panic-yet");
        assert_eq!(slug("Déjà  vu_1"), "déjà--vu_1");
    }
}
