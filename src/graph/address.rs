//! The address of every document and asset.
//!
//! Addresses follow the folders unless the site or the article says otherwise. Conflicts between them are found later, in
//! [`super::conflicts`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::ids::{CONTENT, DocId, NOT_FOUND, STATIC, SectionId, WORKSHEETS};
use super::inputs::GraphInputs;
use crate::config::{Edition, LanguagePaths, UrlPattern};
use crate::document::{Document, split_date};
use crate::path::{self, Route, SourcePath};
use crate::report::Status;

/// The addresses of a site, and the folder of each document.
pub(super) struct Layout {
    /// The address of each document.
    pub(super) routes: Arc<Vec<Route>>,
    /// The kind of each document.
    pub(super) kinds: Vec<Kind>,
    /// The section of each document. An index belongs to the section it is the index of.
    pub(super) section_of: Arc<Vec<SectionId>>,
    /// The address that each document had under the earlier rules for names, if it differs.
    pub(super) former: Vec<Option<Route>>,
    /// Every section folder, relative to `content` and parents included, with its index document.
    pub(super) sections: Vec<(String, Option<DocId>)>,
    /// The document with each file name, without extension; `None` for a name that several documents have.
    pub(super) by_file_name: Arc<FxHashMap<Box<str>, Option<DocId>>>,
}

impl Layout {
    /// Whether the document is the index of a section.
    pub(super) fn is_index(&self, id: DocId) -> bool {
        self.kinds[id.index()] == Kind::Index
    }

    /// Whether a folder is a section.
    pub(super) fn has_section(&self, folder: &str) -> bool {
        let known = self
            .sections
            .binary_search_by(|(known, _)| (**known).cmp(folder));
        known.is_ok()
    }
}

/// Gives every document its address and finds the sections.
pub(super) fn lay_out(inputs: &GraphInputs<'_>) -> Layout {
    let documents = inputs.documents;
    let folders: Vec<Cow<'_, str>> = documents
        .iter()
        .map(|document| content_folder(&document.key))
        .collect();
    let kinds = kinds(documents, &folders, &|at| inputs.states[at].published);
    let mut sections = BTreeMap::from([("", None)]);
    let mut places = Vec::with_capacity(documents.len());
    // Computed once per folder, since many documents are in one.
    let mut bases: FxHashMap<&str, Base> = FxHashMap::default();
    for (at, document) in documents.iter().enumerate() {
        let kind = kinds[at];
        let folder: &str = match kind {
            // It has its folder to itself, so it belongs to the folder above.
            Kind::Bundle => parent(&folders[at]),
            Kind::Index | Kind::Article => &folders[at],
        };
        add_with_parents(&mut sections, folder);
        if kind == Kind::Index && inputs.states[at].published {
            sections.insert(folder, Some(DocId::new(at)));
        }
        let base = bases
            .entry(folder)
            .or_insert_with(|| Base::of(inputs, folder));
        let (route, former) = routes(document, inputs.settings.edition, (folder, kind), base);
        places.push(Place {
            kind,
            folder,
            route,
            former,
        });
    }
    take_folders(inputs, &mut places, &mut sections);
    let numbers = sections.keys().enumerate();
    let numbers: FxHashMap<&str, SectionId> = numbers
        .map(|(at, folder)| (*folder, SectionId::from_index(at)))
        .collect();
    let section_of = places.iter().map(|place| numbers[place.folder]).collect();
    let sections = sections.into_iter();
    Layout {
        section_of: Arc::new(section_of),
        kinds: places.iter().map(|place| place.kind).collect(),
        sections: sections
            .map(|(folder, index)| (folder.to_owned(), index))
            .collect(),
        former: places.iter().map(|place| place.former.clone()).collect(),
        by_file_name: Arc::new(by_file_name(documents)),
        routes: Arc::new(places.into_iter().map(|place| place.route).collect()),
    }
}

/// The document that a setting names: by its path below `content/`, with or without `.md`, or by its file name alone if no
/// other has it.
pub(super) fn document_named(
    documents: &[Arc<Document>],
    by_file_name: &FxHashMap<Box<str>, Option<DocId>>,
    name: &str,
) -> Option<DocId> {
    let find = |path: String| {
        let compare = |document: &Arc<Document>| document.key.as_str().cmp(&path);
        documents.binary_search_by(compare).ok()
    };
    let by_path = find(format!("{CONTENT}/{name}"));
    let by_path = by_path.or_else(|| find(format!("{CONTENT}/{name}.md")));
    by_path.map(DocId::new).or_else(|| *by_file_name.get(name)?)
}

