//! Where every link leads: each form of link, followed against everything the finished site answers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::address::{CONTENT, Kind, Layout, asset_route};
use super::{DocId, Material, PageKey, Redirect, Section};
use crate::asset::Asset;
use crate::diag::nearest;
use crate::document::Document;
use crate::glob::Globs;
use crate::markdown::LinkKind;
use crate::path::{self, Route, SourcePath, resolve_dots};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// To an article or a section's index, perhaps to a heading in it.
    Page {
        /// Which document.
        id: DocId,
        /// The part after `#`, if any.
        anchor: Option<Box<str>>,
    },
    /// To a page that nobody wrote: a tag, the A to Z, a section without an index, a feed.
    Generated {
        /// Its address.
        route: Route,
        /// The part after `#`, if any.
        anchor: Option<Box<str>>,
    },
    /// To a file, by its place in the list of assets.
    Asset(usize),
    /// Out of the site, or to something a mail or phone program opens.
    External,
    /// To an address of this host that something else serves.
    Elsewhere,
    /// To a document this build does not publish.
    Unpublished(DocId),
    /// To a page, but to a heading that is not there.
    NoAnchor {
        /// Which document.
        id: DocId,
        /// The nearest heading's id, if one is near.
        nearest: Option<String>,
    },
    /// To several pages at once.
    Ambiguous {
        /// Their files.
        candidates: Vec<SourcePath>,
    },
    /// Perhaps to what an unread file says.
    Unknown,
    /// Nowhere.
    Missing {
        /// What was probably meant, written as the link should be.
        nearest: Option<String>,
    },
}

/// Something an address can answer with.
#[derive(Clone, Copy)]
enum Target {
    Page(DocId),
    Generated,
    Asset(usize),
}

/// Documents by every name that a wikilink can use, in the order in which the names are tried: as the file is named,
/// without case, by title, by other names.
type Names<'a> = [FxHashMap<Cow<'a, str>, Vec<DocId>>; 4];

