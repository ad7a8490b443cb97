//! Suggestions for broken links: the target that was probably meant.
//!
//! A nearer place comes before a nearer name: first the files in the folder that the link names, then a file of the same
//! name elsewhere, and only then a similar name. Each distinct target is looked up once, and the work of one build is
//! bounded: if a large site with thousands of broken links has just been migrated, only the first of them get a
//! suggestion, and the build does not slow down.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::ids::{CONTENT, DocId};
use super::inputs::GraphInputs;
use super::names::{distance, name_of};
use super::resolution::{Resolution, relative_source, split_anchor};
use crate::diag::Names;
use crate::markdown::LinkKind;
use crate::path::{self, SourcePath, resolve_dots};

/// The most suggestions for one link.
const MOST: usize = 3;

/// How many names are compared in one build, at most. That is a fraction of a second, and enough for every broken link
/// of a site that is not broken as a whole.
const COMPARED: usize = 200_000;

/// The extensions of articles in the links of other tools and in links to finished pages.
const EXTENSIONS: [&str; 5] = [".md", ".markdown", ".mdx", ".html", ".htm"];

/// What a folder holds.
#[derive(Default)]
struct Folder<'a> {
    index: Option<&'a SourcePath>,
    files: Vec<&'a SourcePath>,
}

/// Everything that can be suggested.
pub(super) struct Suggestions<'a> {
    inputs: &'a GraphInputs<'a>,
    /// The published pages and files by their names, without case. An index has the name of its folder.
    by_name: FxHashMap<String, Vec<&'a SourcePath>>,
    /// The published pages and files of each folder.
    by_folder: FxHashMap<&'a str, Folder<'a>>,
    /// The names in the folders that were searched.
    in_folder: FxHashMap<&'a str, Names<'a>>,
    /// All names that links by path can mean.
    files: OnceCell<Names<'a>>,
    /// Titles and other names, which wikilinks can mean as well, with the pages that have them.
    titles: OnceCell<(Names<'a>, FxHashMap<&'a str, Vec<&'a SourcePath>>)>,
    /// The ids of the pages whose anchors were searched.
    ids: FxHashMap<DocId, Names<'a>>,
    /// The suggestions found so far, by the folder of the link, whether it is a wikilink, and its target.
    cache: FxHashMap<(String, bool, String), Vec<String>>,
    /// How many names may still be compared.
    budget: usize,
}

impl<'a> Suggestions<'a> {
    pub(super) fn new(inputs: &'a GraphInputs<'a>) -> Self {
        let mut suggestions = Suggestions {
            inputs,
            by_name: FxHashMap::default(),
            by_folder: FxHashMap::default(),
            in_folder: FxHashMap::default(),
            files: OnceCell::new(),
            titles: OnceCell::new(),
            ids: FxHashMap::default(),
            cache: FxHashMap::default(),
            budget: COMPARED,
        };
        for (path, name) in suggestions.sources() {
            let by_name = suggestions.by_name.entry(path::fold(name));
            by_name.or_default().push(path);
            let folder = suggestions.by_folder.entry(path.folder()).or_default();
            match is_index_name(path.stem()) {
                true => folder.index = folder.index.or(Some(path)),
                false => folder.files.push(path),
            }
        }
        suggestions
    }

