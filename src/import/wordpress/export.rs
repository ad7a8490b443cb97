//! Reads an export of WordPress (WXR, an RSS file) piece by piece: what is in memory is one item, whatever the size of the
//! file. What the items mean is decided elsewhere.
//!
//! Elements are known by their prefixes (`wp:`, `content:`), as WordPress has always written them: the addresses of its
//! namespaces differ between files. Entities of a document type are never expanded, and bytes that are no UTF-8 are
//! replaced and counted.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::lossy::Lossy;
use crate::diag::{Error, Result};
use crate::html::entities;

/// What an export says about the whole site.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) language: String,
    /// The addresses that the site gives itself.
    pub(super) addresses: Vec<String>,
    /// The names of its authors by the names with which they sign in.
    pub(super) authors: BTreeMap<String, String>,
}

/// One `<item>`.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) link: String,
    pub(super) creator: String,
    pub(super) content: String,
    pub(super) excerpt: String,
    pub(super) id: u64,
    pub(super) date: String,
    pub(super) date_gmt: String,
    pub(super) modified: String,
    pub(super) name: String,
    pub(super) status: String,
    pub(super) parent: u64,
    pub(super) menu_order: i64,
    pub(super) kind: String,
    pub(super) has_password: bool,
    pub(super) is_sticky: bool,
    pub(super) attachment_url: String,
    /// Domain, short name and name of each category, tag and other term.
    pub(super) terms: Vec<(String, String, String)>,
    pub(super) meta: Vec<(String, String)>,
    pub(super) comments: usize,
}

impl Entry {
    /// The value of a further field that plugins and WordPress itself keep.
    pub(super) fn meta(&self, key: &str) -> Option<&str> {
        let known = self.meta.iter().find(|(known, _)| known == key);
        known
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

/// The fields that are read of those that plugins keep; the others can be large, and say nothing here.
const META: [&str; 7] = [
    "_wp_old_slug",
    "_thumbnail_id",
    "_wp_attachment_image_alt",
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_menu_item_url",
    "_elementor_edit_mode",
];

/// An export that is being read.
pub(super) struct Export<R: BufRead> {
    reader: Reader<Lossy<R>>,
    buffer: Vec<u8>,
    pub(super) channel: Channel,
    /// How many `<item>` have begun.
    pub(super) begun: usize,
    /// How many pieces held bytes that are no UTF-8.
    pub(super) garbled: Rc<Cell<usize>>,
    /// Whether the file ended in the middle.
    pub(super) is_cut: bool,
    is_export: bool,
}

impl<R: BufRead> Export<R> {
    pub(super) fn new(input: R) -> Self {
        let input = Lossy::new(input);
        let garbled = Rc::clone(&input.garbled);
        let mut reader = Reader::from_reader(input);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            buffer: Vec::new(),
            channel: Channel::default(),
            begun: 0,
            garbled,
            is_cut: false,
            is_export: false,
        }
    }

    /// The next item; `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// When the file is no export of WordPress, or cannot be read as XML.
    pub(super) fn next(&mut self) -> Result<Option<Entry>> {
        let mut path: Vec<String> = Vec::new();
        let mut text = String::new();
        let mut attributes: Vec<(String, String)> = Vec::new();
        let mut pairs = Pairs::default();
        let mut entry: Option<Entry> = None;
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer);
            let event = match event {
                Ok(event) => event,
                // A file that was cut off in the middle of a tag or a text.
                Err(quick_xml::Error::Syntax(_)) if self.is_export => {
                    self.is_cut = true;
                    return Ok(None);
                }
                Err(error) => {
                    return Err(unreadable(
                        &error.to_string(),
                        self.reader.buffer_position(),
                    ));
                }
            };
            match event {
                Event::Start(start) => {
                    let name = start.name().as_ref().to_owned();
                    text.clear();
                    if name == "item" {
                        self.begun += 1;
                        entry = Some(Entry::default());
                        path.clear();
                    }
                    if name == "rss" || name.starts_with("wp:") {
                        self.is_export = true;
                    }
                    if name == "category" {
                        attributes = attributes_of(&start);
                    }
                    path.push(name);
                }
                Event::Text(piece) => text.push_str(&piece),
                Event::CData(piece) => text.push_str(&piece),
                Event::GeneralRef(name) => {
                    text.push_str(&entities::decode(&format!("&{};", &*name)));
                }
                Event::End(end) => {
                    let name = end.name().as_ref().to_owned();
                    if name == "item"
                        && let Some(entry) = entry.take()
                    {
                        return Ok(Some(entry));
                    }
                    let value = std::mem::take(&mut text);
                    let in_comment = path.iter().any(|part| part == "wp:comment");
                    match &mut entry {
                        Some(entry) if name == "wp:comment" => entry.comments += 1,
                        // Comments are counted, and nothing of them is read.
                        Some(_) if in_comment => {}
                        Some(entry) => entry.field(&name, value, &attributes, &mut pairs),
                        None => self.channel.field(&name, value, &mut pairs),
                    }
                    if let Some(at) = path.iter().rposition(|part| *part == name) {
                        path.truncate(at);
                    }
                }
                Event::Eof => {
                    if !self.is_export {
                        return Err(no_export());
                    }
                    self.is_cut |= entry.is_some();
                    return Ok(None);
                }
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }
}

fn attributes_of(start: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut attributes = start.attributes();
    let pairs = attributes.with_checks(false).flatten().map(|attribute| {
        let key = attribute.key.as_ref().to_owned();
        (key, entities::decode(&attribute.value).into_owned())
    });
    pairs.collect()
}

/// The two halves of a field that has a key and a value, or a login and a name.
#[derive(Debug, Default)]
struct Pairs {
    key: String,
    name: String,
}

impl Channel {
    fn field(&mut self, name: &str, value: String, pairs: &mut Pairs) {
        let value = value.trim();
        match name {
            "title" if self.title.is_empty() => self.title = value.to_owned(),
            "description" if self.description.is_empty() => self.description = value.to_owned(),
            "language" if self.language.is_empty() => self.language = value.to_owned(),
            "link" | "wp:base_blog_url" if value.starts_with("http") => {
                self.addresses.push(value.to_owned());
            }
            "wp:author_login" => pairs.key = value.to_owned(),
            "wp:author_display_name" => pairs.name = value.to_owned(),
            "wp:author" => {
                let (login, name) = (
                    std::mem::take(&mut pairs.key),
                    std::mem::take(&mut pairs.name),
                );
                if !name.is_empty() {
                    self.authors.insert(login, name);
                }
            }
            _ => {}
        }
    }
}

impl Entry {
    fn field(
        &mut self,
        name: &str,
        value: String,
        attributes: &[(String, String)],
        pairs: &mut Pairs,
    ) {
        let plain = || value.trim().to_owned();
        let number = || value.trim().parse().unwrap_or(0);
        match name {
            "title" => self.title = plain(),
            "link" => self.link = plain(),
            "dc:creator" => self.creator = plain(),
            "content:encoded" => self.content = value,
            "excerpt:encoded" => self.excerpt = value,
            "wp:post_id" => self.id = number(),
            "wp:post_date" => self.date = plain(),
            "wp:post_date_gmt" => self.date_gmt = plain(),
            "wp:post_modified" => self.modified = plain(),
            "wp:post_name" => self.name = plain(),
            "wp:status" => self.status = plain(),
            "wp:post_parent" => self.parent = number(),
            "wp:menu_order" => self.menu_order = value.trim().parse().unwrap_or(0),
            "wp:post_type" => self.kind = plain(),
            "wp:post_password" => self.has_password = !value.trim().is_empty(),
            "wp:is_sticky" => self.is_sticky = value.trim() == "1",
            "wp:attachment_url" => self.attachment_url = plain(),
            "category" => {
                let attribute = |name: &str| {
                    let known = attributes.iter().find(|(key, _)| key == name);
                    known.map(|(_, value)| value.clone()).unwrap_or_default()
                };
                self.terms
                    .push((attribute("domain"), attribute("nicename"), plain()));
            }
            "wp:meta_key" => pairs.key = plain(),
            "wp:meta_value" if META.contains(&&*pairs.key) => {
                self.meta.push((pairs.key.clone(), plain()));
            }
            _ => {}
        }
    }
}

fn no_export() -> Error {
    Error::new("this is no export of WordPress: it has no posts in RSS")
        .help("in the old site open Tools > Export, choose \"All content\", and import the .xml file that you get; an archive (.zip) has to be unpacked first")
}

fn unreadable(cause: &str, at: u64) -> Error {
    Error::new(format!("the export cannot be read at byte {at}: {cause}"))
        .help("export it again: Tools > Export in the old site")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(items: &str) -> (Vec<Entry>, Export<&'static [u8]>) {
        let text: &'static str = Box::leak(
            format!("<?xml version=\"1.0\"?><rss><channel><title>S</title>{items}")
                .into_boxed_str(),
        );
        let mut export = Export::new(text.as_bytes());
        let mut entries = Vec::new();
        while let Some(entry) = export.next().expect("readable") {
            entries.push(entry);
        }
        (entries, export)
    }

