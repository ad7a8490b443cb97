//! The smaller copies of the pictures that pages show: found in the store, or made.
//!
//! A build that publishes makes what is missing. A preview and a check show what there is, and leave the rest to others:
//! with or without copies, a page shows the same picture.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::asset::{self, Asset};
use crate::codes;
use crate::config::Images;
use crate::diag::Diagnostic;
use crate::files::{Content, Inputs, Variant, VariantStore};
use crate::graph::{Graph, Resolution};
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, Route, address_part};
use crate::view::{PictureFile, PictureFiles};

use super::cancel::Cancellation;

/// The folder of the copies on the site: that of all files whose names change with their contents.
const FOLDER: &str = "/assets";

/// The copies of a picture, or why there are none.
type Scaled = Result<Vec<Variant>, String>;

/// Where copies come from.
#[derive(Default)]
pub(super) struct Cache {
    store: Option<Arc<dyn VariantStore>>,
    /// Whether missing copies are left to others.
    only_finds: bool,
    made: Memo<Scaled>,
}

/// A picture whose copies are not there yet.
#[derive(Clone, Debug)]
pub struct Unscaled {
    /// The key of its copies.
    pub key: Fingerprint,
    asset: Arc<Asset>,
    settings: Images,
}

impl Unscaled {
    /// Makes its copies and keeps them. Returns whether the store has them now: a picture that cannot be decoded has none, as
    /// a build that publishes says.
    pub fn scale_into(&self, store: &dyn VariantStore) -> bool {
        let scaled = asset::scaled(&self.asset, &self.settings);
        scaled.is_ok_and(|variants| {
            store.keep(self.key, variants);
            store.find(self.key).is_some()
        })
    }
}

/// The copies of all pictures.
#[derive(Default)]
pub(super) struct Pictures {
    /// What pages show of them.
    pub(super) files: Arc<PictureFiles>,
    /// The files themselves.
    pub(super) outputs: Vec<(OutputPath, Content)>,
    /// The pictures without copies.
    pub(super) unscaled: Vec<Unscaled>,
    /// How many pictures were scaled.
    pub(super) scaled: usize,
    pub(super) problems: Vec<Diagnostic>,
}

impl Cache {
    pub(super) fn forgetting() -> Self {
        Self {
            made: Memo::forgetting(),
            ..Self::default()
        }
    }

    pub(super) fn keep_in(&mut self, store: Arc<dyn VariantStore>) {
        self.store = Some(store);
    }

    pub(super) fn only_find(&mut self) {
        self.only_finds = true;
    }

    /// The copies of every picture that a published page shows. If `makes` is false, missing ones are left to others.
    pub(super) fn pictures(
        &mut self,
        inputs: &Inputs,
        (graphs, assets): (&[&Graph], &[Arc<Asset>]),
        makes: bool,
        cancellation: &Cancellation<'_>,
    ) -> Pictures {
        let settings = &inputs.config.images;
        let (shown, in_drafts) = shown(graphs);
        let mut keys = BTreeMap::new();
        for at in shown.iter().chain(&in_drafts) {
            keys.extend(asset::scaling_key(&assets[*at], settings).map(|key| (*at, key)));
        }
        let mut known = self.kept(keys.values().copied());
        let mut pictures = Pictures::default();
        if makes && !self.only_finds {
            let wanted = shown.iter().filter_map(|at| Some((*keys.get(at)?, *at)));
            let missing = wanted.filter(|(key, _)| !known.contains_key(key));
            // Two files with the same picture have the same copies.
            let missing: BTreeMap<Fingerprint, usize> = missing.collect();
            let missing: Vec<_> = missing.into_iter().collect();
            let made = self.made(&missing, assets, settings, cancellation);
            known.extend(missing.iter().map(|(key, _)| *key).zip(made));
            pictures.scaled = self.made.computed();
        }
        let mut files = PictureFiles::new();
        for at in shown {
            let asset = &assets[at];
            let Some(key) = keys.get(&at) else {
                pictures.problems.extend(too_heavy(asset, settings));
                continue;
            };
            match known.get(key).map(|scaled| &**scaled) {
                Some(Ok(variants)) if variants.is_empty() => {
                    pictures.problems.extend(too_heavy(asset, settings));
                }
                Some(Ok(variants)) => {
                    let (shown, outputs) = published(asset, variants);
                    pictures.outputs.extend(outputs);
                    files.insert(at, shown);
                }
                Some(Err(cause)) => pictures.problems.push(unscalable(asset, cause)),
                None => pictures.unscaled.push(Unscaled {
                    key: *key,
                    asset: Arc::clone(asset),
                    settings: settings.clone(),
                }),
            }
        }
        pictures.files = Arc::new(files);
        pictures
    }

