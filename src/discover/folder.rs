//! The files of any folder, as an import reads it: their names, and where they are.
//!
//! Hidden folders and those of package managers are not listed. Links are followed to files inside the folder only.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diag::{Error, Result};

/// Folders that hold the programs of others, and are never part of a site.
const NOT_LISTED: [&str; 4] = ["node_modules", "vendor", "__pycache__", "bower_components"];

/// The files of a folder.
#[derive(Clone, Debug)]
pub struct FolderFiles {
    /// The folder, absolute and without links.
    pub root: PathBuf,
    /// The paths of its files, sorted, with `/` between their parts.
    pub names: Vec<String>,
}

/// Lists the files of a folder.
///
/// # Errors
///
/// When the folder cannot be listed.
pub fn files_of(folder: &Path) -> Result<FolderFiles> {
    let cannot = |error| Error::io(format!("cannot open `{}`", folder.display()), &error);
    let root = std::fs::canonicalize(folder).map_err(cannot)?;
    if !root.is_dir() {
        return Err(Error::new(format!("`{}` is no folder", folder.display())));
    }
    let is_listed = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !(entry.file_type().is_dir()
                && (name.starts_with('.') || NOT_LISTED.contains(&&*name)))
    };
    let mut names = Vec::new();
    for entry in WalkDir::new(&root).into_iter().filter_entry(is_listed) {
        let entry = entry
            .map_err(|error| Error::new(format!("cannot list `{}`: {error}", folder.display())))?;
        let inside = || {
            std::fs::canonicalize(entry.path())
                .is_ok_and(|real| real.starts_with(&root) && real.is_file())
        };
        let is_file = entry.file_type().is_file() || entry.file_type().is_symlink() && inside();
        if let Some(name) = entry
            .path()
            .strip_prefix(&root)
            .ok()
            .and_then(Path::to_str)
            .filter(|_| is_file)
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(FolderFiles { root, names })
}