    #[test]
    fn items_are_read_with_their_fields() {
        let (entries, export) = read(
            "<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name><![CDATA[Ann B]]></wp:author_display_name></wp:author>\
             <item><title>A &amp; B</title><content:encoded><![CDATA[<p>x]]]]><![CDATA[>y</p>]]></content:encoded>\
             <excerpt:encoded><![CDATA[e]]></excerpt:encoded><category domain=\"post_tag\" nicename=\"s\"><![CDATA[Sleep]]></category>\
             <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[7]]></wp:meta_value></wp:postmeta>\
             <wp:comment><wp:comment_content>no</wp:comment_content></wp:comment></item></channel></rss>",
        );
        let [entry] = &entries[..] else {
            panic!("{entries:?}")
        };
        assert_eq!(
            (&*entry.title, &*entry.content, &*entry.excerpt),
            ("A & B", "<p>x]]>y</p>", "e")
        );
        assert_eq!(
            entry.terms,
            [("post_tag".to_owned(), "s".to_owned(), "Sleep".to_owned())]
        );
        assert_eq!(
            (entry.comments, entry.meta("_thumbnail_id")),
            (1, Some("7"))
        );
        assert_eq!(export.channel.authors["ann"], "Ann B");
        assert_eq!((&*export.channel.title, export.is_cut), ("S", false));
    }

    #[test]
    fn a_file_that_was_cut_off_gives_what_is_whole() {
        for end in [
            "<item><title>b",
            "<item><content:encoded><![CDATA[half",
            "<item",
        ] {
            let (entries, export) = read(&format!("<item><title>a</title></item>{end}"));
            assert_eq!((entries.len(), export.is_cut), (1, true), "{end}");
        }
    }

    #[test]
    fn other_files_are_refused() {
        for text in ["", "hello", "<html><p>x</html>", "PK\u{3}\u{4}"] {
            let mut export = Export::new(text.as_bytes());
            assert!(export.next().is_err(), "{text}");
        }
    }
}
