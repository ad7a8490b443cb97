//! The documents of a site, divided by language.
//!
//! From here on each language is a site of its own that knows no document of another one: no list can mix two languages.

use std::sync::Arc;

use super::inherit::inherit;
use crate::codes;
use crate::diag::{Diagnostic, Reported};
use crate::document::Document;

/// The documents of each edition with these numbers, sorted by key, each with what it inherits from its sections. Those of other
/// editions are left out. Of two files that are the same article in the same language, the first is taken.
pub(crate) fn divide(
    documents: Vec<Arc<Document>>,
    editions: &[usize],
) -> Reported<Vec<Vec<Arc<Document>>>> {
    let mut problems = Vec::new();
    let mut divided: Vec<Vec<Arc<Document>>> = match editions {
        [_] if documents.iter().all(|document| document.edition == 0) => vec![documents],
        _ => {
            let mut divided = vec![Vec::new(); editions.len()];
            for document in documents {
                let place = editions
                    .iter()
                    .position(|edition| *edition == document.edition);
                if let Some(place) = place {
                    divided[place].push(document);
                }
            }
            for documents in &mut divided {
                documents
                    .sort_by(|left, right| (&left.key, &left.path).cmp(&(&right.key, &right.path)));
                documents.dedup_by(|second, first| {
                    let is_second = second.key == first.key;
                    if is_second {
                        problems.push(twice(first, second));
                    }
                    is_second
                });
            }
            divided
        }
    };
    let mut inherited = Vec::with_capacity(divided.len());
    let others = divided.split_off(1);
    let first = divided.pop().unwrap_or_default();
    let others = others.into_iter().map(|own| inherit(own, &first));
    let others: Vec<_> = others.collect();
    inherited.push(inherit(first, &[]));
    inherited.extend(others);
    Reported {
        value: inherited,
        problems,
    }
}

/// Reports a second file of one article in one language.
fn twice(first: &Document, second: &Document) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` are the same article in the same language",
        first.path, second.path
    );
    let problem = Diagnostic::new(codes::I18N_02, message).in_file(&second.path);
    let problem = problem.also(&first.path, None, "this one is published");
    problem.help("keep one of them")
}
