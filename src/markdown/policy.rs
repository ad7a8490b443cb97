//! The HTML that an article may contain on a site that does not trust its authors with all of it.
//!
//! The table has two users: the writer, which rewrites raw tags by it and so knows what it removed and where, and ammonia,
//! which parses the finished article once more like a browser. The output of our own Markdown is in the table as well, since
//! ammonia cannot distinguish it from the author's HTML.

use crate::html::elements;

/// Elements that are kept.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Inline elements that are safe without attributes: an article with no other HTML is not given to ammonia.
const PLAIN: [&str; 20] = [
    "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup",
];

/// Elements that are removed together with their contents.
pub(super) const DROPPED_WHOLE: [&str; 10] = [
    "script", "style", "iframe", "object", "noscript", "template", "noembed", "noframes", "svg",
    "math",
];

/// Further elements of HTML, old ones included. An article cannot hold them, but a tag of such a name is meant as HTML.
const OTHER_ELEMENTS: &[&str] = &[
    "acronym",
    "address",
    "applet",
    "audio",
    "big",
    "blink",
    "body",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "dir",
    "fieldset",
    "font",
    "form",
    "frame",
    "frameset",
    "head",
    "html",
    "legend",
    "main",
    "map",
    "marquee",
    "menu",
    "meter",
    "nobr",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "plaintext",
    "progress",
    "search",
    "select",
    "slot",
    "textarea",
    "title",
    "video",
    "xmp",
];

/// Attributes that any element may have; those that start with `aria-` as well.
pub(super) const ATTRIBUTES: &[&str] = &["class", "dir", "hidden", "id", "lang", "role", "title"];

/// The start of the names of further attributes that any element may have.
pub(super) const ATTRIBUTE_PREFIX: &str = "aria-";

/// Attributes that act beyond their element: `aria-modal` hides the rest of the page from screen readers, the exit
/// included, and `aria-owns` takes over other parts of the page.
const PAGE_WIDE_ATTRIBUTES: [&str; 2] = ["aria-modal", "aria-owns"];

/// Roles that do the same, or that a page has only once.
const PAGE_WIDE_ROLES: [&str; 7] = [
    "alertdialog",
    "application",
    "banner",
    "contentinfo",
    "dialog",
    "main",
    "search",
];

/// Attributes of certain elements. An author's `href` and `src` become gaps; the links between a
/// footnote and its marks are our own.
pub(super) const ATTRIBUTES_OF: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name", "target"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["name", "open"]),
    ("div", &["align"]),
    (
        "img",
        &["align", "alt", "decoding", "height", "loading", "width"],
    ),
    ("input", &["checked"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("p", &["align"]),
    ("q", &["cite"]),
    ("table", &["align", "border", "width"]),
    (
        "td",
        &["align", "colspan", "headers", "rowspan", "valign", "width"],
    ),
    (
        "th",
        &[
            "abbr", "align", "colspan", "headers", "rowspan", "scope", "valign", "width",
        ],
    ),
    ("time", &["datetime"]),
    ("tr", &["align", "valign"]),
];

/// Attributes with a value that is always written, whatever the author wrote: no field of an article
/// can be typed into, since nothing a reader types may ever leave the page.
pub(super) const FIXED: &[(&str, &str, &str)] =
    &[("input", "disabled", ""), ("input", "type", "checkbox")];

/// The kept element of this name, in any case.
pub(super) fn element(name: &str) -> Option<&'static str> {
    ELEMENTS
        .iter()
        .copied()
        .find(|element| element.eq_ignore_ascii_case(name))
}

/// Whether HTML has an element of this name.
pub(super) fn is_html(name: &str) -> bool {
    element(name).is_some()
        || elements::is_void(name)
        || is_dropped_whole(name)
        || OTHER_ELEMENTS
            .iter()
            .any(|other| other.eq_ignore_ascii_case(name))
}

/// Whether a kept element is safe without attributes.
pub(super) fn is_plain(element: &str) -> bool {
    PLAIN.contains(&element)
}

/// Whether an element is removed together with its contents.
pub(super) fn is_dropped_whole(name: &str) -> bool {
    DROPPED_WHOLE
        .iter()
        .any(|dropped| dropped.eq_ignore_ascii_case(name))
}

/// Whether a kept element may have this attribute, its name in lower case.
pub(super) fn allows(element: &str, attribute: &str) -> bool {
    ATTRIBUTES.contains(&attribute)
        || is_aria(attribute)
        || ATTRIBUTES_OF
            .iter()
            .any(|(name, attributes)| *name == element && attributes.contains(&attribute))
        || FIXED
            .iter()
            .any(|(name, fixed, _)| *name == element && *fixed == attribute)
}

/// Whether any of the roles in a value is not allowed in an article.
fn has_page_wide_role(value: &str) -> bool {
    let mut roles = value.split_whitespace();
    roles.any(|role| {
        PAGE_WIDE_ROLES
            .iter()
            .any(|refused| role.eq_ignore_ascii_case(refused))
    })
}

/// Whether an attribute with this value is refused on every element, since it acts beyond its element.
pub(super) fn is_page_wide(attribute: &str, value: &str) -> bool {
    PAGE_WIDE_ATTRIBUTES.contains(&attribute) || (attribute == "role" && has_page_wide_role(value))
}

fn is_aria(attribute: &str) -> bool {
    !PAGE_WIDE_ATTRIBUTES.contains(&attribute)
        && attribute
            .strip_prefix(ATTRIBUTE_PREFIX)
            .is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase())
            })
}

/// Whether the attribute's value is an address.
pub(super) fn is_address(attribute: &str) -> bool {
    attribute == "cite"
}
