//! Recognises marks of Markdown that are written almost correctly, so that readers see them: `#Title`, `•`, `[! tip]`, a bold
//! line in place of a heading. And letters that were garbled by a program that took UTF-8 for another encoding.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::finder::FormFinder;
use super::forms::Form;

/// The bullets with which word processors begin list items.
const BULLETS: [char; 7] = ['•', '‣', '▪', '◦', '●', '∙', '■'];

/// The most words of a bold line that is taken for a heading.
const HEADING_WORDS: usize = 8;

/// The mistaken mark at the beginning of a line, and its length.
pub(super) fn line_mark(line: &str) -> Option<(Form, usize)> {
    if let Some(sign) = line.chars().next().filter(|sign| BULLETS.contains(sign)) {
        let has_text = line[sign.len_utf8()..].contains(char::is_alphanumeric);
        return has_text.then_some((Form::Bullet, sign.len_utf8()));
    }
    if let Some(length) = spaced_callout(line) {
        return Some((Form::SpacedCallout, length));
    }
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let first = words.chars().next()?;
    let is_heading = match level {
        // `#tag` and `#1` are no headings.
        1 => first.is_uppercase() && !words.contains('#') && !words.contains('/'),
        2..=6 => first.is_alphabetic(),
        _ => false,
    };
    is_heading.then_some((Form::HashWithoutSpace, level))
}

/// The length of `[! tip]` or `[!tip ]`.
fn spaced_callout(line: &str) -> Option<usize> {
    let inner = line.strip_prefix("[!")?;
    let (name, _) = inner.split_once(']')?;
    let plain = name.trim();
    let is_name = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    (is_name && plain.len() < name.len()).then_some(name.len() + 3)
}

impl FormFinder<'_> {
    /// Reports a paragraph at the top level that is only a few bold words, without the full stop of a sentence, above another
    /// paragraph.
    pub(super) fn bold_heading(&mut self, at: usize) {
        let events = self.events;
        let is_bold = matches!(events.tag(at + 1), Some(Tag::Strong))
            && events.mate(at + 1) + 1 == events.mate(at);
        if !is_bold {
            return;
        }
        let range = events.items[at].range();
        let source = events.text;
        let words = source[range.clone()].trim().trim_matches(['*', '_']);
        let is_short = words.split_whitespace().count() <= HEADING_WORDS && !words.contains('\n');
        let is_sentence = words.ends_with(['.', '!', '?', ':', ';', ',', '…', ')', '”', '"']);
        let before = &source[..range.start];
        let is_top = before.is_empty() || before.ends_with("\n\n") || before.ends_with("\r\n\r\n");
        let next = source[range.end..].trim_start();
        let is_above_text = next.starts_with(char::is_alphanumeric);
        if is_short
            && is_top
            && is_above_text
            && !is_sentence
            && words.starts_with(char::is_uppercase)
        {
            self.found.add(
                Form::BoldHeading,
                range.start..range.start + source[range].trim_end().len(),
            );
        }
    }

    /// Reports the garbled letters at this byte, and returns their length; without such letters it returns 1.
    pub(super) fn garbled(&mut self, at: usize) -> usize {
        let Some(length) = garbled_at(&self.events.text[at..]) else {
            return 1;
        };
        self.found.add(Form::Garbled, at..at + length);
        length
    }
}

/// The first garbled letters of a text, and the whole text as it was probably meant.
pub(crate) fn garbled(text: &str) -> Option<(Range<usize>, Option<String>)> {
    let mut places = text.char_indices().map(|(at, _)| at);
    let found = places.find_map(|at| Some(at..at + garbled_at(&text[at..])?))?;
    Some((found, readable(text)))
}

/// The length of the UTF-8 bytes of one character, read as Windows-1252, that a text begins with: `â€™`, `Ã©`, `Â£`.
fn garbled_at(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    let is_rest = |c: char| byte_of(c).is_some_and(|byte| (0x80..0xC0).contains(&byte));
    match first {
        'â' if second == '€' => {
            let third = chars.next().filter(|third| is_rest(*third))?;
            Some("â€".len() + third.len_utf8())
        }
        'Ã' if is_rest(second) => Some("Ã".len() + second.len_utf8()),
        'Â' if "\u{a0}£©®°«»·½¼¾§´".contains(second) => {
            Some("Â".len() + second.len_utf8())
        }
        _ => None,
    }
}

/// A garbled text as it was meant, if all of it can be turned back.
fn readable(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte of a character in Windows-1252.
fn byte_of(c: char) -> Option<u8> {
    /// The characters of the bytes 0x80 to 0x9F; unused bytes are kept as control characters.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    if let Some(at) = HIGH.iter().position(|high| *high == c) {
        return u8::try_from(0x80 + at).ok();
    }
    u8::try_from(u32::from(c))
        .ok()
        .filter(|byte| !(0x80..0xA0).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_letters_are_found_and_turned_back() {
        for (text, meant) in [
            ("Itâ€™s late", Some("It’s late")),
            ("cafÃ©", Some("café")),
            ("Â£5", Some("£5")),
            ("â€œRestâ€\u{9d}", Some("“Rest”")),
            ("It’s a cafÃ©", None),
        ] {
            assert_eq!(
                garbled(text).map(|(_, meant)| meant),
                Some(meant.map(str::to_owned)),
                "{text}"
            );
        }
        for text in [
            "It’s a café for £5",
            "SÃO PAULO",
            "Âge",
            "pâté",
            "1 €",
            "Ã",
            "\"â€.\"",
        ] {
            assert_eq!(garbled(text), None, "{text}");
        }
    }

    #[test]
    fn marks_that_are_almost_right_are_told_from_text() {
        for (line, form) in [
            ("#Sleep", Some(Form::HashWithoutSpace)),
            ("##What helps", Some(Form::HashWithoutSpace)),
            ("• Rest", Some(Form::Bullet)),
            ("[! tip]", Some(Form::SpacedCallout)),
            ("[!tip ] Words", Some(Form::SpacedCallout)),
            ("#tag", None),
            ("#1 in the list", None),
            ("#Work/Notes", None),
            ("#Work #Notes", None),
            ("[!tip]", None),
            ("•", None),
            ("[! important to me](a.md)", None),
        ] {
            assert_eq!(line_mark(line).map(|(form, _)| form), form, "{line}");
        }
    }
}
