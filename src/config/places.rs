//! Where a key of `site.toml` stands, so that a message can point at its value.
//!
//! Looked up when something is wrong with a value, and only then: the text is read once more.

use toml::de::{DeTable, DeValue};

use crate::diag::Span;

/// The bytes of the value of a dotted key such as `style.light.accent`, in which a number stands for a value in a list,
/// from 0; nothing when the text does not set it, since an environment variable may.
pub(super) fn find(text: &str, key: &str) -> Option<Span> {
    let document = DeTable::parse(text).ok()?;
    let (first, rest) = key.split_once('.').unwrap_or((key, ""));
    let mut value = document.get_ref().get(first)?;
    for part in rest.split_terminator('.') {
        value = match value.get_ref() {
            DeValue::Table(inner) => inner.get(part)?,
            DeValue::Array(inner) => inner.get(part.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value.span())
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
    fn a_value_of_a_list_is_found_by_its_number() {
        let text = "[a]\nb = [\"x\", \"y\"]";
        let span = find(text, "a.b.1").expect("it is there");
        assert_eq!(&text[span], "\"y\"");
    }

    #[test]
    fn what_is_not_there_has_no_place() {
        for (text, key) in [
            ("a = 1", "b"),
            ("a = 1", "a.b"),
            ("[a]\nb = 1", "a.c"),
            ("a = [1]", "a.1"),
            ("a = [1]", "a.b"),
            ("=", "a"),
        ] {
            assert_eq!(find(text, key), None, "{text}");
        }
    }
}
