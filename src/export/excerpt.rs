//! Takes from a finished page of the site what is worth taking away: its main part, without what leads elsewhere or needs a
//! script. Its links then hold in the booklet, and its pictures are in it.
//!
//! It does not know which pages a booklet has, or why.

use std::collections::BTreeMap;

use html5gum::{StartTag, Token, Tokenizer};

use crate::files::Outputs;
use crate::html::data_url;
use crate::html::elements::is_void;
use crate::html::escape;
use crate::path::{OutputPath, decode_path, resolve_dots};

/// Elements that are of no use in a file to take away.
const LEFT_OUT: [&str; 11] = [
    "audio", "button", "embed", "form", "iframe", "link", "nav", "object", "script", "template",
    "video",
];

/// Classes by which the theme marks what is of use on its own page only.
const ON_PAGE_ONLY: [&str; 9] = [
    "drawing",
    "on-screen",
    "paper-ways",
    "part",
    "path-box",
    "path-onward",
    "section-link",
    "sheet-buttons",
    "sheet-note",
];

/// Attributes that hold ids of the page.
const IDS: [&str; 7] = [
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "data-note",
    "for",
    "headers",
    "id",
];

/// Attributes that only a page of the site needs.
const DROPPED: [&str; 3] = ["decoding", "loading", "srcset"];

/// A page, and where it is in a booklet.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The file of the page.
    pub(super) path: &'a OutputPath,
    /// Its number in the booklet.
    pub(super) number: usize,
    /// The number of each page of the booklet.
    pub(super) numbers: &'a BTreeMap<OutputPath, usize>,
    /// All files of the site.
    pub(super) files: &'a Outputs,
}

/// What was taken from a page.
#[derive(Default)]
pub(super) struct Excerpt {
    /// Its main part.
    pub(super) html: String,
    /// The classes of its body, by which style sheets know what kind of page it is.
    pub(super) classes: String,
    /// Its language.
    pub(super) language: String,
    /// The direction of its script, if it is not left to right.
    pub(super) direction: Option<String>,
}

/// Reads a finished page.
pub(super) fn excerpt(html: &str, place: Place<'_>) -> Excerpt {
    let mut reader = Reader {
        place,
        taken: Excerpt::default(),
        is_in_main: false,
        left_out: None,
        is_unlinked: false,
    };
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => reader.open(&tag),
            Token::EndTag(tag) => reader.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reader.taken
}

struct Reader<'a> {
    place: Place<'a>,
    taken: Excerpt,
    is_in_main: bool,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// Whether a link is open that leads out of the booklet, and is only text here.
    is_unlinked: bool,
}

