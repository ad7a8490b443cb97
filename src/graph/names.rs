//! Names of pages and files in wikilinks: the name of a file, the end of its path, its title or an alternate name.
//!
//! Names are looked up as in Obsidian: case does not matter, a path from the top of the content comes first, then the file
//! nearest below the folder of the linking page. A name that is still ambiguous is reported, not guessed. Headings are not
//! looked up here.
//!
//! Every way to write a name is a key of its own. So a look-up does not search through everything with the same name, even
//! if a thousand folders have a file `notes`.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::address::above;
use super::ids::{CONTENT, DocId};
use super::inputs::GraphInputs;
use crate::document::Document;
use crate::path::{self, SourcePath, resolve_dots};
use crate::report::Status;

/// The most candidates that a message lists for an ambiguous name.
const MOST_NEAREST: usize = 3;

/// A page or file that a name can mean. The order is that of the paths, pages first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NamedItem {
    Page(DocId),
    /// A file, by its place in the list of assets.
    File(usize),
}

/// The result of looking up a name.
pub(super) enum NameMatch {
    Nothing,
    One(NamedItem),
    Several {
        /// The number of pages and files with the name.
        count: usize,
        /// The nearest of them.
        nearest: Vec<SourcePath>,
    },
}

/// The priority of a page for a name: a document that is held back is meant only if no other has the name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Current,
    /// Published by this build alone, such as a draft.
    Published,
    HeldBack,
}

/// Documents and files by every name that a wikilink can use.
pub(super) struct NameIndex<'a> {
    inputs: &'a GraphInputs<'a>,
    /// By the whole path, without case and without `.md`.
    paths: FxHashMap<String, Vec<NamedItem>>,
    /// By each end of the path, without case and without `.md`.
    path_ends: ByName<'a>,
    /// By the last part of their address, if the author set it.
    slugs: ByName<'a>,
    titles: ByName<'a>,
    /// By the alternate names that the front matter gives.
    other_names: ByName<'a>,
}

/// All pages and files with each name.
type ByName<'a> = FxHashMap<String, Namesakes<'a>>;

/// All pages and files with one name that have the best rank among them.
struct Namesakes<'a> {
    rank: Rank,
    items: Vec<NamedItem>,
    nearest: OnceLock<NearestByFolder<'a>>,
}

impl<'a> NameIndex<'a> {
    pub(super) fn new(inputs: &'a GraphInputs<'a>) -> Self {
        let mut names = NameIndex {
            inputs,
            paths: FxHashMap::default(),
            path_ends: FxHashMap::default(),
            slugs: FxHashMap::default(),
            titles: FxHashMap::default(),
            other_names: FxHashMap::default(),
        };
        for (at, document) in inputs.documents.iter().enumerate() {
            names.add_page(DocId::new(at), document);
        }
        for (at, key) in inputs.own_assets() {
            let path = path::fold(without_extension(key.as_str()));
            names.add_path(NamedItem::File(at), path, true);
        }
        names
    }

    fn add_page(&mut self, id: DocId, document: &Document) {
        let page = NamedItem::Page(id);
        let rank = self.rank(page);
        if document.is_index() {
            // An index has the name of its folder; `index` alone is never its name.
            self.add_path(page, path::fold(document.key.folder()), true);
        }
        let path = path::fold(without_extension(document.key.as_str()));
        self.add_path(page, path, !document.is_index());
        if let Some(slug) = &document.meta.slug {
            add(&mut self.slugs, path::fold(slug), page, rank);
        }
        add(&mut self.titles, path::fold(&document.title), page, rank);
        for name in &document.meta.names {
            add(&mut self.other_names, path::fold(name), page, rank);
        }
    }

    /// Adds a path as a name; `is_name` says whether its last part alone is a name as well.
    fn add_path(&mut self, item: NamedItem, path: String, is_name: bool) {
        let rank = self.rank(item);
        for (at, _) in path.match_indices('/') {
            let end = &path[at + 1..];
            if is_name || end.contains('/') {
                add(&mut self.path_ends, end.to_owned(), item, rank);
            }
        }
        self.paths.entry(path).or_default().push(item);
    }

