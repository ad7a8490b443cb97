//! What a page may load, send and reveal: the one source of the policy.
//!
//! Every page carries it in a meta tag; the preview sends it; hosts get it as a file of their own kind.
//! Nothing here knows what a site holds: the policy is the same for all of them.

use std::fmt::Write;

use serde::Deserialize;

/// The content security policy, but for what only a header may say.
const DIRECTIVES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'";

/// What HTML forbids in a meta tag.
const HEADER_ONLY: &str = "frame-ancestors 'none'";

/// Scripts may not make code from text; the one policy name is for the files of the search.
const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types guide";

/// The other headers.
const OTHERS: [(&str, &str); 4] = [
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=()",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// The policy as a meta tag can say it.
pub fn meta() -> String {
    format!("{DIRECTIVES}; {TRUSTED_TYPES}")
}

/// Every header that a host should send with every answer.
pub fn headers(noindex: bool) -> Vec<(&'static str, String)> {
    let policy = format!("{DIRECTIVES}; {HEADER_ONLY}; {TRUSTED_TYPES}");
    let others = OTHERS.map(|(name, value)| (name, value.to_owned()));
    let robots = noindex.then(|| ("X-Robots-Tag", "noindex".to_owned()));
    let first = [("Content-Security-Policy", policy)];
    first.into_iter().chain(others).chain(robots).collect()
}

/// A kind of host, by the file in which it takes headers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meta_tag_says_what_the_header_says_but_for_what_html_forbids() {
        let [(_, header), ..] = &headers(false)[..] else {
            panic!("there is a policy");
        };
        let only_header: Vec<&str> = header
            .split("; ")
            .filter(|part| !meta().split("; ").any(|known| known == *part))
            .collect();
        assert_eq!(only_header, [HEADER_ONLY]);
        assert_eq!(meta().split("; ").count() + 1, header.split("; ").count());
    }

    #[test]
    fn quotes_are_enough_in_every_notation() {
        for (name, value) in headers(true) {
            assert!(
                !value.contains(['"', '$', '{', '}', '\\', '%']),
                "{name}: {value}"
            );
        }
    }

    #[test]
    fn every_kind_of_file_says_every_header_once() {
        for kind in HeaderFile::ALL {
            let text = kind.text(true);
            for (name, value) in headers(true) {
                let lines = text
                    .lines()
                    .filter(|line| line.contains(name) && line.contains(&value));
                assert_eq!(lines.count(), 1, "{}: {name}", kind.name());
            }
        }
    }
}
