//! Where a key of `site.toml` stands, so that a message can point at its value.
//!
//! Looked up when something is wrong with a value, and only then: the text is read once more.

use toml::de::{DeTable, DeValue};

use crate::diag::Span;

/// The bytes of the value of a dotted key such as `style.light.accent`; nothing when the text does not
/// set it, since an environment variable may.
pub(super) fn find(text: &str, key: &str) -> Option<Span> {
    let document = DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut parts = key.split('.').peekable();
    while let Some(part) = parts.next() {
        let value = table.get(part)?;
        match value.get_ref() {
            DeValue::Table(inner) if parts.peek().is_some() => table = inner,
            _ => return parts.peek().is_none().then(|| value.span()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_toml_lets_it_stand() {
        for text in [
            "[style.light]\naccent = \"#abc\"",
            "style.light.accent = \"#abc\"",
            "[style]\nlight = { accent = \"#abc\" }",
        ] {
            let span = find(text, "style.light.accent").expect("it is there");
            assert_eq!(&text[span], "\"#abc\"");
        }
    }

    #[test]
    fn what_is_not_there_has_no_place() {
        for (text, key) in [
            ("a = 1", "b"),
            ("a = 1", "a.b"),
            ("[a]\nb = 1", "a.c"),
            ("=", "a"),
        ] {
            assert_eq!(find(text, key), None, "{text}");
        }
    }
}
