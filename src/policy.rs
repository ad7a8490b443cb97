//! What a page may load, send and reveal: the one source of the policy.
//!
//! Every page carries it in a meta tag; the preview sends it; hosts get it as a file of their own kind.
//! Nothing here knows what a site holds: the policy is the same for all of them.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Deserialize;

/// What a meta tag can say of the content security policy.
macro_rules! directives {
    () => {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types guide search"
    };
}

/// The policy for a meta tag. Scripts may not make code from text; the two trusted policies allow the files
/// of the search: `search` its program alone, `guide` what that program lists.
pub const META: &str = directives!();

/// Every header that should go with every answer, and what it says. HTML forbids a meta tag to say who
/// may frame a page, so that part stands here alone.
pub const HEADERS: [(&str, &str); 5] = [
    (
        "Content-Security-Policy",
        concat!(directives!(), "; frame-ancestors 'none'"),
    ),
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=()",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// The header that asks search engines to leave a site out.
const NOINDEX: (&str, &str) = ("X-Robots-Tag", "noindex");

/// A kind of host, by the file in which it takes headers.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum HeaderFile {
    /// `_headers`, as Netlify, Cloudflare Pages and others read it.
    #[serde(alias = "cloudflare")]
    Netlify,
    /// `.htaccess`, with `mod_headers`.
    Apache,
    /// Lines for a `server` or `location` of nginx.
    Nginx,
    /// Lines for a site of a Caddyfile.
    Caddy,
}

impl HeaderFile {
    /// Every kind.
    pub const ALL: [HeaderFile; 4] = [Self::Netlify, Self::Apache, Self::Nginx, Self::Caddy];

    /// As it is written in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Netlify => "netlify",
            Self::Apache => "apache",
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<HeaderFile> {
        let name = if name == "cloudflare" {
            "netlify"
        } else {
            name
        };
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The file's name, where the host looks for it among the published files. The others read
    /// their settings elsewhere, and what is published there would be public.
    pub fn published_name(self) -> Option<&'static str> {
        match self {
            Self::Netlify => Some("_headers"),
            Self::Apache => Some(".htaccess"),
            Self::Nginx | Self::Caddy => None,
        }
    }

    /// The text of the file. No value of a header holds a double quote, a `$` or a brace, so that
    /// quotes are all it takes in any of the notations.
    pub fn text(self, noindex: bool) -> String {
        let (before, after) = match self {
            Self::Netlify => ("/*\n", ""),
            Self::Apache => ("<IfModule mod_headers.c>\n", "</IfModule>\n"),
            Self::Nginx => ("", ""),
            Self::Caddy => ("header {\n", "}\n"),
        };
        let mut text = before.to_owned();
        for (name, value) in headers(noindex) {
            // Writing to a text cannot fail.
            let _ = match self {
                Self::Netlify => writeln!(text, "  {name}: {value}"),
                Self::Apache => writeln!(text, "  Header always set {name} \"{value}\""),
                Self::Nginx => writeln!(text, "add_header {name} \"{value}\" always;"),
                Self::Caddy => writeln!(text, "\t{name} \"{value}\""),
            };
        }
        text + after
    }
}

/// The headers for a site.
fn headers(noindex: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    HEADERS.into_iter().chain(noindex.then_some(NOINDEX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_enough_in_every_notation() {
        for (name, value) in headers(true) {
            let special = ['"', '$', '{', '}', '\\', '%', '\n'];
            assert!(!value.contains(special), "{name}: {value}");
        }
    }

    #[test]
    fn every_kind_of_file_says_every_header_once() {
        for kind in HeaderFile::ALL {
            let text = kind.text(true);
            for (name, value) in headers(true) {
                let says = |line: &&str| line.contains(name) && line.contains(value);
                assert_eq!(
                    text.lines().filter(says).count(),
                    1,
                    "{}: {name}",
                    kind.name()
                );
            }
        }
    }

    #[test]
    fn a_kind_is_found_by_its_name_and_by_that_of_hosts_alike() {
        for kind in HeaderFile::ALL {
            assert_eq!(HeaderFile::named(kind.name()), Some(kind));
        }
        assert_eq!(HeaderFile::named("cloudflare"), Some(HeaderFile::Netlify));
        assert_eq!(HeaderFile::named("iis"), None);
    }
}
