//! Merges the files of all stages into the published site.

use crate::files::{Output, Outputs};
use crate::graph;
use crate::path::OutputPath;

use super::fallback::FallbackPages;
use super::model::Model;
use super::pages::DrawnSite;

/// Joins the files. The graph reported every name that two files claim; the first of them here gets it: what mend writes
/// comes first, and what a site may replace, such as `robots.txt`, comes last.
pub(super) fn join(
    model: &Model<'_>,
    drawn: &DrawnSite,
    search_files: Vec<(OutputPath, Output)>,
    fallbacks: &FallbackPages,
) -> Outputs {
    let graph = &*model.links.graph;
    let listings = drawn.listings.iter().cloned();
    let (replaceable, own): (Vec<_>, Vec<_>) =
        listings.partition(|(path, _)| graph::is_replaceable(path));
    let theme = model.files.theme.files.values();
    let theme = theme.map(|file| (file.route.to_output(), file.output.clone()));
    let pages = graph.pages.iter().zip(&drawn.pages);
    let pages =
        pages.filter_map(|(page, drawn)| Some((page.route.to_output(), drawn.output.clone()?)));
    let assets = graph.asset_routes.iter().zip(&model.files.assets);
    let assets = assets
        .filter_map(|(route, asset)| Some((route.as_ref()?.to_output(), asset.content.clone())));
    let made = search_files.into_iter().chain(own).chain(theme);
    let made = made.chain(pages).chain(fallbacks.outputs());
    let made = made.map(|(path, output)| (path, output.into()));
    let replaceable = replaceable.into_iter();
    let replaceable = replaceable.map(|(path, output)| (path, output.into()));
    let files = made.chain(assets).chain(replaceable);
    let mut outputs = Outputs::new();
    for (path, output) in files {
        outputs.entry(path).or_insert(output);
    }
    outputs
}
