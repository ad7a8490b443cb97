//! The pages of a booklet, taken from finished pages of the site: the main part of each, without what leads elsewhere or
//! needs a script. What is written is XML that is also HTML.
//!
//! Which pages a booklet has, and why, is decided elsewhere. How its pages are held together is said by a [`Binding`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Error, Result};
use crate::files::Outputs;
use crate::html::elements::is_void;
use crate::html::escape;
use crate::html::tree::{Data, Id, Tree};
use crate::path::{OutputPath, decode_path, encode_path, resolve_dots};

/// Elements that are of no use in a file to take away.
const LEFT_OUT: [&str; 12] = [
    "audio", "button", "embed", "form", "iframe", "link", "nav", "object", "script", "source",
    "template", "video",
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
const IDS: [&str; 6] = [
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "for",
    "headers",
    "id",
];

/// Attributes that only a page of the site needs.
const DROPPED: [&str; 5] = ["decoding", "fetchpriority", "loading", "sizes", "srcset"];

/// How the pages of a booklet are held together. Pages are numbered from 1.
pub(super) trait Binding {
    /// The address of a page.
    fn page(&self, number: usize) -> String;

    /// The address of an id of the booklet, which is on this page.
    fn place(&self, number: usize, id: &str) -> String;

    /// Whether a link may lead out of the booklet by this scheme, such as `tel`.
    fn leads_out(&self, _scheme: &str) -> bool {
        true
    }

    /// The address of a picture of the site; `None` if the booklet does not have it.
    fn picture(&mut self, file: &OutputPath) -> Option<String>;
}

/// A page of a booklet.
pub(super) struct Excerpt {
    /// Its main part.
    pub(super) html: String,
    /// The classes of its body, by which style sheets know what kind of page it is.
    pub(super) classes: String,
    /// Its language.
    pub(super) language: String,
    /// The direction of its script.
    pub(super) direction: String,
}

/// The pages of a booklet, in order.
pub(super) struct Leaves {
    leaves: Vec<Leaf>,
    /// The number of each page.
    numbers: BTreeMap<OutputPath, usize>,
}

struct Leaf {
    file: OutputPath,
    tree: Tree,
    /// Its main part.
    main: Id,
    /// What is left out of it.
    left_out: BTreeSet<Id>,
    /// The ids in what is not.
    ids: BTreeSet<String>,
}

impl Leaf {
    fn of(file: &OutputPath, html: &str, left_out: &[&str], unnamed: &[&str]) -> Option<Self> {
        let tree = Tree::read_page(html);
        let main = tree.find(tree.root(), "main")?;
        let mut leaf = Self {
            file: file.clone(),
            main,
            left_out: BTreeSet::new(),
            ids: BTreeSet::new(),
            tree,
        };
        let mut waiting = vec![main];
        while let Some(id) = waiting.pop() {
            if leaf.is_useless(id, left_out) || leaf.names(id, unnamed) {
                leaf.left_out.insert(id);
            } else {
                waiting.extend(leaf.tree.children(id));
                let name = leaf.tree.attribute(id, "id").map(str::to_owned);
                leaf.ids.extend(name);
            }
        }
        Some(leaf)
    }

    /// Whether this are facts about the page, such as its authors, that say one of these names.
    fn names(&self, id: Id, unnamed: &[&str]) -> bool {
        let says = |text: &str| unnamed.iter().any(|name| text.contains(name));
        self.tree.has_class(id, "facts") && says(&self.tree.text(id))
    }

    fn is_useless(&self, id: Id, left_out: &[&str]) -> bool {
        let tree = &self.tree;
        let name = tree.name(id);
        LEFT_OUT.contains(&name)
            || left_out.contains(&name)
            || tree.attribute(id, "hidden").is_some()
            || ON_PAGE_ONLY
                .iter()
                .chain(left_out)
                .any(|class| tree.has_class(id, class))
    }
}

impl Leaves {
    /// Reads pages of a finished site. `left_out` are names and classes of elements that this booklet does without, and
    /// `unnamed` are the names that it does not say.
    ///
    /// # Errors
    ///
    /// When a page is not among the files, or has no main part.
    pub(super) fn read<'a>(
        pages: impl Iterator<Item = &'a OutputPath>,
        files: &Outputs,
        left_out: &[&str],
        unnamed: &[&str],
    ) -> Result<Self> {
        let read = |file: &OutputPath| {
            let content = files.get(file).and_then(|content| content.read().ok());
            let content =
                content.ok_or_else(|| Error::new(format!("the page `{file}` was not made")))?;
            let leaf = Leaf::of(file, &String::from_utf8_lossy(&content), left_out, unnamed);
            leaf.ok_or_else(|| {
                Error::new(format!("the page `{file}` has no <main> element")).help(
                    "put what is to be read of a page into <main> in the templates of the theme",
                )
            })
        };
        let leaves: Vec<Leaf> = pages.map(read).collect::<Result<_>>()?;
        let numbers = leaves.iter().zip(1..);
        let numbers = numbers.map(|(leaf, number)| (leaf.file.clone(), number));
        Ok(Self {
            numbers: numbers.collect(),
            leaves,
        })
    }

    /// What a page holds that is worth taking away.
    pub(super) fn excerpt(&self, number: usize, binding: &mut dyn Binding) -> Excerpt {
        let leaf = &self.leaves[number - 1];
        let tree = &leaf.tree;
        let attribute = |id: Option<Id>, name: &str| {
            let value = id.and_then(|id| tree.attribute(id, name));
            value.map(str::to_owned)
        };
        let (root, body) = (Some(tree.root()), tree.find(tree.root(), "body"));
        Excerpt {
            classes: attribute(body, "class").unwrap_or_default(),
            language: attribute(root, "lang").unwrap_or_default(),
            direction: attribute(root, "dir").unwrap_or_else(|| "ltr".to_owned()),
            html: Writer {
                leaves: self,
                leaf,
                number,
                binding,
            }
            .write(),
        }
    }
}

