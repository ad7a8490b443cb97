//! Locates a site: its folder, its configuration file, and the settings from environment variables.
//!
//! It reads only names; the environment is passed in.

use std::fs;
use std::path::{Path, PathBuf};

use crate::codes::CONF_03;
use crate::config::{Config, FILE_NAME, Override};
use crate::diag::{Diagnostic, Error, Result, nearest};
use crate::path::SourcePath;

/// The theme that needs no folder, because it is built in.
const BUILT_IN_THEME: &str = "calm";

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

    /// The folders and the file that hold the site's sources. They need not exist.
    pub fn sources(&self) -> Vec<PathBuf> {
        let folders = ["content", "static", "themes"];
        let mut sources: Vec<PathBuf> = folders.iter().map(|name| self.root.join(name)).collect();
        sources.push(self.config_path.clone());
        sources
    }

    /// The name of the configuration in messages: its path in the site folder, or its full path if it is elsewhere.
    pub(super) fn config_name(&self) -> SourcePath {
        let path = &self.config_path;
        let name = path.strip_prefix(&self.root).unwrap_or(path);
        SourcePath::new(&name.to_string_lossy())
    }

    /// The problem of a theme without a folder.
    pub(super) fn missing_theme(&self, config: &Config) -> Option<Diagnostic> {
        let name = &config.theme;
        let folder = self.root.join("themes");
        if name == BUILT_IN_THEME || is_there(&folder.join(name)) {
            return None;
        }
        let entries = fs::read_dir(&folder).into_iter().flatten();
        let mut there: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        there.sort();
        let known = there.iter().map(String::as_str).chain([BUILT_IN_THEME]);
        let help = match nearest(name, known) {
            Some(meant) => format!("did you mean theme = \"{meant}\"?"),
            None => format!("theme = \"{BUILT_IN_THEME}\" is built in"),
        };
        let message = format!("there is no theme `{name}`: the folder themes/{name}/ is missing");
        let problem = Diagnostic::new(CONF_03, message).help(help);
        Some(config.blame("theme", problem))
    }
}

/// The settings that environment variables make: `MEND_TITLE` is `title`, `MEND_LISTS__PAGE_SIZE` is
/// `lists.page_size`. Other variables are ignored.
pub fn overrides(environment: impl IntoIterator<Item = (String, String)>) -> Vec<Override> {
    let mut overrides: Vec<_> = environment
        .into_iter()
        .filter_map(|(name, value)| {
            let key = name.strip_prefix("MEND_")?;
            let key = key.to_lowercase().replace("__", ".");
            Some(Override { name, key, value })
        })
        .collect();
    overrides.sort_by(|left, right| left.name.cmp(&right.name));
    overrides
}

/// Whether anything has this name.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
