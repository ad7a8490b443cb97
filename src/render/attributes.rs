//! Writes attributes of HTML elements. Which ones an element gets is decided by its writer.

use crate::html::escape;

/// An attribute with a text.
pub(super) fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape::attribute(html, value);
    html.push('"');
}

/// An attribute that holds an address; what an author wrote may still need percent-encoding.
pub(super) fn address(html: &mut String, name: &str, url: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape::href(html, url);
    html.push('"');
}
