//! What `site.toml` says about the look, and where in it a problem stands.

use std::sync::Arc;

use super::Subject;
use crate::asset::Asset;
use crate::codes;
use crate::config::{Config, FILE_NAME};
use crate::diag::{Diagnostic, nearest};
use crate::path::SourcePath;

/// Puts a problem to the value of a dotted key, or to the file when the value came from elsewhere.
pub(super) fn in_config(config: &Config, key: &str, problem: Diagnostic) -> Diagnostic {
    let file = SourcePath::new(FILE_NAME);
    match config.place_of(key) {
        Some(span) => problem.at(&file, span),
        None => problem.in_file(&file),
    }
}

/// Checks the colours and the logo.
pub(super) fn check_style(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let config = subject.config;
    problems.extend(config.style.faint().into_iter().map(|faint| {
        let help = match faint.better {
            Some(better) => format!("the nearest shade that is enough is \"{better}\""),
            None => "no shade of it is enough; change what it stands on".to_owned(),
        };
        let problem = Diagnostic::new(codes::SITE_02, faint.message).help(help);
        in_config(config, &faint.key, problem)
    }));
    let Some(logo) = &config.style.logo else {
        return;
    };
    let pictures = || subject.assets.iter().filter(|asset| asset.size.is_some());
    let is_unread = |asset: &Arc<Asset>| asset.path == logo.path() && asset.unread;
    if !pictures().any(|asset| asset.path == logo.path()) && !subject.assets.iter().any(is_unread) {
        let message = format!(
            "[style.logo] image = \"{}\" is no picture in static/",
            logo.image
        );
        let known = pictures().filter_map(|asset| asset.path.below("static"));
        let help = match nearest(&logo.image, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "name an SVG, PNG, JPEG, WebP, GIF or AVIF file by its path below static/; an SVG needs a size"
                .to_owned(),
        };
        let problem = Diagnostic::new(codes::SITE_03, message).help(help);
        problems.push(in_config(config, "style.logo.image", problem));
    }
}
