//! How long browsers keep each file: the header `Cache-Control` by name.

use std::collections::BTreeMap;

use super::store::About;
use crate::glob::Globs;

/// For files whose names change with their contents: a year, the longest that browsers honour.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For all others: keep it, but ask each time whether it has changed. A reader should get the newest numbers.
const ASK: &str = "no-cache";

/// The rules of one deployment.
pub(super) struct Caching {
    /// The patterns of the site, the longest first, since a longer one is the more special.
    own: Vec<(Globs, String)>,
}

impl Caching {
    /// The rules of a site, by pattern, over those that hold for all sites.
    pub(super) fn new(own: &BTreeMap<String, String>) -> Self {
        let mut patterns: Vec<_> = own.iter().collect();
        patterns.sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.len()));
        let own = patterns.into_iter();
        Self {
            own: own
                .map(|(pattern, value)| (Globs::new(std::slice::from_ref(pattern)), value.clone()))
                .collect(),
        }
    }

    /// The header of a file.
    pub(super) fn of(&self, name: &str) -> &str {
        let own = self.own.iter().find(|(pattern, _)| pattern.fits(name));
        match own {
            Some((_, value)) => value,
            None if is_fingerprinted(name) => FOR_EVER,
            None => ASK,
        }
    }
}

/// The headers of the files that only mend reads.
pub(super) fn own_file() -> About {
    About {
        media_type: "text/plain; charset=utf-8",
        cache_control: "no-store".to_owned(),
    }
}

/// Whether a file's name holds a fingerprint of its contents, as `style.55f9318ea3d2.css` does: 8 or 12 hexadecimal digits before the
/// ending.
pub(super) fn is_fingerprinted(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let mut parts = file.rsplit('.').skip(1);
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    match (parts.next(), parts.next()) {
        (Some(print), Some(_)) => matches!(print.len(), 8 | 12) && print.bytes().all(is_hex),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_in_the_name_lets_browsers_keep_a_file() {
        for name in [
            "assets/style.55f9318ea3d2.css",
            "search/data/w-a.76315e98.js",
        ] {
            assert!(is_fingerprinted(name), "{name}");
        }
        for name in [
            "search/data/root.js",
            "a.decade.html",
            "55f9318ea3d2.css",
            "index.html",
            "x.55F9318EA3D2.css",
        ] {
            assert!(!is_fingerprinted(name), "{name}");
        }
    }

    #[test]
    fn the_longest_pattern_of_the_site_decides() {
        let own = [("**/*.html", "a"), ("news/**/*.html", "b")];
        let own = own.map(|(pattern, value)| (pattern.to_owned(), value.to_owned()));
        let caching = Caching::new(&own.into());
        let found = ["index.html", "news/x/index.html", "a.css"].map(|name| caching.of(name));
        assert_eq!(found, ["a", "b", ASK]);
    }
}
