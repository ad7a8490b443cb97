//! Settings that documents inherit from their sections: everything in a draft section is a draft, as in Zola, and
//! `cascade` sets values for all pages below, as in Hugo.
//!
//! This is done first, so no other code has to know about inheritance: a page below a draft section is a draft.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::{Kind, content_folder, kinds, parent};
use crate::document::{Document, Inherited, Meta};

/// The documents of one language, each with what it inherits from its sections. A section without an index in this language
/// has the settings of its index in the first one.
pub(super) fn inherit(
    mut documents: Vec<Arc<Document>>,
    first: &[Arc<Document>],
) -> Vec<Arc<Document>> {
    let hands_down = |meta: &Meta| meta.cascade.is_some() || (meta.draft && !meta.held_alone);
    // Most sites have no such section.
    if !documents
        .iter()
        .chain(first)
        .any(|document| document.is_index() && hands_down(&document.meta))
    {
        return documents;
    }
    let folders = folders(&documents);
    let first_folders = self::folders(first);
    let mut indexes = BTreeMap::from_iter(indexes(first, &first_folders));
    indexes.extend(self::indexes(&documents, &folders));
    indexes.retain(|_, index| hands_down(&index.meta));
    let changed: Vec<(usize, Document)> = (0..documents.len())
        .filter_map(|at| {
            let inherited = inherited_settings(&documents[at], &folders[at], &indexes);
            (inherited != Inherited::default()).then(|| (at, documents[at].below(&inherited)))
        })
        .collect();
    for (at, document) in changed {
        documents[at] = Arc::new(document);
    }
    documents
}

/// The folder of each document.
fn folders(documents: &[Arc<Document>]) -> Vec<Cow<'_, str>> {
    let keys = documents.iter().map(|document| &document.key);
    keys.map(content_folder).collect()
}

/// The index of each folder.
fn indexes<'d>(
    documents: &'d [Arc<Document>],
    folders: &'d [Cow<'d, str>],
) -> impl Iterator<Item = (&'d str, &'d Document)> {
    let kinds = kinds(documents, folders, &|_| true);
    let indexes = (0..documents.len()).filter(move |at| kinds[*at] == Kind::Index);
    indexes.map(|at| (&*folders[at], &*documents[at]))
}

/// The settings that a document inherits from the sections around it. The nearest section that has a setting decides.
fn inherited_settings(
    document: &Document,
    folder: &str,
    indexes: &BTreeMap<&str, &Document>,
) -> Inherited {
    let mut inherited = Inherited::default();
    let (mut draft, mut unlisted) = (None, None);
    let mut folder = folder;
    loop {
        if let Some(index) = indexes.get(folder) {
            let meta = &index.meta;
            if meta.draft && !meta.held_alone && index.path != document.path {
                inherited.draft.get_or_insert_with(|| {
                    format!("its section, because `{}` is a draft", index.path)
                });
            }
            if let Some(cascade) = &meta.cascade {
                draft = draft.or(cascade.draft.map(|draft| (draft, &index.path)));
                unlisted = unlisted.or(cascade.unlisted);
                inherited.publish_date = inherited.publish_date.or(cascade.publish_date);
                inherited.expiry_date = inherited.expiry_date.or(cascade.expiry_date);
            }
        }
        if folder.is_empty() {
            break;
        }
        folder = parent(folder);
    }
    inherited.unlisted = unlisted.unwrap_or(false);
    if let Some((true, path)) = draft
        && !document.meta.says_ready
    {
        inherited
            .draft
            .get_or_insert_with(|| format!("`cascade` in `{path}`"));
    }
    inherited
}