fn by_file_name(documents: &[Arc<Document>]) -> FxHashMap<Box<str>, Option<DocId>> {
    let mut names: FxHashMap<Box<str>, Option<DocId>> = FxHashMap::default();
    for (at, document) in documents.iter().enumerate() {
        let names = names.entry(document.key.stem().into());
        names
            .and_modify(|named| *named = None)
            .or_insert(Some(DocId::new(at)));
    }
    names
}

/// The folder and the address of a document.
struct Place<'f> {
    kind: Kind,
    /// The folder of its section.
    folder: &'f str,
    route: Route,
    /// Its address under the earlier rules for names, if it differs.
    former: Option<Route>,
}

/// Turns articles into the indexes of folders that have none: `guide.md` next to `guide/`, `Project/Project.md`, and any
/// article that chose the folder's address.
///
/// Two articles can fit one folder. Current ones come before those that only this build publishes. Then the order of the
/// paths decides.
fn take_folders<'f>(
    inputs: &GraphInputs<'_>,
    places: &mut [Place<'f>],
    sections: &mut BTreeMap<&'f str, Option<DocId>>,
) {
    let by_route: FxHashMap<Route, &'f str> = sections
        .iter()
        .filter(|(_, index)| index.is_none())
        .map(|(folder, _)| (section_route(inputs.settings.edition, folder), *folder))
        .collect();
    if by_route.is_empty() {
        return;
    }
    let is_current = |at: &usize| inputs.states[*at].status == Status::Current;
    let (current, others): (Vec<usize>, Vec<usize>) = (0..places.len())
        .filter(|at| inputs.states[*at].published && places[*at].kind != Kind::Index)
        .partition(is_current);
    for at in current.into_iter().chain(others) {
        let document = &inputs.documents[at];
        let place = &mut places[at];
        let Some(folder) = taken_folder(document, place, &by_route) else {
            continue;
        };
        let Some(index @ None) = sections.get_mut(folder) else {
            continue;
        };
        *index = Some(DocId::new(at));
        let route = section_route(inputs.settings.edition, folder);
        if place.route != route {
            place.former.get_or_insert_with(|| place.route.clone());
            place.route = route;
        }
        place.kind = Kind::Index;
        place.folder = folder;
    }
}

/// The folder of which an article is the index, if there is one.
fn taken_folder<'f>(
    document: &Document,
    place: &Place<'f>,
    by_route: &FxHashMap<Route, &'f str>,
) -> Option<&'f str> {
    let by_address = by_route.get(&place.route).copied();
    if document.meta.url.is_some() {
        return by_address;
    }
    let beside = by_address.filter(|folder| !folder.is_empty() && parent(folder) == place.folder);
    // Obsidian's folder notes: `Project/Project.md`.
    let name = place.folder.rsplit('/').next().unwrap_or_default();
    let is_folder_note = document.meta.slug.is_none()
        && place.kind == Kind::Article
        && !name.is_empty()
        && path::fold(document.key.stem()) == path::fold(name);
    beside.or(is_folder_note.then_some(place.folder))
}

/// The kind of a document, by the name of its file.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// An article.
    Article,
    /// The index of the folder's section.
    Index,
    /// An article that is alone in its folder, with its pictures and other files.
    Bundle,
}

/// The contents of a folder, as far as they decide which of its documents is an index.
#[derive(Default)]
struct FolderContents {
    documents: usize,
    /// Whether any of them is an `index` or `_index` that counts.
    has_index: bool,
    /// Whether there are documents in folders inside it.
    has_inner: bool,
}

