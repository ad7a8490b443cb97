//! The colours and the logo that `site.toml` sets.

use std::sync::Arc;

use super::inputs::CheckInputs;
use crate::asset::Asset;
use crate::codes;
use crate::diag::{Diagnostic, nearest};

/// Checks the colours and the logo.
pub(super) fn check_style(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let config = inputs.config;
    problems.extend(config.style.faint().into_iter().map(|faint| {
        let help = match faint.better {
            Some(better) => {
                format!("the nearest shade with enough contrast on all its backgrounds is \"{better}\"")
            }
            None => "no shade has enough contrast on all its backgrounds; change the other colours as well".to_owned(),
        };
        let problem = Diagnostic::new(codes::SITE_02, faint.message).help(help);
        config.blame(&faint.key, problem)
    }));
    let logo = config.style.logo.as_ref();
    let Some(logo) = logo.filter(|logo| !inputs.may_be_there(&logo.path())) else {
        return;
    };
    let pictures = || inputs.assets.iter().filter(|asset| asset.size.is_some());
    let is_unread = |asset: &Arc<Asset>| asset.path == logo.path() && asset.unread;
    if !pictures().any(|asset| asset.path == logo.path()) && !inputs.assets.iter().any(is_unread) {
        let message = format!(
            "[style.logo] image = \"{}\" is not a picture in static/",
            logo.image
        );
        let known = pictures().filter_map(|asset| asset.path.below("static"));
        let help = match nearest(&logo.image, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "name an SVG, PNG, JPEG, WebP, GIF or AVIF file by its path below static/; an SVG needs a size"
                .to_owned(),
        };
        let problem = Diagnostic::new(codes::SITE_03, message).help(help);
        problems.push(config.blame("style.logo.image", problem));
    }
}
