//! Shortcodes of WordPress (`[gallery ids="1,2"]`), before the HTML around them is read: they become elements that the reader
//! of HTML carries to their place.
//!
//! Which names are shortcodes is known to the old site alone. A name in brackets counts as one if WordPress itself has it, if
//! it has attributes or an end, or if it has a line to itself. All other brackets are text.

use std::collections::HashMap;

use crate::import::escape;
use crate::import::markup::{CAPTION, READY, UNKNOWN};

/// What shortcodes of WordPress itself need from the rest of the site.
pub(super) trait Pictures {
    /// The pictures of a gallery as Markdown, from its attributes.
    fn gallery(&mut self, attributes: &[(String, String)]) -> Option<String>;
}

/// The shortcodes that WordPress has without a plugin.
const OWN: [&str; 8] = [
    "caption",
    "wp_caption",
    "gallery",
    "playlist",
    "audio",
    "video",
    "embed",
    "code",
];

/// A text with its shortcodes as elements.
pub(super) fn replaced(text: &str, pictures: &mut dyn Pictures) -> String {
    let tags = Tags::of(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].find(['[', '<']) {
        out.push_str(&text[at..at + next]);
        at += next;
        if text.as_bytes()[at] == b'<' {
            let end = at + skipped(&text[at..]);
            out.push_str(&text[at..end]);
            at = end;
            continue;
        }
        // Doubled brackets show a shortcode as text.
        if let Some(length) = doubled(&text[at..]) {
            out.push_str(&text[at + 1..at + length - 1]);
            at += length;
            continue;
        }
        match shortcode(text, at, &tags) {
            Some(found) => at = put(&found, text, pictures, &mut out),
            None => {
                out.push('[');
                at += 1;
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Where shortcodes begin and end, by their names.
struct Tags<'t> {
    /// Where the first opening tag of each name is.
    first: HashMap<&'t str, usize>,
    /// Where the closing tags of each name are, in order.
    closing: HashMap<&'t str, Vec<usize>>,
}

impl<'t> Tags<'t> {
    fn of(text: &'t str) -> Self {
        let mut tags = Self {
            first: HashMap::new(),
            closing: HashMap::new(),
        };
        for (at, _) in text.match_indices('[') {
            match text[at + 1..].strip_prefix('/') {
                Some(rest) => {
                    let name = name_at(rest);
                    if rest[name.len()..].starts_with(']') {
                        tags.closing.entry(name).or_default().push(at);
                    }
                }
                None => {
                    tags.first.entry(name_at(&text[at + 1..])).or_insert(at);
                }
            }
        }
        tags
    }

    /// The closing tag of a name behind a place.
    fn end_of(&self, name: &str, from: usize) -> Option<usize> {
        let places = self.closing.get(name)?;
        let at = places.partition_point(|place| *place < from);
        places.get(at).copied()
    }
}

fn name_at(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let length = text.find(|c| !is_name(c)).unwrap_or(text.len());
    &text[..length]
}

/// How much HTML to pass over: a tag, a comment, or an element whose text is shown as it is.
fn skipped(text: &str) -> usize {
    let to = |end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    if text.starts_with("<!--") {
        return to("-->");
    }
    let lower: String = text
        .chars()
        .take(10)
        .collect::<String>()
        .to_ascii_lowercase();
    for raw in ["pre", "code", "script", "style", "textarea"] {
        let is_it = lower
            .strip_prefix('<')
            .and_then(|rest| rest.strip_prefix(raw));
        if is_it.is_some_and(|rest| rest.starts_with(['>', ' ', '\n'])) {
            return to(&format!("</{raw}>"));
        }
    }
    // Not a tag, but a sign for "less than".
    match text.as_bytes().get(1) {
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'/' => to(">"),
        _ => 1,
    }
}

/// The length of `[[name …]]`.
fn doubled(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("[[")?;
    inside
        .chars()
        .next()
        .filter(|c| c.is_ascii_alphabetic() || *c == '/')?;
    let end = inside.find("]]")?;
    let is_short = !inside[..end].contains(['[', '\n']);
    is_short.then_some(end + 4)
}

struct Shortcode {
    name: String,
    attributes: Vec<(String, String)>,
    /// The opening bracket to its closing one.
    source: String,
    /// The text up to the closing tag, if there is one.
    inside: Option<(usize, usize)>,
    end: usize,
    is_closing: bool,
}

/// The shortcode that begins at a place.
fn shortcode(text: &str, start: usize, tags: &Tags<'_>) -> Option<Shortcode> {
    let rest = &text[start + 1..];
    let (is_closing, rest) = match rest.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let name = name_at(rest);
    let length = name.len();
    name.chars().next().filter(char::is_ascii_alphabetic)?;
    let end = bracket(text, start + 1)?;
    let source = &text[start..end];
    let after_name = &text[start + 1 + usize::from(is_closing) + length..end - 1];
    if !after_name.is_empty() && !after_name.starts_with([' ', '\t', '\n', '\u{a0}', '/', '=']) {
        return None;
    }
    let attributes = attributes(after_name.trim_end_matches('/'));
    let inside = match is_closing {
        true => None,
        false => tags.end_of(name, end).map(|close| (end, close)),
    };
    let is_own = OWN.contains(&name);
    let has_attributes = attributes.iter().any(|(key, _)| !key.is_empty());
    let is_known = is_own
        || has_attributes
        || inside.is_some()
        || name.contains('_')
        || name.contains('-') && name.contains(|c: char| c.is_ascii_digit());
    let is_shortcode = match is_closing {
        true => tags.first.get(name).is_some_and(|first| *first < start),
        false => is_known || has_line_to_itself(text, start, end),
    };
    is_shortcode.then(|| Shortcode {
        name: name.to_owned(),
        attributes,
        source: source.to_owned(),
        inside,
        end,
        is_closing,
    })
}

/// Where the bracket after a name ends; quotation marks may hold brackets.
fn bracket(text: &str, from: usize) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text[from..].char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, ']') => return Some(from + at + 1),
            (None, '[' | '<') => return None,
            (None, _) => {}
        }
        if at > 4_000 {
            return None;
        }
    }
    None
}

