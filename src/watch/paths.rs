//! Paths as events name them: absolute, below the real name of their folder.

use std::path::{Path, PathBuf};

use crate::diag::{Error, Result};

/// The absolute path of a file or folder, which need not exist, with the real name of its folder.
pub(super) fn absolute_real(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path)
        .map_err(|error| Error::io(format!("cannot watch {}", path.display()), &error))?;
    Ok(real_folder(&path))
}

/// Every form in which an event can name these paths.
pub(super) fn spellings(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths
        .iter()
        .flat_map(|path| {
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            [real_folder(&absolute), absolute]
        })
        .collect()
}

/// The path with the nearest existing folder above it replaced by that folder's real name.
///
/// The last part is not resolved, so that a link whose target changes is noticed. On macOS it is: there the system reports
/// events under the real path, whatever path was watched.
pub(super) fn real_folder(path: &Path) -> PathBuf {
    if cfg!(target_os = "macos")
        && let Ok(real) = path.canonicalize()
    {
        return real;
    }
    let real = path.ancestors().skip(1).find_map(|above| {
        let below = path.strip_prefix(above).ok()?;
        Some(above.canonicalize().ok()?.join(below))
    });
    real.unwrap_or_else(|| path.to_owned())
}
