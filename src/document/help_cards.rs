//! Checks that the contact kinds named by the help cards of a text exist.
//!
//! It does not check whether the site has a contact of that kind.

use crate::codes;
use crate::data::help::ContactKind;
use crate::diag::{Diagnostic, did_you_mean, nearest};
use crate::markdown::Fragment;
use crate::path::SourcePath;

/// Reports help cards that ask for an unknown kind of contact.
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
            let help = did_you_mean(nearest(name, known))
                .unwrap_or_else(|| format!("the kinds are {}", known.join(", ")));
            let message = format!("unknown kind of contact `{name}`");
            let problem = Diagnostic::new(codes::BLOCK_03, message);
            problems.push(problem.at(path, asked.span.clone()).help(help));
        }
    }
}
