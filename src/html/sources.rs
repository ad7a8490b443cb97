//! The attributes of HTML that name files which a browser loads by itself, and the syntax of `srcset`. It resolves no address.

/// Whether an attribute of an element holds the address of a file that the browser is to load.
pub fn is_source(element: &str, attribute: &str) -> bool {
    const SOURCES: [(&str, &[&str]); 9] = [
        ("audio", &["src"]),
        ("embed", &["src"]),
        ("iframe", &["src"]),
        ("img", &["src", "srcset"]),
        ("input", &["src"]),
        ("object", &["data"]),
        ("source", &["src", "srcset"]),
        ("track", &["src"]),
        ("video", &["src", "poster"]),
    ];
    let has = |names: &[&str]| {
        names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(attribute))
    };
    let mut known = SOURCES.iter();
    known.any(|(name, attributes)| name.eq_ignore_ascii_case(element) && has(attributes))
}

/// The addresses of a `srcset`, each with its descriptor: `bench.jpg 1x, bench-large.jpg 2x`.
pub fn address_set(set: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let address = rest[..end].trim_end_matches(',');
        let ends_here = address.len() < end;
        rest = &rest[end..];
        let length = if ends_here {
            0
        } else {
            rest.find(',').unwrap_or(rest.len())
        };
        found.push((address, rest[..length].trim()));
        rest = &rest[length..];
    }
}
