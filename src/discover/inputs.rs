//! Sorts the files of a scan into [`Inputs`]: by their role, then by path, each path once.

use std::sync::Arc;

use super::cache::{CachedFile, FileCache, ReadFile, Role, role};
use super::walk::Listing;
use crate::config::Config;
use crate::files::{Inputs, LeftOut, Options, SourceFile, take_copies};

/// Puts the inputs of a build together.
pub(super) fn collect(
    config: &Arc<Config>,
    options: Options,
    files: &FileCache,
    listings: &[Arc<Listing>],
    unopened: Vec<SourceFile>,
) -> Inputs {
    let left_out = listings.iter().flat_map(|folder| &folder.left_out);
    let mut inputs = Inputs {
        config: Arc::clone(config),
        options,
        documents: Vec::new(),
        data: Vec::new(),
        assets: Vec::new(),
        theme: Vec::new(),
        left_out: left_out.cloned().collect(),
        closed: Vec::new(),
    };
    for known in files.iter() {
        add(&mut inputs, known);
    }
    for file in unopened {
        match role(&file.path) {
            Role::Document => insert(&mut inputs.documents, file.into()),
            Role::Data => insert(&mut inputs.data, file),
            Role::Theme => insert(&mut inputs.theme, file),
            Role::Asset => insert(&mut inputs.assets, file.into()),
        }
    }
    add_closed(&mut inputs, listings);
    let copies = take_copies(&mut inputs.documents);
    inputs.left_out.extend(copies);
    inputs
        .left_out
        .sort_by(|left, right| left.path.cmp(&right.path));
    inputs.left_out.dedup();
    inputs
}

/// Adds a file to its list, or to what is left out. Files with one path in NFC are neighbours; the first by its bytes on disk
/// is the one that is read.
fn add(inputs: &mut Inputs, known: &CachedFile) {
    fn push<B: Clone>(list: &mut Vec<SourceFile<B>>, file: &SourceFile<B>) {
        if list.last().is_none_or(|last| last.path != file.path) {
            list.push(file.clone());
        }
    }
    if let Some(reason) = known.left_out {
        let path = known.file.path().clone();
        inputs.left_out.push(LeftOut { path, reason });
        return;
    }
    match &known.file {
        ReadFile::Content(file) if known.role == Role::Document => {
            push(&mut inputs.documents, file);
        }
        ReadFile::Content(file) => push(&mut inputs.assets, file),
        ReadFile::Text(file) if known.role == Role::Data => push(&mut inputs.data, file),
        ReadFile::Text(file) => push(&mut inputs.theme, file),
    }
}

/// Inserts a file into a list sorted by path, unless it is there.
fn insert<B>(list: &mut Vec<SourceFile<B>>, file: SourceFile<B>) {
    if let Err(place) = list.binary_search_by(|known| known.path.cmp(&file.path)) {
        list.insert(place, file);
    }
}

/// Adds the folders whose contents are not known. Those of the theme are listed with its files.
fn add_closed(inputs: &mut Inputs, listings: &[Arc<Listing>]) {
    for folder in listings.iter().flat_map(|folder| &folder.closed) {
        match role(&folder.path) {
            Role::Theme => inputs.theme.push(folder.clone()),
            Role::Document | Role::Data | Role::Asset => inputs.closed.push(folder.clone()),
        }
    }
    for list in [&mut inputs.theme, &mut inputs.closed] {
        list.sort_by(|left, right| left.path.cmp(&right.path));
        list.dedup_by(|left, right| left.path == right.path);
    }
}