    /// The published pages and files, each with its name.
    fn sources(&self) -> impl Iterator<Item = (&'a SourcePath, &'a str)> + use<'a> {
        let inputs = self.inputs;
        let documents = inputs.documents.iter().zip(inputs.states);
        let documents = documents
            .filter(|(_, state)| state.published)
            .map(|(document, _)| (&document.key, name_of(document)));
        let assets = inputs.assets.iter();
        documents.chain(assets.map(|asset| (&asset.path, asset.path.file_name())))
    }

    /// Adds suggestions to a broken link in a file.
    pub(super) fn complete(
        &mut self,
        source: &SourcePath,
        kind: LinkKind,
        target: &str,
        resolution: &mut Resolution,
    ) {
        match resolution {
            Resolution::Missing { meant } => *meant = self.page(source, kind, target),
            Resolution::NoAnchor { id, meant } => {
                let anchor = split_anchor(target).1.unwrap_or_default();
                *meant = self.anchor(*id, anchor);
            }
            _ => {}
        }
    }

    /// The names similar to this one that a data file can use.
    pub(super) fn named(&mut self, name: &str) -> Vec<String> {
        let names = self.similar_names(name);
        let mut names: Vec<String> = names
            .into_iter()
            .filter(|name| !name.contains('.'))
            .map(str::to_owned)
            .collect();
        names.truncate(MOST);
        names
    }

    fn anchor(&mut self, id: DocId, written: &str) -> Vec<String> {
        let parsed = &self.inputs.documents[id.index()].parsed;
        if self.budget == 0 {
            return Vec::new();
        }
        let decoded = path::decode_path(written).unwrap_or_else(|| written.to_owned());
        let last = decoded.rsplit('#').next().unwrap_or_default();
        let slug = match last.starts_with('^') {
            true => last.to_owned(),
            false => path::slug(last),
        };
        let ids = self.ids.entry(id).or_insert_with(|| {
            let anchors = parsed.anchors.iter().map(|id| &**id);
            Names::new(anchors)
        });
        let found = ids.nearest(&slug);
        self.budget = self.budget.saturating_sub(found.work());
        let nearest = found.names.into_iter().take(MOST);
        nearest.map(str::to_owned).collect()
    }

    fn page(&mut self, source: &SourcePath, kind: LinkKind, target: &str) -> Vec<String> {
        let is_wiki = kind.is_name();
        let (path, _) = split_anchor(target);
        let path = path.split('?').next().unwrap_or_default().trim();
        let Some(path) = path::decode_path(path).filter(|path| !path.is_empty()) else {
            return Vec::new();
        };
        let key = (source.folder().to_owned(), is_wiki, path);
        if let Some(found) = self.cache.get(&key) {
            return found.clone();
        }
        let written = WrittenTarget::of(source, &key.2, is_wiki);
        let found = match is_wiki {
            true => self.wikilinks(source, &written),
            false => {
                let paths = self.paths(&written);
                let relative = paths.iter().map(|path| relative_source(source, path));
                relative.collect()
            }
        };
        self.cache.entry(key).or_insert(found).clone()
    }

    /// The files that a path may mean, the nearest first.
    fn paths(&mut self, written: &WrittenTarget) -> Vec<&'a SourcePath> {
        let in_folder = self.in_named_folder(written);
        if !in_folder.is_empty() {
            return in_folder;
        }
        let elsewhere = self.with_names(written, &[written.name.as_str()]);
        if !elsewhere.is_empty() {
            return elsewhere;
        }
        let similar = self.similar_names(&written.name);
        self.with_names(written, &similar)
    }

    /// The files with these names that are nearest to the target of the link.
    fn with_names(&mut self, written: &WrittenTarget, names: &[&str]) -> Vec<&'a SourcePath> {
        let mut paths = Vec::new();
        for name in names {
            let folded = path::fold(name);
            let count = self.by_name.get(&folded).map_or(0, Vec::len);
            // Sorting them is work as well if a thousand files have the same name.
            if self.spend(count) {
                paths.extend(self.by_name.get(&folded).into_iter().flatten());
            }
        }
        nearest_places(written, paths)
    }

    /// Takes some work off the budget, and says whether there was any budget left for it.
    fn spend(&mut self, work: usize) -> bool {
        let may_spend = self.budget > 0;
        self.budget = self.budget.saturating_sub(work);
        may_spend
    }

    /// The files with that name, or a similar one, in the folder that the link names.
    fn in_named_folder(&mut self, written: &WrittenTarget) -> Vec<&'a SourcePath> {
        let Some((&folder, held)) = self.by_folder.get_key_value(written.folder.as_str()) else {
            return Vec::new();
        };
        if is_index_name(&written.name) {
            return held.index.into_iter().collect();
        }
        let held = held.files.iter();
        let names = self.in_folder.entry(folder).or_insert_with(|| {
            let names = held.clone().map(|path| own_name(path));
            Names::new(names)
        });
        if self.budget == 0 {
            return Vec::new();
        }
        let found = names.nearest(&written.name);
        let mut found_here = Vec::new();
        for name in found.names.iter().take(MOST) {
            found_here.extend(held.clone().filter(|path| own_name(path) == *name).copied());
        }
        found_here.truncate(MOST);
        let looked_through = if found_here.is_empty() {
            0
        } else {
            held.count()
        };
        self.budget = self.budget.saturating_sub(found.work() + looked_through);
        found_here
    }

    /// Similar names of files anywhere.
    fn similar_names(&mut self, name: &str) -> Vec<&'a str> {
        if self.budget == 0 {
            return Vec::new();
        }
        let names = self
            .files
            .get_or_init(|| Names::new(self.sources().map(|(_, name)| name)));
        let found = names.nearest(name);
        self.budget = self.budget.saturating_sub(found.work());
        found.names
    }

    /// The wikilinks that may have been meant.
    fn wikilinks(&mut self, source: &SourcePath, written: &WrittenTarget) -> Vec<String> {
        let paths = self.paths(written);
        if !paths.is_empty() {
            return paths.into_iter().map(|path| self.wikilink(path)).collect();
        }
        if self.budget == 0 {
            return Vec::new();
        }
        let (names, pages) = self.titles.get_or_init(|| {
            let mut pages: FxHashMap<&str, Vec<&SourcePath>> = FxHashMap::default();
            for (document, state) in self.inputs.documents.iter().zip(self.inputs.states) {
                let others = document.meta.names.iter().map(String::as_str);
                for name in others.chain([document.title.as_str()]) {
                    if state.published {
                        pages.entry(name).or_default().push(&document.key);
                    }
                }
            }
            let mut names: Vec<&str> = pages.keys().copied().collect();
            names.sort_unstable();
            (Names::new(names), pages)
        });
        let found = names.nearest(&written.name);
        let places = found.names.iter().map(|name| pages[name].len());
        let work = found.work() + places.sum::<usize>();
        self.budget = self.budget.saturating_sub(work);
        let mut near: Vec<(usize, &str)> = found
            .names
            .into_iter()
            .map(|name| {
                let places = pages[name].iter();
                let nearest = places
                    .map(|path| distance(source.folder(), path.folder()))
                    .min();
                (nearest.unwrap_or(usize::MAX), name)
            })
            .collect();
        near.sort_unstable();
        near.truncate(MOST);
        near.into_iter()
            .map(|(_, name)| format!("[[{name}]]"))
            .collect()
    }

    /// A file as a wikilink names it: by its name, and by its path where others have the same name.
    fn wikilink(&self, path: &SourcePath) -> String {
        let is_article = path.extension() == "md";
        let is_index = matches!(path.stem(), "_index" | "index");
        let below = path.below(CONTENT).unwrap_or(path.as_str());
        let whole = match (is_article, is_index) {
            (true, true) => below.rsplit_once('/').map_or("", |(folder, _)| folder),
            (true, false) => below.strip_suffix(".md").unwrap_or(below),
            (false, _) => below,
        };
        let name = whole.rsplit('/').next().unwrap_or(whole);
        let is_only = self
            .by_name
            .get(&path::fold(name))
            .is_none_or(|paths| paths.len() == 1);
        format!("[[{}]]", if is_only { name } else { whole })
    }
}

