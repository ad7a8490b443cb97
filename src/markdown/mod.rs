//! Markdown text -> pieces of HTML, headings, links and plain text; pieces + resolved targets -> HTML.
mod block;
mod piece;

pub use block::BlockKind;
pub use piece::{Block, Evidence, Fill, Heading, Image, Link, LinkKind, Parsed, Piece};