/// Everything a link can be looked up in.
pub(super) struct Index<'a> {
    material: &'a Material<'a>,
    layout: &'a Layout,
    /// What answers at each address, redirects included.
    routes: FxHashMap<Cow<'a, str>, Target>,
    /// Documents and assets by their path.
    sources: FxHashMap<&'a str, Target>,
    /// Documents by name; most sites never ask.
    names: OnceLock<Names<'a>>,
    /// Addresses of this host that something else serves.
    elsewhere: Globs,
    /// Assets by file name.
    files: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(
        material: &'a Material<'a>,
        layout: &'a Layout,
        pages: &'a [(PageKey, Route)],
        sections: &'a [Section],
        redirects: &'a [Redirect],
    ) -> Self {
        let mut index = Index {
            material,
            layout,
            routes: FxHashMap::with_capacity_and_hasher(pages.len() * 2, FxBuildHasher),
            sources: FxHashMap::with_capacity_and_hasher(
                material.documents.len() + material.assets.len(),
                FxBuildHasher,
            ),
            names: OnceLock::new(),
            elsewhere: Globs::new(&material.config.links.external_paths),
            files: FxHashMap::default(),
        };
        index.add_generated(pages, sections);
        for (at, asset) in material.assets.iter().enumerate() {
            let route = asset_route(&asset.path).as_str().to_owned();
            index.routes.insert(route.into(), Target::Asset(at));
            index.sources.insert(asset.path.as_str(), Target::Asset(at));
            index
                .files
                .entry(asset.path.file_name())
                .or_default()
                .push(at);
        }
        for (at, document) in material.documents.iter().enumerate() {
            let page = Target::Page(DocId::new(at));
            index.routes.insert(layout.routes[at].as_str().into(), page);
            index.sources.insert(document.path.as_str(), page);
        }
        for redirect in redirects {
            index
                .routes
                .entry(redirect.from.as_str().into())
                .or_insert(Target::Page(redirect.to));
        }
        index
    }

    fn add_generated(&mut self, pages: &'a [(PageKey, Route)], sections: &'a [Section]) {
        let feeds = sections.iter().filter_map(|section| section.feed.as_ref());
        let made = pages
            .iter()
            .filter(|(key, _)| !matches!(key, PageKey::Article(_) | PageKey::Redirect(_)));
        let mut routes: Vec<&str> = feeds
            .chain(made.map(|(_, route)| route))
            .map(Route::as_str)
            .collect();
        let config = self.material.config;
        if config.base_url.is_some() && !config.is_noindex() {
            routes.push("/sitemap.xml");
        }
        routes.push("/robots.txt");
        let generated = |route: &'a str| (route.into(), Target::Generated);
        self.routes.extend(routes.into_iter().map(generated));
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| {
            let mut names = Names::default();
            for (at, document) in self.material.documents.iter().enumerate() {
                add_names(&mut names, DocId::new(at), document);
            }
            names
        })
    }

    /// Follows all links and images of a document.
    pub(super) fn resolve(&self, id: DocId) -> (Vec<Resolution>, Vec<Resolution>) {
        let document = &self.material.documents[id.index()];
        let follow = |kind: LinkKind, target: &str| match kind {
            LinkKind::Markdown => self.address(id, target),
            LinkKind::Wiki | LinkKind::Embed => self.wikilink(id, target),
        };
        let links = document
            .parsed
            .links
            .iter()
            .map(|link| follow(link.kind, &link.target))
            .collect();
        let images = document
            .parsed
            .images
            .iter()
            .map(|image| follow(image.kind, &image.target))
            .collect();
        (links, images)
    }

    /// `[text](target)`.
    fn address(&self, from: DocId, target: &str) -> Resolution {
        let base_url = self.material.config.base_url.as_deref();
        let target = match base_url.and_then(|base| target.strip_prefix(base.trim_end_matches('/')))
        {
            Some("") => "/",
            Some(inside) if inside.starts_with('/') => inside,
            _ if target.starts_with("//") || has_scheme(target) => return Resolution::External,
            _ => target,
        };
        let (path_and_query, anchor) = split_anchor(target);
        let written = path_and_query.split('?').next().unwrap_or_default();
        let Some(path) = path::decode_path(written) else {
            return Resolution::Missing { nearest: None };
        };
        if path.is_empty() {
            return self.reach(Target::Page(from), &Route::new("/"), anchor);
        }
        if let Some((target, route)) = self.look_up(from, &path) {
            return self.reach(target, &route, anchor);
        }
        if path.starts_with('/') && self.elsewhere.fits(&path) {
            return Resolution::Elsewhere;
        }
        Resolution::Missing {
            nearest: self.nearest_address(from, &path),
        }
    }

    /// Tries the readings of a path one after another: as a source file, then as an address.
    fn look_up(&self, from: DocId, path: &str) -> Option<(Target, Route)> {
        let source = &self.material.documents[from.index()].path;
        let below_content = path
            .strip_prefix("@/")
            .or_else(|| path.strip_prefix('/').filter(|path| is_markdown(path)));
        if let Some(path) = below_content {
            return self.source(&resolve_dots(CONTENT, path)?);
        }
        if path.starts_with('/') {
            return self.route(&resolve_dots("", path)?, path.ends_with('/'));
        }
        let as_source = resolve_dots(source.folder(), path).and_then(|path| self.source(&path));
        as_source.or_else(|| {
            let folder = self.layout.routes[from.index()].directory();
            self.route(&resolve_dots(folder, path)?, path.ends_with('/'))
        })
    }

    /// A file of the site folder; `.md` may be left out, and a folder means its section.
    fn source(&self, path: &str) -> Option<(Target, Route)> {
        let path = SourcePath::new(path);
        let written_out = || self.sources.get(format!("{path}.md").as_str());
        if let Some(target) = self.sources.get(path.as_str()).or_else(written_out) {
            return Some((*target, Route::new("/")));
        }
        let folder = path
            .as_str()
            .strip_prefix(CONTENT)
            .map(|folder| folder.trim_start_matches('/'))?;
        let route = super::address::section_route(folder);
        self.layout.has_section(folder).then(|| {
            self.routes
                .get(route.as_str())
                .map(|target| (*target, route))
        })?
    }

    /// An address of the finished site; the slash at its end may be left out.
    fn route(&self, path: &str, ends_with_slash: bool) -> Option<(Target, Route)> {
        let file = Route::new(&format!("/{path}"));
        let folder = Route::new(&if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        });
        let plain = file.as_str().strip_suffix("index.html").map(Route::new);
        let candidates = [(!ends_with_slash).then_some(file), Some(folder), plain];
        candidates.into_iter().flatten().find_map(|route| {
            self.routes
                .get(route.as_str())
                .map(|target| (*target, route))
        })
    }

    /// `[[target]]`.
    fn wikilink(&self, from: DocId, target: &str) -> Resolution {
        let (name, anchor) = split_anchor(target);
        let name = name.trim();
        if name.is_empty() {
            return self.reach(Target::Page(from), &Route::new("/"), anchor);
        }
        let by_path =
            resolve_dots(CONTENT, name.trim_start_matches('/')).and_then(|path| self.source(&path));
        if let Some((target, route)) = by_path.filter(|_| name.contains(['/', '.'])) {
            return self.reach(target, &route, anchor);
        }
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let folded = path::fold(stem);
        for (step, names) in self.names().iter().enumerate() {
            let found = names.get(if step == 0 { stem } else { folded.as_str() });
            match found.map(Vec::as_slice) {
                None => {}
                Some([only]) => return self.reach(Target::Page(*only), &Route::new("/"), anchor),
                Some(several) => return self.ambiguous(several),
            }
        }
        match self.files.get(name).map(Vec::as_slice) {
            Some([only]) => Resolution::Asset(*only),
            Some(several) => Resolution::Ambiguous {
                candidates: several
                    .iter()
                    .map(|at| self.material.assets[*at].path.clone())
                    .collect(),
            },
            None => {
                let known = self.names().iter().flat_map(FxHashMap::keys);
                let known = known.map(|name| &**name);
                Resolution::Missing {
                    nearest: nearest(stem, known).map(|name| format!("[[{name}]]")),
                }
            }
        }
    }

    /// The page that a name in a data file means, or why it means none.
    pub(super) fn named(&self, name: &str) -> Result<DocId, Resolution> {
        let by_path = || self.source(&resolve_dots(CONTENT, name)?);
        if let Some((Target::Page(id), _)) = by_path().filter(|_| name.contains('/')) {
            return Ok(id);
        }
        let folded = path::fold(name.trim());
        for (step, names) in self.names().iter().enumerate() {
            match names.get(if step == 0 { name } else { folded.as_str() }) {
                None => {}
                Some(ids) if ids.len() == 1 => return Ok(ids[0]),
                Some(several) => return Err(self.ambiguous(several)),
            }
        }
        let stems = self.names()[0].keys().map(|name| &**name);
        let nearest = nearest(name, stems).map(str::to_owned);
        Err(Resolution::Missing { nearest })
    }

    fn ambiguous(&self, ids: &[DocId]) -> Resolution {
        let candidates = ids
            .iter()
            .map(|id| self.material.documents[id.index()].path.clone())
            .collect();
        Resolution::Ambiguous { candidates }
    }

    /// Checks that what was found is published and has the anchor.
    fn reach(&self, target: Target, route: &Route, anchor: Option<&str>) -> Resolution {
        let id = match target {
            Target::Asset(at) => return Resolution::Asset(at),
            Target::Generated => {
                return Resolution::Generated {
                    route: route.clone(),
                    anchor: anchor.map(Box::from),
                };
            }
            Target::Page(id) => id,
        };
        if !self.material.states[id.index()].published {
            return Resolution::Unpublished(id);
        }
        let Some(written) = anchor.filter(|anchor| !anchor.is_empty()) else {
            return Resolution::Page { id, anchor: None };
        };
        let parsed = &self.material.documents[id.index()].parsed;
        let decoded = path::decode_path(written).unwrap_or_else(|| written.to_owned());
        let heading = || {
            let folded = path::fold(decoded.trim());
            parsed
                .headings
                .iter()
                .find(|heading| path::fold(&heading.text) == folded)
                .map(|heading| heading.id.clone())
        };
        let exact = parsed
            .anchors
            .iter()
            .find(|known| ***known == *decoded || ***known == *written)
            .cloned();
        match exact.or_else(heading) {
            Some(anchor) => Resolution::Page {
                id,
                anchor: Some(anchor),
            },
            None => {
                let known = parsed.anchors.iter().map(|known| &**known);
                Resolution::NoAnchor {
                    id,
                    nearest: nearest(&decoded, known).map(str::to_owned),
                }
            }
        }
    }

    /// What a relative path to nothing was probably meant to be, as a path from the same file.
    fn nearest_address(&self, from: DocId, path: &str) -> Option<String> {
        let written = path.trim_end_matches('/').rsplit('/').next()?;
        let documents = self.material.documents;
        let stem = written.strip_suffix(".md").unwrap_or(written);
        let names = documents
            .iter()
            .map(|document| document.path.stem())
            .filter(|name| !name.starts_with('_'));
        let assets = self
            .material
            .assets
            .iter()
            .map(|asset| asset.path.file_name());
        let meant = nearest(stem, names.chain(assets))?;
        let is_meant = |source: &SourcePath| source.stem() == meant || source.file_name() == meant;
        let articles = documents.iter().map(|document| &document.path);
        let assets = self.material.assets.iter().map(|asset| &asset.path);
        let source = articles.chain(assets).find(|source| is_meant(source))?;
        Some(relative_source(&documents[from.index()].path, source))
    }
}

