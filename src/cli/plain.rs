//! Makes text safe to print on a terminal.

use std::borrow::Cow;

/// A text that is safe to print on a terminal: control characters, which could move the cursor, change the window's title or
/// reverse the text, become visible symbols. Line ends and tabs stay.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        c if !is_control(c) => c,
        // The Unicode block of control pictures has the order of the control characters.
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(picture).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(plain("a\tb\nü"), "a\tb\nü");
        assert_eq!(plain("\u{1b}]0;x\u{7}"), "␛]0;x␇");
        assert_eq!(plain("\u{7f}\u{9b}\u{202e}\r"), "␡\u{fffd}\u{fffd}␍");
    }
}