/// The name of a file, without the extension if it is that of an article.
fn own_name(path: &SourcePath) -> &str {
    let is_article = EXTENSIONS
        .iter()
        .any(|extension| path.as_str().ends_with(extension));
    if is_article {
        path.stem()
    } else {
        path.file_name()
    }
}

fn is_index_name(name: &str) -> bool {
    matches!(path::fold(name).as_str(), "_index" | "index" | "readme")
}

/// The folder and the name that a link gives.
struct WrittenTarget {
    /// The folder of the site in which the target would be.
    folder: String,
    /// The last part, without the extension of an article.
    name: String,
}

impl WrittenTarget {
    fn of(source: &SourcePath, path: &str, is_wiki: bool) -> WrittenTarget {
        let path = path.trim_end_matches('/');
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let from_top = path.strip_prefix("@/").is_some() || path.starts_with('/');
        let folder = match from_top || (is_wiki && !folder.is_empty() && !folder.starts_with('.')) {
            true => resolve_dots(CONTENT, folder.trim_start_matches('@')),
            false => resolve_dots(source.folder(), folder),
        };
        let name = EXTENSIONS
            .iter()
            .find_map(|extension| name.strip_suffix(extension))
            .unwrap_or(name);
        WrittenTarget {
            folder: folder.unwrap_or_else(|| source.folder().to_owned()),
            name: name.to_owned(),
        }
    }
}