/// Adds all names of a document.
fn add_names<'a>(names: &mut Names<'a>, id: DocId, document: &'a Document) {
    let path = &document.path;
    let stem = match document.is_index() {
        true => path.folder().rsplit('/').next().unwrap_or_default(),
        false => path.stem(),
    };
    let [exact, folded, titles, others] = names;
    let add = |names: &mut FxHashMap<Cow<'a, str>, Vec<DocId>>, name: Cow<'a, str>| {
        let ids = names.entry(name).or_default();
        if ids.last() != Some(&id) {
            ids.push(id);
        }
    };
    add(exact, stem.into());
    add(folded, path::fold(stem).into());
    if let Some(slug) = &document.meta.slug {
        add(folded, path::fold(slug).into());
    }
    add(titles, path::fold(&document.title).into());
    for name in &document.meta.names {
        add(others, path::fold(name).into());
    }
}

/// How a file is written from another file's folder.
pub(crate) fn relative_source(from: &SourcePath, to: &SourcePath) -> String {
    let folder = |path: &SourcePath| Route::new(&format!("/{path}"));
    path::decode_path(&folder(to).relative_from(&folder(from), path::LinkStyle::Folder))
        .unwrap_or_default()
}

/// Splits `page#heading` at the first `#`.
pub(super) fn split_anchor(target: &str) -> (&str, Option<&str>) {
    target
        .split_once('#')
        .map_or((target, None), |(target, anchor)| (target, Some(anchor)))
}

