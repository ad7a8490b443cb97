//! Markdown text -> pieces of HTML, headings, links and plain text; pieces + resolved targets -> HTML.
mod block;
mod piece;

pub use block::BlockKind;
pub use piece::{Block, Evidence, Fill, Heading, Image, Link, LinkKind, Parsed, Piece};
// STUB
use crate::{config, diag::Reported, path::SourcePath};
#[derive(Clone, Debug)]
pub struct Syntax;
impl Syntax {
    pub fn of(_: &config::Markdown) -> Self {
        Syntax
    }
}
pub fn parse(
    _text: &str,
    _offset: usize,
    _path: &SourcePath,
    _title: Option<&str>,
    _syntax: &Syntax,
) -> Reported<Parsed> {
    Reported::default()
}
pub mod escape {
    pub fn text(h: &mut String, t: &str) {
        h.push_str(t)
    }
    pub fn attribute(h: &mut String, t: &str) {
        h.push_str(t)
    }
}
impl BlockKind {
    pub fn name(self) -> &'static str {
        ""
    }
}
