//! The links of a site: the meaning of each, the form in which it is written, and how to write it with another meaning. It
//! changes nothing.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::plan::Move;
use crate::asset::{self, Asset};
use crate::config::Config;
use crate::data::{self, Data, DataFiles};
use crate::document::{self, Document, Settings};
use crate::files::{Inputs, Options, SourceFile};
use crate::graph::{self, CONTENT, Graph, GraphInputs, GraphSettings, Resolution, State};
use crate::kinds::Kinds;
use crate::markdown::LinkKind;
use crate::memo::{Fingerprint, Memo};
use crate::path::{self, LinkStyle, Route, SourcePath};
use crate::theme;

/// A site with its links. Unpublished articles count, since they will be published.
pub(super) struct Site {
    texts: Vec<Arc<[u8]>>,
    pub(super) documents: Vec<Arc<Document>>,
    assets: Vec<Arc<Asset>>,
    pub(super) graph: Graph,
    data: Data,
    config: Arc<Config>,
    /// The number of documents with each name, ignoring case. Computed when a link by name is written.
    names: OnceCell<FxHashMap<String, usize>>,
}

/// A step of a reading path.
pub(super) struct PathStep<'a> {
    /// The file with the reading paths.
    pub(super) file: &'a SourcePath,
    /// The name of the article there.
    pub(super) page: &'a str,
    /// The place of the name.
    pub(super) span: &'a Range<usize>,
    /// The article; `None` if no article has that name.
    pub(super) leads_to: Option<&'a SourcePath>,
}

/// A link or an image.
pub(super) struct Reference<'a> {
    pub(super) kind: LinkKind,
    pub(super) target: &'a str,
    pub(super) span: &'a Range<usize>,
    pub(super) resolution: &'a Resolution,
}

/// The meaning of a link, independent of its form and of the places of files.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Page(SourcePath, Option<Box<str>>),
    File(SourcePath),
    /// A section without an index of its own.
    Section(SourcePath),
    /// Anything that a move does not affect.
    Other(String),
}

impl Meaning {
    pub(super) fn moved(self, step: &Move) -> Meaning {
        match self {
            Meaning::Page(path, anchor) => Meaning::Page(step.place(&path), anchor),
            Meaning::File(path) => Meaning::File(step.place(&path)),
            Meaning::Section(path) => Meaning::Section(step.place(&path)),
            Meaning::Other(what) => Meaning::Other(what),
        }
    }
}

/// The form in which a link is written.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// `[[name]]`
    Name,
    /// `[[folder/name]]`, with or without its ending.
    NamedPath { ending: bool },
    /// `@/folder/name.md`
    FromContent,
    /// `/folder/name.md`
    RootFile,
    /// `../folder/name.md`, with or without its ending, or `../folder/`.
    RelativeFile { ending: bool, slash: bool },
    /// `https://this.site/address/`
    Absolute,
    /// `/address/`
    RootAddress,
    /// `../address/`
    RelativeAddress,
}

impl Form {
    /// The form of a name of a page.
    pub(super) fn of_name(name: &str) -> Form {
        match name.contains(['/', '.']) {
            true => Form::NamedPath {
                ending: name.ends_with(".md"),
            },
            false => Form::Name,
        }
    }
}

/// Reads several similar sites: a file that is the same in an earlier one is not read again.
pub(super) struct SiteReader {
    config: Arc<Config>,
    settings: Settings,
    documents: Memo<Document>,
    assets: Memo<Asset>,
    graph: graph::Cache,
}

impl SiteReader {
    pub(super) fn of(config: &Arc<Config>) -> Self {
        Self {
            config: Arc::clone(config),
            settings: Settings::of(config, theme::builtin::reserved()),
            documents: Memo::default(),
            assets: Memo::default(),
            graph: graph::Cache::default(),
        }
    }

    /// The site of some inputs, all of one configuration.
    pub(super) fn read(&mut self, inputs: &Inputs) -> Site {
        let Self {
            config, settings, ..
        } = self;
        fn key<B>(file: &SourceFile<B>) -> Fingerprint {
            Fingerprint::of(&(&file.path, file.fingerprint, file.unopened.is_some()))
        }
        let documents = self.documents.map(&inputs.documents, key, |file| {
            document::read(file, settings).value
        });
        let max_pixels = config.images.max_pixels;
        let assets = self.assets.map(&inputs.assets, key, |file| {
            asset::prepare(file, max_pixels).value
        });
        let options = Options {
            drafts: true,
            future: true,
            expired: true,
            ..inputs.options
        };
        let states: Vec<State> = documents
            .iter()
            .map(|document| State::of(document, &options))
            .collect();
        let texts = inputs.documents.iter().map(|file| file.bytes.read());
        let data = data::read(&DataFiles::of(&inputs.data, config)).value;
        let graph_inputs = GraphInputs {
            documents: &documents,
            data: &data,
            states: &states,
            assets: &assets,
            closed: &inputs.closed,
            theme_files: &[],
            settings: GraphSettings::of(config),
        };
        let kinds = Kinds::default();
        let graph = self.graph.graph(&graph_inputs, kinds.pages());
        Site {
            texts: texts.map(|text| text.unwrap_or_default()).collect(),
            documents,
            assets,
            graph,
            data,
            config: Arc::clone(config),
            names: OnceCell::new(),
        }
    }
}

