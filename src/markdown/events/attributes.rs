//! Recognises attributes in braces, `{#id .class key="value"}`, and distinguishes them from braces that are text.
//!
//! Only headings can have them; `foreign` reports all others.

/// The contents of the braces.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::markdown) struct Attributes<'t> {
    pub(in crate::markdown) id: Option<&'t str>,
    pub(in crate::markdown) classes: Vec<&'t str>,
    /// Whether any value has no quotes, as in `{width=300}`. Formulas look the same: `\sum_{i=0}`.
    pub(in crate::markdown) is_bare: bool,
}

/// Reads `{…}`; `None` unless every word in it is an attribute.
pub(in crate::markdown) fn read(braces: &str) -> Option<Attributes<'_>> {
    let mut rest = braces.strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut found = Attributes::default();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (word, value, after) = word(rest)?;
        found.is_bare |= value.is_some() && !rest[word.len() + 1..].starts_with(['"', '\'']);
        match (word.as_bytes().first(), value) {
            (Some(b'#'), None) => found.id = Some(&word[1..]),
            (Some(b'.'), None) if begins_name(&word[1..]) => found.classes.push(&word[1..]),
            (_, Some(value)) if begins_name(word) => match word {
                "id" => found.id = Some(value),
                "class" => found.classes.extend(value.split_whitespace()),
                _ => {}
            },
            _ => return None,
        }
        rest = after.trim_start();
    }
    found.id = found.id.filter(|id| !id.is_empty());
    Some(found)
}

/// The first word of a list of attributes, its value if it has one, and what follows.
fn word(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '{' | '}');
    let end = text.find(is_end).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if word.len() < 2 && !rest.starts_with('=') {
        return None;
    }
    let Some(value) = rest.strip_prefix('=') else {
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
        return ends.then_some((word, None, rest));
    };
    let (value, after) = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split_once(quote)?,
        _ => value.split_at(value.find(is_end).unwrap_or(value.len())),
    };
    let ends = after.is_empty() || after.starts_with(char::is_whitespace);
    ends.then_some((word, Some(value), after))
}

fn begins_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_hold_attributes_only_if_all_of_them_are() {
        let id = |braces| read(braces).and_then(|found| found.id);
        assert_eq!(id("{#A.__call__}"), Some("A.__call__"));
        assert_eq!(id("{ id=\"x\" }"), Some("x"));
        let both = read("{#a .b .c-d key='1 2' class=\"e f\"}").expect("attributes");
        assert_eq!(
            (both.id, both.classes),
            (Some("a"), vec!["b", "c-d", "e", "f"])
        );
        assert!(!both.is_bare);
        assert!(read("{#a width=300}").is_some_and(|found| found.is_bare));
        for text in [
            "{}",
            "{ }",
            "{name}",
            "{block}",
            "{#}",
            "{.}",
            "{.5}",
            "{a b}",
            "{#a b}",
            "{a=b}c}",
            "{=x}",
            "{x=\"}",
            "{% raw %}",
            "{#a\"}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
