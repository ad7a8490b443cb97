//! The lower bound of a build: a small program that makes a page of each article with the libraries that mend uses.
//!
//! It reads the files, their front matter and their Markdown, renders one small template for each article, hashes and
//! writes. Every page has a table of contents, links from other articles, five related articles, the articles before and
//! after it, and the sections. What mend takes beyond it is the price of everything else that mend does.
//!
//! It does not look for related articles (it shows the five that follow), make lists, feeds, a site map or a search
//! index, use a theme, check anything, or explain mistakes in the sources. Its HTML has what generated articles need.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tera::{Context, Tera, Value};

use crate::Result;
use crate::report::say;

/// The first argument of this program when it is the probe; the folders of the site and of the pages follow.
pub(crate) const PROBE: &str = "--probe";

const RELATED: usize = 5;

/// The Markdown that mend reads, too.
const MARKDOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_SUBSCRIPT)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_WIKILINKS);

#[derive(Deserialize, Serialize)]
struct FrontMatter {
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    weight: usize,
}

/// A file of the site: an article, or the page of a section.
struct Document {
    front: FrontMatter,
    /// The address of its section: `/talking/`
    section: String,
    /// `/talking/how-to-listen-12/`
    address: String,
    text: Text,
}

/// Markdown as HTML, and what else is in it.
#[derive(Default)]
struct Text {
    html: Vec<u8>,
    headings: Vec<Heading>,
    /// The addresses of the articles that it links to.
    links: Vec<String>,
}

#[derive(Serialize)]
struct Heading {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Link<'a> {
    title: &'a str,
    address: &'a str,
}

/// What the template shows of an article, but for its text and the sections.
#[derive(Serialize)]
struct Page<'a> {
    front: &'a FrontMatter,
    section: &'a str,
    headings: &'a [Heading],
    backlinks: Vec<Link<'a>>,
    related: Vec<Link<'a>>,
    previous: Option<Link<'a>>,
    next: Option<Link<'a>>,
}

/// Publishes the articles of a site into a folder.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let (site, output) = arguments
        .next()
        .zip(arguments.next())
        .ok_or("the probe needs the folder of a site and one for its pages")?;
    let output = Path::new(&output);
    let (mut sections, articles) = read_all(&Path::new(&site).join("content"))?;
    sections.sort_by_key(|section| section.front.weight);
    let sections: Vec<Link> = sections.iter().map(Link::to).collect();
    let sections = Value::try_from_serializable(&sections)?;
    let backlinks = backlinks(&articles);

    let mut tera = Tera::default();
    tera.add_raw_template("page.html", include_str!("probe.html"))?;
    let write = |at: usize| {
        let article = &articles[at];
        let mut context = Context::from_serialize(&Page::of(&articles, at, &backlinks[at]))?;
        context.insert_value("sections", sections.clone());
        let text = Value::safe_string(std::str::from_utf8(&article.text.html)?);
        context.insert_value("text", text);
        let mut page = Vec::with_capacity(2 * article.text.html.len());
        tera.render_to("page.html", &context, &mut page)?;
        let folder = output.join(article.address.trim_matches('/'));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), &page)?;
        Ok(blake3::hash(&page))
    };
    let hashes: Vec<blake3::Hash> = (0..articles.len())
        .into_par_iter()
        .map(write)
        .collect::<Result<_>>()?;
    let mut site = blake3::Hasher::new();
    for hash in &hashes {
        site.update(hash.as_bytes());
    }
    say(&format!("{} pages, {}", hashes.len(), site.finalize()));
    Ok(ExitCode::SUCCESS)
}

