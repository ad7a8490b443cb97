//! Finds what an author means by a name: a path, an address, the name of a file or a title; and the nearest names to one that
//! nothing has.
//!
//! All commands that take an article or a file find it here, so that they understand the same. What they do with it is theirs.

use std::sync::Arc;

use super::{CONTENT, DocId, Graph};
use crate::config::Config;
use crate::diag::nearest;
use crate::document::{self, Document};
use crate::files::Inputs;
use crate::path::{Route, SourcePath, decode_path, fold};

/// The names of a site.
pub struct Directory<'a> {
    inputs: &'a Inputs,
    config: &'a Config,
    documents: &'a [Arc<Document>],
    graph: &'a Graph,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An article or an index.
    Document(DocId),
    /// A folder below `content/`, and the section in it.
    Folder(String),
    /// Another file of the site: a picture, a data file, a file of the theme, the settings.
    File(SourcePath),
    /// A page that is not written in a file, or an old address.
    Page(Route),
}

impl<'a> Directory<'a> {
    /// The names of the site in the language that the graph was made for.
    pub fn new(
        inputs: &'a Inputs,
        config: &'a Config,
        documents: &'a [Arc<Document>],
        graph: &'a Graph,
    ) -> Self {
        Self {
            inputs,
            config,
            documents,
            graph,
        }
    }

    /// Everything that a name means: by its path, else by its address, else by the name of its file, else by its title. A
    /// slash at the end prefers a folder to an article of the same path.
    pub fn find(&self, asked: &str) -> Vec<Named> {
        let asked = asked.trim();
        if asked.is_empty() {
            return Vec::new();
        }
        self.at_path(asked)
            .or_else(|| self.at_address(asked))
            .map_or_else(|| self.called(asked), |named| vec![named])
    }

    /// What has a path, with or without `content/` and `.md`.
    fn at_path(&self, asked: &str) -> Option<Named> {
        let plain = asked.replace('\\', "/");
        let plain = plain.strip_prefix("./").unwrap_or(&plain);
        let path = plain.trim_end_matches('/');
        let below = path.strip_prefix("content/").unwrap_or(path);
        let document = || {
            [
                format!("{CONTENT}/{below}"),
                format!("{CONTENT}/{below}.md"),
            ]
            .iter()
            .find_map(|path| self.document_at(path))
            .map(Named::Document)
        };
        let folder = || {
            let start = format!("{CONTENT}/{below}/");
            let mut files = self.inputs.content_paths();
            let is_folder =
                !below.is_empty() && files.any(|file| file.as_str().starts_with(&start));
            is_folder.then(|| Named::Folder(below.to_owned()))
        };
        let file = || {
            let settings = &self.inputs.config.source.file;
            let mut files = self.inputs.paths().chain([settings]);
            let names = [path.to_owned(), format!("{CONTENT}/{path}")];
            let is_it = |file: &&SourcePath| names.iter().any(|name| name == file.as_str());
            files.find(is_it).cloned().map(Named::File)
        };
        match plain.ends_with('/') {
            true => folder().or_else(document),
            false => document().or_else(folder).or_else(file),
        }
    }

    fn document_at(&self, path: &str) -> Option<DocId> {
        let languages = &self.config.language_paths;
        let at = document::position(self.documents, languages, &SourcePath::new(path))?;
        Some(DocId::new(at))
    }

    /// What has an address, with or without the slash at its end.
    fn at_address(&self, asked: &str) -> Option<Named> {
        let route = address(&self.inputs.config, asked)?;
        let folder = Route::new(&format!("{}/", route.as_str()));
        [route, folder]
            .into_iter()
            .find_map(|route| self.at_route(&route))
    }

    fn at_route(&self, route: &Route) -> Option<Named> {
        let graph = self.graph;
        if let Some(at) = graph.routes.iter().position(|other| other == route) {
            return Some(Named::Document(DocId::new(at)));
        }
        let mut sections = graph.edition.sections.iter();
        let is_folder =
            sections.find(|section| section.route == *route && !section.folder.is_empty());
        if let Some(section) = is_folder {
            return Some(Named::Folder(section.folder.clone()));
        }
        if graph.page_at(route).is_some()
            || graph
                .redirects
                .iter()
                .any(|redirect| redirect.from == *route)
        {
            return Some(Named::Page(route.clone()));
        }
        let mut assets = graph.asset_routes.iter();
        let at = assets.position(|other| other.as_ref() == Some(route))?;
        Some(Named::File(self.inputs.assets[at].path.clone()))
    }

