//! Resolves every link: each form of link is looked up among everything the finished site serves.
//!
//! Names in wikilinks are looked up in `names`. Suggestions for links that lead nowhere come from `suggest`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::address::{Kind, Layout, above, asset_route, section_route};
use super::anchors::{Anchors, Spelling};
use super::companions::Companions;
use super::edition::Edition;
use super::ids::{CONTENT, DocId};
use super::inputs::GraphInputs;
use super::names::{NameIndex, NameMatch, NamedItem};
use super::page::{Page, Subject};
use super::redirects::Redirect;
use super::resolution::{Origin, Resolution, split_anchor};
use crate::asset::Asset;
use crate::glob::Globs;
use crate::markdown::LinkKind;
use crate::path::{self, Route, SourcePath, resolve_dots};
use crate::report::Status;

/// What is served at an address.
#[derive(Clone, Copy)]
enum Target {
    Page(DocId),
    Generated,
    Asset(usize),
}

impl From<NamedItem> for Target {
    fn from(item: NamedItem) -> Self {
        match item {
            NamedItem::Page(id) => Self::Page(id),
            NamedItem::File(at) => Self::Asset(at),
        }
    }
}

/// Everything a link can be looked up in.
pub(super) struct Index<'a> {
    pub(super) inputs: &'a GraphInputs<'a>,
    layout: &'a Layout,
    /// What answers at each address, redirects included.
    routes: FxHashMap<Cow<'a, str>, Target>,
    /// Documents and assets by their path.
    sources: FxHashMap<SourcePath, Target>,
    /// The anchors of each document, indexed when the first link leads to one of them.
    anchors: Vec<OnceLock<Anchors<'a>>>,
    /// Everything that a wikilink can name, indexed for the first link by name, since many sites have none.
    names: OnceLock<NameIndex<'a>>,
    /// Addresses of this host that something else serves.
    elsewhere: Globs,
}

impl<'a> Index<'a> {
    pub(super) fn new(
        inputs: &'a GraphInputs<'a>,
        layout: &'a Layout,
        pages: &'a [Page],
        edition: &'a Edition,
        redirects: &'a [Redirect],
    ) -> Self {
        let mut index = Index {
            inputs,
            layout,
            routes: FxHashMap::with_capacity_and_hasher(pages.len() * 2, FxBuildHasher),
            sources: FxHashMap::with_capacity_and_hasher(
                inputs.documents.len() + inputs.assets.len(),
                FxBuildHasher,
            ),
            anchors: inputs.documents.iter().map(|_| OnceLock::new()).collect(),
            names: OnceLock::new(),
            elsewhere: Globs::new(inputs.settings.external_paths),
        };
        index.add_generated(pages, edition);
        for (at, asset) in inputs.assets.iter().enumerate() {
            let route = asset_route(inputs.settings.language_paths, &asset.path);
            let route = route.as_str().to_owned();
            index.routes.insert(route.into(), Target::Asset(at));
            index.sources.insert(asset.path.clone(), Target::Asset(at));
        }
        if !inputs.settings.edition.prefix.is_empty() {
            let own = inputs.own_assets().into_iter();
            let own = own.map(|(at, key)| (key, Target::Asset(at)));
            index.sources.extend(own);
        }
        index.add_documents(redirects);
        index
    }

    /// Adds the documents and their redirects. Of two documents at one address, a link means the one that readers get: a
    /// published one before one that is held back, and of two published ones the current one before a draft that only this
    /// build shows.
    fn add_documents(&mut self, redirects: &'a [Redirect]) {
        let (inputs, layout) = (self.inputs, self.layout);
        let rank = |at: &usize| {
            let state = &inputs.states[*at];
            (!state.published, state.status != Status::Current)
        };
        let mut order: Vec<usize> = (0..inputs.documents.len()).collect();
        order.sort_by_key(rank);
        let published = order.partition_point(|at| inputs.states[*at].published);
        let mut taken = FxHashMap::default();
        for (place, at) in order.into_iter().enumerate() {
            // A redirect comes after the published documents and before those that are held back.
            if place == published {
                self.add_redirects(redirects);
            }
            let page = Target::Page(DocId::new(at));
            let route = layout.routes[at].as_str();
            let document = &inputs.documents[at];
            self.sources.insert(document.key.clone(), page);
            if document.path != document.key {
                self.sources.insert(document.path.clone(), page);
            }
            if place >= published {
                self.routes.entry(route.into()).or_insert(page);
            } else if taken.insert(route, ()).is_none() {
                self.routes.insert(route.into(), page);
            }
        }
        // The loop has not added them if every document is published.
        self.add_redirects(redirects);
    }

