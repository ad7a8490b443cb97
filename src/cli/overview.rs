//! `mend check --report`: the overview of the site, written into a folder.

use std::path::{Path, PathBuf};

use super::destination;
use crate::diag::{Error, Result};
use crate::discover::Discovery;
use crate::files::Outputs;
use crate::inspect::{Inspector, Sources};
use crate::overview::{self, Ways};
use crate::publish::{self, Destination};

/// The file by which a folder says that a site lies in it.
const MARKER: &str = ".mend";

/// How to mend every refusal.
const ADVICE: &str = "give it a folder of its own, such as `report`";

/// Writes the report and tells where its page is. Only a new or empty folder will do, or one that holds
/// an earlier report and nothing else.
pub(super) fn write(built: &Inspector, folder: &Path, site: &mut Discovery) -> Result<PathBuf> {
    let base_url = built.inputs().config.base_url.as_deref();
    let ways = Ways {
        site: base_url.map(|url| url.trim_end_matches('/')),
        gallery: None,
    };
    let sources = Sources::of(built.inputs());
    let line_of = |place: &_| Some(sources.position(place)?.line);
    let files = overview::files(built, &line_of, ways);
    let to = destination(site, Some(&folder.to_owned()))?;
    let public = destination(site, None)?.folder;
    refuse(&to, &public, &files)?;
    // What publishing advises is meant for sites.
    let advise = |error: Error| match error.help_text() {
        Some(_) => error.help(ADVICE),
        None => error,
    };
    let published = publish::publish(&files, &to).map_err(advise)?;
    Ok(published.folder.join(overview::PAGE))
}

/// Refuses a folder in which a report would take the place of something else.
fn refuse(to: &Destination, public: &Path, files: &Outputs) -> Result<()> {
    let folder = &to.folder;
    let wrong = |what: &str| {
        let text = format!(
            "the report is not written to `{}`: {what}",
            folder.display()
        );
        Err(Error::new(text).help(ADVICE))
    };
    if folder.starts_with(public) || public.starts_with(folder) {
        return wrong("the site is published there");
    }
    let Ok(entries) = folder.read_dir() else {
        // It is not there, or no folder; publishing tells which.
        return Ok(());
    };
    let is_ours = |name: &str| name == MARKER || files.keys().any(|file| file.as_str() == name);
    for entry in entries {
        let name = entry
            .map_err(|error| Error::io(format!("cannot read `{}`", folder.display()), &error))?
            .file_name();
        if !name.to_str().is_some_and(is_ours) {
            return wrong(&format!("it holds `{}`", name.to_string_lossy()));
        }
    }
    Ok(())
}
