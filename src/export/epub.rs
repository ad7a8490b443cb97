//! A booklet as an EPUB 3.3 book, for e-readers and for apps that read aloud or show text as their reader needs it.
//!
//! Its metadata claims about accessibility what is known of every book made here, and nothing else. It has its own small
//! style sheet, since a reader's own settings come first. Equal sites make equal books, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use zip::{CompressionMethod, ZipWriter};

use super::archive::{method, options};
use super::booklet::{Booklet, Manner, maker, unnamed};
use super::leaves::{Binding, Excerpt, Leaves, chapter};
use crate::diag::{Error, Result};
use crate::files::Outputs;
use crate::html::escape::escaped;
use crate::inspect::Inspector;
use crate::media_type;
use crate::memo::Fingerprint;
use crate::path::OutputPath;

/// The kinds of picture that every e-reader shows, by their extensions.
const PICTURES: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Elements that a book does without, by names and classes: e-readers keep nothing that is typed, and all numbers are on the
/// help page.
const LEFT_OUT: [&str; 3] = ["handout", "input", "textarea"];

/// The schemes of links that e-readers know. A link by another one, such as to a text message, is text, which says the same.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

const CONTAINER: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

/// A book whose pages are files.
struct Book<'a> {
    files: &'a Outputs,
    /// The pictures it has, by their names on the site: their names in the book, and their bytes.
    pictures: BTreeMap<OutputPath, (String, Arc<[u8]>)>,
}

impl Binding for Book<'_> {
    fn page(&self, number: usize) -> String {
        format!("{}.xhtml", chapter(number))
    }

    fn place(&self, number: usize, id: &str) -> String {
        format!("{}#{id}", self.page(number))
    }

    fn leads_out(&self, scheme: &str) -> bool {
        SCHEMES.contains(&scheme)
    }

    fn picture(&mut self, file: &OutputPath) -> Option<String> {
        if let Some((name, _)) = self.pictures.get(file) {
            return Some(name.clone());
        }
        let extension = file.as_str().rsplit_once('.')?.1.to_ascii_lowercase();
        if !PICTURES.contains(&&*extension) {
            return None;
        }
        let bytes = self.files.get(file)?.read().ok()?;
        let name = format!("picture-{}.{extension}", self.pictures.len() + 1);
        self.pictures.insert(file.clone(), (name.clone(), bytes));
        Some(name)
    }
}

impl Booklet {
    /// The booklet as a book. `files` are those of the same build.
    ///
    /// # Errors
    ///
    /// When a page of it is not among the files.
    pub fn epub(&self, built: &Inspector, files: &Outputs, manner: Manner) -> Result<Vec<u8>> {
        let texts = &built.site().theme.texts;
        let config = &built.inputs().config;
        let leaves = Leaves::read(self.files(), files, &LEFT_OUT, &unnamed(config, manner))?;
        let mut book = Book {
            files,
            pictures: BTreeMap::new(),
        };
        let chapters: Vec<Excerpt> = (1..=self.pages.len())
            .map(|number| leaves.excerpt(number, &mut book))
            .collect();
        // The site's own language and direction are those of its help page or of any page without a language of its own.
        let language = &*config.language;
        let own = chapters.iter().find(|page| page.language == language);
        let direction = own.map_or("ltr", |page| &*page.direction);

        let cover = format!(
            "{}{}",
            self.cover(built, manner),
            Self::small_print(built, manner)
        );
        let mut contents = format!(
            "<nav epub:type=\"toc\" role=\"doc-toc\" aria-labelledby=\"contents\">\n<h1 id=\"contents\">{}</h1>\n<ol>\n",
            escaped(&texts.get("booklet_contents"))
        );
        for ((title, _), number) in self.pages.iter().zip(1..) {
            let (page, title) = (book.page(number), escaped(title));
            let _ = writeln!(contents, "<li><a href=\"{page}\">{title}</a></li>");
        }
        contents.push_str("</ol>\n</nav>\n");

        let mut parts: Vec<(String, Arc<[u8]>)> = vec![
            (
                "cover.xhtml".to_owned(),
                page(&self.title, language, direction, &cover),
            ),
            (
                "contents.xhtml".to_owned(),
                page(&self.title, language, direction, &contents),
            ),
        ];
        for ((number, chapter), (title, _)) in (1..).zip(&chapters).zip(&self.pages) {
            let label = escaped(title);
            let text = format!(
                "<section role=\"doc-chapter\" aria-label=\"{label}\">{}</section>\n",
                chapter.html
            );
            let page = page(title, &chapter.language, &chapter.direction, &text);
            parts.push((book.page(number), page));
        }
        let style = match manner.large {
            true => concat!(include_str!("book.css"), "body { font-size: 150%; }\n"),
            false => include_str!("book.css"),
        };
        parts.push(("book.css".to_owned(), style.as_bytes().into()));
        let package = self.package(built, manner, &book, &chapters, direction);
        parts.push(("package.opf".to_owned(), package.into_bytes().into()));
        parts.extend(book.pictures.into_values());
        packed(&parts).map_err(|error| Error::io("cannot pack the book".to_owned(), &error))
    }

