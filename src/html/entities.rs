//! Decodes entities: all numeric ones, and the named ones that can hide an address.

use std::borrow::Cow;

/// Decodes the entities of a text or an attribute.
///
/// An unknown name stays as it is. Whatever is decoded here is encoded again before it is written, so an unknown entity
/// can be wrong, but not harmful.
pub fn decode(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match entity(rest) {
            Some((c, length)) => {
                decoded.push(c);
                rest = &rest[length..];
            }
            None => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The character that an entity names, and its length in bytes without the `&`.
fn entity(rest: &str) -> Option<(char, usize)> {
    const NAMES: [(&str, char); 14] = [
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("quot;", '"'),
        ("apos;", '\''),
        ("colon;", ':'),
        ("sol;", '/'),
        ("num;", '#'),
        ("period;", '.'),
        ("lpar;", '('),
        ("rpar;", ')'),
        ("Tab;", '\t'),
        ("NewLine;", '\n'),
        ("nbsp;", '\u{a0}'),
    ];
    if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let count = digits
            .bytes()
            .take_while(|&byte| (byte as char).is_digit(radix))
            .count();
        let code = u32::from_str_radix(digits.get(..count)?, radix).unwrap_or(0);
        let end = rest.len() - digits.len() + count;
        let length = end + usize::from(rest.as_bytes().get(end) == Some(&b';'));
        return (count > 0).then_some((
            char::from_u32(code)
                .filter(|&c| c != '\0')
                .unwrap_or('\u{fffd}'),
            length,
        ));
    }
    NAMES
        .iter()
        .find(|(name, _)| rest.starts_with(name))
        .map(|(name, c)| (*c, name.len()))
}