impl Reader<'_> {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if !self.is_in_main {
            self.note_frame(&name, tag);
            return;
        }
        if let Some((left_out, depth)) = &mut self.left_out {
            *depth += usize::from(*left_out == name && !tag.self_closing);
            return;
        }
        if is_left_out(&name, tag) {
            if !is_void(&name) && !tag.self_closing {
                self.left_out = Some((name, 1));
            }
            return;
        }
        let href = value(tag, "href");
        if name == "a"
            && let Some(href) = &href
            && self.settled(href).is_none()
        {
            self.is_unlinked = true;
            return;
        }
        self.write(&name, tag);
    }

    /// Notes what the frame of the page says of it.
    fn note_frame(&mut self, name: &str, tag: &StartTag<()>) {
        match name {
            "html" => {
                self.taken.language = value(tag, "lang").unwrap_or_default();
                self.taken.direction = value(tag, "dir");
            }
            "body" => self.taken.classes = value(tag, "class").unwrap_or_default(),
            "main" => self.is_in_main = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if !self.is_in_main {
            return;
        }
        if let Some((left_out, depth)) = &mut self.left_out {
            *depth -= usize::from(left_out == name);
            if *depth == 0 {
                self.left_out = None;
            }
            return;
        }
        match name {
            "main" => self.is_in_main = false,
            "a" if self.is_unlinked => self.is_unlinked = false,
            _ => {
                self.taken.html.push_str("</");
                self.taken.html.push_str(name);
                self.taken.html.push('>');
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_in_main && self.left_out.is_none() {
            escape::html(&mut self.taken.html, text);
        }
    }

    fn write(&mut self, name: &str, tag: &StartTag<()>) {
        let mut written = format!("<{name}");
        for attribute in tag.attributes.keys() {
            let attribute = String::from_utf8_lossy(attribute).into_owned();
            let value = value(tag, &attribute).unwrap_or_default();
            let value = match attribute.as_str() {
                dropped if DROPPED.contains(&dropped) => continue,
                ids if IDS.contains(&ids) => self.ids(&value),
                "href" => self.settled(&value).unwrap_or(value),
                "src" => self.held(&value).unwrap_or(value),
                _ => value,
            };
            written.push(' ');
            written.push_str(&attribute);
            written.push_str("=\"");
            escape::attribute(&mut written, &value);
            written.push('"');
        }
        // Other regions than the reader's stay folded, and are not printed.
        let is_region = classes(tag).any(|class| class == "help-region");
        if name == "details" && !is_region && value(tag, "open").is_none() {
            written.push_str(" open=\"\"");
        }
        written.push_str(if tag.self_closing { "/>" } else { ">" });
        self.taken.html.push_str(&written);
    }

    /// Ids of this page, as they are in the booklet.
    fn ids(&self, ids: &str) -> String {
        let ids = ids.split_whitespace();
        let ids: Vec<String> = ids.map(|id| anchor(self.place.number, id)).collect();
        ids.join(" ")
    }

    /// Where a link leads in the booklet, or out of the site; `None` for a page that the booklet does not have.
    fn settled(&self, href: &str) -> Option<String> {
        if let Some(id) = href.strip_prefix('#') {
            return Some(format!("#{}", anchor(self.place.number, id)));
        }
        if is_outside(href) {
            return Some(href.to_owned());
        }
        let (path, id) = href.split_once('#').unwrap_or((href, ""));
        let number = self.place.numbers.get(&self.file(path)?)?;
        Some(match id {
            "" => format!("#{}", chapter(*number)),
            id => format!("#{}", anchor(*number, id)),
        })
    }

    /// A picture of the site as an address that holds it.
    fn held(&self, src: &str) -> Option<String> {
        let file = self.file(src)?;
        let (_, extension) = file.as_str().rsplit_once('.')?;
        let bytes = self.place.files.get(&file)?.read().ok()?;
        Some(data_url(&extension.to_ascii_lowercase(), &bytes))
    }

    /// The file at an address that is written on this page.
    fn file(&self, address: &str) -> Option<OutputPath> {
        let page = self.place.path.as_str();
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = resolve_dots(folder, &decode_path(address)?)?;
        Some(OutputPath::new(&path))
    }
}

/// The id of a page in the booklet.
pub(super) fn chapter(number: usize) -> String {
    format!("page-{number}")
}

/// The id in the booklet of an id on a page.
fn anchor(number: usize, id: &str) -> String {
    format!("{}-{id}", chapter(number))
}

fn value(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

fn is_left_out(name: &str, tag: &StartTag<()>) -> bool {
    LEFT_OUT.contains(&name)
        || value(tag, "hidden").is_some()
        || classes(tag).any(|class| ON_PAGE_ONLY.contains(&&*class))
}

fn classes(tag: &StartTag<()>) -> impl Iterator<Item = String> {
    let classes = value(tag, "class").unwrap_or_default();
    let classes: Vec<String> = classes.split_whitespace().map(str::to_owned).collect();
    classes.into_iter()
}

/// Whether an address begins with a scheme, such as `https:` or `tel:`.
fn is_outside(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':') || address.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    #[test]
    fn a_page_keeps_its_words_and_links_only_to_what_comes_along() {
        let html = "<html lang=cy><body class=\"is-article\"><a href=\"#main\">Skip</a><main id=main><h1 id=a>A &amp; b</h1>\
            <nav>Way</nav><p class=\"facts on-screen\"><span>3 minutes</span></p><p><a href=\"../b/index.html#x\">There</a> \
            <a href=\"../c/index.html\">Gone</a> <a href=\"tel:999\">999</a> <a href=\"#a\">Up</a><img src=\"p.png\" loading=lazy>\
            <script>1</script></p></main><footer>Foot</footer>";
        let files: Outputs = [(OutputPath::new("a/p.png"), Content::new(*b"png"))].into();
        let path = OutputPath::new("a/index.html");
        let numbers = BTreeMap::from([(path.clone(), 1), (OutputPath::new("b/index.html"), 2)]);
        let taken = excerpt(
            html,
            Place {
                path: &path,
                number: 1,
                numbers: &numbers,
                files: &files,
            },
        );
        assert_eq!(
            taken.html,
            "<h1 id=\"page-1-a\">A &amp; b</h1><p><a href=\"#page-2-x\">There</a> Gone <a href=\"tel:999\">999</a> \
             <a href=\"#page-1-a\">Up</a><img src=\"data:image/png;base64,cG5n\"></p>"
        );
        assert_eq!(
            (taken.classes.as_str(), taken.language.as_str()),
            ("is-article", "cy")
        );
    }
}
