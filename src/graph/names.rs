//! What a wikilink calls a page or a file: its name, the end of its path, its title or another name.
//!
//! Names are looked up as Obsidian does: case does not matter, a path from the top of the content comes first, then what
//! lies nearest below the folder of the linking page. What is left is told as ambiguous, not guessed. Headings are not
//! looked up here.

use rustc_hash::FxHashMap;

use super::ids::{CONTENT, DocId};
use super::inputs::GraphInputs;
use crate::document::Document;
use crate::path::{self, SourcePath, resolve_dots};
use crate::report::Status;

/// Documents and files by every name that a wikilink can use.
pub(super) struct Names<'a> {
    inputs: &'a GraphInputs<'a>,
    /// By the last part of the path, without case and without `.md`.
    files: FxHashMap<String, Vec<Thing>>,
    /// By the last part of their address, where the author fixed it.
    slugs: FxHashMap<String, Vec<Thing>>,
    titles: FxHashMap<String, Vec<Thing>>,
    others: FxHashMap<String, Vec<Thing>>,
}

/// Something that has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Page(DocId),
    /// A file, by its place in the list of assets.
    File(usize),
}

/// What a name leads to.
pub(super) enum Named {
    Nothing,
    One(Thing),
    /// Several, the nearest first.
    Several(Vec<SourcePath>),
}

impl<'a> Names<'a> {
    pub(super) fn new(inputs: &'a GraphInputs<'a>) -> Self {
        let mut names = Names {
            inputs,
            files: FxHashMap::default(),
            slugs: FxHashMap::default(),
            titles: FxHashMap::default(),
            others: FxHashMap::default(),
        };
        for (at, document) in inputs.documents.iter().enumerate() {
            names.add(Thing::Page(DocId::new(at)), document);
        }
        for (at, asset) in inputs.assets.iter().enumerate() {
            let name = path::fold(asset.path.file_name());
            let files = names.files.entry(name).or_default();
            files.push(Thing::File(at));
        }
        names
    }

    fn add(&mut self, page: Thing, document: &Document) {
        let add = |names: &mut FxHashMap<String, Vec<Thing>>, name: &str| {
            let things = names.entry(path::fold(name)).or_default();
            if things.last() != Some(&page) {
                things.push(page);
            }
        };
        add(&mut self.files, called(document));
        if document.is_index() {
            add(&mut self.files, document.path.stem());
        }
        if let Some(slug) = &document.meta.slug {
            add(&mut self.slugs, slug);
        }
        add(&mut self.titles, &document.title);
        for name in &document.meta.names {
            add(&mut self.others, name);
        }
    }

    /// What `written` means on a page at this path. What is held back is only meant if nothing else is.
    pub(super) fn find(&self, from: &SourcePath, written: &str) -> Named {
        let current = |thing: &Thing| match thing {
            Thing::Page(id) => {
                let state = &self.inputs.states[id.index()];
                state.published && state.status == Status::Current
            }
            Thing::File(_) => true,
        };
        let published = |thing: &Thing| match thing {
            Thing::Page(id) => self.inputs.states[id.index()].published,
            Thing::File(_) => true,
        };
        let fits: [&dyn Fn(&Thing) -> bool; 3] = [&current, &published, &|_| true];
        for fits in fits {
            match self.find_among(from, written, fits) {
                Named::Nothing => {}
                found => return found,
            }
        }
        Named::Nothing
    }

    fn find_among(&self, from: &SourcePath, written: &str, fits: &dyn Fn(&Thing) -> bool) -> Named {
        let among = |names: &FxHashMap<String, Vec<Thing>>, name: &str| -> Vec<Thing> {
            let found = names.get(name).into_iter().flatten();
            found.copied().filter(|thing| fits(thing)).collect()
        };
        let folded = path::fold(without_ending(written));
        let by_path = self.by_path(from, &folded, &|name| among(&self.files, name));
        if !matches!(by_path, Named::Nothing) {
            return by_path;
        }
        for names in [&self.slugs, &self.titles, &self.others] {
            match self.nearest(from, among(names, &folded)) {
                Named::Nothing => {}
                found => return found,
            }
        }
        Named::Nothing
    }

