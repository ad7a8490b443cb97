//! `mend check --report`: the overview of the site, written into a folder.

use std::path::{Path, PathBuf};

use super::setup::destination;
use crate::diag::Result;
use crate::discover::Discovery;
use crate::inspect::{Inspection, Sources};
use crate::overview::{self, LinkTargets};
use crate::publish::Export;

/// Writes the report and returns where its page is. An earlier report is replaced, anything else is left alone.
pub(super) fn write(built: &Inspection, folder: &Path, site: &mut Discovery) -> Result<PathBuf> {
    let base_url = built.inputs().config.base_url.as_deref();
    let targets = LinkTargets {
        site: base_url.map(|url| url.trim_end_matches('/')),
        ..LinkTargets::default()
    };
    let sources = Sources::of(built.inputs());
    let line_of = |place: &_| Some(sources.position(place)?.line);
    let files = overview::files(built, &line_of, targets);
    let export = Export {
        name: "the report",
        root: &site.site().root.clone(),
        folder: &destination(site, Some(&folder.to_owned()))?.folder,
        public: &destination(site, None)?.folder,
        advice: "give it a folder of its own, such as `report`",
    };
    Ok(export.replace(&files)?.join(overview::PAGE))
}
