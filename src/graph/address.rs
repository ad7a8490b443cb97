//! Where every document and asset lives on the web.
//!
//! Addresses follow folders unless the site or the article says otherwise. Whether two of them clash
//! is found out later, in [`super::claims`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reading::WORKSHEETS;
use super::sections::{Section, SectionId};
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
    pub(super) routes: Vec<Route>,
    /// Whether the document is the index of a section.
    pub(super) is_index: Vec<bool>,
    /// The section folder of each document, relative to `content`; an index lies in its own.
    pub(super) folders: Vec<String>,
    /// Every section folder, parents included, with its index document.
    pub(super) sections: BTreeMap<String, Option<DocId>>,
}

impl Layout {
    /// The section of each document, once the sections are numbered.
    pub(super) fn section_of(&self, sections: &[Section]) -> Vec<SectionId> {
        let by_folder: HashMap<&str, SectionId> = sections
            .iter()
            .enumerate()
            .map(|(at, section)| (section.folder.as_str(), SectionId(at)))
            .collect();
        self.folders
            .iter()
            .map(|folder| by_folder.get(folder.as_str()).copied().unwrap_or_default())
            .collect()
    }
}

/// Gives every document its address and finds the sections.
pub(super) fn lay_out(material: &Material<'_>) -> Layout {
    let documents = material.documents;
    let indexes = index_documents(material);
    let mut layout = Layout {
        routes: Vec::with_capacity(documents.len()),
        is_index: Vec::with_capacity(documents.len()),
        folders: Vec::with_capacity(documents.len()),
        sections: BTreeMap::from([(String::new(), None)]),
    };
    for (at, document) in documents.iter().enumerate() {
        let folder = content_folder(&document.path);
        let index = indexes[at];
        // A bundle is an article that has its folder to itself; it belongs to the folder above.
        let folder = if index == Index::Bundle {
            parent(&folder).to_owned()
        } else {
            folder
        };
        add_with_parents(&mut layout.sections, &folder);
        if index == Index::Section && material.states[at].published {
            layout.sections.insert(folder.clone(), Some(DocId::new(at)));
        }
        layout
            .routes
            .push(route(material, document, &folder, index));
        layout.is_index.push(index == Index::Section);
        layout.folders.push(folder);
    }
    layout
}

/// What a file's name makes of it.
#[derive(Clone, Copy, PartialEq)]
enum Index {
    /// An article.
    No,
    /// The index of the folder's section.
    Section,
    /// An article that has the folder to itself, with pictures and other files beside it.
    Bundle,
}

fn index_documents(material: &Material<'_>) -> Vec<Index> {
    let documents = material.documents;
    let folders: BTreeSet<String> = documents
        .iter()
        .map(|document| content_folder(&document.path))
        .collect();
    let mut files: HashMap<String, Vec<String>> = HashMap::new();
    for document in documents {
        files
            .entry(content_folder(&document.path))
            .or_default()
            .push(document.path.stem().to_lowercase());
    }
    let has_inner = |folder: &str| {
        folders
            .range(format!("{folder}/")..)
            .next()
            .is_some_and(|next| next.starts_with(&format!("{folder}/")))
    };
    let kind = |document: &Document| {
        let folder = content_folder(&document.path);
        let stems = &files[&folder];
        match document.path.stem().to_lowercase().as_str() {
            "_index" => Index::Section,
            "index" if folder.is_empty() || stems.len() > 1 || has_inner(&folder) => Index::Section,
            "index" => Index::Bundle,
            // A README is the index where nothing else is.
            "readme" if !stems.iter().any(|stem| stem == "_index" || stem == "index") => {
                Index::Section
            }
            _ => Index::No,
        }
    };
    documents.iter().map(|document| kind(document)).collect()
}

fn route(material: &Material<'_>, document: &Document, folder: &str, index: Index) -> Route {
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
    if index == Index::Section {
        return section_route(folder);
    }
    let name = match index {
        Index::Bundle => document
            .path
            .folder()
            .rsplit('/')
            .next()
            .unwrap_or_default(),
        _ => split_date(document.path.stem()).1,
    };
    let name = document
        .meta
        .slug
        .as_deref()
        .map_or_else(|| part(name), str::to_owned);
    let pattern = match folder {
        WORKSHEETS => UrlPattern::Folders,
        folder => material.config.url_pattern(folder),
    };
    match pattern {
        UrlPattern::Folders => section_route(folder).join(&format!("{name}/")),
        UrlPattern::Flat => Route::new(&format!("/{name}/")),
    }
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
pub(super) fn content_folder(path: &SourcePath) -> String {
    let folder = path
        .folder()
        .strip_prefix(CONTENT)
        .unwrap_or(path.folder())
        .trim_start_matches('/');
    if !folder.contains("_drafts") {
        return folder.to_owned();
    }
    folder
        .split('/')
        .filter(|part| *part != "_drafts")
        .collect::<Vec<_>>()
        .join("/")
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
