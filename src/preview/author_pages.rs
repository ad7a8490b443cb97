//! The pages of the preview that are for authors only: the overview of the site and the gallery of the theme.

use crate::files::{Collected, ContentFile, Inputs, Outputs};
use crate::inspect::{Inspection, Sources};
use crate::overview::{self, LinkTargets};
use crate::path::SourcePath;
use crate::pipeline::Pipeline;
use crate::theme::builtin;

/// The article that shows every component of a theme.
const GALLERY: &str = "gallery.md";

/// The overview, for a folder beside the pages of the site.
pub(super) fn overview(built: &Inspection) -> Outputs {
    let targets = LinkTargets {
        site: Some(".."),
        publication: Some("publish/"),
        gallery: Some("gallery/gallery/"),
    };
    let sources = Sources::of(built.inputs());
    let line_of = |place: &_| Some(sources.position(place)?.line);
    overview::files(built, &line_of, targets)
}

/// A site of one article, which shows each component of the theme, with the settings and data of this site.
pub(super) fn gallery(inputs: &Inputs) -> Outputs {
    let own = SourcePath::new(&format!("themes/{}/{GALLERY}", inputs.config.theme));
    let own = inputs.theme.iter().find(|file| file.path == own);
    let text = match own {
        Some(file) => Some(&*file.bytes),
        None => builtin::find(&format!("{}/{GALLERY}", builtin::FOLDER)),
    };
    let article = ContentFile::with(
        SourcePath::new(&format!("content/{GALLERY}")),
        text.unwrap_or_default().to_vec(),
    );
    let site = Inputs {
        documents: vec![article],
        assets: Vec::new(),
        ..inputs.clone()
    };
    // The problems of so small a site say nothing about the theme.
    let outputs = Collected::default();
    Pipeline::once().build(&site, &outputs);
    outputs.into_outputs()
}
