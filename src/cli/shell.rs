//! Quotes words so that they can be pasted into a shell.

/// A word, quoted if a shell would split it or read it as anything else.
pub(super) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    match text.chars().all(is_plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_split_or_expand_it() {
        for plain in ["neu/ü-1", "a_b.md"] {
            assert_eq!(word(plain), plain);
        }
        assert_eq!(word("my site's"), "'my site'\\''s'");
        assert_eq!(word("~x"), "'~x'");
        assert_eq!(word("-n"), "'-n'");
    }
}
