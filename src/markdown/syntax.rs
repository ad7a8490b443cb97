//! The syntax extensions that are on, and the schemes that links may have.
//!
//! An article is parsed with all of mend's extensions. [`Syntax::commonmark`] is for the test against the examples of
//! CommonMark.

use pulldown_cmark::Options;

use super::reserved::Reserved;
use crate::config::{Markdown, RawHtml};

/// What is understood in a text, and what happens to HTML in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Syntax {
    /// Whether everything beyond CommonMark is on.
    pub(super) extensions: bool,
    pub(super) raw_html: RawHtml,
    pub(super) smart_punctuation: bool,
    /// The schemes links may use, in lower case; `None` allows all.
    pub(super) link_schemes: Option<Vec<String>>,
    /// The names that are the theme's own.
    pub(super) reserved: &'static Reserved,
}

/// Schemes that run code. A wikilink names a page, and a page's name may hold a colon; these are
/// refused even there.
const DANGEROUS: [&str; 3] = ["javascript", "data", "vbscript"];

impl Syntax {
    /// The syntax a site has chosen.
    pub fn of(config: &Markdown) -> Self {
        let Markdown {
            raw_html,
            smart_punctuation,
            link_schemes,
        } = config;
        Self {
            extensions: true,
            raw_html: *raw_html,
            smart_punctuation: *smart_punctuation,
            link_schemes: Some(
                link_schemes
                    .iter()
                    .map(|scheme| scheme.trim_end_matches(':').to_lowercase())
                    .collect(),
            ),
            reserved: Reserved::nothing(),
        }
    }

    /// The same syntax, with the names that the theme reserves on the pages of the articles.
    #[must_use]
    pub fn with_reserved(self, reserved: &'static Reserved) -> Self {
        Self { reserved, ..self }
    }

    /// The names that are the theme's own.
    pub fn reserved(&self) -> &'static Reserved {
        self.reserved
    }

    /// CommonMark and nothing else, with HTML as it is.
    pub fn commonmark() -> Self {
        Self {
            extensions: false,
            raw_html: RawHtml::Allow,
            smart_punctuation: false,
            link_schemes: None,
            reserved: Reserved::nothing(),
        }
    }

    pub(super) fn options(&self) -> Options {
        let mut options = Options::empty();
        if self.extensions {
            options |= Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                // Without it the parser strikes out words between single tildes; see `runs`.
                | Options::ENABLE_SUBSCRIPT
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_DEFINITION_LIST
                | Options::ENABLE_HEADING_ATTRIBUTES
                | Options::ENABLE_WIKILINKS;
        }
        if self.smart_punctuation {
            options |= Options::ENABLE_SMART_PUNCTUATION;
        }
        options
    }

    /// The scheme of an address, if links may not use it.
    pub(super) fn forbidden_scheme(&self, target: &str, wiki: bool) -> Option<String> {
        let allowed = self.link_schemes.as_ref()?;
        // Most links point to a page of the site and have no colon at all.
        if !target.contains(':') {
            return None;
        }
        let (scheme, rest) = scheme(target)?;
        if allowed.contains(&scheme) {
            return None;
        }
        let is_name = wiki && rest.starts_with(' ') && !DANGEROUS.contains(&scheme.as_str());
        (!is_name).then_some(scheme)
    }
}

/// Finds the scheme as a browser would: blanks and control characters do not count, nor does case.
fn scheme(target: &str) -> Option<(String, &str)> {
    let mut scheme = String::new();
    for (at, c) in target.char_indices() {
        match c {
            ':' if !scheme.is_empty() => return Some((scheme, &target[at + 1..])),
            'a'..='z' => scheme.push(c),
            'A'..='Z' => scheme.push(c.to_ascii_lowercase()),
            '0'..='9' | '+' | '.' | '-' if !scheme.is_empty() => scheme.push(c),
            _ if c.is_control() || c.is_whitespace() => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_seen_through_every_disguise() {
        let syntax = Syntax::of(&Markdown::default());
        let forbidden = |target| syntax.forbidden_scheme(target, false);
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " java\tscript\n:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "C:\\file",
        ] {
            assert!(forbidden(bad).is_some(), "{bad:?}");
        }
        for good in [
            "https://example.org/a:b",
            "HTTPS://example.org",
            "mailto:a@example.org",
            "page.md#a:b",
            "a/b:c",
            "?a:b",
            "#a:b",
            "//example.org:80",
            ":x",
            "",
        ] {
            assert_eq!(forbidden(good), None, "{good:?}");
        }
    }

    #[test]
    fn a_wikilink_may_name_a_page_with_a_colon() {
        let syntax = Syntax::of(&Markdown::default());
        assert_eq!(syntax.forbidden_scheme("Sleep: a guide", true), None);
        assert!(
            syntax
                .forbidden_scheme("javascript: alert(1)", true)
                .is_some()
        );
        assert!(syntax.forbidden_scheme("foo:bar", true).is_some());
    }
}