    /// The copies that the store has, by key.
    fn kept(&self, keys: impl Iterator<Item = Fingerprint>) -> BTreeMap<Fingerprint, Arc<Scaled>> {
        let find = |key| Some((key, Arc::new(Ok(self.store.as_ref()?.find(key)?))));
        keys.filter_map(find).collect()
    }

    /// Makes the copies of these pictures, and gives them to the store.
    fn made(
        &mut self,
        missing: &[(Fingerprint, usize)],
        assets: &[Arc<Asset>],
        settings: &Images,
        cancellation: &Cancellation<'_>,
    ) -> Vec<Arc<Scaled>> {
        let store = self.store.as_deref();
        let make = |(key, at): &(Fingerprint, usize)| {
            let asset = &assets[*at];
            let scale = || asset::scaled(asset, settings);
            let scaled = cancellation.guard("pictures", Some(&asset.path), scale);
            let variants = scaled.unwrap_or_else(|fault| Err(fault.message.clone()))?;
            Ok(match store {
                Some(store) => store.keep(*key, variants),
                None => variants,
            })
        };
        self.made.map(missing, |(key, _)| *key, make)
    }
}

/// The files that published documents show as pictures, and those that other documents do.
fn shown(graphs: &[&Graph]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut published, mut others) = (BTreeSet::new(), BTreeSet::new());
    for graph in graphs {
        for (state, images) in graph.states.iter().zip(graph.images.iter()) {
            let files = images.iter().filter_map(|image| match image {
                Resolution::Asset(at) => Some(*at),
                _ => None,
            });
            match state.published {
                true => published.extend(files.filter(|at| graph.asset_routes[*at].is_some())),
                false => others.extend(files),
            }
        }
    }
    (published, others)
}

/// The addresses of copies, and their files. The name of a file changes with its contents.
fn published(
    asset: &Asset,
    variants: &[Variant],
) -> (Vec<PictureFile>, Vec<(OutputPath, Content)>) {
    let name = address_part(asset.path.stem());
    let file = |variant: &Variant| {
        let hash = variant.content.fingerprint().to_hex();
        let (width, extension) = (variant.size.0, variant.format.extension());
        let route = Route::new(&format!(
            "{FOLDER}/{name}-{width}.{}.{extension}",
            &hash[..12]
        ));
        let output = (route.to_output(), variant.content.clone());
        let file = PictureFile {
            route,
            width,
            format: variant.format,
        };
        (file, output)
    };
    variants.iter().map(file).unzip()
}

fn unscalable(asset: &Asset, cause: &str) -> Diagnostic {
    let message = format!("the picture cannot be made smaller for phones: {cause}");
    Diagnostic::new(codes::FILE_15, message)
        .in_file(&asset.path)
        .help("open it in an image program, save it again, and use that file")
}

/// Readers load the whole of a picture without copies.
fn too_heavy(asset: &Asset, settings: &Images) -> Option<Diagnostic> {
    let kilobytes = asset.content.length() / 1_000;
    asset.size.filter(|_| kilobytes >= settings.heavy_kb)?;
    let message = format!("the picture has {kilobytes} kB, and readers load all of it");
    let problem = Diagnostic::new(codes::FILE_16, message).in_file(&asset.path);
    Some(problem.help("make it smaller; a film is lighter than an animated picture"))
}
