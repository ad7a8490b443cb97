//! Where a site is: its folder, its configuration, and what the environment says about that.
//!
//! Nothing is read here but names; who reads the environment is not known either.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::FILE_NAME;
use crate::diag::{Error, Result, nearest};

/// The theme that is built in, so that its folder may be missing.
pub(super) const BUILT_IN_THEME: &str = "calm";

/// A site on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The site folder, absolute and without symbolic links.
    pub root: PathBuf,
    /// The configuration in it.
    pub config_path: PathBuf,
}

impl Site {
    /// The site a folder belongs to: the nearest `site.toml` in it or above it.
    ///
    /// # Errors
    ///
    /// When there is none, or the folder is not there.
    pub fn find(folder: &Path) -> Result<Site> {
        let from = fs::canonicalize(folder)
            .map_err(|error| Error::io(format!("cannot open `{}`", folder.display()), &error))?;
        for root in from.ancestors() {
            let config_path = root.join(FILE_NAME);
            if config_path.is_file() {
                return Ok(Site {
                    root: root.to_owned(),
                    config_path,
                });
            }
        }
        Err(Error::new(format!(
            "there is no {FILE_NAME} in `{}` or any folder above it",
            from.display()
        ))
        .help("run `mend init NAME` to start a site, or go to a site's folder"))
    }
}

/// The keys of `site.toml` that environment variables set: `MEND_TITLE` is `title`,
/// `MEND_LISTS__PAGE_SIZE` is `lists.page_size`. Variables of other names are passed over.
pub fn overrides(environment: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut overrides: Vec<_> = environment
        .into_iter()
        .filter_map(|(name, value)| {
            let key = name.strip_prefix("MEND_")?;
            Some((key.to_lowercase().replace("__", "."), value))
        })
        .collect();
    overrides.sort();
    overrides
}

/// The error for a theme whose folder is not there.
pub(super) fn no_theme(root: &Path, name: &str) -> Error {
    let folder = root.join("themes");
    let there: Vec<String> = fs::read_dir(&folder)
        .map(|entries| {
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            names.collect()
        })
        .unwrap_or_default();
    let known = there.iter().map(String::as_str).chain([BUILT_IN_THEME]);
    let error = Error::new(format!(
        "there is no theme `{name}`: `{}` is not there",
        folder.join(name).display()
    ));
    match nearest(name, known) {
        Some(meant) => error.help(format!("did you mean theme = \"{meant}\"?")),
        None => error.help(format!("theme = \"{BUILT_IN_THEME}\" is built in")),
    }
}