    /// What lies at a path, or at the end of one.
    fn by_path(
        &self,
        from: &SourcePath,
        written: &str,
        among: &dyn Fn(&str) -> Vec<Thing>,
    ) -> Named {
        let exact = if written.starts_with("./") || written.starts_with("../") {
            resolve_dots(&path::fold(from.folder()), written)
        } else {
            let below = written.strip_prefix('/');
            below.map(|below| format!("{CONTENT}/{below}"))
        };
        let written = exact.as_deref().unwrap_or(written);
        let name = written.rsplit('/').next().unwrap_or(written);
        let at_top = format!("{CONTENT}/{written}");
        let mut fitting = Vec::new();
        for thing in among(name) {
            for place in self.places(thing) {
                if place == written || (exact.is_none() && place == at_top) {
                    return Named::One(thing);
                }
                let is_end = place
                    .strip_suffix(written)
                    .is_some_and(|before| before.ends_with('/'));
                // `index` alone is the name of a folder, never of the index in it.
                let is_named = written.contains('/') || self.is_called(thing, written);
                if exact.is_none() && is_end && is_named && fitting.last() != Some(&thing) {
                    fitting.push(thing);
                }
            }
        }
        self.nearest(from, fitting)
    }

    fn is_called(&self, thing: Thing, folded: &str) -> bool {
        match thing {
            Thing::Page(id) => path::fold(called(&self.inputs.documents[id.index()])) == folded,
            Thing::File(_) => true,
        }
    }

    /// The paths at which something can be named, without case and without `.md`.
    fn places(&self, thing: Thing) -> Vec<String> {
        let path = self.path(thing);
        let whole = path::fold(without_ending(path.as_str()));
        match thing {
            Thing::Page(id) if self.inputs.documents[id.index()].is_index() => {
                vec![path::fold(path.folder()), whole]
            }
            _ => vec![whole],
        }
    }

    /// The one that is meant: that in the folder of the page, then that nearest below it.
    fn nearest(&self, from: &SourcePath, things: Vec<Thing>) -> Named {
        if let [only] = things[..] {
            return Named::One(only);
        }
        let depth_below = |thing: &Thing| {
            let below = self.path(*thing).below(from.folder())?;
            Some(below.matches('/').count())
        };
        let inside = things
            .iter()
            .filter_map(|thing| Some((depth_below(thing)?, *thing)));
        let least = inside.clone().map(|(depth, _)| depth).min();
        let mut nearest = inside.filter(|(depth, _)| Some(*depth) == least);
        match (nearest.next(), nearest.next()) {
            (Some((_, only)), None) => return Named::One(only),
            (None, _) if things.is_empty() => return Named::Nothing,
            _ => {}
        }
        let mut paths: Vec<SourcePath> = things
            .iter()
            .map(|thing| self.path(*thing).clone())
            .collect();
        paths.sort_by_cached_key(|path| (apart(from.folder(), path.folder()), path.clone()));
        Named::Several(paths)
    }

    fn path(&self, thing: Thing) -> &'a SourcePath {
        match thing {
            Thing::Page(id) => &self.inputs.documents[id.index()].path,
            Thing::File(at) => &self.inputs.assets[at].path,
        }
    }
}

/// What a document is called by its place: an index by its folder, anything else by its file.
pub(super) fn called(document: &Document) -> &str {
    match document.is_index() {
        true => document
            .path
            .folder()
            .rsplit('/')
            .next()
            .unwrap_or_default(),
        false => document.path.stem(),
    }
}

/// How many folders lie between two folders.
pub(super) fn apart(one: &str, other: &str) -> usize {
    let parts = |folder: &str| folder.split('/').filter(|part| !part.is_empty()).count();
    let shared = one
        .split('/')
        .zip(other.split('/'))
        .take_while(|(one, other)| one == other && !one.is_empty())
        .count();
    parts(one) + parts(other) - 2 * shared
}

/// A path without the ending of an article.
fn without_ending(path: &str) -> &str {
    let at = path.len().saturating_sub(".md".len());
    match path.get(at..) {
        Some(ending) if ending.eq_ignore_ascii_case(".md") => &path[..at],
        _ => path,
    }
}