/// The files that are nearest to the target of the link. Pages in another language are left out.
fn nearest_places<'a>(
    written: &WrittenTarget,
    mut paths: Vec<&'a SourcePath>,
) -> Vec<&'a SourcePath> {
    paths.retain(|path| !is_other_language(&written.folder, path.folder()));
    paths.sort_by_cached_key(|path| (distance(&written.folder, path.folder()), (*path).clone()));
    paths.dedup();
    paths.truncate(MOST);
    paths
}

/// Whether the first difference between two folders is a name of a language: `docs/de/setup` and `docs/es`.
fn is_other_language(one: &str, other: &str) -> bool {
    let is_language = |name: &str| {
        let (language, region) = name.split_once('-').unwrap_or((name, "xx"));
        let is_short = |part: &str, most: usize| {
            (2..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        is_short(language, 2) && is_short(region, 4)
    };
    let mut parts = one.split('/').zip(other.split('/'));
    let difference = parts.find(|(one, other)| one != other);
    difference.is_some_and(|(one, other)| is_language(one) && is_language(other))
}

#[cfg(test)]
mod tests {
    use super::super::tests::TestSite;
    use super::*;

    /// The work for this many articles with similar names, each with a broken link to the `target` for its number.
    fn work(articles: usize, target: impl Fn(usize) -> String) -> usize {
        let name = |at: usize| format!("near-article-number-{at:05}.md");
        let site = TestSite::of((0..articles).map(|at| (name(at), "Text.".to_owned())));
        let inputs = site.inputs();
        let mut suggestions = Suggestions::new(&inputs);
        for at in 0..articles {
            suggestions.page(&inputs.documents[at].path, LinkKind::Markdown, &target(at));
        }
        COMPARED - suggestions.budget
    }

    #[test]
    fn the_work_is_bounded_however_many_links_are_broken() {
        let broken = |at: usize| format!("far/near-articel-number-{at:05}x.md");
        assert!(work(50, broken) > 0, "a small site has suggestions");
        let (once, twice) = (work(600, broken), work(1_200, broken));
        assert!(
            once <= COMPARED && 2 * twice < 5 * once,
            "{once}, then {twice}"
        );
    }

    #[test]
    fn each_target_is_looked_up_once() {
        let one = work(1, |_| "far/near-articel-number-00000x.md".to_owned());
        let hundred = work(100, |_| "far/near-articel-number-00000x.md".to_owned());
        assert!(hundred <= 100 * one.max(1), "{hundred}");
    }

    #[test]
    fn folders_of_two_languages_are_kept_apart() {
        assert!(is_other_language("content/es", "content/de"));
        assert!(is_other_language("content/pt-BR/a", "content/en/a"));
        assert!(!is_other_language("content/gone", "content/repair"));
        assert!(!is_other_language("content/de", "content/de/a"));
    }
}
