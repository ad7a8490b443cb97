//! The security headers: what a page may load, send and reveal.
//!
//! This is the only source of the policy. Every page carries it in a meta tag, the preview sends it as headers, and
//! hosts get it as a file in their own notation. It does not depend on the content of a site.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The directives of the content security policy that are allowed in a meta tag.
macro_rules! directives {
    () => {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types guide search"
    };
}

/// The policy for a meta tag. Scripts must not turn strings into code. The two Trusted Types policies let the search
/// load its files: `search` allows only its program, and `guide` allows the files which that program lists.
pub const META: &str = directives!();

/// The header of a page of the preview that shows another one in a frame.
pub const FRAMING: &str = concat!(directives!(), "; frame-src 'self'; frame-ancestors 'none'");

/// The header of a page that the preview shows in a frame of its own.
pub const FRAMED: &str = concat!(directives!(), "; frame-ancestors 'self'");

/// The headers for every response, as name and value. HTML ignores `frame-ancestors` in a meta tag, so that directive
/// is only here.
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

/// A kind of web host, by the file from which it reads headers.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum HeaderFile {
    /// The file `_headers`, which Netlify, Cloudflare Pages and others read.
    #[serde(alias = "cloudflare")]
    Netlify,
    /// The file `.htaccess`, for Apache with `mod_headers`.
    Apache,
    /// Lines for a `server` or `location` block of nginx.
    Nginx,
    /// Lines for a site block of a Caddyfile.
    Caddy,
}

impl HeaderFile {
    /// Every kind.
    pub const ALL: [HeaderFile; 4] = [Self::Netlify, Self::Apache, Self::Nginx, Self::Caddy];

    /// Its name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Netlify => "netlify",
            Self::Apache => "apache",
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
        }
    }

    /// The kind with this name; `cloudflare` is an alias of `netlify`.
    pub fn named(name: &str) -> Option<HeaderFile> {
        let name = if name == "cloudflare" {
            "netlify"
        } else {
            name
        };
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The file's name, if the host looks for it among the published files. The others read their settings from
    /// elsewhere, and a file among the published ones would be public.
    pub fn published_name(self) -> Option<&'static str> {
        match self {
            Self::Netlify => Some("_headers"),
            Self::Apache => Some(".htaccess"),
            Self::Nginx | Self::Caddy => None,
        }
    }

    /// The text of the file. No header value contains a double quote, a `$` or a brace, so double quotes are enough in
    /// every notation.
    pub fn text(self, noindex: bool) -> String {
        let (before, after) = match self {
            Self::Netlify => ("/*\n", ""),
            Self::Apache => ("<IfModule mod_headers.c>\n", "</IfModule>\n"),
            Self::Nginx => ("", ""),
            Self::Caddy => ("header {\n", "}\n"),
        };
        let mut text = before.to_owned();
        for (name, value) in headers(noindex) {
            // Writing to a `String` cannot fail.
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
