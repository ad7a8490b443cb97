//! Sorts the files of a scan into [`Inputs`]: by their role, then by path, each path once.

use std::sync::Arc;

use super::cache::{FileCache, Role, role};
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
        let file = &known.file;
        if let Some(reason) = known.left_out {
            let path = file.path.clone();
            inputs.left_out.push(LeftOut { path, reason });
            continue;
        }
        let list = list_of(&mut inputs, known.role);
        // Files with one path in NFC are neighbours here; the first by its bytes on disk is the one that is read.
        if list.last().is_none_or(|last| last.path != file.path) {
            list.push(file.clone());
        }
    }
    for file in unopened {
        let list = list_of(&mut inputs, role(&file.path));
        if let Err(place) = list.binary_search_by(|known| known.path.cmp(&file.path)) {
            list.insert(place, file);
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

fn list_of(inputs: &mut Inputs, role: Role) -> &mut Vec<SourceFile> {
    match role {
        Role::Document => &mut inputs.documents,
        Role::Data => &mut inputs.data,
        Role::Asset => &mut inputs.assets,
        Role::Theme => &mut inputs.theme,
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