struct Writer<'a> {
    leaves: &'a Leaves,
    leaf: &'a Leaf,
    number: usize,
    binding: &'a mut dyn Binding,
}

/// What is to be written next. Elements may be deeper inside each other than calls.
enum Step {
    Open(Id),
    Close(Id),
}

impl Writer<'_> {
    fn write(&mut self) -> String {
        let tree = &self.leaf.tree;
        let within = |id: Id| tree.children(id).iter().rev().map(|id| Step::Open(*id));
        let mut out = String::new();
        let mut steps: Vec<Step> = within(self.leaf.main).collect();
        while let Some(step) = steps.pop() {
            let id = match step {
                Step::Open(id) => id,
                Step::Close(id) => {
                    out.push_str("</");
                    out.push_str(tree.name(id));
                    out.push('>');
                    continue;
                }
            };
            match tree.data(id) {
                Data::Text(text) => escape::html(&mut out, &in_xml(text)),
                Data::Element(name, attributes) => match self.opening(id, name, attributes) {
                    Opening::Nothing => {}
                    Opening::Text(text) => escape::html(&mut out, &text),
                    Opening::Inside => steps.extend(within(id)),
                    Opening::Tag(tag) => {
                        out.push_str(&tag);
                        if !is_void(name) {
                            steps.push(Step::Close(id));
                            steps.extend(within(id));
                        }
                    }
                },
                Data::Other | Data::Comment(_) => {}
            }
        }
        out
    }

    /// How an element begins in the booklet.
    fn opening(&mut self, id: Id, name: &str, attributes: &[(String, String)]) -> Opening {
        let tree = &self.leaf.tree;
        if self.leaf.left_out.contains(&id) {
            return Opening::Nothing;
        }
        let mut tag = format!("<{name}");
        let mut write = |name: &str, value: &str| {
            tag.push(' ');
            tag.push_str(name);
            tag.push_str("=\"");
            escape::attribute(&mut tag, &in_xml(value));
            tag.push('"');
        };
        match name {
            "svg" => write("xmlns", "http://www.w3.org/2000/svg"),
            "math" => write("xmlns", "http://www.w3.org/1998/Math/MathML"),
            _ => {}
        }
        for (attribute, value) in attributes {
            match (name, attribute.as_str()) {
                (_, dropped) if !is_kept(dropped) => {}
                (_, ids) if IDS.contains(&ids) => {
                    let ids = value.split_whitespace();
                    let ids: Vec<String> = ids.map(|id| anchor(self.number, id)).collect();
                    write(attribute, &ids.join(" "));
                }
                ("a", "href") => match self.settled(value) {
                    Some(href) => write("href", &href),
                    None if tree.attribute(id, "id").is_some() => {}
                    None => return Opening::Inside,
                },
                ("img", "src") => match self
                    .file(value)
                    .and_then(|file| self.binding.picture(&file))
                {
                    Some(src) => write("src", &src),
                    None => {
                        let alt = tree.attribute(id, "alt").unwrap_or_default();
                        return Opening::Text(alt.to_owned());
                    }
                },
                (_, "lang") => {
                    write("lang", value);
                    write("xml:lang", value);
                }
                _ => write(attribute, value),
            }
        }
        // Other regions than the reader's stay folded, and are not printed.
        if name == "details"
            && !tree.has_class(id, "help-region")
            && tree.attribute(id, "open").is_none()
        {
            write("open", "");
        }
        tag.push_str(if is_void(name) { "/>" } else { ">" });
        Opening::Tag(tag)
    }

    /// Where a link leads in the booklet, or out of the site; `None` for what the booklet does not have.
    fn settled(&self, href: &str) -> Option<String> {
        if let Some(scheme) = scheme(href) {
            return self.binding.leads_out(&scheme).then(|| href.to_owned());
        }
        let (path, id) = href.split_once('#').unwrap_or((href, ""));
        let number = match path {
            "" => self.number,
            path => *self.leaves.numbers.get(&self.file(path)?)?,
        };
        let id = decode_path(id)?;
        let is_there = self.leaves.leaves[number - 1].ids.contains(&id);
        match is_there {
            true => Some(
                self.binding
                    .place(number, &encode_path(&anchor(number, &id))),
            ),
            // Only of use on its own page, and not taken.
            false if number == self.number => None,
            false => Some(self.binding.page(number)),
        }
    }

    /// The file at an address that is written on this page.
    fn file(&self, address: &str) -> Option<OutputPath> {
        let page = self.leaf.file.as_str();
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = resolve_dots(folder, &decode_path(address)?)?;
        Some(OutputPath::new(&path))
    }
}