fn has_line_to_itself(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\t', '\r']);
    let after = text[end..].trim_start_matches([' ', '\t', '\r']);
    let begins = before.is_empty() || before.ends_with(['\n', '>', ']']);
    begins && (after.is_empty() || after.starts_with(['\n', '<', '[']))
}

/// `key="value" key=value word`, with an empty key for a word alone.
fn attributes(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace() || c == '"')
            .unwrap_or(rest.len());
        let (key, value) = match rest[end..].strip_prefix('=') {
            Some(value) => (rest[..end].to_ascii_lowercase(), value.trim_start()),
            None if end > 0 => {
                out.push((String::new(), rest[..end].to_owned()));
                rest = rest[end..].trim_start();
                continue;
            }
            None => (String::new(), rest),
        };
        let quote = value
            .chars()
            .next()
            .filter(|c| "\"'\u{201d}\u{201c}".contains(*c));
        let (value, after) = match quote {
            Some(quote) => {
                let inner = &value[quote.len_utf8()..];
                let end = inner.find([quote, '\u{201d}']).unwrap_or(inner.len());
                let skip = inner[end..].chars().next().map_or(0, char::len_utf8);
                (&inner[..end], &inner[end + skip..])
            }
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        out.push((key, value.to_owned()));
        rest = after.trim_start();
    }
    out
}