    /// The description of the book: what it is, what it is like to read, and its parts in their order.
    fn package(
        &self,
        built: &Inspector,
        manner: Manner,
        book: &Book<'_>,
        chapters: &[Excerpt],
        direction: &str,
    ) -> String {
        let config = &built.inputs().config;
        let language = escaped(&config.language);
        let mut package = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{language}\" dir=\"{direction}\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">{}</dc:identifier>\n<dc:title>{}</dc:title>\n<dc:language>{language}</dc:language>\n",
            self.identifier(config.base_url.as_ref().map(ToString::to_string)),
            escaped(&self.title),
        );
        if manner.name {
            let _ = writeln!(
                package,
                "<dc:publisher>{}</dc:publisher>",
                escaped(maker(config))
            );
        }
        let day = built.inputs().options.now.iso_day();
        let mut meta = |property: &str, value: &str| {
            let _ = writeln!(package, "<meta property=\"{property}\">{value}</meta>");
        };
        meta("dcterms:modified", &format!("{day}T00:00:00Z"));
        for (property, value) in accessibility(book, chapters) {
            meta(property, value);
        }
        let summary = built.site().theme.texts.get("book_accessibility");
        meta("schema:accessibilitySummary", &escaped(&summary));
        package.push_str("</metadata>\n<manifest>\n");
        let mut item = |id: &str, name: &str, kind: &str, properties: &str| {
            let _ = writeln!(
                package,
                "<item id=\"{id}\" href=\"{name}\" media-type=\"{kind}\"{properties}/>"
            );
        };
        const PAGE: &str = "application/xhtml+xml";
        item("cover", "cover.xhtml", PAGE, "");
        item("contents", "contents.xhtml", PAGE, " properties=\"nav\"");
        for (number, chapter_of) in (1..).zip(chapters) {
            item(
                &chapter(number),
                &book.page(number),
                PAGE,
                properties(&chapter_of.html),
            );
        }
        item("style", "book.css", "text/css", "");
        for (name, _) in book.pictures.values() {
            let id = name.rsplit_once('.').map_or(&**name, |(id, _)| id);
            item(id, name, media_type::of(name), "");
        }
        let _ = writeln!(
            package,
            "</manifest>\n<spine page-progression-direction=\"{direction}\">\n<itemref idref=\"cover\"/>\n<itemref idref=\"contents\"/>"
        );
        for number in 1..=chapters.len() {
            let _ = writeln!(package, "<itemref idref=\"{}\"/>", chapter(number));
        }
        package.push_str("</spine>\n</package>\n");
        package
    }

    /// The name by which e-readers know a book again, in each of its versions: a UUID of version 8, made from the address of
    /// the site and the names of the pages.
    fn identifier(&self, address: Option<String>) -> String {
        let mut named = address.unwrap_or_default();
        for file in self.files() {
            let _ = write!(named, "\n{file}");
        }
        let hex = Fingerprint::of_bytes(named.as_bytes()).to_hex();
        let (a, b, c, d, e) = (
            &hex[..8],
            &hex[8..12],
            &hex[13..16],
            &hex[17..20],
            &hex[20..32],
        );
        format!("urn:uuid:{a}-{b}-8{c}-8{d}-{e}")
    }
}

/// What is known of how a book can be read, in the words of schema.org.
fn accessibility(book: &Book<'_>, chapters: &[Excerpt]) -> Vec<(&'static str, &'static str)> {
    let has_pictures = !book.pictures.is_empty();
    // Every picture is written with `alt`, or without one as the author wrote it.
    let images = chapters
        .iter()
        .flat_map(|page| page.html.split("<img ").skip(1));
    let are_told = images
        .map(|image| image.split('>').next().unwrap_or_default())
        .all(|image| image.contains(" alt=\"") || image.starts_with("alt=\""));
    let moves =
        |name: &str| !name.ends_with(".png") && !name.ends_with(".jpg") && !name.ends_with(".jpeg");
    let may_flash = book.pictures.values().any(|(name, _)| moves(name));
    let mut claims = vec![("schema:accessMode", "textual")];
    if has_pictures {
        claims.push(("schema:accessMode", "visual"));
    }
    claims.push((
        "schema:accessModeSufficient",
        if are_told {
            "textual"
        } else {
            "textual,visual"
        },
    ));
    let features = [
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ];
    claims.extend(features.map(|feature| ("schema:accessibilityFeature", feature)));
    if has_pictures && are_told {
        claims.push(("schema:accessibilityFeature", "alternativeText"));
    }
    claims.push((
        "schema:accessibilityHazard",
        if may_flash { "unknown" } else { "none" },
    ));
    claims
}

/// What the description of a book says about a page beyond its name.
fn properties(html: &str) -> &'static str {
    match (html.contains("<svg "), html.contains("<math ")) {
        (true, true) => " properties=\"mathml svg\"",
        (true, false) => " properties=\"svg\"",
        (false, true) => " properties=\"mathml\"",
        (false, false) => "",
    }
}

/// A file of text.
fn page(title: &str, language: &str, direction: &str, body: &str) -> Arc<[u8]> {
    let (title, language, direction) = (escaped(title), escaped(language), escaped(direction));
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\" dir=\"{direction}\">\n\
         <head>\n<title>{title}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"book.css\"/>\n</head>\n\
         <body>\n{body}</body>\n</html>\n"
    );
    page.into_bytes().into()
}

/// The parts of a book in one file. Its kind comes first, so that programs know it by its first bytes.
fn packed(parts: &[(String, Arc<[u8]>)]) -> std::io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("mimetype", options(CompressionMethod::Stored))?;
    archive.write_all(b"application/epub+zip")?;
    archive.start_file(
        "META-INF/container.xml",
        options(CompressionMethod::Deflated),
    )?;
    archive.write_all(CONTAINER.as_bytes())?;
    for (name, bytes) in parts {
        archive.start_file(format!("book/{name}"), options(method(name)))?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