impl Site {
    /// The text of a document; `None` if its file is not text.
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        std::str::from_utf8(&self.texts[at]).ok()
    }

    /// The steps of all reading paths, in order.
    pub(super) fn path_steps(&self) -> impl Iterator<Item = PathStep<'_>> {
        let file = self.data.localised.paths_file.iter();
        let steps = file.flat_map(|file| {
            let steps = self
                .data
                .localised
                .paths
                .iter()
                .flat_map(|path| &path.steps);
            steps.map(move |step| (file, step))
        });
        let pages = self.graph.edition.paths.iter().flatten();
        steps.zip(pages).map(|((file, step), page)| PathStep {
            file,
            page: &step.page,
            span: &step.span,
            leads_to: page.map(|page| &self.documents[page.id().index()].path),
        })
    }

    pub(super) fn find(&self, path: &SourcePath) -> Option<usize> {
        let documents = &self.documents;
        documents
            .binary_search_by(|document| document.path.cmp(path))
            .ok()
    }

    pub(super) fn references(&self, at: usize) -> impl Iterator<Item = Reference<'_>> {
        let parsed = &self.documents[at].parsed;
        let links = parsed.links.iter().zip(&self.graph.links[at]);
        let links = links.map(|(link, resolution)| Reference {
            kind: link.kind,
            target: &link.target,
            span: &link.span,
            resolution,
        });
        let images = parsed.images.iter().zip(&self.graph.images[at]);
        links.chain(images.map(|(image, resolution)| Reference {
            kind: image.kind,
            target: &image.target,
            span: &image.span,
            resolution,
        }))
    }

    pub(super) fn meaning(&self, resolution: &Resolution) -> Meaning {
        let page = |id: graph::DocId, anchor: &Option<Box<str>>| {
            Meaning::Page(self.documents[id.index()].path.clone(), anchor.clone())
        };
        match resolution {
            Resolution::Page { id, anchor } => page(*id, anchor),
            Resolution::Unpublished(id) | Resolution::NoAnchor { id, .. } => page(*id, &None),
            Resolution::Asset(at) => Meaning::File(self.assets[*at].path.clone()),
            Resolution::Generated { route, .. } => {
                let mut sections = self.graph.edition.sections.iter();
                match sections.find(|section| section.route == *route && !section.folder.is_empty())
                {
                    Some(section) => {
                        Meaning::Section(SourcePath::new(&format!("{CONTENT}/{}", section.folder)))
                    }
                    None => Meaning::Other(route.to_string()),
                }
            }
            Resolution::External => Meaning::Other("external".to_owned()),
            Resolution::Elsewhere => Meaning::Other("elsewhere".to_owned()),
            Resolution::Ambiguous { .. } => Meaning::Other("ambiguous".to_owned()),
            Resolution::Unknown => Meaning::Other("unknown".to_owned()),
            Resolution::Missing { .. } => Meaning::Other("missing".to_owned()),
        }
    }

    /// The path and the address of what a link means.
    fn goal(&self, meaning: &Meaning) -> Option<(SourcePath, Route)> {
        let route = match meaning {
            Meaning::Page(path, _) => self.graph.routes[self.find(path)?].clone(),
            Meaning::File(path) => {
                let by_path = |asset: &Arc<Asset>| asset.path.cmp(path);
                let at = self.assets.binary_search_by(by_path).ok()?;
                self.graph.asset_routes[at].clone()?
            }
            Meaning::Section(path) => {
                let folder = path.below(CONTENT)?;
                let mut sections = self.graph.edition.sections.iter();
                sections
                    .find(|section| section.folder == folder)?
                    .route
                    .clone()
            }
            Meaning::Other(_) => return None,
        };
        match meaning {
            Meaning::Page(path, _) | Meaning::File(path) | Meaning::Section(path) => {
                Some((path.clone(), route))
            }
            Meaning::Other(_) => None,
        }
    }

    /// How a link of this document is written.
    pub(super) fn form(&self, document: &Document, reference: &Reference<'_>) -> Form {
        let target = path_of(reference.target);
        let ending = target.ends_with(".md");
        match reference.kind {
            LinkKind::Wiki | LinkKind::Embed => return Form::of_name(target),
            LinkKind::Markdown | LinkKind::Source => {}
        }
        let base = self.config.base_url.as_deref();
        if base.is_some_and(|base| target.starts_with(base.trim_end_matches('/'))) {
            return Form::Absolute;
        }
        if target.starts_with("@/") {
            return Form::FromContent;
        }
        if target.starts_with('/') {
            return if ending {
                Form::RootFile
            } else {
                Form::RootAddress
            };
        }
        let decoded = path::decode_path(target).unwrap_or_default();
        let file = path::resolve_dots(document.path.folder(), &decoded);
        let goal = self.goal(&self.meaning(reference.resolution));
        let is_file = file.zip(goal).is_some_and(|(file, (path, _))| {
            let written_out = format!("{file}.md");
            path.as_str() == file || path.as_str() == written_out
        });
        if is_file {
            Form::RelativeFile {
                ending: file_has_ending(target),
                slash: target.ends_with('/'),
            }
        } else {
            Form::RelativeAddress
        }
    }

    /// The name of a file, as a wikilink or a step of a path gives it.
    pub(super) fn write_name(&self, path: &SourcePath, form: Form) -> Option<String> {
        if let Form::NamedPath { ending } = form {
            return Some(short(path.below(CONTENT)?, ending).to_owned());
        }
        let name = self.name(path);
        let folded = path::fold(name);
        let bearers = self.names.get_or_init(|| {
            let mut bearers: FxHashMap<String, usize> = FxHashMap::default();
            for document in &self.documents {
                let name = path::fold(self.name(&document.path));
                *bearers.entry(name).or_default() += 1;
            }
            bearers
        });
        let own = usize::from(self.find(path).is_some());
        let is_shared = bearers.get(&folded).is_some_and(|count| *count > own);
        Some(match is_shared {
            true => short(path.below(CONTENT)?, false).to_owned(),
            false => name.to_owned(),
        })
    }

    /// The name of a file without its path: that of an index is its folder's.
    fn name<'p>(&self, path: &'p SourcePath) -> &'p str {
        match self.find(path).map(|at| &self.documents[at]) {
            Some(to) if to.is_index() => path.folder().rsplit('/').next().unwrap_or_default(),
            Some(_) => path.stem(),
            None => path.file_name(),
        }
    }

    /// The target of a link in a document of this site that has this meaning, without the part after `#`.
    pub(super) fn write(&self, at: usize, meaning: &Meaning, form: Form) -> Option<String> {
        let (path, route) = self.goal(meaning)?;
        let document = &self.documents[at];
        let below = path.below(CONTENT);
        let written = match form {
            Form::Name | Form::NamedPath { .. } => self.write_name(&path, form)?,
            Form::FromContent => format!("@/{}", encoded(below?)),
            Form::RootFile => format!("/{}", encoded(below?)),
            Form::RelativeFile { ending, slash } => {
                let relative = graph::relative_source(&document.path, &path);
                let slash = if slash { "/" } else { "" };
                format!("{}{slash}", encoded(short(&relative, ending)))
            }
            Form::Absolute => {
                let base = self.config.base_url.as_deref()?;
                format!("{}{}", base.trim_end_matches('/'), route.encoded())
            }
            Form::RootAddress => route.encoded(),
            Form::RelativeAddress => route.relative_from(&self.graph.routes[at], LinkStyle::Folder),
        };
        Some(written)
    }
}

/// A path with or without its ending.
fn short(path: &str, ending: bool) -> &str {
    match path.strip_suffix(".md") {
        Some(stem) if !ending => stem,
        _ => path,
    }
}

/// Whether the last part of a target has a file's ending, so that `../a.b/c` has none.
fn file_has_ending(target: &str) -> bool {
    target
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'))
}

/// A target without query and anchor.
pub(super) fn path_of(target: &str) -> &str {
    target.split(['#', '?']).next().unwrap_or_default()
}

/// A path as the target of a Markdown link: letters stay as they are, what would end the link is encoded.
fn encoded(path: &str) -> String {
    let must = |c: char| c.is_whitespace() || c.is_control() || "()<>\\%#?".contains(c);
    if path.contains(must) {
        path::encode_path(path)
    } else {
        path.to_owned()
    }
}