    /// What is called so, in any letter case: by the name of its file, else by its title.
    fn called(&self, asked: &str) -> Vec<Named> {
        let folded = fold(asked);
        let stem = folded.strip_suffix(".md").unwrap_or(&folded);
        let with = |is_meant: &dyn Fn(&Document) -> bool| -> Vec<Named> {
            let documents = self.documents.iter().enumerate();
            let meant = documents.filter(|(_, document)| is_meant(document));
            meant
                .map(|(at, _)| Named::Document(DocId::new(at)))
                .collect()
        };
        let files = self
            .inputs
            .paths()
            .filter(|path| fold(path.file_name()) == folded);
        let by_file = with(&|document| fold(document.path.stem()) == stem);
        if !by_file.is_empty() {
            return by_file;
        }
        let files: Vec<Named> = files.cloned().map(Named::File).collect();
        if !files.is_empty() {
            return files;
        }
        let mut titled = with(&|document| fold(&document.title) == folded);
        let sections = self.graph.edition.sections.iter();
        let bare =
            sections.filter(|section| section.index.is_none() && fold(&section.title) == folded);
        titled.extend(bare.map(|section| Named::Folder(section.folder.clone())));
        titled
    }

    /// Whether a document is the index of a section and was named by its title or its address.
    pub fn is_titled_index(&self, id: DocId, asked: &str) -> bool {
        let document = &self.documents[id.index()];
        document.is_index() && self.at_path(asked).is_none()
    }

    /// The address of an article or a page.
    pub fn route<'n>(&'n self, named: &'n Named) -> Option<&'n Route> {
        match named {
            Named::Document(id) => Some(&self.graph.routes[id.index()]),
            Named::Page(route) => Some(route),
            Named::Folder(_) | Named::File(_) => None,
        }
    }

    /// What it is, as it can be typed: the path of a file or folder, or an address.
    pub fn typed(&self, named: &Named) -> String {
        match named {
            Named::Document(id) => self.documents[id.index()].path.to_string(),
            Named::Folder(folder) => format!("{CONTENT}/{folder}/"),
            Named::File(path) => path.to_string(),
            Named::Page(route) => route.to_string(),
        }
    }

    /// The paths, addresses and titles that are nearest to a name that nothing has; at most three.
    pub fn near(&self, asked: &str) -> Vec<String> {
        let files = || self.inputs.paths().map(SourcePath::as_str);
        let below = self
            .documents
            .iter()
            .filter_map(|document| document.path.below(CONTENT));
        let folders = self
            .graph
            .edition
            .sections
            .iter()
            .map(|section| section.folder.as_str());
        let routes = self.graph.pages.iter().map(|page| page.route.as_str());
        let titles = self
            .documents
            .iter()
            .map(|document| document.title.as_str());
        let names: Vec<&str> = files()
            .chain(below)
            .chain(folders)
            .chain(routes)
            .chain(titles)
            .collect();
        let written = asked.trim_matches('/');
        let forms = [
            asked.to_owned(),
            format!("{written}.md"),
            format!("/{written}/"),
        ];
        let mut near: Vec<String> = Vec::new();
        for meant in forms
            .iter()
            .filter_map(|form| nearest(form, names.iter().copied()))
        {
            // The path and the address of one article are one suggestion.
            let found = self.find(meant);
            if !near.iter().any(|other| self.find(other) == found) {
                near.push(meant.to_owned());
            }
        }
        if near.is_empty() {
            // A file with a similar name in another folder.
            let stem = written.rsplit('/').next().unwrap_or(written);
            let paths = || self.inputs.content_paths();
            let name = nearest(stem, paths().map(|path| path.stem()))
                .or_else(|| nearest(written, paths().map(|path| path.file_name())));
            let is_namesake =
                |path: &&SourcePath| Some(path.stem()) == name || Some(path.file_name()) == name;
            near.extend(paths().filter(is_namesake).map(ToString::to_string));
        }
        near.truncate(3);
        near
    }
}

/// The address inside the site that was typed, copied from a browser or from the published site.
fn address(config: &Config, asked: &str) -> Option<Route> {
    let plain = asked.split(['?', '#']).next().unwrap_or_default();
    let path = match plain.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/').unwrap_or(rest.len())..],
        None => plain,
    };
    let is_whole = plain.contains("://");
    let below_base = path.strip_prefix(config.base_path()).filter(|_| is_whole);
    let path = below_base.unwrap_or_else(|| path.trim_start_matches('/'));
    let path = decode_path(path)?;
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    Some(Route::new(&format!("/{path}")))
}