/// The kind of each document. A README is an index only in a folder without an index for which `counts` is true.
pub(super) fn kinds(
    documents: &[Arc<Document>],
    folders: &[Cow<'_, str>],
    counts: &dyn Fn(usize) -> bool,
) -> Vec<Kind> {
    let name = |document: &Document| document.key.stem().to_lowercase();
    let mut by_folder: FxHashMap<&str, FolderContents> = FxHashMap::default();
    for (at, (document, folder)) in documents.iter().zip(folders).enumerate() {
        let contents = by_folder.entry(folder).or_default();
        contents.documents += 1;
        let is_index = matches!(name(document).as_str(), "_index" | "index");
        contents.has_index |= is_index && counts(at);
        // The walk ends at the first ancestor that is marked already, so each folder is marked once, however deep the tree.
        let mut above = parent(folder);
        while !std::mem::replace(&mut by_folder.entry(above).or_default().has_inner, true) {
            above = parent(above);
        }
    }
    let kind = |(document, folder): (&Arc<Document>, &Cow<'_, str>)| {
        let contents = &by_folder[&**folder];
        match name(document).as_str() {
            "_index" => Kind::Index,
            "index" if folder.is_empty() || contents.documents > 1 || contents.has_inner => {
                Kind::Index
            }
            "index" => Kind::Bundle,
            // A README is the index where nothing else is.
            "readme" if !contents.has_index => Kind::Index,
            _ => Kind::Article,
        }
    };
    documents.iter().zip(folders).map(kind).collect()
}

/// The address below which the articles of a folder are, under today's rules for names and under the earlier ones.
struct Base {
    current: Route,
    former: Route,
}

impl Base {
    fn of(inputs: &GraphInputs<'_>, folder: &str) -> Base {
        let pattern = match folder {
            WORKSHEETS => UrlPattern::Folders,
            folder => inputs.settings.urls.pattern_of(folder),
        };
        let edition = inputs.settings.edition;
        match pattern {
            UrlPattern::Folders => Base {
                current: section_route(edition, folder),
                former: folder_route(edition, folder, former_part),
            },
            UrlPattern::Flat => Base {
                current: edition.home(),
                former: edition.home(),
            },
        }
    }
}

/// The address of a document, and its address under the earlier rules for names if that differs.
fn routes(
    document: &Document,
    edition: &Edition,
    (folder, kind): (&str, Kind),
    base: &Base,
) -> (Route, Option<Route>) {
    if let Some(url) = &document.meta.url {
        // `/a/b` means the page /a/b/, `/a/b.html` the file.
        let is_file = url
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'));
        let route = Route::new(&if is_file || url.ends_with('/') {
            url.clone()
        } else {
            format!("{url}/")
        });
        // An address that its author chose is one of its language, whether or not it says so.
        let below = edition.without_prefix(&route);
        return (edition.route(&below[1..]), None);
    }
    let own_folder = || document.key.folder().rsplit('/').next();
    let name = match kind {
        Kind::Index => {
            let former = folder_route(edition, folder, former_part);
            return with_former(section_route(edition, folder), former);
        }
        // The page that hosts show for an address that does not exist.
        Kind::Article if folder.is_empty() && document.key.stem() == "404" => {
            return (edition.route(NOT_FOUND), None);
        }
        Kind::Bundle => own_folder().unwrap_or_default(),
        Kind::Article => split_date(document.key.stem()).1,
    };
    let slug = document.meta.slug.as_deref();
    let own = |part: fn(&str) -> String| slug.map_or_else(|| part(name), str::to_owned);
    let route = base.current.join(&format!("{}/", own(path::address_part)));
    let former = base.former.join(&format!("{}/", own(former_part)));
    with_former(route, former)
}

fn with_former(route: Route, former: Route) -> (Route, Option<Route>) {
    let former = Some(former).filter(|former| *former != route);
    (route, former)
}

/// The address of a section folder in a language.
pub(super) fn section_route(edition: &Edition, folder: &str) -> Route {
    folder_route(edition, folder, path::address_part)
}

fn folder_route(edition: &Edition, folder: &str, part: fn(&str) -> String) -> Route {
    if folder.is_empty() {
        return edition.home();
    }
    let parts: Vec<String> = folder.split('/').map(part).collect();
    edition.route(&format!("{}/", parts.join("/")))
}

/// The address of an asset: below `static` as it is, below `content` in the folder of its section and its language.
pub(super) fn asset_route(paths: &LanguagePaths, path: &SourcePath) -> Route {
    if let Some(below) = path.below(STATIC) {
        return Route::new(&format!("/{below}"));
    }
    let (edition, key) = paths.split(path);
    section_route(&paths.edition(edition), &content_folder(&key)).join(key.file_name())
}

/// A name as part of an address under the earlier rules, which removed dots and kept doubled hyphens. Redirects lead from
/// such addresses to the current ones.
fn former_part(name: &str) -> String {
    let slug = path::slug(name);
    if slug.is_empty() {
        name.to_owned()
    } else {
        slug
    }
}

/// The folder of a file below `content`, without `_drafts`.
pub(super) fn content_folder(path: &SourcePath) -> Cow<'_, str> {
    let folder = path
        .folder()
        .strip_prefix(CONTENT)
        .unwrap_or(path.folder())
        .trim_start_matches('/');
    if !folder.contains("_drafts") {
        return folder.into();
    }
    let parts = folder.split('/').filter(|part| *part != "_drafts");
    parts.collect::<Vec<_>>().join("/").into()
}

/// The parent of a folder; the top folder is its own parent.
pub(super) fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// A folder and its ancestors, the nearest first, up to the folder of the site.
pub(super) fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((parent, _)) => Some(parent),
        None => (!folder.is_empty()).then_some(""),
    })
}

fn add_with_parents<'f>(sections: &mut BTreeMap<&'f str, Option<DocId>>, folder: &'f str) {
    let mut folder = folder;
    while !sections.contains_key(folder) {
        sections.insert(folder, None);
        folder = parent(folder);
    }
}
