//! Marks addresses and long numbers as left-to-right in right-to-left text.
//!
//! Otherwise the groups of a phone number would be reversed: `116 123` becomes `123 116` in an Arabic sentence. The direction
//! of the page is not known here; a text with right-to-left letters may be on such a page.

use std::ops::Range;

/// The attribute of text that is read from left to right in any surroundings.
pub(super) const LEFT_TO_RIGHT: &str = " dir=\"ltr\"";

/// Whether a text holds letters that are written from right to left.
pub(super) fn has_right_to_left(text: &str) -> bool {
    // Their first bytes; most texts are ASCII and are passed over quickly.
    let may_hold = |byte: &u8| matches!(byte, 0xd6..=0xdf | 0xe0 | 0xef | 0xf0);
    text.as_bytes().iter().any(may_hold) && text.chars().any(is_right_to_left)
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The next number in groups from a byte on: five or more digits with blanks between them.
pub(super) fn next_number(text: &str, from: usize) -> Option<Range<usize>> {
    const FEWEST_DIGITS: usize = 5;
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if !matches!(bytes[at], b'0'..=b'9' | b'+' | b'(') {
            at += 1;
            continue;
        }
        let part = |byte: &&u8| {
            matches!(
                byte,
                b'0'..=b'9' | b'+' | b'(' | b')' | b' ' | b'-' | b'/' | b'.'
            )
        };
        let length = bytes[at..].iter().take_while(part).count();
        let last = bytes[at..at + length].iter().rposition(u8::is_ascii_digit);
        let Some(last) = last else {
            at += length;
            continue;
        };
        let number = &text[at..=at + last];
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        // A list of numbers or a sum is not one number.
        let is_one = !number.contains("  ") && !number.contains(". ");
        if digits >= FEWEST_DIGITS && number.contains(' ') && is_one {
            return Some(at..at + last + 1);
        }
        at += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_groups_are_found() {
        let found = |text: &'static str| next_number(text, 0).map(|range| &text[range]);
        assert_eq!(found("اتصل 116 123 الآن"), Some("116 123"));
        assert_eq!(
            found("התקשרו +972 (3) 123-4567."),
            Some("+972 (3) 123-4567")
        );
        for text in ["5 دقائق", "116123", "2024-2025", "1. 20000", "(", "+ -"] {
            assert_eq!(found(text), None, "{text}");
        }
        assert!(
            has_right_to_left("a א") && has_right_to_left("ثقة") && !has_right_to_left("é 信頼 ₪")
        );
    }
}
