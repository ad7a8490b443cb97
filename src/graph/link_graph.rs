//! The link graph: the target of each link, the links to each page, the published files, and conflicts between addresses.
//!
//! All of it depends on addresses, links and anchors only, so it is cached until one of these changes. A new title or
//! summary does not invalidate it, unless links are written by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::address::{Layout, asset_route};
use super::companions::{self, Companions};
use super::conflicts::{self, Claimants};
use super::edition::Edition;
use super::ids::{DocId, Listed};
use super::inputs::GraphInputs;
use super::page::Page;
use super::redirects::Redirect;
use super::resolution::Resolution;
use super::resolve::{self, AssetUse, Index, UsedFiles};
use super::suggest::Suggestions;
use super::{menu, reading_paths, unreadable};
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::markdown::LinkKind;
use crate::memo::Fingerprint;
use crate::path::Route;

/// The resolved links of a site, and everything that follows from them.
pub(super) struct LinkGraph {
    /// Where each link of each document leads.
    pub(super) links: Arc<Vec<Vec<Resolution>>>,
    /// The resolution of each image of each document.
    pub(super) images: Arc<Vec<Vec<Resolution>>>,
    /// The documents that link to each document, in the order of their paths.
    pub(super) backlinks: Arc<Vec<Vec<Listed>>>,
    /// Where the links of the menus lead.
    pub(super) menu: Arc<Vec<Resolution>>,
    /// The address of each asset; `None` if it is held back.
    pub(super) asset_routes: Arc<Vec<Option<Route>>>,
    /// Which documents use each asset.
    pub(super) asset_uses: Vec<AssetUse>,
    /// What belongs to each recording and film.
    pub(super) companions: Arc<BTreeMap<usize, Companions>>,
    /// The articles of each reading path.
    pub(super) paths: Vec<Vec<Option<Listed>>>,
    /// Steps of paths that lead nowhere, and addresses that are claimed twice or are not allowed.
    pub(super) problems: Vec<Diagnostic>,
}

/// Everything the link graph is made from.
#[derive(Clone, Copy)]
pub(super) struct LinkInputs<'a> {
    pub(super) inputs: &'a GraphInputs<'a>,
    pub(super) layout: &'a Layout,
    /// The cache key of the layout.
    pub(super) layout_key: Fingerprint,
    pub(super) edition: &'a Edition,
    pub(super) pages: &'a [Page],
    pub(super) redirects: &'a [Redirect],
}

impl LinkInputs<'_> {
    /// The cache key of [`LinkInputs::resolve`].
    ///
    /// The redirects follow from the layout and the documents, so they are not part of it.
    pub(super) fn key(&self) -> Fingerprint {
        let GraphInputs {
            documents,
            assets,
            closed,
            data,
            theme_files,
            settings,
            ..
        } = self.inputs;
        let links: Vec<Fingerprint> = documents
            .iter()
            .map(|document| document.facets.links)
            .collect();
        let by_name = |kind: LinkKind| kind.is_name();
        let looks_for_names = !data.localised.paths.is_empty()
            || documents.iter().any(|document| {
                let links = document.parsed.links.iter().map(|link| link.kind);
                let images = document.parsed.images.iter().map(|image| image.kind);
                links.chain(images).any(by_name)
            });
        let names = looks_for_names.then(|| {
            let names = documents
                .iter()
                .map(|document| (&document.title, &document.meta.names));
            names.collect::<Vec<_>>()
        });
        let sections = self.edition.sections.iter();
        let sections: Vec<_> = sections
            .map(|section| (&section.route, section.index))
            .collect();
        let feeds: Vec<_> = self.edition.feeds().collect();
        let assets: Vec<_> = assets.iter().map(|asset| &asset.path).collect();
        let closed: Vec<_> = closed.iter().map(|folder| &folder.path).collect();
        Fingerprint::of(&(
            (self.layout_key, settings, links, names),
            (
                &data.localised.paths,
                &data.localised.paths_file,
                &data.unread,
                closed,
            ),
            (&self.edition.listed, self.pages, sections, feeds),
            (assets, theme_files),
        ))
    }

    /// Resolves all links.
    pub(super) fn resolve(&self) -> LinkGraph {
        let Self {
            inputs,
            layout,
            edition,
            pages,
            redirects,
            ..
        } = *self;
        let index = Index::new(inputs, layout, pages, edition, redirects);
        let (mut links, mut images) = self.follow(&index);
        let mut suggestions = Suggestions::new(inputs);
        self.complete(&mut suggestions, &mut links, &mut images);
        let steps = reading_paths::steps(inputs, &index, &mut suggestions, &edition.listed);
        let menu = menu::resolve(inputs, layout, &index, &mut suggestions);
        let companions = companions::companions(inputs);
        let used = UsedFiles {
            links: &links,
            images: &images,
            menu: &menu,
            companions: &companions,
        };
        let asset_uses = resolve::asset_uses(inputs, layout, used);
        let paths = inputs.settings.language_paths;
        let assets = inputs.assets.iter().zip(&asset_uses);
        let asset_routes: Vec<Option<Route>> = assets
            .map(|(asset, used)| {
                (*used != AssetUse::HeldBack).then(|| asset_route(paths, &asset.path))
            })
            .collect();
        let mut problems = steps.problems;
        problems.extend(conflicts::conflicts(&Claimants {
            inputs,
            layout,
            edition,
            pages,
            redirects,
            asset_routes: &asset_routes,
        }));
        LinkGraph {
            backlinks: Arc::new(backlinks(&edition.listed, &links)),
            links: Arc::new(links),
            images: Arc::new(images),
            menu: Arc::new(menu),
            asset_routes: Arc::new(asset_routes),
            asset_uses,
            companions: Arc::new(companions),
            paths: steps.value,
            problems,
        }
    }

    /// Where the links and images of all documents lead.
    fn follow(&self, index: &Index<'_>) -> (Vec<Vec<Resolution>>, Vec<Vec<Resolution>>) {
        let inputs = self.inputs;
        let knows_all = inputs.knows_all_files();
        let resolved: Vec<_> = (0..inputs.documents.len())
            .into_par_iter()
            .map(|at| {
                let found = index.resolve(DocId::new(at));
                match knows_all {
                    true => found,
                    false => unreadable::allow_for(inputs, &inputs.documents[at], found),
                }
            })
            .collect();
        resolved.into_iter().unzip()
    }

    /// Adds suggestions to each link that leads nowhere. Documents are taken one after the other, so that the same links
    /// have a suggestion in every build; published ones first, since the checks report only their links.
    fn complete(
        &self,
        suggestions: &mut Suggestions<'_>,
        links: &mut [Vec<Resolution>],
        images: &mut [Vec<Resolution>],
    ) {
        let (published, held_back): (Vec<usize>, Vec<usize>) =
            (0..links.len()).partition(|at| self.inputs.states[*at].published);
        for at in published.into_iter().chain(held_back) {
            let document = &self.inputs.documents[at];
            let parsed = &document.parsed;
            let written = parsed.links.iter().map(|link| (link.kind, &link.target));
            let shown = parsed.images.iter();
            let shown = shown.map(|image| (image.kind, &image.target));
            let links = written.zip(&mut links[at]);
            for ((kind, target), resolution) in links.chain(shown.zip(&mut images[at])) {
                suggestions.complete(&document.key, kind, target, resolution);
            }
        }
    }
}

