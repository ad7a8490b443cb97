//! Atom feeds, the site map and robots.txt.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::files::Output;
use crate::view::{Feed, FeedEntry, SitemapEntry};

/// The most addresses in one site map; the protocol allows 50,000.
const SITEMAP_SIZE: usize = 10_000;

type Xml = Writer<Vec<u8>>;

/// An Atom feed (RFC 4287).
pub(super) fn atom(feed: &Feed) -> Output {
    write(|xml| {
        let root = xml.create_element("feed").with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", feed.language.as_str()),
        ]);
        root.write_inner_content(|xml| {
            text(xml, "id", &feed.url)?;
            text(xml, "title", &feed.title)?;
            if let Some(subtitle) = &feed.subtitle {
                text(xml, "subtitle", subtitle)?;
            }
            text(xml, "updated", &feed.updated.rfc3339())?;
            link(xml, "self", &feed.url, "application/atom+xml")?;
            link(xml, "alternate", &feed.page, "text/html")?;
            author(xml, &feed.author)?;
            feed.entries.iter().try_for_each(|item| entry(xml, item))
        })?;
        Ok(())
    })
}

fn entry(xml: &mut Xml, entry: &FeedEntry) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &entry.url)?;
        text(xml, "title", &entry.title)?;
        text(xml, "published", &entry.published.rfc3339())?;
        text(xml, "updated", &entry.updated.rfc3339())?;
        link(xml, "alternate", &entry.url, "text/html")?;
        entry
            .authors
            .iter()
            .try_for_each(|name| author(xml, name))?;
        for tag in &entry.tags {
            xml.create_element("category")
                .with_attribute(("term", legal(tag).as_str()))
                .write_empty()?;
        }
        if !entry.summary.is_empty() {
            text(xml, "summary", &entry.summary)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The site map: one file, or an index of several. Gives each file's name and contents.
pub(super) fn sitemap(entries: &[SitemapEntry], base_url: &str) -> Vec<(String, Output)> {
    const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    let urls = |entries: &[SitemapEntry]| {
        write(|xml| {
            xml.create_element("urlset")
                .with_attribute(NAMESPACE)
                .write_inner_content(|xml| {
                    entries.iter().try_for_each(|entry| {
                        xml.create_element("url").write_inner_content(|xml| {
                            text(
                                xml,
                                "loc",
                                &format!("{base_url}{}", &entry.route.encoded()[1..]),
                            )?;
                            entry
                                .updated
                                .map_or(Ok(()), |updated| text(xml, "lastmod", &updated.iso_day()))
                        })?;
                        Ok(())
                    })
                })?;
            Ok(())
        })
    };
    if entries.len() <= SITEMAP_SIZE {
        return vec![("sitemap.xml".to_owned(), urls(entries))];
    }
    let parts = entries.chunks(SITEMAP_SIZE).enumerate();
    let mut files: Vec<(String, Output)> = parts
        .map(|(at, part)| (format!("sitemap-{}.xml", at + 1), urls(part)))
        .collect();
    let index = write(|xml| {
        xml.create_element("sitemapindex")
            .with_attribute(NAMESPACE)
            .write_inner_content(|xml| {
                files.iter().try_for_each(|(name, _)| {
                    let sitemap = xml.create_element("sitemap");
                    sitemap.write_inner_content(|xml| {
                        text(xml, "loc", &format!("{base_url}{name}"))
                    })?;
                    Ok(())
                })
            })?;
        Ok(())
    });
    files.push(("sitemap.xml".to_owned(), index));
    files
}

/// robots.txt: everything may be read, and where the site map is.
pub(super) fn robots(base_url: Option<&str>) -> Output {
    let sitemap = base_url.map_or(String::new(), |base| {
        format!("\nSitemap: {base}sitemap.xml\n")
    });
    Output::new(format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes())
}

fn write(content: impl FnOnce(&mut Xml) -> io::Result<()>) -> Output {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let declared = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    // Writing to memory cannot fail.
    let _ = declared.and_then(|()| content(&mut xml));
    let mut bytes = xml.into_inner();
    let _ = bytes.write_all(b"\n");
    Output::new(bytes)
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(&legal(value)))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, href: &str, kind: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attributes([("rel", rel), ("type", kind), ("href", href)])
        .write_empty()?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author")
        .write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

/// Without the characters that XML 1.0 cannot hold, escaped or not.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..))
        .collect()
}