    fn add_redirects(&mut self, redirects: &'a [Redirect]) {
        for redirect in redirects {
            self.routes
                .entry(redirect.from.as_str().into())
                .or_insert(Target::Page(redirect.to));
        }
    }

    fn add_generated(&mut self, pages: &'a [Page], edition: &'a Edition) {
        let feeds = edition.feeds();
        let generated = pages.iter().filter(|page| {
            matches!(
                page.key.subject,
                Subject::Section(_) | Subject::Generated(_)
            )
        });
        let mut routes: Vec<&str> = feeds
            .chain(generated.map(|page| &page.route))
            .map(Route::as_str)
            .collect();
        if self.inputs.settings.has_sitemap {
            routes.push("/sitemap.xml");
        }
        routes.push("/robots.txt");
        let generated = |route: &'a str| (route.into(), Target::Generated);
        self.routes.extend(routes.into_iter().map(generated));
    }

    fn names(&self) -> &NameIndex<'a> {
        self.names.get_or_init(|| NameIndex::new(self.inputs))
    }

    /// Resolves all links and images of a document.
    pub(super) fn resolve(&self, id: DocId) -> (Vec<Resolution>, Vec<Resolution>) {
        let document = &self.inputs.documents[id.index()];
        let parsed = &document.parsed;
        let origin = &Origin {
            source: &document.key,
            file: &document.path,
            route: &self.layout.routes[id.index()],
            document: Some(id),
        };
        let links = parsed.links.iter();
        let images = parsed.images.iter();
        (
            links
                .map(|link| self.follow(origin, link.kind, &link.target))
                .collect(),
            images
                .map(|image| self.follow(origin, image.kind, &image.target))
                .collect(),
        )
    }

    /// Resolves one link.
    pub(super) fn follow(&self, from: &Origin<'_>, kind: LinkKind, target: &str) -> Resolution {
        match kind {
            LinkKind::Markdown | LinkKind::Source => self.address(from, target),
            LinkKind::Wiki | LinkKind::Embed => self.wikilink(from, target),
        }
    }

    /// Resolves `[text](target)`.
    fn address(&self, from: &Origin<'_>, target: &str) -> Resolution {
        let Some(target) = self.inside(target) else {
            return Resolution::External;
        };
        let (path_and_query, anchor) = split_anchor(&target);
        let written = path_and_query.split('?').next().unwrap_or_default();
        let Some(path) = path::decode_path(written) else {
            return Resolution::missing();
        };
        if path.is_empty() {
            return self.own_page(from, anchor, Spelling::Exact);
        }
        if let Some((target, route)) = self.look_up(from, &path) {
            return self.reach(target, &route, anchor, Spelling::Exact);
        }
        if path.starts_with('/') && self.elsewhere.fits(&path) {
            return Resolution::Elsewhere;
        }
        self.file_by_name(from, &path)
            .map_or_else(Resolution::missing, Resolution::Asset)
    }

    /// The only picture or other file of this name anywhere: Obsidian writes Markdown links to them by name.
    fn file_by_name(&self, from: &Origin<'_>, name: &str) -> Option<usize> {
        if name.contains('/') || !name.contains('.') || is_markdown(name) {
            return None;
        }
        match self.names().find(from.source, name) {
            NameMatch::One(NamedItem::File(at)) => Some(at),
            _ => None,
        }
    }

    /// An address without the site's own host in front; `None` if it leads out of the site.
    fn inside<'t>(&self, target: &'t str) -> Option<Cow<'t, str>> {
        let base_url = self.inputs.settings.base_url;
        let inside = base_url.and_then(|base| target.strip_prefix(base.trim_end_matches('/')));
        match inside {
            Some(inside) if inside.starts_with('/') => Some(inside.into()),
            Some(inside) if inside.is_empty() || inside.starts_with(['#', '?']) => {
                Some(format!("/{inside}").into())
            }
            _ if target.starts_with("//") || has_scheme(target) => None,
            _ => Some(target.into()),
        }
    }

    /// Looks up a path as a source file, then as an address.
    fn look_up(&self, from: &Origin<'_>, path: &str) -> Option<(Target, Route)> {
        let below_content = path
            .strip_prefix("@/")
            .or_else(|| path.strip_prefix('/').filter(|path| is_markdown(path)));
        if let Some(path) = below_content {
            return self.source(&resolve_dots(CONTENT, path)?);
        }
        if path.starts_with('/') {
            let (below, is_folder) = (resolve_dots("", path)?, path.ends_with('/'));
            let edition = &self.inputs.settings.edition.prefix;
            let in_language = || self.route(&format!("{edition}/{below}"), is_folder);
            let in_language = (!edition.is_empty()).then(in_language).flatten();
            return in_language.or_else(|| self.route(&below, is_folder));
        }
        let beside = |source: &SourcePath| {
            resolve_dots(source.folder(), path).and_then(|path| self.source(&path))
        };
        let as_source = beside(from.source).or_else(|| beside(from.file));
        as_source.or_else(|| {
            let folder = from.route.directory();
            self.route(&resolve_dots(folder, path)?, path.ends_with('/'))
        })
    }

    /// Looks up a file by its path in the site folder. `.md` may be left out, and a folder means its section.
    fn source(&self, path: &str) -> Option<(Target, Route)> {
        let path = SourcePath::new(path);
        let written_out = || self.sources.get(&SourcePath::new(&format!("{path}.md")));
        if let Some(target) = self.sources.get(&path).or_else(written_out) {
            return Some((*target, Route::new("/")));
        }
        let folder = path
            .as_str()
            .strip_prefix(CONTENT)
            .map(|folder| folder.trim_start_matches('/'))?;
        let route = section_route(self.inputs.settings.edition, folder);
        self.layout.has_section(folder).then(|| {
            self.routes
                .get(route.as_str())
                .map(|target| (*target, route))
        })?
    }

    /// Looks up an address of the finished site. The slash at its end may be left out.
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

    /// Resolves `[[target]]`.
    fn wikilink(&self, from: &Origin<'_>, target: &str) -> Resolution {
        let (name, anchor) = split_anchor(target);
        let name = name.trim();
        if name.is_empty() {
            return self.own_page(from, anchor, Spelling::Loose);
        }
        let by_path =
            resolve_dots(CONTENT, name.trim_start_matches('/')).and_then(|path| self.source(&path));
        let is_path = !name.starts_with('.') && name.contains(['/', '.']);
        if let Some((target, route)) = by_path.filter(|_| is_path) {
            return self.reach(target, &route, anchor, Spelling::Loose);
        }
        match self.names().find(from.source, name) {
            NameMatch::One(item) => {
                self.reach(item.into(), &Route::new("/"), anchor, Spelling::Loose)
            }
            NameMatch::Several { count, nearest } => Resolution::Ambiguous { count, nearest },
            NameMatch::Nothing => Resolution::missing(),
        }
    }

    /// Resolves a link that has no path to the page that it is on.
    fn own_page(&self, from: &Origin<'_>, anchor: Option<&str>, spelling: Spelling) -> Resolution {
        from.document.map_or_else(Resolution::missing, |id| {
            self.reach(Target::Page(id), &Route::new("/"), anchor, spelling)
        })
    }

    /// The page that a name in a data file means, or why it means none.
    pub(super) fn named(&self, file: &SourcePath, name: &str) -> Result<DocId, Resolution> {
        match self.names().find(file, name.trim()) {
            NameMatch::One(NamedItem::Page(id)) => Ok(id),
            NameMatch::Several { count, nearest } => Err(Resolution::Ambiguous { count, nearest }),
            NameMatch::One(NamedItem::File(_)) | NameMatch::Nothing => Err(Resolution::missing()),
        }
    }

    /// The resolution of a link to a whole document.
    pub(super) fn document(&self, id: DocId) -> Resolution {
        self.reach(Target::Page(id), &Route::new("/"), None, Spelling::Exact)
    }

    /// Checks that what was found is published and has the anchor.
    fn reach(
        &self,
        target: Target,
        route: &Route,
        anchor: Option<&str>,
        spelling: Spelling,
    ) -> Resolution {
        let id = match target {
            Target::Asset(at) => return Resolution::Asset(at),
            Target::Generated => {
                return Resolution::Generated {
                    route: route.clone(),
                    anchor: anchor.filter(|anchor| !anchor.is_empty()).map(Box::from),
                };
            }
            Target::Page(id) => id,
        };
        if !self.inputs.states[id.index()].published {
            return Resolution::Unpublished(id);
        }
        let Some(written) = anchor.filter(|anchor| !anchor.is_empty()) else {
            return Resolution::Page { id, anchor: None };
        };
        let parsed = &self.inputs.documents[id.index()].parsed;
        let anchors = self.anchors[id.index()].get_or_init(|| Anchors::of(parsed));
        match anchors.find(written, spelling) {
            Some(anchor) => Resolution::Page {
                id,
                anchor: Some(anchor),
            },
            None => Resolution::NoAnchor {
                id,
                meant: Vec::new(),
            },
        }
    }
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

