//! Where every document and asset lives on the web.
//!
//! Addresses follow folders unless the site or the article says otherwise. Whether two of them clash
//! is found out later, in [`super::claims`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::reading::WORKSHEETS;
use super::sections::SectionId;
use super::{DocId, Material};
use crate::config::UrlPattern;
use crate::document::{Document, split_date};
use crate::path::{self, Route, SourcePath};

/// The folder whose files become pages.
pub(crate) const CONTENT: &str = "content";

/// The folder whose files are published at the top of the site as they are.
pub(super) const STATIC: &str = "static";

/// The addresses of a site, and which folder each document stands for or lies in.
pub(super) struct Layout {
    /// The address of each document.
    pub(super) routes: Arc<Vec<Route>>,
    /// What each document is.
    pub(super) kinds: Vec<Kind>,
    /// The section of each document; an index belongs to its own.
    pub(super) section_of: Arc<Vec<SectionId>>,
    /// Every section folder, relative to `content` and parents included, with its index document.
    pub(super) sections: Vec<(String, Option<DocId>)>,
}

impl Layout {
    /// Whether the document is the index of a section.
    pub(super) fn is_index(&self, id: DocId) -> bool {
        self.kinds[id.index()] == Kind::Index
    }

    /// Whether there is such a section folder.
    pub(super) fn has_section(&self, folder: &str) -> bool {
        let known = self
            .sections
            .binary_search_by(|(known, _)| (**known).cmp(folder));
        known.is_ok()
    }
}

/// Gives every document its address and finds the sections.
pub(super) fn lay_out(material: &Material<'_>) -> Layout {
    let documents = material.documents;
    let folders: Vec<Cow<'_, str>> = documents
        .iter()
        .map(|document| content_folder(&document.path))
        .collect();
    let kinds = kinds(documents, &folders);
    let mut sections = BTreeMap::from([(String::new(), None)]);
    let mut routes = Vec::with_capacity(documents.len());
    // Where the pages of a folder lie, for many documents lie in one.
    let mut bases: FxHashMap<&str, Route> = FxHashMap::default();
    let held: Vec<&str> = kinds
        .iter()
        .zip(&folders)
        .map(|(kind, folder)| match kind {
            // It has its folder to itself, so it belongs to the folder above.
            Kind::Bundle => parent(folder),
            Kind::Index | Kind::Article => folder,
        })
        .collect();
    for (at, document) in documents.iter().enumerate() {
        let (kind, folder) = (kinds[at], held[at]);
        add_with_parents(&mut sections, folder);
        if kind == Kind::Index && material.states[at].published {
            sections.insert(folder.to_owned(), Some(DocId::new(at)));
        }
        let base = bases
            .entry(folder)
            .or_insert_with(|| article_base(material, folder));
        routes.push(route(document, folder, kind, base));
    }
    let sections: Vec<(String, Option<DocId>)> = sections.into_iter().collect();
    let numbers = sections.iter().enumerate();
    let numbers: FxHashMap<&str, SectionId> = numbers
        .map(|(at, (folder, _))| (folder.as_str(), SectionId(at)))
        .collect();
    let section_of = held.iter().map(|folder| numbers[folder]).collect();
    Layout {
        routes: Arc::new(routes),
        section_of: Arc::new(section_of),
        kinds,
        sections,
    }
}

/// What a file's name makes of it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// An article.
    Article,
    /// The index of the folder's section.
    Index,
    /// An article that has the folder to itself, with pictures and other files beside it.
    Bundle,
}

/// What else lies in a folder, as far as an index must know.
#[derive(Default)]
struct Company {
    documents: usize,
    has_index: bool,
}

pub(super) fn kinds(documents: &[Arc<Document>], folders: &[Cow<'_, str>]) -> Vec<Kind> {
    let name = |document: &Document| document.path.stem().to_lowercase();
    let mut companies: FxHashMap<&str, Company> = FxHashMap::default();
    for (document, folder) in documents.iter().zip(folders) {
        let company = companies.entry(folder).or_default();
        company.documents += 1;
        company.has_index |= matches!(name(document).as_str(), "_index" | "index");
    }
    let has_inner = |folder: &str| {
        companies.keys().any(|other| {
            let below = other.strip_prefix(folder);
            below.is_some_and(|below| below.starts_with('/'))
        })
    };
    let kind = |(document, folder): (&Arc<Document>, &Cow<'_, str>)| {
        let company = &companies[&**folder];
        match name(document).as_str() {
            "_index" => Kind::Index,
            "index" if folder.is_empty() || company.documents > 1 || has_inner(folder) => {
                Kind::Index
            }
            "index" => Kind::Bundle,
            // A README is the index where nothing else is.
            "readme" if !company.has_index => Kind::Index,
            _ => Kind::Article,
        }
    };
    documents.iter().zip(folders).map(kind).collect()
}

/// The address below which the articles of a folder lie.
fn article_base(material: &Material<'_>, folder: &str) -> Route {
    let pattern = match folder {
        WORKSHEETS => UrlPattern::Folders,
        folder => material.config.url_pattern(folder),
    };
    match pattern {
        UrlPattern::Folders => section_route(folder),
        UrlPattern::Flat => Route::new("/"),
    }
}

/// The address of a document; `base` is that of its folder's articles.
fn route(document: &Document, folder: &str, kind: Kind, base: &Route) -> Route {
    if let Some(url) = &document.meta.url {
        // `/a/b` means the page /a/b/, `/a/b.html` the file.
        let is_file = url
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'));
        return Route::new(&if is_file || url.ends_with('/') {
            url.clone()
        } else {
            format!("{url}/")
        });
    }
    let own_folder = || document.path.folder().rsplit('/').next();
    let name = match kind {
        Kind::Index => return section_route(folder),
        Kind::Bundle => own_folder().unwrap_or_default(),
        Kind::Article => split_date(document.path.stem()).1,
    };
    let slug = document.meta.slug.as_deref();
    let name = slug.map_or_else(|| part(name), str::to_owned);
    base.join(&format!("{name}/"))
}

/// The address of a section folder.
pub(super) fn section_route(folder: &str) -> Route {
    if folder.is_empty() {
        return Route::new("/");
    }
    let parts: Vec<String> = folder.split('/').map(part).collect();
    Route::new(&format!("/{}/", parts.join("/")))
}

/// The address of an asset: below `static` as it is, below `content` in the folder of its section.
pub(super) fn asset_route(path: &SourcePath) -> Route {
    if let Some(below) = path.below(STATIC) {
        return Route::new(&format!("/{below}"));
    }
    section_route(&content_folder(path)).join(path.file_name())
}

/// A name as a part of an address; a name without any letter stays as it is, and is refused later if it must be.
fn part(name: &str) -> String {
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

/// The folder above; that of the top is the top.
pub(super) fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn add_with_parents(sections: &mut BTreeMap<String, Option<DocId>>, folder: &str) {
    let mut folder = folder;
    while !sections.contains_key(folder) {
        sections.insert(folder.to_owned(), None);
        folder = parent(folder);
    }
}
