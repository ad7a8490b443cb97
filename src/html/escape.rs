//! Escapes text for HTML: one function for each kind of place in a page.
//!
//! Every room that writes HTML by hand uses these. They append to a string of the caller and copy in runs, since most
//! text needs no escaping.

/// Appends text between tags.
pub fn html(out: &mut String, text: &str) {
    escape(out, text, |byte| matches!(byte, b'&' | b'<' | b'>'));
}

/// Appends the value of a double-quoted attribute.
pub fn attribute(out: &mut String, text: &str) {
    escape(out, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"'));
}

/// Text that is safe between tags and in double-quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    attribute(&mut out, text);
    out
}

/// Appends an address as the value of a double-quoted attribute.
///
/// Characters that a URL cannot hold are percent-encoded as in CommonMark's own examples; what is encoded already stays as
/// it is.
pub fn href(out: &mut String, url: &str) {
    let mut done = 0;
    for (at, byte) in url.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'\'' => "&#x27;",
            _ if is_url_byte(byte) => continue,
            _ => "",
        };
        // Between two encoded bytes of one character there is nothing to copy, and no character boundary to slice at.
        if done < at {
            out.push_str(&url[done..at]);
        }
        if entity.is_empty() {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        } else {
            out.push_str(entity);
        }
        done = at + 1;
    }
    out.push_str(&url[done..]);
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/$~".contains(&byte)
}

/// How many bytes are tested together; the compiler turns the test into a few wide instructions.
const STRIDE: usize = 32;

#[inline]
fn escape(out: &mut String, text: &str, special: impl Fn(u8) -> bool) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        let stride = &bytes[at..(at + STRIDE).min(bytes.len())];
        if !stride.iter().fold(false, |any, &byte| any | special(byte)) {
            at += stride.len();
            continue;
        }
        for (place, &byte) in stride
            .iter()
            .enumerate()
            .filter(|(_, byte)| special(**byte))
        {
            out.push_str(&text[done..at + place]);
            out.push_str(match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            done = at + place + 1;
        }
        at += stride.len();
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        write(&mut out, text);
        out
    }

    #[test]
    fn text_never_becomes_a_tag_or_leaves_its_attribute() {
        assert_eq!(
            written(html, "a < b & \"c\" > d"),
            "a &lt; b &amp; \"c\" &gt; d"
        );
        assert_eq!(
            written(attribute, "\"><script>"),
            "&quot;&gt;&lt;script&gt;"
        );
        assert_eq!(escaped("<a \"b\">"), "&lt;a &quot;b&quot;&gt;");
        let long = "x".repeat(31) + "<" + &"é".repeat(40) + ">";
        assert_eq!(
            written(html, &long),
            "x".repeat(31) + "&lt;" + &"é".repeat(40) + "&gt;"
        );
    }

    #[test]
    fn an_address_is_encoded_once() {
        assert_eq!(
            written(href, "a b?c=ä&d='%20\""),
            "a%20b?c=%C3%A4&amp;d=&#x27;%20%22"
        );
        assert_eq!(written(href, "\\[x]ö"), "%5C%5Bx%5D%C3%B6");
    }
}
