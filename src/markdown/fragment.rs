//! The result of parsing Markdown: HTML with gaps.
//!
//! A document is converted to HTML once, when its text changes. Everything that depends on the rest of the site (the target of
//! a link, the size of an image, the template of a block) is a gap, which is filled when the page is rendered.

use std::borrow::Cow;

use super::block::BlockKind;
use super::source_runs::SourceRuns;
use super::text_runs::{RunPlace, TextRun};
use crate::diag::Span;
use crate::html::entities;

/// A part of an article: finished HTML, or a gap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fragment {
    /// Finished HTML.
    Html(Box<str>),
    /// The attributes of the link with this index, inside its `<a` and `>`.
    LinkAttributes(usize),
    /// The address of the link with this index, inside the quotes of an attribute.
    LinkAddress(usize),
    /// The text of a wikilink without a text of its own.
    LinkText(usize),
    /// The whole `<img>` (or other embed) with this index.
    Image(usize),
    /// The mark of the evidence note with this index.
    Evidence(usize),
    /// A block that a template of the theme draws.
    Block(Box<Block>),
}

/// A block of the closed set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// Which one.
    pub kind: BlockKind,
    /// The title written after the mark, if any.
    pub title: Vec<Fragment>,
    /// Its contents.
    pub body: Vec<Fragment>,
    /// For a worksheet field, how many writing lines were asked for.
    pub lines: Option<u8>,
    /// For a help card, the kinds of contacts that were asked for.
    pub contacts: Option<AskedContacts>,
    /// The level that a heading has here, 2 to 6: one below the heading before.
    pub level: u8,
    /// For a table, its label: the words of the heading above it, with a number when there are more tables below a heading
    /// of these words. Empty if there is no heading, and for other kinds of block.
    pub about: Box<str>,
}

/// The line `contacts: …` in a help card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AskedContacts {
    /// The kinds, with commas between them, as they are written.
    pub kinds: Box<str>,
    /// The place of the line.
    pub span: Span,
}