/// What uses files: the links and images of each document, the menu, and recordings and films.
#[derive(Clone, Copy)]
pub(super) struct UsedFiles<'a> {
    pub(super) links: &'a [Vec<Resolution>],
    pub(super) images: &'a [Vec<Resolution>],
    pub(super) menu: &'a [Resolution],
    pub(super) companions: &'a BTreeMap<usize, Companions>,
}

/// Which documents of a language use an asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssetUse {
    /// None.
    #[default]
    Unused,
    /// Only documents that are held back, or it is in the folder of one.
    HeldBack,
    /// A published one.
    Published,
}

/// The use of each asset. All are published but those that only held-back documents use.
pub(super) fn asset_uses(
    inputs: &GraphInputs<'_>,
    layout: &Layout,
    files: UsedFiles<'_>,
) -> Vec<AssetUse> {
    let UsedFiles {
        links,
        images,
        menu,
        companions,
    } = files;
    // For each asset, whether a published and whether a held-back document uses it.
    let mut used: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    for (at, state) in inputs.states.iter().enumerate() {
        for resolution in links[at].iter().chain(&images[at]) {
            if let Resolution::Asset(asset) = resolution {
                let (published, held_back) = used.entry(*asset).or_default();
                *published |= state.published;
                *held_back |= !state.published;
            }
        }
    }
    for resolution in menu {
        if let Resolution::Asset(asset) = resolution {
            used.entry(*asset).or_default().0 = true;
        }
    }
    // Captions and posters are published with their film.
    for (medium, companions) in companions {
        if let Some(&(published, held_back)) = used.get(medium) {
            for file in companions.files() {
                let of_file = used.entry(file).or_default();
                of_file.0 |= published;
                of_file.1 |= held_back;
            }
        }
    }
    // A held-back bundle has its folder to itself, so everything in it is held back as well.
    let held_back_folders: FxHashSet<&str> = inputs
        .documents
        .iter()
        .enumerate()
        .filter(|(at, _)| !inputs.states[*at].published && layout.kinds[*at] == Kind::Bundle)
        .map(|(_, document)| document.path.folder())
        .collect();
    let is_in_held_back =
        |asset: &Asset| above(asset.path.folder()).any(|folder| held_back_folders.contains(folder));
    let find = |(at, asset): (usize, &Arc<Asset>)| match used.get(&at) {
        Some((true, _)) => AssetUse::Published,
        Some((false, true)) => AssetUse::HeldBack,
        None if is_in_held_back(asset) => AssetUse::HeldBack,
        Some((false, false)) | None => AssetUse::Unused,
    };
    inputs.assets.iter().enumerate().map(find).collect()
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