    fn rank(&self, item: NamedItem) -> Rank {
        let NamedItem::Page(id) = item else {
            return Rank::Current;
        };
        let state = &self.inputs.states[id.index()];
        match state.published {
            true if state.status == Status::Current => Rank::Current,
            true => Rank::Published,
            false => Rank::HeldBack,
        }
    }

    /// What `written` means on a page at this path.
    pub(super) fn find(&self, from: &SourcePath, written: &str) -> NameMatch {
        let folded = path::fold(without_extension(written));
        let exact = if folded.starts_with("./") || folded.starts_with("../") {
            resolve_dots(&path::fold(from.folder()), &folded)
        } else {
            let below = folded.strip_prefix('/');
            below.map(|below| format!("{CONTENT}/{below}"))
        };
        let by_path = match &exact {
            Some(exact) => self.at_paths(&[exact]),
            None => self.at_paths(&[&folded, &format!("{CONTENT}/{folded}")]),
        };
        let by_path_end = match exact {
            Some(_) => None,
            None => self.path_ends.get(&folded),
        };
        let names = [&self.slugs, &self.titles, &self.other_names].map(|names| names.get(&folded));
        let named = [by_path_end].into_iter().chain(names).flatten();
        // Of equal ranks the first is meant: `min_by_key` takes it.
        let best = named.min_by_key(|namesakes| namesakes.rank);
        match (by_path, best) {
            (Some((rank, item)), best) if best.is_none_or(|best| rank <= best.rank) => {
                NameMatch::One(item)
            }
            (_, Some(best)) => self.nearest(from, best),
            (_, None) => NameMatch::Nothing,
        }
    }

    /// The page or file of the best rank at one of these paths.
    fn at_paths(&self, paths: &[&str]) -> Option<(Rank, NamedItem)> {
        let items = paths.iter().filter_map(|path| self.paths.get(*path));
        let ranked = items.flatten().map(|item| (self.rank(*item), *item));
        ranked.min()
    }

    /// Decides between namesakes: the one in the folder of the linking page, else the nearest one below that folder.
    fn nearest(&self, from: &SourcePath, namesakes: &Namesakes<'a>) -> NameMatch {
        if let [only] = namesakes.items[..] {
            return NameMatch::One(only);
        }
        let by_folder = namesakes.nearest.get_or_init(|| {
            let items = namesakes.items.iter();
            NearestByFolder::of(items.map(|item| (*item, self.path(*item))))
        });
        match by_folder.only_below(from.folder()) {
            Some(only) => NameMatch::One(only),
            None => NameMatch::Several {
                count: namesakes.items.len(),
                nearest: by_folder.around(from.folder()),
            },
        }
    }

    fn path(&self, item: NamedItem) -> &'a SourcePath {
        match item {
            NamedItem::Page(id) => &self.inputs.documents[id.index()].key,
            NamedItem::File(at) => &self.inputs.assets[at].path,
        }
    }
}

/// Adds a name for a page or file. Of all those with one name, only those of the best rank are kept.
fn add(names: &mut ByName<'_>, name: String, item: NamedItem, rank: Rank) {
    let namesakes = names.entry(name).or_insert_with(|| Namesakes {
        rank,
        items: Vec::new(),
        nearest: OnceLock::new(),
    });
    match rank.cmp(&namesakes.rank) {
        Ordering::Greater => return,
        Ordering::Less => {
            namesakes.rank = rank;
            namesakes.items.clear();
        }
        Ordering::Equal => {}
    }
    if namesakes.items.last() != Some(&item) {
        namesakes.items.push(item);
    }
}

/// The nearest namesakes below each folder: only a few of them, so that the total size is linear in the length of the paths.
struct NearestByFolder<'a>(FxHashMap<&'a str, Vec<NamesakePlace<'a>>>);

/// A namesake, with its depth below another folder and its path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NamesakePlace<'a> {
    depth: usize,
    path: &'a str,
    item: NamedItem,
}