enum Opening {
    /// The element is left out.
    Nothing,
    /// It is left out, and this takes its place.
    Text(String),
    /// Only what is inside it is written.
    Inside,
    /// It begins with this tag.
    Tag(String),
}

/// The id of a page in the booklet.
pub(super) fn chapter(number: usize) -> String {
    format!("page-{number}")
}

/// The id in the booklet of an id on a page. XML allows fewer letters in ids than HTML.
fn anchor(number: usize, id: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let plain = |letter: char| if is_plain(letter) { letter } else { '_' };
    let id: String = id.chars().map(plain).collect();
    format!("{}-{id}", chapter(number))
}

/// Whether an attribute is of use in a booklet, and XML can write it.
fn is_kept(attribute: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    attribute.starts_with(|first: char| first.is_ascii_alphabetic())
        && attribute.chars().all(is_plain)
        && !DROPPED.contains(&attribute)
        && !attribute.starts_with("data-")
}

/// Text without what XML cannot hold.
fn in_xml(text: &str) -> Cow<'_, str> {
    let is_foreign = |letter: char| {
        letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    match text.contains(is_foreign) {
        true => text.replace(is_foreign, "").into(),
        false => text.into(),
    }
}

/// The scheme of an address outside the site, such as `https` or `tel`.
fn scheme(address: &str) -> Option<String> {
    let start = address.split(['/', '?', '#']).next().unwrap_or_default();
    match start.split_once(':') {
        Some((scheme, _)) => Some(scheme.to_ascii_lowercase()),
        None => address.starts_with("//").then(|| "https".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    /// One file, with its pictures by their names.
    struct Sheet;

    impl Binding for Sheet {
        fn page(&self, number: usize) -> String {
            format!("#{}", chapter(number))
        }

        fn place(&self, _number: usize, id: &str) -> String {
            format!("#{id}")
        }

        fn picture(&mut self, file: &OutputPath) -> Option<String> {
            (file.as_str() == "a/p.png").then(|| "P".to_owned())
        }
    }

    /// What is taken from a page `a`, which goes with an empty page `b` that has the id `x`.
    fn taken(html: &str) -> Excerpt {
        let pages = ["a/index.html", "b/index.html"].map(OutputPath::new);
        let texts = [html, "<main><p id=x></main>"];
        let content = texts.map(|text| Content::new(text.as_bytes()));
        let files: Outputs = pages.iter().cloned().zip(content).collect();
        let leaves =
            Leaves::read(pages.iter(), &files, &["b", "handout"], &["Us"]).expect("both are there");
        leaves.excerpt(1, &mut Sheet)
    }

    #[test]
    fn a_page_keeps_its_words_and_links_only_to_what_comes_along() {
        let page = taken(
            "<html lang=cy><body class=\"is-article\"><a href=\"#main\">Skip</a><main id=main><h1 id=a>A &amp; b</h1>\
             <nav>Way</nav><p class=\"facts on-screen\"><span id=s>3 minutes</span></p><p class=handout>Paper<p class=facts>By Us<p><b>No</b>\
             <a href=\"../b/index.html#x\">There</a> <a href=\"../b/index.html#y\">Near</a> <a href=\"../c/index.html\">Gone</a> \
             <a href=\"tel:999\">999</a> <a href=\"#a\">Up</a> <a href=\"#s\">Not taken</a><script>1</script></main><footer>Foot",
        );
        assert_eq!(
            page.html,
            "<h1 id=\"page-1-a\">A &amp; b</h1><p><a href=\"#page-2-x\">There</a> <a href=\"#page-2\">Near</a> Gone \
             <a href=\"tel:999\">999</a> <a href=\"#page-1-a\">Up</a> Not taken</p>"
        );
        let frame = [&*page.classes, &*page.language, &*page.direction];
        assert_eq!(frame, ["is-article", "cy", "ltr"]);
    }

    #[test]
    fn what_is_written_is_xml() {
        let page = taken(
            "<main><p id=\"1:é\" data-x=1 \"=2>a\u{1}<br>b<img src=p.png loading=lazy alt><img src=q.png alt=\"No <picture>\">\
             <i lang=fr>c</i><svg viewBox=\"0 0 1 1\"><path d=M0></svg><details><summary>d",
        );
        assert_eq!(
            page.html,
            "<p id=\"page-1-1_é\">a<br/>b<img src=\"P\" alt=\"\"/>No &lt;picture&gt;<i lang=\"fr\" xml:lang=\"fr\">c</i>\
             <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0\"></path></svg></p>\
             <details open=\"\"><summary>d</summary></details>"
        );
    }
}
