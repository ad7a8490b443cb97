//! Reads texts outside the site with which its articles are compared.

use std::fs;
use std::path::Path;

use crate::diag::{Error, Result};

/// The texts of the files directly in a folder, by their names.
///
/// # Errors
///
/// When the folder or a file in it cannot be read.
pub fn texts_in(folder: &Path) -> Result<Vec<(String, String)>> {
    let cannot =
        |error: std::io::Error| Error::io(format!("cannot read `{}`", folder.display()), &error);
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_file() {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let bytes = fs::read(&path).map_err(cannot)?;
            texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    texts.sort();
    Ok(texts)
}