/// The articles to which an article links, without itself, each once, in the order of the links.
pub(super) fn targets(links: &[Vec<Resolution>], id: DocId) -> Vec<DocId> {
    let pages = links[id.index()].iter().filter_map(|link| match link {
        Resolution::Page { id, .. } => Some(*id),
        _ => None,
    });
    let mut seen = FxHashSet::from_iter([id]);
    pages.filter(|target| seen.insert(*target)).collect()
}

/// Inverts the links.
fn backlinks(listed: &[Listed], links: &[Vec<Resolution>]) -> Vec<Vec<Listed>> {
    let mut backlinks = vec![Vec::new(); links.len()];
    for page in listed {
        for target in targets(links, page.id()) {
            backlinks[target.index()].push(*page);
        }
    }
    backlinks
}

/// The text of a link that has none of its own, by its place in the document: the words it was written with, else the title of
/// its target.
pub(super) fn link_text<'a>(
    documents: &'a [Arc<Document>],
    from: DocId,
    at: usize,
    resolution: &'a Resolution,
) -> Cow<'a, str> {
    let link = &documents[from.index()].parsed.links[at];
    let target = &*link.target;
    if let Some(words) = link
        .kind
        .is_name()
        .then(|| words_of_target(target))
        .flatten()
    {
        return words.into();
    }
    let (id, anchor) = match resolution {
        Resolution::Page { id, anchor } => (*id, anchor.as_deref()),
        Resolution::NoAnchor { id, .. } => (*id, None),
        Resolution::Generated { route, .. } => return route.as_str().into(),
        Resolution::Asset(_) => {
            return target.rsplit('/').next().unwrap_or(target).into();
        }
        Resolution::External
        | Resolution::Elsewhere
        | Resolution::Unpublished(_)
        | Resolution::Ambiguous { .. }
        | Resolution::Unknown
        | Resolution::Missing { .. } => return target.into(),
    };
    let document = &documents[id.index()];
    let headings = &document.parsed.headings;
    let named = anchor.filter(|_| id == from);
    let heading = named.and_then(|name| headings.iter().find(|heading| &*heading.id == name));
    heading
        .map_or(&*document.title, |heading| &heading.text)
        .into()
}

/// The text of a wikilink that has none of its own, if its target is written in words: `[[Setbacks#After a year]]` becomes
/// "Setbacks > After a year". The name of a file (`how-to-apologise`) or of an anchor is no text to read; the title of the
/// page says more.
fn words_of_target(target: &str) -> Option<String> {
    let mut parts = target
        .split('#')
        .map(str::trim)
        .filter(|part| !part.starts_with('^'));
    let name = parts.next()?.rsplit('/').next()?;
    let name = name.strip_suffix(".md").unwrap_or(name);
    let is_joined = |part: &str| {
        part.contains(['-', '_']) && !part.contains(|c: char| c.is_whitespace() || c.is_uppercase())
    };
    let is_file_name = name.contains('.') || matches!(name, "index" | "_index" | "README");
    let words: Vec<&str> = [name]
        .into_iter()
        .chain(parts)
        .filter(|part| !part.is_empty())
        .collect();
    let reads = !words.is_empty() && !is_file_name && !words.iter().any(|part| is_joined(part));
    reads.then(|| words.join(" > "))
}
