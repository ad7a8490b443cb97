//! Markdown text -> HTML with gaps, headings, links and plain text; gaps + resolved targets -> HTML.
//!
//! [`parse`] reads one article on its own: [`Parsed`] is all that is known of it before anything is
//! known of the site. What depends on the site stays open as gaps ([`Fragment`]), which a [`Fill`] closes
//! when the page is rendered. No front matter is read here, no link is resolved, no template drawn,
//! and reading never fails: what is wrong is reported at its place, and the rest is read on.
//!
//! The way of a text:
//!
//! 1. `comments` takes `%%comments%%` and `{/* comments */}` out, so that nothing of them can reach a page.
//! 2. `definitions` hides the colons from the parser that begin no definition, and `enclosed` shows it the code as such
//!    that shortcodes of other tools enclose.
//! 3. `events` asks the parser, and makes a flat list of bounded depth of its answer.
//! 4. `writer` walks over the list once.
//! 5. `foreign` counts what was written for other tools, so that the author is told once of each.
//! 6. `raw` takes the author's own HTML apart, and `policy` says what of it may stay. `reserved` knows the names that are
//!    the theme's.
//!
//! `prose` walks over the same events for the words alone, for the rules about wording.

mod block;
mod comments;
mod definitions;
mod enclosed;
mod events;
mod foreign;
mod fragment;
mod policy;
mod prose;
mod raw;
mod reserved;
mod sources;
mod syntax;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use sources::{address_set, is_source};

pub use block::{BlockKind, NeededList};
pub use fragment::{
    AskedContacts, Block, Evidence, Fill, Fragment, Heading, Image, Link, LinkKind, Parsed,
};
pub use prose::{List, Passage, Prose, Role, Silence, prose};
pub use reserved::{Reserved, reserved_class};
pub use syntax::Syntax;

use crate::diag::Reported;
use crate::path::SourcePath;
use writer::Writer;

/// Reads an article's text.
///
/// `offset` is where the text begins in its file; all places are bytes of the file. `title` is what
/// the front matter says: without one, a first heading of level 1 becomes the title and is taken out
/// of the text, and with one it is taken out if it says the same.
pub fn parse(
    text: &str,
    offset: usize,
    path: &SourcePath,
    title: Option<&str>,
    syntax: &Syntax,
) -> Reported<Parsed> {
    let comments::Uncommented {
        text: uncommented,
        unclosed,
        no_terms,
    } = comments::take_out(text, syntax);
    let has_filler = matches!(uncommented, std::borrow::Cow::Owned(_));
    let guarded = definitions::guard(&uncommented, syntax);
    let events = events::Events::of(&uncommented, &guarded, syntax);
    let mut writer = Writer::new(&events, syntax, path, offset, has_filler);
    let begin = unclosed.as_ref().map(|(range, _)| &text[range.clone()]);
    writer.comments(unclosed, begin.unwrap_or_default(), &no_terms);
    writer.article(title)
}
