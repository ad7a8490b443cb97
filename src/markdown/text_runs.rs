//! The text of an article in typed runs: what each piece of text is, and where it is in the HTML.
//!
//! Other rooms read the text of an article from its runs, and not out of the HTML. `marks` finds the places. This file
//! does not cut text into words.

use std::ops::Range;

/// A piece of text of one kind, as long as no tag interrupts it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextRun {
    /// What it is.
    pub kind: RunKind,
    /// Where its text is.
    pub place: RunPlace,
    /// Whether white space, a line break or the border of a block separates it from the run before. If not, the last word
    /// of that run may continue in this one.
    pub separated: bool,
    /// Whether it is the first of a block: of a paragraph, the item of a list, a cell, a title.
    pub begins_block: bool,
    /// Whether words of it may become links to the glossary. Headings, links, quotations, code, labels, the titles of blocks
    /// and examples of wording are left alone.
    pub takes_links: bool,
}

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunKind {
    /// Text of the article, code in a line included.
    Text,
    /// Text of a block of code.
    Code,
    /// The number of a footnote, or the arrow back from it, outside of headings.
    Generated,
    /// Text of the heading with this index. A heading always begins with such a run, which may be empty.
    Heading(u32),
}

/// Where the text of a run is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunPlace {
    /// In the finished HTML.
    Html {
        /// The index of the stretch, in the order of [`Parsed::stretches`](super::Parsed::stretches).
        stretch: u32,
        /// The bytes of the stretch. They hold text and entities, no tag.
        bytes: Range<u32>,
    },
    /// The title of the page that the link with this index leads to.
    LinkText(u32),
    /// The alternative text of the image with this index.
    Alt(u32),
}

impl TextRun {
    /// Its stretch and its bytes there, if it is in the finished HTML.
    pub fn in_html(&self) -> Option<(usize, Range<usize>)> {
        match &self.place {
            RunPlace::Html { stretch, bytes } => {
                Some((*stretch as usize, bytes.start as usize..bytes.end as usize))
            }
            RunPlace::LinkText(_) | RunPlace::Alt(_) => None,
        }
    }
}