/// A heading of an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique in the article.
    pub id: Box<str>,
    /// Its text without marks.
    pub text: Box<str>,
    /// Its place.
    pub span: Span,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](target)` and its relatives, or an autolink.
    Markdown,
    /// `[[target]]`.
    Wiki,
    /// `![[target]]` of something that is not an image.
    Embed,
    /// A file that raw HTML asks the browser to load: `<video src="target">`.
    Source,
}

impl LinkKind {
    /// Whether the target is the name of a page or file rather than an address.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Wiki | Self::Embed)
    }
}

/// A link as written; where it leads is not known here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// How it was written.
    pub kind: LinkKind,
    /// Its target, with entities decoded and nothing else done to it.
    pub target: Box<str>,
    /// Its title attribute, if any.
    pub title: Option<Box<str>>,
    /// Its text without marks; empty for a wikilink without a text of its own.
    pub text: Box<str>,
    /// The place of the whole link.
    pub span: Span,
}

impl Link {
    /// The last part of its target, without its anchor. It stands in for the title of the page where that is not known.
    pub fn page_name(&self) -> &str {
        let page = self.target.split('#').next().unwrap_or_default();
        page.rsplit('/').next().unwrap_or_default()
    }
}

/// An image as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// How it was written; `LinkKind::Wiki` is `![[picture.jpg]]`.
    pub kind: LinkKind,
    /// Its address, with entities decoded and nothing else done to it.
    pub target: Box<str>,
    /// Its alternative text; `None` if the author gave none, empty if the image is only decoration.
    pub alt: Option<Box<str>>,
    /// Its title attribute, if any.
    pub title: Option<Box<str>>,
    /// The width the author asked for, in CSS pixels: `![[picture.jpg|300]]`.
    pub width: Option<u32>,
    /// Further attributes of an `<img>` that was written as HTML: finished HTML that starts with a space, or empty.
    pub attributes: Box<str>,
    /// Its place.
    pub span: Span,
}

/// A mark such as `[@E05]` that points to an entry of the evidence data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The entry's name.
    pub id: Box<str>,
    /// The place of the mark.
    pub span: Span,
}

/// Everything that parsing finds in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Parsed {
    /// The text of a first heading of level 1 that was taken out of the body to be the page's title.
    pub title: Option<Box<str>>,
    /// The article.
    pub body: Vec<Fragment>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its links, in the order of their indices.
    pub links: Vec<Link>,
    /// Its images, in the order of their indices.
    pub images: Vec<Image>,
    /// Its evidence marks, in the order of their indices.
    pub evidence: Vec<Evidence>,
    /// Every id in the article's own HTML, headings and footnotes included.
    pub anchors: Vec<Box<str>>,
    /// Words that are not to be taken for a term of the glossary here, each with its comment's place.
    pub no_terms: Vec<(Box<str>, Span)>,
    /// Its text in runs, in the order of the page.
    pub runs: Vec<TextRun>,
    /// Its words as places in the file, in the order of the file.
    pub source_runs: SourceRuns,
}

/// Fills the gaps of an article when its page is rendered. Each method appends HTML.
pub trait Fill {
    /// The next stretch of finished HTML, in the order of [`Parsed::stretches`].
    fn stretch(&self, text: &str, html: &mut String) {
        html.push_str(text);
    }
    /// The attributes of a link, starting with a space: ` href="…"`.
    fn link_attributes(&self, index: usize, html: &mut String);
    /// The address of a link, inside the quotes of an attribute.
    fn link_address(&self, index: usize, html: &mut String);
    /// The text of a wikilink without a text of its own.
    fn link_text(&self, index: usize, html: &mut String);
    /// A whole image.
    fn image(&self, index: usize, html: &mut String);
    /// A whole evidence mark.
    fn evidence(&self, index: usize, html: &mut String);
    /// A whole block, given its title and its body as HTML.
    fn block(&self, block: &Block, title: &str, body: &str, html: &mut String);
}

impl Parsed {
    /// The finished HTML of the article between its gaps, in order; the title of a block comes before its body.
    pub fn stretches(&self) -> Vec<&str> {
        fn walk<'f>(fragments: &'f [Fragment], stretches: &mut Vec<&'f str>) {
            for fragment in fragments {
                match fragment {
                    Fragment::Html(html) => stretches.push(html),
                    Fragment::Block(block) => {
                        walk(&block.title, stretches);
                        walk(&block.body, stretches);
                    }
                    _ => {}
                }
            }
        }
        let mut stretches = Vec::new();
        walk(&self.body, &mut stretches);
        stretches
    }

    /// Every run with its text, in the order of the page. `link_text` gives the text of a link that has none of its own.
    pub fn texts<'p>(
        &'p self,
        link_text: impl Fn(usize) -> &'p str,
    ) -> impl Iterator<Item = (&'p TextRun, Cow<'p, str>)> {
        let stretches = self.stretches();
        self.runs.iter().map(move |run| {
            let text = match &run.place {
                RunPlace::Html { stretch, bytes } => {
                    let html = stretches[*stretch as usize];
                    entities::decode(&html[bytes.start as usize..bytes.end as usize])
                }
                RunPlace::LinkText(link) => link_text(*link as usize).into(),
                RunPlace::Alt(image) => {
                    let alt = &self.images[*image as usize].alt;
                    alt.as_deref().unwrap_or_default().into()
                }
            };
            (run, text)
        })
    }
}

impl Fragment {
    /// Whether a block of a matching kind is among these fragments, or inside one of them.
    pub fn has_block(fragments: &[Fragment], matches: fn(BlockKind) -> bool) -> bool {
        fragments.iter().any(|fragment| match fragment {
            Fragment::Block(block) => matches(block.kind) || Self::has_block(&block.body, matches),
            _ => false,
        })
    }

    /// Appends the HTML of these fragments.
    pub fn fill(fragments: &[Fragment], fill: &impl Fill, html: &mut String) {
        for fragment in fragments {
            match fragment {
                Fragment::Html(text) => fill.stretch(text, html),
                Fragment::LinkAttributes(index) => fill.link_attributes(*index, html),
                Fragment::LinkAddress(index) => fill.link_address(*index, html),
                Fragment::LinkText(index) => fill.link_text(*index, html),
                Fragment::Image(index) => fill.image(*index, html),
                Fragment::Evidence(index) => fill.evidence(*index, html),
                Fragment::Block(block) => {
                    let (mut title, mut body) = (String::new(), String::new());
                    Fragment::fill(&block.title, fill, &mut title);
                    Fragment::fill(&block.body, fill, &mut body);
                    fill.block(block, &title, &body, html);
                }
            }
        }
    }
}
