//! Emphasis: which marks to write for it.
//!
//! `**bold**` only works where the marks touch a word from the right side: `**"a"**b` shows its stars. While inline text is
//! put together, emphasis is between two characters that no text has. When its neighbours are known, they become stars, or
//! HTML where stars would fail.

/// The kinds of emphasis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Italic,
    Bold,
    Struck,
}

/// Characters that Unicode reserves for a program's own use: they are taken out of every text that is read.
const OPEN: [char; 3] = ['\u{FDD2}', '\u{FDD3}', '\u{FDD4}'];
const CLOSE: [char; 3] = ['\u{FDD5}', '\u{FDD6}', '\u{FDD7}'];

const MARKS: [&str; 3] = ["*", "**", "~~"];
const TAGS: [&str; 3] = ["em", "strong", "del"];

/// A text with emphasis. Blanks at its ends are put outside, and parts that `breaks` separates are emphasised one by one.
pub(super) fn emphasised(text: &str, kind: Kind, breaks: char) -> String {
    let at = kind as usize;
    let part = |part: &str| {
        let inner = part.trim();
        if inner.is_empty() {
            return part.to_owned();
        }
        let start = part.len() - part.trim_start().len();
        let (before, rest) = part.split_at(start);
        let after = &rest[inner.len()..];
        format!("{before}{}{inner}{}{after}", OPEN[at], CLOSE[at])
    };
    let parts: Vec<String> = text.split(breaks).map(part).collect();
    parts.join(&breaks.to_string())
}

/// The text with stars or tags in place of the characters between which its emphasis is.
pub(super) fn resolved(text: &str) -> String {
    let mut text = text.replace(super::NOTE, "");
    for kind in 0..3 {
        // Two neighbours of one kind are one.
        text = text.replace(&format!("{}{}", CLOSE[kind], OPEN[kind]), "");
    }
    if !text.contains(OPEN) {
        return text;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut is_tag = vec![false; characters.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut nested = [0; 3];
    for (at, c) in characters.iter().enumerate() {
        if let Some(kind) = OPEN.iter().position(|open| open == c) {
            nested[kind] += 1;
            is_tag[at] = nested[kind] > 1;
            open.push(at);
        } else if let Some(kind) = CLOSE.iter().position(|close| close == c)
            && let Some(start) = open.pop()
        {
            nested[kind] -= 1;
            let tags = is_tag[start] || fails(&characters, start) || fails(&characters, at);
            (is_tag[start], is_tag[at]) = (tags, tags);
        }
    }
    let mut out = String::with_capacity(text.len());
    for (c, is_tag) in characters.into_iter().zip(is_tag) {
        let opens = OPEN.iter().position(|open| *open == c);
        let closes = CLOSE.iter().position(|close| *close == c);
        match (opens, closes) {
            (Some(kind), _) if is_tag => out.push_str(&format!("<{}>", TAGS[kind])),
            (_, Some(kind)) if is_tag => out.push_str(&format!("</{}>", TAGS[kind])),
            (Some(kind), _) | (_, Some(kind)) => out.push_str(MARKS[kind]),
            (None, None) => out.push(c),
        }
    }
    out
}

/// Whether stars at a place would not be read as the start or the end that they are.
fn fails(characters: &[char], at: usize) -> bool {
    let is_open = OPEN.contains(&characters[at]);
    let is_own = |c: &char| OPEN.contains(c) || CLOSE.contains(c);
    let beside = match is_open {
        true => at.checked_sub(1).map(|at| characters[at]),
        false => characters.get(at + 1).copied(),
    };
    // Stars that end one and begin another could be read the other way round.
    if beside.is_some_and(|c| match is_open {
        true => CLOSE.contains(&c),
        false => OPEN.contains(&c),
    }) {
        return true;
    }
    let outside = match is_open {
        true => characters[..at].iter().rev().find(|c| !is_own(c)),
        false => characters[at + 1..].iter().find(|c| !is_own(c)),
    };
    let inside = match is_open {
        true => characters[at + 1..].iter().find(|c| !is_own(c)),
        false => characters[..at].iter().rev().find(|c| !is_own(c)),
    };
    let is_word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
    let is_blank = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace());
    is_blank(inside) || (!is_word(inside) && is_word(outside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold(text: &str) -> String {
        emphasised(text, Kind::Bold, '\n')
    }

    #[test]
    fn stars_are_written_where_they_work_and_tags_elsewhere() {
        for (text, expected) in [
            (format!("a {} b", bold("c")), "a **c** b"),
            (format!("a{}b", bold(" c ")), "a **c** b"),
            (format!("{}b", bold("\"a\"")), "<strong>\"a\"</strong>b"),
            (format!("{}: b", bold("a")), "**a**: b"),
            (format!("{}{}", bold("a"), bold("b")), "**ab**"),
            (bold("a\nb"), "**a**\n**b**"),
            (bold(" "), " "),
            (bold(&emphasised("a", Kind::Italic, '\n')), "***a***"),
            (
                format!("{}{}", bold("a"), emphasised("b", Kind::Italic, '\n')),
                "<strong>a</strong><em>b</em>",
            ),
            (
                bold(&format!("a {} c", bold("b"))),
                "**a <strong>b</strong> c**",
            ),
        ] {
            assert_eq!(resolved(&text), expected, "{text}");
        }
    }
}
