//! Follows the pages of articles that have left their addresses: to another address, to another file, or away. So a browser
//! that shows such a page can say where it went.

use std::collections::BTreeMap;

use crate::inspect::Inspection;
use crate::memo::Fingerprint;
use crate::path::{Route, SourcePath};
use crate::report::DocumentReport;
use crate::serve::{Left, Whereabouts};

/// The addresses that pages have left since the preview began.
#[derive(Debug, Default)]
pub(super) struct Moves {
    left: BTreeMap<Route, Trace>,
}

/// What is known of the page that was at an address.
#[derive(Debug)]
struct Trace {
    file: SourcePath,
    /// Its text when it was last seen.
    text: Fingerprint,
}

impl Moves {
    /// The addresses that are left, after a build.
    pub(super) fn after(
        &mut self,
        before: Option<&Inspection>,
        now: &Inspection,
    ) -> BTreeMap<Route, Left> {
        if let Some(before) = before {
            self.note(before, now);
        }
        let is_page = |route: &Route| now.has_page(route);
        self.left.retain(|route, _| !is_page(route));
        let left = self.left.iter();
        left.map(|(route, trace)| (route.clone(), trace.now(now)))
            .collect()
    }

    /// Notes which pages have left their addresses, and which files have other names.
    fn note(&mut self, before: &Inspection, now: &Inspection) {
        let is_at = |shown: &Inspection, document: &DocumentReport| shown.has_page(&document.route);
        let left = published(before).filter(|document| !is_at(now, document));
        for document in left {
            let text = text_of(before, &document.path);
            let file = document.path.clone();
            self.left
                .insert(document.route.clone(), Trace { file, text });
        }
        let is_in = |shown: &Inspection, path: &SourcePath| find(shown, path).is_some();
        let came: Vec<&SourcePath> = documents(now).filter(|path| !is_in(before, path)).collect();
        let gone = documents(before).filter(|path| !is_in(now, path)).count();
        for trace in self.left.values_mut() {
            if is_in(now, &trace.file) {
                continue;
            }
            let same = came.iter().find(|path| text_of(now, path) == trace.text);
            // A file that was renamed and changed at once is the only one that came, in place of the only one that went.
            let only =
                (gone == 1 && came.len() == 1 && is_in(before, &trace.file)).then(|| &came[0]);
            if let Some(path) = same.or(only) {
                trace.file = (*path).clone();
            }
        }
    }
}

impl Trace {
    /// Where its page is now.
    fn now(&self, shown: &Inspection) -> Left {
        let whereabouts = match find(shown, &self.file) {
            Some(document) if document.published => Whereabouts::At(document.route.clone()),
            Some(_) => Whereabouts::Unpublished,
            None => Whereabouts::Deleted,
        };
        Left {
            file: self.file.to_string(),
            whereabouts,
        }
    }
}

fn documents(shown: &Inspection) -> impl Iterator<Item = &SourcePath> {
    shown
        .report()
        .documents
        .iter()
        .map(|document| &document.path)
}

fn published(shown: &Inspection) -> impl Iterator<Item = &DocumentReport> {
    let documents = shown.report().documents.iter();
    documents.filter(|document| document.published)
}

fn find<'a>(shown: &'a Inspection, path: &SourcePath) -> Option<&'a DocumentReport> {
    shown.report().document(path)
}

fn text_of(shown: &Inspection, path: &SourcePath) -> Fingerprint {
    let files = &shown.inputs().documents;
    let at = files.binary_search_by(|file| file.path.cmp(path));
    at.map_or_else(|_| Fingerprint::of_bytes(b""), |at| files[at].fingerprint)
}
