//! Films have captions.
//!
//! A recording has none: what is said in it may be in the article below it, where no rule can tell.

use std::sync::Arc;

use super::inputs::SiteDocuments;
use crate::asset::Asset;
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::graph::Resolution;
use crate::markdown::{LinkKind, Medium};
use crate::path::SourcePath;

/// Checks the films that one document shows.
pub(super) fn check(
    documents: &SiteDocuments<'_>,
    assets: &[Arc<Asset>],
    at: usize,
    problems: &mut Vec<Diagnostic>,
) {
    let SiteDocuments { all, graph, .. } = *documents;
    let document = &all[at];
    let film = |resolution: &Resolution| match resolution {
        Resolution::Asset(at) if Medium::of(assets[*at].path.as_str()) == Some(Medium::Film) => {
            Some(*at)
        }
        _ => None,
    };
    let mut report = |path: &SourcePath, span: &Span| {
        let message = format!("`{path}` has no captions");
        let captions = path.join(&format!("{}.vtt", path.stem()));
        // The folder may hold them, but cannot be listed.
        let captions = captions.filter(|captions| !documents.closed.may_hold(captions));
        problems.extend(captions.map(|captions| {
            Diagnostic::new(codes::STR_11, message)
                .at(&document.path, span.clone())
                .help(format!(
                    "put them at `{captions}`, for readers who cannot hear it"
                ))
        }));
    };
    let parsed = &document.parsed;
    for (image, resolution) in parsed.images.iter().zip(&graph.images[at]) {
        let captions = |at: &usize| graph.companions.get(at).map(|found| &found.captions);
        let bare = film(resolution).filter(|at| captions(at).is_none_or(Vec::is_empty));
        if let Some(at) = bare {
            report(&assets[at].path, &image.span);
        }
    }
    // In HTML the author names the captions as well: `<track src="clip.vtt">`.
    let loaded = parsed.links.iter().zip(&graph.links[at]);
    let mut loaded = loaded.filter(|(link, _)| link.kind == LinkKind::Source);
    let has_track = loaded
        .clone()
        .any(|(link, _)| link.target.ends_with(".vtt"));
    if let Some((link, at)) = loaded.find_map(|(link, found)| Some((link, film(found)?)))
        && !has_track
    {
        report(&assets[at].path, &link.span);
    }
}