impl<'a> NearestByFolder<'a> {
    fn of(items: impl Iterator<Item = (NamedItem, &'a SourcePath)>) -> Self {
        let mut folders: FxHashMap<&str, Vec<NamesakePlace<'a>>> = FxHashMap::default();
        for (item, path) in items {
            for (depth, folder) in above(path.folder()).enumerate() {
                let nearest = folders.entry(folder).or_default();
                let placed = NamesakePlace {
                    depth,
                    path: path.as_str(),
                    item,
                };
                let at = nearest.partition_point(|other| *other < placed);
                if at < MOST_NEAREST {
                    nearest.insert(at, placed);
                    nearest.truncate(MOST_NEAREST);
                }
            }
        }
        Self(folders)
    }

    /// The nearest one below a folder, if there is only one at that depth.
    fn only_below(&self, folder: &str) -> Option<NamedItem> {
        match self.0.get(folder).map(Vec::as_slice) {
            Some([only]) => Some(only.item),
            Some([first, second, ..]) if first.depth < second.depth => Some(first.item),
            _ => None,
        }
    }

    /// The nearest ones to a folder, wherever they are.
    fn around(&self, folder: &str) -> Vec<SourcePath> {
        // The namesake nearest to a folder is nearest below one of the folders around it. So merging the short lists of
        // these folders finds it, without looking at the other namesakes.
        let up = above(folder).enumerate();
        let found = up.filter_map(|(up, folder)| Some((up, self.0.get(folder)?)));
        let mut found: Vec<(usize, &str)> = found
            .flat_map(|(up, nearest)| {
                nearest
                    .iter()
                    .map(move |placed| (up + placed.depth, placed.path))
            })
            .collect();
        found.sort_unstable();
        let mut nearest: Vec<SourcePath> = Vec::new();
        for (_, path) in found {
            if nearest.len() < MOST_NEAREST && nearest.iter().all(|known| known.as_str() != path) {
                nearest.push(SourcePath::new(path));
            }
        }
        nearest
    }
}

/// The name of a document: of its folder for an index, otherwise of its file.
pub(super) fn name_of(document: &Document) -> &str {
    match document.is_index() {
        true => document.key.folder().rsplit('/').next().unwrap_or_default(),
        false => document.key.stem(),
    }
}

/// The number of steps from one folder to another, up and down the tree.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let parts = |folder: &str| folder.split('/').filter(|part| !part.is_empty()).count();
    let shared = one
        .split('/')
        .zip(other.split('/'))
        .take_while(|(one, other)| one == other && !one.is_empty())
        .count();
    parts(one) + parts(other) - 2 * shared
}

/// A path without the extension `.md`, in any case.
fn without_extension(path: &str) -> &str {
    let at = path.len().saturating_sub(".md".len());
    match path.get(at..) {
        Some(extension) if extension.eq_ignore_ascii_case(".md") => &path[..at],
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::TestSite;
    use super::*;

    /// How many entries the index has once every page of a site has asked for a name that all have.
    fn entries(folders: usize) -> usize {
        let site = TestSite::of((0..folders).flat_map(|at| {
            let named = format!("a/s{at}/notes.md");
            let other = format!("b/s{at}/other-{at}.md");
            [named, other].map(|path| (path, "Text.".to_owned()))
        }));
        let inputs = site.inputs();
        let index = NameIndex::new(&inputs);
        for document in inputs.documents {
            let found = index.find(&document.path, "notes");
            let is_near = document.path.stem() == "notes";
            assert!(match found {
                NameMatch::One(NamedItem::Page(id)) =>
                    is_near && inputs.documents[id.index()].path == document.path,
                NameMatch::Several { count, nearest } =>
                    !is_near && count == folders && nearest.len() == MOST_NEAREST,
                _ => false,
            });
        }
        let names = [
            &index.path_ends,
            &index.slugs,
            &index.titles,
            &index.other_names,
        ];
        let namesakes = names.into_iter().flat_map(FxHashMap::values);
        let size = |namesakes: &Namesakes<'_>| {
            let folders = namesakes
                .nearest
                .get()
                .into_iter()
                .flat_map(|all| all.0.values());
            namesakes.items.len() + folders.map(Vec::len).sum::<usize>()
        };
        namesakes.map(size).sum::<usize>() + index.paths.len()
    }

    #[test]
    fn a_name_that_all_have_is_looked_up_as_fast_as_one_that_few_have() {
        let (once, twice) = (entries(100), entries(200));
        assert!(2 * twice < 5 * once, "{once}, then {twice}");
    }
}
