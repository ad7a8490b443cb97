//! Creates files, and never overwrites one.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::diag::{Error, Result};

/// Writes a new file, and the folders above it if they are missing.
///
/// # Errors
///
/// When something has that name already, or the file cannot be written.
pub fn create(file: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| Error::io(format!("cannot create {}", folder.display()), &error))?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    let written = opened.and_then(|mut opened| opened.write_all(contents.as_ref()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::new(format!(
            "{} exists already and was left as it is",
            file.display()
        ))
        .help("choose another name"),
        _ => Error::io(format!("cannot write {}", file.display()), &error),
    })
}

/// Refuses a file of a site that is outside the site because a link leads there. `root` has no links in it.
///
/// # Errors
///
/// When the nearest existing folder above the file is outside `root`.
pub fn keep_inside(root: &Path, file: &Path) -> Result<()> {
    let nearest = file
        .ancestors()
        .skip(1)
        .find_map(|folder| fs::canonicalize(folder).ok());
    match nearest {
        Some(folder) if !folder.starts_with(root) => Err(Error::new(format!(
            "{} lies outside the site: a link leads to {}",
            file.display(),
            folder.display()
        ))
        .help("mend writes nothing behind such a link; put a folder in its place")),
        _ => Ok(()),
    }
}
