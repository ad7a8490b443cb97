//! The help cards in a text: whether the kinds of contacts they ask for exist.
//!
//! Whether a site has a contact of that kind is not asked here.

use crate::codes;
use crate::data::help::ContactKind;
use crate::diag::{Diagnostic, nearest};
use crate::markdown::Fragment;
use crate::path::SourcePath;

/// Reports cards of help that ask for a kind of contacts that there is not.
pub(super) fn check(fragments: &[Fragment], path: &SourcePath, problems: &mut Vec<Diagnostic>) {
    for fragment in fragments {
        let Fragment::Block(block) = fragment else {
            continue;
        };
        check(&block.body, path, problems);
        let Some(asked) = &block.contacts else {
            continue;
        };
        if let Err(name) = ContactKind::list(&asked.kinds) {
            let known = ContactKind::ALL.map(ContactKind::name);
            let help = match nearest(name, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the kinds are {}", known.join(", ")),
            };
            let message = format!("there are no contacts of the kind `{name}`");
            let problem = Diagnostic::new(codes::BLOCK_03, message);
            problems.push(problem.at(path, asked.span.clone()).help(help));
        }
    }
}