fn is_markdown(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".markdown")
}

/// Whether an address starts with a scheme such as `https:`.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    })
}

/// The address of every asset that is published: all but those that only held-back documents use.
pub(super) fn published_assets(
    material: &Material<'_>,
    layout: &Layout,
    links: &[Vec<Resolution>],
    images: &[Vec<Resolution>],
) -> Vec<Option<Route>> {
    // For each asset, whether a published and whether a held-back document uses it.
    let mut used: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    for (at, state) in material.states.iter().enumerate() {
        for resolution in links[at].iter().chain(&images[at]) {
            if let Resolution::Asset(asset) = resolution {
                let (published, held_back) = used.entry(*asset).or_default();
                *published |= state.published;
                *held_back |= !state.published;
            }
        }
    }
    // A held-back bundle has its folder to itself, so whatever lies there waits with it.
    let held_back_folders: Vec<&str> = material
        .documents
        .iter()
        .enumerate()
        .filter(|(at, _)| !material.states[*at].published && layout.kinds[*at] == Kind::Bundle)
        .map(|(_, document)| document.path.folder())
        .collect();
    let publish = |(at, asset): (usize, &Arc<Asset>)| {
        let hidden = match used.get(&at) {
            Some((published, held_back)) => *held_back && !*published,
            None => held_back_folders
                .iter()
                .any(|folder| asset.path.below(folder).is_some()),
        };
        (!hidden).then(|| asset_route(&asset.path))
    };
    material.assets.iter().enumerate().map(publish).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_letters_before_a_colon() {
        for (target, yes) in [
            ("https://a", true),
            ("mailto:a", true),
            ("a:b", true),
            ("../a:b", false),
            ("1:2", false),
        ] {
            assert_eq!(has_scheme(target), yes, "{target}");
        }
    }
}
