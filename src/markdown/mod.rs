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
//! 3. `events` asks the parser, and makes a flat list of bounded depth of what it says. `runs` links bare
//!    `addresses` in it and takes inline notes; `attributes` reads the braces of headings, and
//!    `block_ids` takes `^id` out.
//! 4. `writer` walks over the list once. `containers`, `headings`, `notes`, `links`, `callout`,
//!    `inline`, `brackets`, `stray`, `html` and `raw_links` are parts of it, each for one kind of thing.
//! 5. `foreign` counts what was written for other tools, so that the author is told once of each.
//! 6. `raw` takes the author's own HTML apart, `policy` says what of it may stay, and `sanitise` lets
//!    ammonia look at the article once more where it holds such HTML. `reserved` knows the names that are the theme's.
//!
//! `prose` goes another way over the same events: the words alone, for whoever judges wording.

mod addresses;
mod attributes;
mod block;
mod block_ids;
mod brackets;
mod callout;
mod comments;
mod containers;
mod definitions;
mod direction;
mod enclosed;
mod events;
mod foreign;
mod fragment;
mod headings;
mod html;
mod inline;
mod links;
mod notes;
mod policy;
mod prose;
mod raw;
mod raw_links;
mod reserved;
mod runs;
mod sanitise;
mod stray;
mod syntax;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use raw_links::{address_set, is_source};

pub use block::{BlockKind, NeededList};
pub use fragment::{
    AskedContacts, Block, Evidence, Fill, Fragment, Heading, Image, Link, LinkKind, Parsed,
};
pub use prose::{List, Passage, Prose, Role, Silence, prose};
pub use reserved::{Reserved, reserved_class};
pub use syntax::Syntax;

use crate::codes;
use crate::diag::Reported;
use crate::path::SourcePath;

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
    let inline = inline::Inline::of(&uncommented, syntax.extensions, has_filler);
    let mut writer = writer::Writer::new(&events, syntax, path, offset, inline);
    if let Some((range, end)) = unclosed {
        let begin = &text[range.clone()];
        writer.report(
            codes::TEXT_06,
            &range,
            "this comment has no end",
            format!("end it with `{end}`, or write `\\{begin}` if no comment is meant"),
        );
    }
    let stop = |(word, range): (&str, std::ops::Range<usize>)| (word.into(), writer.span(&range));
    writer.parsed.no_terms = no_terms.into_iter().map(stop).collect();
    writer.article(title)
}
