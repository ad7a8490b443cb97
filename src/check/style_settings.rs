//! Checks `[style]` of `site.toml`: the colours and the logo.

use std::sync::Arc;

use super::inputs::ClosedFolders;
use crate::asset::Asset;
use crate::codes;
use crate::config::Config;
use crate::diag::{Diagnostic, did_you_mean, nearest};
use crate::style::{Palette, Scheme};

/// Names of colours that themes of other tools have and that mend refuses, with the reason.
const REFUSED: [(&str, &str); 1] = [(
    "visited",
    "remove the line: visited links look like any other, so that the page does not show the next person at this screen what was read",
)];

/// Colours that the theme does not have, and colours that are too faint. What is wrong with the theme's own is reported
/// where the theme is read.
pub(super) fn check_colours(config: &Config, palette: &Palette, problems: &mut Vec<Diagnostic>) {
    for scheme in Scheme::ALL {
        let is_unknown = |name: &&String| !palette.names().any(|known| known == *name);
        for name in config.style.colours(scheme).keys().filter(is_unknown) {
            let refused = REFUSED.iter().find(|(refused, _)| refused == name);
            let help = match refused {
                Some((_, why)) => (*why).to_owned(),
                None => did_you_mean(nearest(name, palette.names())).unwrap_or_else(|| {
                    let known: Vec<&str> = palette.names().collect();
                    format!("the theme has {}", known.join(", "))
                }),
            };
            let message = format!("the theme has no colour `{name}`");
            let problem = Diagnostic::new(codes::CONF_02, message).help(help);
            let key = format!("style.{}.{name}", scheme.name());
            problems.push(config.blame_name(&key, problem));
        }
    }
    let faint = palette.faint(&config.style).into_iter();
    problems.extend(faint.filter(|faint| faint.is_of_site).map(|faint| {
        let (table, token) = (faint.scheme.name(), faint.token);
        let message = format!("[style.{table}] {token} = {}", faint.message);
        let problem = Diagnostic::new(codes::SITE_02, message).help(faint.help());
        config.blame(&format!("style.{table}.{token}"), problem)
    }));
}

/// A logo that is not there.
pub(super) fn check_logo(
    config: &Config,
    assets: &[Arc<Asset>],
    closed: ClosedFolders<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let logo = config.style.logo.as_ref();
    let Some(logo) = logo.filter(|logo| !closed.may_hold(&logo.path())) else {
        return;
    };
    let pictures = || assets.iter().filter(|asset| asset.size.is_some());
    let is_unread = |asset: &Arc<Asset>| asset.path == logo.path() && asset.unread;
    if !pictures().any(|asset| asset.path == logo.path()) && !assets.iter().any(is_unread) {
        let message = format!(
            "[style.logo] image = \"{}\" is not a picture in static/",
            logo.image
        );
        let known = pictures().filter_map(|asset| asset.path.below("static"));
        let help = did_you_mean(nearest(&logo.image, known)).unwrap_or_else(|| {
            "name an SVG, PNG, JPEG, WebP, GIF or AVIF file by its path below static/; an SVG needs a size"
                .to_owned()
        });
        let problem = Diagnostic::new(codes::SITE_03, message).help(help);
        problems.push(config.blame("style.logo.image", problem));
    }
}