/// The pages of the sections, and the articles in the order of their weights, section by section.
fn read_all(content: &Path) -> Result<(Vec<Document>, Vec<Document>)> {
    let (mut sections, mut articles) = (Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new(content).min_depth(2) {
        let path = entry?.into_path();
        if path.ends_with("_index.md") {
            sections.push(path);
        } else if path.extension() == Some("md".as_ref()) {
            articles.push(path);
        }
    }
    let read = |paths: &[PathBuf]| -> Result<Vec<Document>> {
        let documents = paths.par_iter().map(|path| Document::read(content, path));
        documents.collect()
    };
    let (sections, mut articles) = (read(&sections)?, read(&articles)?);
    let place = |article: &Document| (article.section.clone(), article.front.weight);
    articles.par_sort_by_cached_key(place);
    Ok((sections, articles))
}

/// For each article the places of those that link to it.
fn backlinks(articles: &[Document]) -> Vec<Vec<usize>> {
    let addresses = articles.iter().map(|article| &*article.address);
    let places: FxHashMap<&str, usize> = addresses.zip(0..).collect();
    let mut backlinks = vec![Vec::new(); articles.len()];
    for (from, article) in articles.iter().enumerate() {
        for link in &article.text.links {
            if let Some(to) = places.get(&**link) {
                backlinks[*to].push(from);
            }
        }
    }
    backlinks
}

impl Document {
    fn read(content: &Path, path: &Path) -> Result<Self> {
        let source = fs::read_to_string(path)?;
        let (front, markdown) = source
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .ok_or_else(|| format!("{} has no front matter", path.display()))?;
        let page = path.strip_prefix(content)?.with_extension("");
        let page = page.to_str().ok_or("a name that is not UTF-8")?;
        let (section, name) = page.split_once('/').ok_or("an article in no section")?;
        Ok(Self {
            front: serde_yaml::from_str(front)?,
            section: format!("/{section}/"),
            address: match name {
                "_index" => format!("/{section}/"),
                _ => format!("/{page}/"),
            },
            text: Text::of(markdown, section),
        })
    }
}

impl<'a> Link<'a> {
    fn to(document: &'a Document) -> Self {
        Self {
            title: &document.front.title,
            address: &document.address,
        }
    }
}

impl<'a> Page<'a> {
    fn of(articles: &'a [Document], at: usize, backlinks: &[usize]) -> Self {
        let article = &articles[at];
        let neighbour = |at: Option<usize>| {
            let neighbour = articles.get(at?)?;
            (neighbour.section == article.section).then(|| Link::to(neighbour))
        };
        let others = (1..articles.len()).map(|step| (at + step) % articles.len());
        Self {
            front: &article.front,
            section: &article.section,
            headings: &article.text.headings,
            backlinks: backlinks
                .iter()
                .map(|at| Link::to(&articles[*at]))
                .collect(),
            related: others
                .take(RELATED)
                .map(|at| Link::to(&articles[at]))
                .collect(),
            previous: neighbour(at.checked_sub(1)),
            next: neighbour(Some(at + 1)),
        }
    }
}

impl Text {
    fn of(markdown: &str, section: &str) -> Self {
        let mut text = Self {
            html: Vec::with_capacity(2 * markdown.len()),
            ..Self::default()
        };
        // The heading that is being read: where its tag belongs, and its words so far.
        let mut heading: Option<(usize, String)> = None;
        for event in Parser::new_ext(markdown, MARKDOWN) {
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    heading = Some((text.html.len(), String::new()));
                }
                Event::End(TagEnd::Heading(level)) => {
                    if let Some((start, words)) = heading.take() {
                        text.heading(start, level, words);
                    }
                }
                Event::Start(Tag::Link { dest_url, .. }) => text.link(&dest_url, section),
                Event::Start(tag) => text.tag("<", element(tag.to_end())),
                Event::End(tag) => text.tag("</", element(tag)),
                Event::Text(words) | Event::Code(words) => {
                    text.escaped(&words);
                    if let Some((_, heading)) = &mut heading {
                        heading.push_str(&words);
                    }
                }
                Event::SoftBreak => text.raw("\n"),
                Event::FootnoteReference(name) => {
                    text.raw("<sup>");
                    text.escaped(&name);
                    text.raw("</sup>");
                }
                _ => {}
            }
        }
        text
    }

    /// Puts the tag of a heading before its words, and the heading into the table of contents.
    fn heading(&mut self, start: usize, level: HeadingLevel, text: String) {
        let dashed = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let id: String = text.to_lowercase().chars().map(dashed).collect();
        let tag = format!("<{level} id=\"{id}\">");
        self.html.splice(start..start, tag.into_bytes());
        self.raw(&format!("</{level}>\n"));
        self.headings.push(Heading { id, text });
    }

    /// Opens a link. One to an article is written as `other.md` or `../section/other.md`.
    fn link(&mut self, target: &str, section: &str) {
        let address = match target.strip_suffix(".md") {
            None => target.to_owned(),
            Some(page) => match page.strip_prefix("../") {
                Some(page) => format!("/{page}/"),
                None => format!("/{section}/{page}/"),
            },
        };
        self.raw("<a href=\"");
        self.escaped(&address);
        self.raw("\">");
        self.links.push(address);
    }

    fn tag(&mut self, opening: &str, element: &str) {
        self.raw(opening);
        self.raw(element);
        self.raw(">");
    }

    fn escaped(&mut self, text: &str) {
        // Writing into memory does not fail.
        tera::escape_html(text, &mut self.html).ok();
    }

    fn raw(&mut self, html: &str) {
        self.html.extend_from_slice(html.as_bytes());
    }
}

/// The element that a part of a text becomes.
fn element(part: TagEnd) -> &'static str {
    match part {
        TagEnd::Paragraph => "p",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::FootnoteDefinition => "aside",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Link => "a",
        _ => "span",
    }
}