/// Puts the element for a shortcode into the text; returns where to read on. What is inside stays to be read.
fn put(found: &Shortcode, text: &str, pictures: &mut dyn Pictures, out: &mut String) -> usize {
    let attribute = |name: &str| {
        let known = found.attributes.iter().find(|(key, _)| key == name);
        known.map(|(_, value)| value.as_str())
    };
    match (found.name.as_str(), found.is_closing) {
        ("caption" | "wp_caption", false) if found.inside.is_some() => {
            let caption = attribute("caption").unwrap_or_default();
            out.push_str(&format!(
                "<{CAPTION} caption=\"{}\">",
                attribute_value(caption)
            ));
        }
        ("caption" | "wp_caption", true) => out.push_str(&format!("</{CAPTION}>")),
        ("embed", false) if found.inside.is_some() => {
            let (start, end) = found.inside.unwrap_or_default();
            let address = attribute_value(text[start..end].trim());
            out.push_str(&format!("<iframe src=\"{address}\"></iframe>"));
            return end + "[/embed]".len();
        }
        ("gallery", false) => match pictures.gallery(&found.attributes) {
            Some(markdown) => out.push_str(&format!(
                "\n\n<{READY} markdown=\"{}\"></{READY}>\n\n",
                attribute_value(&markdown)
            )),
            None => unknown(found, out),
        },
        (tag @ ("audio" | "video"), false) => {
            let formats = [
                "src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "flv",
            ];
            match formats.iter().find_map(|name| attribute(name)) {
                Some(src) => {
                    out.push_str(&format!("<{tag} src=\"{}\"></{tag}>", attribute_value(src)));
                }
                None => unknown(found, out),
            }
        }
        ("audio" | "video", true) => {}
        ("code" | "sourcecode", false) if found.inside.is_some() => {
            let language = attribute("language")
                .or_else(|| attribute("lang"))
                .unwrap_or_default();
            out.push_str(&format!(
                "<pre class=\"language-{}\">",
                attribute_value(language)
            ));
        }
        ("code" | "sourcecode", true) => out.push_str("</pre>"),
        _ => unknown(found, out),
    }
    found.end
}

fn unknown(found: &Shortcode, out: &mut String) {
    let inside = match found.inside.is_some() || found.is_closing {
        true => " inside=\"\"",
        false => "",
    };
    out.push_str(&format!(
        "<{UNKNOWN} name=\"{}\" source=\"{}\"{inside}></{UNKNOWN}>",
        attribute_value(&found.name),
        attribute_value(&found.source)
    ));
}

fn attribute_value(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A picture in a gallery as Markdown.
pub(super) fn picture(alternative: &str, address: &str, caption: &str) -> String {
    let picture = format!(
        "![{}]({})",
        escape::escaped(alternative),
        escape::destination(address)
    );
    match caption.trim().is_empty() {
        true => picture,
        false => format!(
            "<figure>\n\n{picture}\n\n<figcaption>\n\n{}\n\n</figcaption>\n</figure>",
            escape::escaped(&caption.split_whitespace().collect::<Vec<_>>().join(" "))
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct None;

    impl Pictures for None {
        fn gallery(&mut self, _: &[(String, String)]) -> Option<String> {
            Option::None
        }
    }

    #[test]
    fn shortcodes_are_told_from_brackets() {
        let same = [
            "as he said [sic] and [1] in [a book]",
            "<a title=\"[gallery]\">x</a>",
            "<pre>[gallery]</pre>",
            "an [open bracket",
        ];
        for text in same {
            assert_eq!(replaced(text, &mut None), text);
        }
        assert_eq!(replaced("[[gallery]]", &mut None), "[gallery]");
        for text in [
            "[contact-form-7 id=\"1\"]",
            "a [icon name=x] b",
            "\n[sitemap]\n",
            "[tabs]x[/tabs]",
        ] {
            assert!(replaced(text, &mut None).contains(UNKNOWN), "{text}");
        }
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let read = attributes("id=\"a b\" c='d' e=f g");
        let read: Vec<(&str, &str)> = read.iter().map(|(key, value)| (&**key, &**value)).collect();
        assert_eq!(read, [("id", "a b"), ("c", "d"), ("e", "f"), ("", "g")]);
    }

    #[test]
    fn a_caption_is_around_its_picture() {
        let html = replaced(
            "[caption id=\"x\"]<img src=\"a.jpg\"> Words[/caption]",
            &mut None,
        );
        assert_eq!(
            html,
            "<x-caption caption=\"\"><img src=\"a.jpg\"> Words</x-caption>"
        );
    }
}
