//! Markdown text -> HTML with gaps, headings, links and plain text; gaps + resolved targets -> HTML.
//!
//! [`parse`] reads one article on its own. [`Parsed`] has everything that does not depend on the site. The rest are gaps
//! ([`Fragment`]), which a [`Fill`] fills when the page is rendered. This room does not read front matter, resolve links or
//! draw templates. Parsing never fails: faults are reported at their places.
//!
//! The steps:
//!
//! 1. `comments` removes `%%comments%%` and `{/* comments */}`, so that no part of them can reach a page.
//! 2. `definitions` hides colons that begin no definition from the parser, and `enclosed` marks the code in shortcodes of
//!    other tools as code.
//! 3. `events` runs the parser, and turns its events into a flat list of bounded depth.
//! 4. `writer` walks over the list once and writes the HTML, and with it `text_runs`: what each piece of text is and where
//!    it is in the HTML. Other rooms read the text there.
//! 5. `foreign` counts syntax of other tools, so that each form is reported once.
//! 6. `raw` splits the author's own HTML into tags, and `policy` lists what is allowed. `reserved` has the names that belong
//!    to the theme.
//!
//! `source_reader` walks over the same events for the words alone: `source_runs` are their places in the file, and `prose` is
//! the words themselves, for the wording rules.

mod block;
mod comments;
mod definitions;
mod enclosed;
mod events;
mod foreign;
mod fragment;
mod marks;
mod media;
mod policy;
mod prose;
mod raw;
mod reserved;
mod source_reader;
mod source_runs;
mod syntax;
#[cfg(test)]
mod tests;
mod text_runs;
mod writer;

pub use block::{BlockKind, NeededList};
pub(crate) use foreign::garbled;
pub use fragment::{
    AskedContacts, Block, Evidence, Fill, Fragment, Heading, Image, Link, LinkKind, Parsed,
};
pub use media::Medium;
pub use prose::{List, Passage, Prose, Role, Silence};
pub use reserved::{Reserved, reserved_class};
pub use source_runs::SourceRuns;
pub use syntax::Syntax;
pub use text_runs::{RunKind, RunPlace, TextRun};

use crate::diag::Reported;
use crate::path::SourcePath;
use writer::Writer;

/// Reads an article's text.
///
/// `offset` is where the text begins in its file; all places are bytes of the file. `title` is the title in the front
/// matter. Without one, a first heading of level 1 becomes the title and is taken out of the text. With one, such a heading
/// is taken out if it says the same.
pub fn parse(
    text: &str,
    offset: usize,
    path: &SourcePath,
    title: Option<&str>,
    syntax: &Syntax,
) -> Reported<Parsed> {
    let comments::CommentFree {
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
    let mut parsed = writer.article(title);
    parsed.value.source_runs = source_reader::read(&events, offset);
    parsed
}
