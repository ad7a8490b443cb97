//! Inline syntax that the parser does not know: inline notes, bare addresses, and superscript and subscript where they are
//! intended.
//!
//! A run is the text between two block events: the text of a paragraph, a heading or a cell. It is rewritten in the list of
//! events before other code reads that list, so that all code sees the same items.
//!
//! - `x^2^`, `1^st^` and `H~2~O` are superscript and subscript: a number or a few letters directly after a word. Any other
//!   `^` or single `~` is text, as in `5~10 minutes`.
//! - `^[words]` is a footnote that is written in place.
//! - `https://…`, `www.…` and email addresses become links.

mod links;
mod list;
mod notes;
mod scripts;

use super::items::Events;
use crate::markdown::syntax::Syntax;
use list::pair;

/// The kinds of inline syntax that a text may contain, so that most texts are not searched again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Features {
    scripts: bool,
    notes: bool,
    addresses: bool,
}

impl Features {
    pub(super) fn of(text: &str, syntax: &Syntax) -> Self {
        if !syntax.extensions {
            return Self::default();
        }
        Self {
            scripts: text.contains(['^', '~']),
            notes: text.contains("^["),
            addresses: text.contains("://") || text.contains("www.") || text.contains('@'),
        }
    }

    fn any(self) -> bool {
        self.scripts || self.notes || self.addresses
    }
}

impl<'a> Events<'a> {
    /// Rewrites the run that begins at an item of the list and ends with the list.
    pub(super) fn finish_run(&mut self, from: usize, wanted: Features, syntax: &Syntax) {
        if !wanted.any() || from == self.items.len() {
            return;
        }
        let mut run = self.items.split_off(from);
        pair(&mut run, 0);
        if wanted.scripts {
            self.undo_tildes(&mut run);
            run = self.write_scripts(run);
        }
        if wanted.addresses {
            run = self.link_addresses(run, syntax);
            pair(&mut run, 0);
        }
        if wanted.notes {
            run = self.take_notes(run);
        }
        self.extend(run);
    }
}
