//! What HTML says about elements: which have no end tag, and which are part of a line. Names may be in any case.
//!
//! Which elements an article may hold is no question for this file.

/// Elements that never have an end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Whether an element of this name never has an end tag.
pub fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// Whether an element is part of a line, so that its tags separate no words.
pub fn is_inline(element: &str) -> bool {
    const INLINE: [&str; 25] = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
        "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var",
    ];
    let mut inline = INLINE.iter();
    inline.any(|inline| inline.eq_ignore_ascii_case(element))
}
